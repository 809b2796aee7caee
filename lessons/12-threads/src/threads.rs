//! A bounded number of threads that take connections from one listener, each for itself.
//!
//! One thread too many always waits for the next connection. The one that takes it starts a follower and serves; when it
//! is done it waits again, so a thread is used for many connections and a short connection costs no new thread. No thread
//! hands a connection to another one: that would cost two more switches between threads. A thread for which the system has
//! no follower turns its client away, and goes on waiting.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use socket2::SockRef;

use crate::busy::leave;
use crate::notice::{Listener, Notice};
use crate::stack::{STACK, room_for_a_thread};

/// How many threads may wait for connections when there are none; those above it end.
const SPARE: usize = 32;

/// How long a thread waits when it could not take a connection: most often there are too many open files.
const PAUSE: Duration = Duration::from_millis(100);

/// How often it tells so.
const TELL_AGAIN: Duration = Duration::from_secs(1);

/// How long it takes a thread that was woken to end.
const MOMENT: Duration = Duration::from_millis(1);

/// How long the threads that wait are woken, one after the other.
const LONGEST_WAKE: Duration = Duration::from_secs(1);

/// How long a thread may take to let go of the listener when its connection has ended. Nothing but the listener is waited
/// for: a response in flight must not hang on this.
const LONGEST_END: Duration = Duration::from_millis(200);

/// Threads and what they share.
pub(crate) struct Threads<F> {
    listener: TcpListener,
    serve: F,
    /// How many threads there may be.
    bound: usize,
    count: AtomicUsize,
    /// How many of them wait for a connection.
    waiting: AtomicUsize,
    stopping: AtomicBool,
    /// When it was last told that the system refuses something.
    told: Mutex<Option<Instant>>,
    notify: Arc<Listener>,
}

impl<F> Threads<F>
where
    F: Fn(TcpStream, SocketAddr) + Send + Sync + 'static,
{
    /// Starts the first of at most `bound` threads that take connections from `listener` and give them to `serve`.
    pub(crate) fn start(listener: TcpListener, bound: usize, serve: F, notify: Arc<Listener>) -> io::Result<Arc<Self>> {
        let threads = Arc::new(Self {
            listener,
            serve,
            bound,
            count: AtomicUsize::new(0),
            waiting: AtomicUsize::new(0),
            stopping: AtomicBool::new(false),
            told: Mutex::new(None),
            notify,
        });
        threads.follow()?;
        Ok(threads)
    }

    /// Starts one more thread that waits for a connection, unless there are as many as may be.
    fn follow(self: &Arc<Self>) -> io::Result<()> {
        if self.count.fetch_add(1, Ordering::SeqCst) >= self.bound {
            self.count.fetch_sub(1, Ordering::SeqCst);
            return Ok(());
        }
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let threads = Arc::clone(self);
        let start = || thread::Builder::new().stack_size(STACK).spawn(move || threads.work());
        let started = room_for_a_thread().and_then(|()| start());
        if started.is_err() {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            self.count.fetch_sub(1, Ordering::SeqCst);
        }
        started.map(drop)
    }

    /// What each thread does: take a connection, see to it that another thread waits for the next one, serve.
    fn work(self: Arc<Self>) {
        // GAP 4 of 9: clients
        // The starter takes one client after the other. Give each client a thread: whoever has taken one no longer
        // counts as `waiting`, and if no other waits now, starts one (`self.follow()`) before it serves. If the
        // system gives none: wait again, tell it (`CannotStartThread`), `leave(&stream)`. After a client it waits
        // again, but ends if SPARE wait already. A panic while serving ends nothing else. A client that has gone
        // before `accept` (ConnectionAborted), or a signal, is no error; `pause` after others. Stop when
        // `is_stopping()`, before and after `accept`; a thread that ends leaves both counts right.
        while !self.is_stopping() {
            let Ok((stream, peer)) = self.listener.accept() else { continue };
            (self.serve)(stream, peer);
        }
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    /// Waits a moment after a failed accept: the next one would fail as well, and so on as fast as it can.
    fn pause(&self, error: io::Error) {
        self.tell(Notice::CannotAccept(error));
        thread::sleep(PAUSE);
    }

    /// Says what the system refuses, now and then: for a while it will refuse it to every client.
    fn tell(&self, notice: Notice) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if told.is_none_or(|told| now.duration_since(told) >= TELL_AGAIN) {
            *told = Some(now);
            drop(told);
            (self.notify)(notice);
        }
    }

    /// Lets the threads that wait for a connection end, and each of the others when its connection has ended. When the
    /// last one has ended nobody listens any more.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        // On Linux this wakes the threads that accept, and refuses clients that come later. On every system a connection
        // wakes one of them.
        let _ = SockRef::from(&self.listener).shutdown(Shutdown::Both);
        let until = Instant::now() + LONGEST_WAKE;
        while self.waiting.load(Ordering::SeqCst) > 0 && Instant::now() < until {
            let Ok(addr) = self.listener.local_addr() else { return };
            if TcpStream::connect_timeout(&reachable(addr), PAUSE).is_err() {
                thread::sleep(MOMENT);
            }
        }
    }

    /// Waits a moment until every thread has let go of the listener: one whose connection has ended is about to.
    pub(crate) fn wait_for_end(self: &Arc<Self>) {
        let until = Instant::now() + LONGEST_END;
        while Arc::strong_count(self) > 1 && Instant::now() < until {
            thread::sleep(MOMENT);
        }
    }
}

/// An address by which this machine reaches a listener: one that listens everywhere listens on loopback too.
fn reachable(addr: SocketAddr) -> SocketAddr {
    let ip = match addr.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, addr.port())
}
