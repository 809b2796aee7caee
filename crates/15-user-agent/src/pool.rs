//! Connections that are kept, so that the next request to the same server need not open one.

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
        // ANCHOR: repeat
        let (client, was_used) = self.client(server)?;
        let mut exchanged = self.exchange_on(client, server, head, open()?, &mut each);
        let was_lost = exchanged.as_ref().err().and_then(ExchangeError::refusal);
        if was_lost.is_some_and(|refusal| may_repeat(&head.method, was_used, &refusal)) {
            self.trace.say(|| format!("{server} had closed the connection: the request is sent once more"));
            let client = self.connect(server)?;
            exchanged = self.exchange_on(client, server, head, open()?, &mut each);
        }
        exchanged.map_err(|error| Failure::of_exchange(error, &server.to_string()))
        // ANCHOR_END: repeat
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
        // ANCHOR: keep
        let content = Content { source: &mut data.source, length: data.length };
        let exchanged = client.exchange(head.clone(), content, each);
        self.trace.end();
        if exchanged.is_ok() {
            self.idle.insert(server.clone(), client);
        }
        exchanged
        // ANCHOR_END: keep
    }

    /// A connection to the server, and whether it was used before.
    fn client(&mut self, server: &Server) -> Result<(Client<Wire>, bool), Failure> {
        // ANCHOR: reuse
        match self.idle.remove(server).filter(Client::is_reusable) {
            Some(client) => {
                self.trace.say(|| format!("using the connection to {server} again"));
                Ok((client, true))
            }
            None => Ok((self.connect(server)?, false)),
        }
        // ANCHOR_END: reuse
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
