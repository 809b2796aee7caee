//! The proxy: takes connections, makes one to the server for each, and passes everything on.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::num::NonZero;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

use anyhow::{Context, bail};
use harness::recording::What;
use socket2::{Domain, Socket, Type};

use super::address::Address;
use super::hub::Hub;
use super::link::{Link, reset_on_close};

/// How many connections may wait to be taken.
const BACKLOG: i32 = 1024;

/// A proxy that listens.
#[derive(Debug)]
pub struct Proxy {
    listener: TcpListener,
    to: Address,
    /// After how many connections it ends.
    most: Option<NonZero<u64>>,
}

impl Proxy {
    /// Listens.
    pub fn listen(at: &Address, to: Address, most: Option<NonZero<u64>>) -> anyhow::Result<Self> {
        let addrs = at.resolve().with_context(|| format!("cannot listen on {at}"))?;
        let mut bound = Err(io::Error::other("no address"));
        for addr in addrs {
            bound = bind(addr);
            if bound.is_ok() {
                break;
            }
        }
        let listener =
            bound.with_context(|| format!("cannot listen on {at}; another program may do so: try port 0"))?;
        let own = listener.local_addr().context("cannot tell where it listens")?;
        // That a name is not known now may change until somebody connects.
        if to.resolve().is_ok_and(|found| found.contains(&own)) {
            bail!("it would connect to itself: LISTEN and TO are both {own}");
        }
        Ok(Self { listener, to, most })
    }

    /// Where it listens.
    pub fn addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Takes connections, each in a thread of its own. Says so on `ended` when as many have ended as it was to take.
    pub fn serve(self, hub: &Arc<Hub>, ended: &Sender<()>) {
        let to = Arc::new(self.to);
        let mut threads = Vec::new();
        loop {
            let (client, addr) = match self.listener.accept() {
                Ok(accepted) => accepted,
                Err(error) => {
                    cli::accept_failed(&error);
                    continue;
                }
            };
            let number = hub.connection();
            let (theirs, to) = (Arc::clone(hub), Arc::clone(&to));
            let spawned = thread::Builder::new()
                .name("from client".to_owned())
                .spawn(move || connection(client, addr, &to, theirs, number));
            match spawned {
                Ok(thread) if self.most.is_some() => threads.push(thread),
                Ok(_) => {}
                // The connection went with the thread that was not made.
                Err(error) => cli::note(format_args!("connection #{number} was closed: no thread for it: {error}")),
            }
            if self.most.is_some_and(|most| number >= most.get()) {
                break;
            }
        }
        for thread in threads {
            let _ = thread.join();
        }
        let _ = ended.send(());
    }
}

fn bind(addr: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(addr), Type::STREAM, None)?;
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.bind(&addr.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

fn connection(client: TcpStream, addr: SocketAddr, to: &Address, hub: Arc<Hub>, number: u64) {
    let server = to.resolve().and_then(|addrs| {
        let connected = TcpStream::connect(&*addrs);
        let server = connected.as_ref().ok().and_then(|server| server.peer_addr().ok());
        hub.event(number, What::Open { client: addr, server: server.unwrap_or(addrs[0]), test: None });
        connected
    });
    let passed = match server {
        Ok(server) => Link::pass(client, server, hub, number),
        Err(error) => {
            if error.kind() == io::ErrorKind::ConnectionRefused {
                cli::note(format_args!("nobody listens on {to}: start the server first, in another terminal"));
            }
            hub.event(number, What::Refused(format!("no connection to {to}: {error}")));
            reset_on_close(&client);
            Ok(())
        }
    };
    if let Err(error) = passed {
        cli::note(format_args!("connection #{number} was closed: {error}"));
    }
}
