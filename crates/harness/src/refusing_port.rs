//! A port that refuses every connection.

use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};

use crate::failure::{Failure, Verdict};

/// A port that refuses every connection, and that nobody else can take meanwhile.
#[derive(Debug)]
pub struct RefusingPort {
    socket: Socket,
}

impl RefusingPort {
    /// Takes a free port of 127.0.0.1 without listening on it.
    ///
    /// # Errors
    ///
    /// When the system has none.
    pub fn bind() -> Verdict<Self> {
        let bound = Socket::new(Domain::IPV4, Type::STREAM, None).and_then(|socket| {
            socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into())?;
            Ok(Self { socket })
        });
        bound.map_err(|error| Failure::broken("cannot take a free port", &error))
    }

    /// Its address, as a program takes it: `127.0.0.1:PORT`.
    ///
    /// # Errors
    ///
    /// When the system does not tell.
    pub fn addr(&self) -> Verdict<String> {
        let addr = self.socket.local_addr().map_err(|error| Failure::broken("cannot tell the port", &error))?;
        Ok(addr.as_socket().map_or_else(String::new, |addr| addr.to_string()))
    }
}
