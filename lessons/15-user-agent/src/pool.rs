//! Connections that are kept, so that the next request to the same server need not open one.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::collections::HashMap;

use connection::{ResponseEvent, Settings, Timeouts, may_repeat};
use request::{Limits, RequestHead, Server};
use threads::{Client, Content, ExchangeError};

use crate::args::Args;
use crate::connect::connect;
use crate::data::Data;
use crate::deadline::Deadline;
use crate::failure::Failure;
use crate::trace::Trace;
use crate::uri::LONGEST;
use crate::wire::Wire;

/// Open connections, by host and port.
pub struct Pool<'a> {
    args: &'a Args,
    deadline: Deadline,
    trace: Trace,
    idle: HashMap<Server, Client<Wire>>,
}

impl<'a> Pool<'a> {
    pub fn new(args: &'a Args, deadline: Deadline) -> Self {
        Self { args, deadline, trace: Trace::new(args.verbose), idle: HashMap::new() }
    }

    /// Sends a request and hands on what comes. Where a connection that was used before turns out to be closed, the
    /// request goes out once more, if that does no harm.
    pub fn exchange(
        &mut self,
        server: &Server,
        head: &RequestHead,
        mut open: impl FnMut() -> Result<Data, Failure>,
        mut each: impl FnMut(ResponseEvent<'_>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        // GAP 2 of 9: repeat (place 1 of 2)
        // The starter sends each request once. If an exchange on the connection of `self.client(server)` fails
        // with an `error.refusal()` after which the request `may_repeat` (lesson 11), exchange once more: on a
        // new connection (`self.connect`), with the content opened anew (`open()`). Say that it is sent once more
        // (`self.trace.say`). A second failure is the last one. Errors go through `Failure::of_exchange`.
        let (client, _) = self.client(server)?;
        let exchanged = self.exchange_on(client, server, head, open()?, &mut each);
        exchanged.map_err(|error| Failure::of_exchange(error, &server.to_string()))
    }

    fn exchange_on(
        &mut self,
        mut client: Client<Wire>,
        server: &Server,
        head: &RequestHead,
        mut data: Data,
        each: &mut impl FnMut(ResponseEvent<'_>) -> Result<(), Failure>,
    ) -> Result<(), ExchangeError<Failure>> {
        self.trace.begin();
        // GAP 2 of 9: repeat (place 2 of 2)
        // The starter keeps no connection. Make one exchange on this connection (`client.exchange`, with the
        // content of `data`), then end the trace (`self.trace.end()`). Keep the connection in `self.idle` only if
        // its exchange ended well.
        let content = Content { source: &mut data.source, length: data.length };
        let exchanged = client.exchange(head.clone(), content, each);
        self.trace.end();
        exchanged
    }

    /// A connection to the server, and whether it was used before.
    fn client(&mut self, server: &Server) -> Result<(Client<Wire>, bool), Failure> {
        // GAP 1 of 9: reuse
        // Return a connection to `server`, and whether it has been used before. Take a kept one out of
        // `self.idle` (a map by server), but use it only if it `is_reusable()`: nobody has said close, and
        // nothing has come since, its end included. Say that it is used again (`self.trace.say`). Without one,
        // `self.connect(server)`.
        todo!("gap 1: reuse")
    }

    fn connect(&self, server: &Server) -> Result<Client<Wire>, Failure> {
        let stream = connect(server, self.args.connect_timeout, self.deadline, &self.trace)?;
        Ok(Client::new(Wire::new(stream, self.trace.clone(), self.deadline), settings(self.args)))
    }
}

fn settings(args: &Args) -> Settings {
    // How fast a server is, is for the user to judge, who can see it and press Ctrl-C.
    let timeouts = Timeouts { rate: 1, ..Timeouts::all(args.timeout) };
    // A `Location` may be as long as the longest URL that is asked for (RFC 9110 section 2.3).
    let head = Limits { line: 2 * LONGEST, section: 16 * LONGEST, ..Limits::default() };
    Settings { timeouts, head, ..Settings::default() }
}
