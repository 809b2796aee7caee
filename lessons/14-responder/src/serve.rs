//! A listener and all that happens behind it.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use socket2::SockRef;

use crate::clock;
use crate::exchange::{self, Application};
use crate::limits::{self, Limit};
use crate::open::Open;
use crate::responder::Responder;
use crate::settings::Settings;
use crate::threads::Threads;

/// How many clients at a time are told at leisure that there are too many. Those above that are told in a few octets,
/// and left.
const TURNED_AWAY: usize = 16;

/// The threads that serve nobody: they turn clients away, and one more always takes the next connection.
pub(crate) const OTHERS: usize = TURNED_AWAY + 1;

/// After how many seconds they may come again.
pub(crate) const RETRY_AFTER: &str = "2";

/// How long one that is told so is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many connections wait in the system until a thread takes them. The standard library asks for 128; the client that
/// comes when the queue is full tries again after a second.
const QUEUE: i32 = 4096;

/// How long connections that were broken off may take to end.
const LAST: Duration = Duration::from_secs(1);

/// An application at its address.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    responder: Responder,
    open: Arc<Open>,
}

/// Stops a [`Server`], from another thread.
#[derive(Debug, Clone)]
pub struct Stopper(Arc<Open>);

impl Stopper {
    /// Lets the server finish the answers that it has begun, and then end.
    pub fn stop(&self) {
        self.0.stop();
    }
}

impl Responder {
    /// Listens on `addr`, serves until SIGINT (Ctrl-C) or SIGTERM, finishes the answers in flight and returns. A second
    /// signal ends the program at once. Where it listens stands on standard error.
    ///
    /// # Errors
    ///
    /// When it cannot listen there, or not handle the signals.
    pub fn serve(self, addr: impl ToSocketAddrs) -> io::Result<()> {
        cli::note_panics();
        let server = self.bind(addr)?;
        let stopper = server.stopper();
        cli::on_interrupt(move || stopper.stop())?;
        cli::listening_on(server.local_addr()?);
        server.run()
    }

    /// Listens on `addr`; clients wait until the server [runs](Server::run).
    ///
    /// # Errors
    ///
    /// When it cannot listen there.
    pub fn bind(self, addr: impl ToSocketAddrs) -> io::Result<Server> {
        let listener = TcpListener::bind(addr)?;
        SockRef::from(&listener).listen(QUEUE)?;
        Ok(Server { listener, responder: self, open: Arc::default() })
    }
}

impl Server {
    /// The address, with the real port where port 0 was asked for.
    ///
    /// # Errors
    ///
    /// When the system does not tell it.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// What stops it.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper(Arc::clone(&self.open))
    }

    /// Serves until it is stopped.
    ///
    /// # Errors
    ///
    /// When no thread can be started.
    pub fn run(self) -> io::Result<()> {
        let Self { listener, responder, open } = self;
        let settings = responder.settings;
        let most = connections(settings.connections);
        let shared = Arc::clone(&open);
        let serve = move |stream, peer| admit(&responder, &shared, most, stream, peer);
        let threads = Threads::start(listener, most.saturating_add(OTHERS), serve)?;
        let _kept = clock::keep();
        open.wait_for_stop();
        threads.stop();
        let left = open.wait_for_end(settings.grace);
        if left > 0 {
            cli::note(format_args!("{left} connections broken off"));
            open.wait_for_end(LAST);
        } else {
            threads.wait_for_end();
        }
        cli::finish_notes();
        Ok(())
    }
}

/// How many connections there may be; says so where the system does not carry as many as are `wanted`.
fn connections(wanted: usize) -> usize {
    let Some(limit) = limits::limit(wanted) else { return wanted.max(1) };
    let Limit { connections, of } = limit;
    cli::note(format_args!(
        "connections at a time: {connections} at most, not {wanted}, as the system allows too {of}"
    ));
    connections
}

/// What becomes of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Admission {
    /// It is served.
    Serve,
    /// It is told that there are too many.
    TurnAway,
    /// The same in a few octets, without waiting for anything.
    Leave,
}

/// What becomes of a client when so many connections are open, with its own.
fn admission(open: usize, most: usize) -> Admission {
    // GAP 1 of 5: admit
    // `open` connections are open, with that of the client. Up to `most` are served
    // (`Admission::Serve`). `TURNED_AWAY` more get a page with 503 (`TurnAway`): for that, a thread
    // waits for their request, a second at most. Whoever comes then must not be waited for at all
    // (`Leave`), or those who wait keep everybody else waiting.
    todo!("gap 1: admit")
}

/// Serves a client, or turns it away.
fn admit(responder: &Responder, open: &Open, most: usize, stream: TcpStream, peer: SocketAddr) {
    let Some(place) = open.enter(stream, most) else { return };
    let settings = &responder.settings;
    match admission(place.count, most) {
        Admission::Serve => exchange::serve(Application::Responder(responder), settings, &place, peer),
        Admission::TurnAway => exchange::serve(Application::Busy, &hurried(*settings), &place, peer),
        Admission::Leave => leave(place.stream()),
    }
}

/// The settings for a client that is turned away.
fn hurried(mut settings: Settings) -> Settings {
    settings.connection.timeouts = connection::Timeouts::all(PATIENCE);
    settings
}

/// Turns a client away without waiting for anything, not even for its request: the thread takes the next connection.
pub(crate) fn leave(mut stream: &TcpStream) {
    const TEXT: &str = "This server has as many clients as it can serve. Try again in a moment.\n";
    let mut come = [0; 1024];
    let _ = stream.set_nonblocking(true);
    // What has come already is not left unread, and says whether the answer may have content.
    let count = stream.read(&mut come).unwrap_or_default();
    let text = if come[..count].starts_with(b"HEAD ") { "" } else { TEXT };
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: {RETRY_AFTER}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
        TEXT.len()
    );
    // So short an answer finds room in a new socket.
    let _ = stream.write(answer.as_bytes());
}
