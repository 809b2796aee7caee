//! One thread accepts and hands each connection to another one, that waits for it or is started for it.

use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::busy::leave;
use crate::notice::{Listener, Notice};
use crate::stack::{STACK, room_for_a_thread};

/// How long a thread waits for a connection before it ends.
const SPARE: Duration = Duration::from_secs(1);

/// Threads and what they share.
pub(crate) struct Threads<F> {
    addr: SocketAddr,
    serve: F,
    bound: usize,
    state: Mutex<State>,
    /// A connection was handed over, or the server stops.
    changed: Condvar,
    notify: Arc<Listener>,
}

#[derive(Default)]
struct State {
    queue: VecDeque<(TcpStream, SocketAddr)>,
    threads: usize,
    waiting: usize,
    stopping: bool,
    listening: bool,
}

impl<F> Threads<F>
where
    F: Fn(TcpStream, SocketAddr) + Send + Sync + 'static,
{
    pub(crate) fn start(listener: TcpListener, bound: usize, serve: F, notify: Arc<Listener>) -> io::Result<Arc<Self>> {
        let mut addr = listener.local_addr()?;
        if addr.ip().is_unspecified() {
            addr.set_ip(Ipv4Addr::LOCALHOST.into());
        }
        let state = Mutex::new(State { listening: true, ..State::default() });
        let threads = Arc::new(Self { addr, serve, bound, state, changed: Condvar::new(), notify });
        let shared = Arc::clone(&threads);
        thread::Builder::new().spawn(move || shared.accept(listener))?;
        Ok(threads)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn accept(self: Arc<Self>, listener: TcpListener) {
        while !self.state().stopping {
            match listener.accept() {
                Ok(accepted) => self.hand_over(accepted),
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
                Err(error) => {
                    (self.notify)(Notice::CannotAccept(error));
                    thread::sleep(Duration::from_millis(100));
                }
            }
        }
        drop(listener);
        self.state().listening = false;
        self.changed.notify_all();
    }

    fn hand_over(self: &Arc<Self>, accepted: (TcpStream, SocketAddr)) {
        let mut state = self.state();
        if state.stopping {
            return;
        }
        state.queue.push_back(accepted);
        let more = state.queue.len() > state.waiting && state.threads < self.bound;
        if more {
            state.threads += 1;
            let threads = Arc::clone(self);
            let start = || thread::Builder::new().stack_size(STACK).spawn(move || threads.work());
            if let Err(error) = room_for_a_thread().and_then(|()| start()) {
                state.threads -= 1;
                (self.notify)(Notice::CannotStartThread(error));
                if let Some((stream, _)) = state.queue.pop_back() {
                    leave(&stream);
                }
            }
        }
        drop(state);
        self.changed.notify_all();
    }

    fn work(&self) {
        let mut state = self.state();
        loop {
            state.waiting += 1;
            let idle = |state: &mut State| state.queue.is_empty() && !state.stopping;
            let (mut awake, _) =
                self.changed.wait_timeout_while(state, SPARE, idle).unwrap_or_else(PoisonError::into_inner);
            awake.waiting -= 1;
            let Some((stream, peer)) = awake.queue.pop_front() else {
                awake.threads -= 1;
                return;
            };
            drop(awake);
            let _ = panic::catch_unwind(AssertUnwindSafe(|| (self.serve)(stream, peer)));
            state = self.state();
        }
    }

    /// Nothing is left to wait for: [`stop`](Self::stop) has seen the listener go.
    pub(crate) fn wait_for_end(&self) {}

    pub(crate) fn stop(&self) {
        self.state().stopping = true;
        self.changed.notify_all();
        let until = Instant::now() + Duration::from_secs(1);
        while self.state().listening && Instant::now() < until {
            let _ = TcpStream::connect_timeout(&self.addr, Duration::from_millis(100));
            let state = self.state();
            let short = Duration::from_millis(5);
            drop(self.changed.wait_timeout_while(state, short, |state| state.listening));
        }
    }
}
