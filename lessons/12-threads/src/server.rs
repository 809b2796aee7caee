//! A listener and all that happens after it.

use std::fmt::{self, Debug};
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use socket2::SockRef;

use crate::admission::{Admission, OTHERS, admission};
use crate::busy::{hurried, leave, turn_away};
use crate::clock;
use crate::conversation::Conversation;
use crate::limits::{self, Limit};
use crate::notice::{Listener, Notice};
use crate::open::{Open, Place};
use crate::settings::Settings;
use crate::threads::Threads;
use crate::trouble::Trouble;

/// How many connections wait in the system until a thread takes them. The standard library asks for 128; the client that
/// comes when the queue is full tries again after a second.
const QUEUE: i32 = 4096;

/// How long connections that were broken off may take to end.
const LAST: Duration = Duration::from_secs(1);

/// How many octets the system holds that are not on their way yet. It says that it takes more when half of these have left;
/// without a bound, only when a third of some megabytes has, and a client that takes some kilobytes a second would look
/// like one that takes nothing.
#[cfg(any(target_os = "linux", target_os = "android"))]
const UNSENT: u32 = 512 * 1024;

/// What is done with each client that has a place, or with each that has none.
type Handler = dyn Fn(&mut Conversation<'_, &TcpStream>, SocketAddr) -> Result<(), Trouble> + Send + Sync;

/// A server at its address: one thread for each connection, and a bound on everything that clients can take.
pub struct Server {
    listener: TcpListener,
    settings: Settings,
    open: Arc<Open>,
    turn_away: Box<Handler>,
    notify: Listener,
}

/// Stops a [`Server`], from another thread.
#[derive(Debug, Clone)]
pub struct Stopper(Arc<Open>);

impl Stopper {
    /// Lets the server finish the responses that it has begun, and then end.
    pub fn stop(&self) {
        self.0.stop();
    }
}

impl Server {
    /// Listens on `addr`; clients wait until the server [runs](Self::run).
    ///
    /// # Errors
    ///
    /// When it cannot listen there.
    pub fn bind(addr: impl ToSocketAddrs, settings: Settings) -> io::Result<Self> {
        let listener = TcpListener::bind(addr)?;
        SockRef::from(&listener).listen(QUEUE)?;
        let turn_away = Box::new(|conversation: &mut Conversation<'_, &TcpStream>, _| turn_away(conversation));
        Ok(Self { listener, settings, open: Arc::default(), turn_away, notify: Box::new(|_| {}) })
    }

    /// Sets who is told what those who run the server want to know; without it, nobody is.
    #[must_use]
    pub fn on_notice(self, notify: impl Fn(Notice) + Send + Sync + 'static) -> Self {
        Self { notify: Box::new(notify), ..self }
    }

    /// Sets what answers the request of a client for whom there is no place; without it, a line of text does, with status
    /// 503. It should end the connection with its first response. Clients that come in such numbers that they cannot be
    /// waited for get that text in any case.
    #[must_use]
    pub fn on_too_many<H>(self, handler: H) -> Self
    where
        H: Fn(&mut Conversation<'_, &TcpStream>, SocketAddr) -> Result<(), Trouble> + Send + Sync + 'static,
    {
        Self { turn_away: Box::new(handler), ..self }
    }

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

    /// Serves until it is stopped: calls `handler` for each client, in a thread of its own, with the address of the client.
    /// When it returns, the connection is closed so that the last response arrives; when it fails, it is broken off.
    ///
    /// # Errors
    ///
    /// When no thread can be started.
    pub fn run<H>(self, handler: H) -> io::Result<()>
    where
        H: Fn(&mut Conversation<'_, &TcpStream>, SocketAddr) -> Result<(), Trouble> + Send + Sync + 'static,
    {
        let Self { listener, settings, open, turn_away, notify } = self;
        let most = connections(settings.connections, &notify);
        let notify = Arc::new(notify);
        let door = Door { most, settings: settings.connection, open: Arc::clone(&open), handler, turn_away };
        let serve = move |stream, peer| door.admit(stream, peer);
        let threads = Threads::start(listener, most.saturating_add(OTHERS), serve, Arc::clone(&notify))?;
        let _kept = clock::keep();
        open.wait_for_stop();
        threads.stop();
        let left = open.wait_for_end(settings.grace);
        if left > 0 {
            notify(Notice::BrokenOff(left));
            open.wait_for_end(LAST);
        } else {
            threads.wait_for_end();
        }
        Ok(())
    }
}

impl Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { listener, settings, .. } = self;
        f.debug_struct("Server").field("listener", listener).field("settings", settings).finish_non_exhaustive()
    }
}

/// How many connections there may be; says so where the system does not carry as many as are `wanted`.
fn connections(wanted: usize, notify: &Listener) -> usize {
    let Some(Limit { connections, of }) = limits::limit(wanted) else { return wanted.max(1) };
    notify(Notice::FewerConnections { connections, wanted, of });
    connections
}

/// Where clients come in.
struct Door<H> {
    most: usize,
    settings: connection::Settings,
    open: Arc<Open>,
    handler: H,
    turn_away: Box<Handler>,
}

impl<H> Door<H>
where
    H: Fn(&mut Conversation<'_, &TcpStream>, SocketAddr) -> Result<(), Trouble>,
{
    /// Serves a client, or turns it away.
    fn admit(&self, stream: TcpStream, peer: SocketAddr) {
        let Some(place) = self.open.enter(stream, self.most) else { return };
        match admission(place.count, self.most) {
            Admission::Serve => serve(&place, self.settings, |conversation| (self.handler)(conversation, peer)),
            Admission::TurnAway => {
                serve(&place, hurried(self.settings), |conversation| (self.turn_away)(conversation, peer));
            }
            Admission::Leave => leave(place.stream()),
        }
    }
}

/// Serves one client, until it or the server has enough.
fn serve<H>(place: &Place, settings: connection::Settings, handler: H)
where
    H: Fn(&mut Conversation<'_, &TcpStream>) -> Result<(), Trouble>,
{
    converse(place, settings, &handler);
}

/// Does so with one copy of the conversation on the stack, whatever the handler is: that of a thread that waits is memory
/// that each idle connection takes.
fn converse(
    place: &Place,
    settings: connection::Settings,
    handler: &dyn Fn(&mut Conversation<'_, &TcpStream>) -> Result<(), Trouble>,
) {
    let stream = place.stream();
    // A client that has gone already is none.
    if prepare(stream).is_err() {
        return;
    }
    // That a client is lost is its own business.
    let _ = Conversation::at(Some(place), stream, settings).hold(handler);
}

/// Prepares a socket: small responses leave at once, and what a client has not taken shows.
fn prepare(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    #[cfg(any(target_os = "linux", target_os = "android"))]
    SockRef::from(stream).set_tcp_notsent_lowat(UNSENT)?;
    Ok(())
}
