//! An application at its address.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;

pub use threads::Stopper;

use crate::exchange::{self, Application};
use crate::responder::Responder;

/// An application at its address.
#[derive(Debug)]
pub struct Server {
    server: threads::Server,
    responder: Responder,
}

impl Responder {
    /// Listens on `addr`, serves until SIGINT (Ctrl-C) or SIGTERM, finishes the responses in flight and returns. A second
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
        let server = threads::Server::bind(addr, self.settings.threads)?;
        Ok(Server { server, responder: self })
    }
}

impl Server {
    /// The address, with the real port where port 0 was asked for.
    ///
    /// # Errors
    ///
    /// When the system does not tell it.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.server.local_addr()
    }

    /// What stops it.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        self.server.stopper()
    }

    /// Serves until it is stopped.
    ///
    /// # Errors
    ///
    /// When no thread can be started.
    pub fn run(self) -> io::Result<()> {
        let Self { server, responder } = self;
        let settings = responder.settings;
        let responder = Arc::new(responder);
        let served = server
            .on_notice(cli::note)
            .on_too_many(move |conversation, peer| exchange::serve(Application::Busy, &settings, conversation, peer))
            .run(move |conversation, peer| {
                exchange::serve(Application::Responder(&responder), &settings, conversation, peer)
            });
        cli::finish_notes();
        served
    }
}
