//! Connections that are kept, so that the next request to the same server need not open one.

use std::collections::HashMap;
use std::io;

use connection::blocking::{Client, Content, refusal};
use connection::{ResponseEvent, Settings, Timeouts, may_repeat};
use request::{Limits, RequestHead, Server};

use super::args::Args;
use super::connect::connect;
use super::data::Data;
use super::deadline::Deadline;
use super::failure::Failure;
use super::trace::Trace;
use super::uri::LONGEST;
use super::wire::Wire;

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
        mut each: impl FnMut(ResponseEvent<'_>) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let (client, is_kept) = self.client(server)?;
        let error = match self.exchange_on(client, server, head, open()?, &mut each) {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        let repeats = refusal(&error).is_some_and(|refusal| may_repeat(&head.method, is_kept, &refusal));
        if !repeats {
            return Err(Failure::of_exchange(error, &server.to_string()));
        }
        self.trace.say(|| format!("{server} had closed the connection: the request is sent once more"));
        let client = self.connect(server)?;
        self.exchange_on(client, server, head, open()?, &mut each)
            .map_err(|error| Failure::of_exchange(error, &server.to_string()))
    }

    fn exchange_on(
        &mut self,
        mut client: Client<Wire>,
        server: &Server,
        head: &RequestHead,
        mut data: Data,
        each: &mut impl FnMut(ResponseEvent<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.trace.begin();
        let content = Content { source: &mut data.source, length: data.length };
        let exchanged = client.exchange(head.clone(), content, each);
        self.trace.end();
        if exchanged.is_ok() {
            self.idle.insert(server.clone(), client);
        }
        exchanged
    }

    /// A connection to the server, and whether it was used before.
    fn client(&mut self, server: &Server) -> Result<(Client<Wire>, bool), Failure> {
        match self.idle.remove(server).filter(Client::is_reusable) {
            Some(client) => {
                self.trace.say(|| format!("using the connection to {server} again"));
                let was_used = client.was_used();
                Ok((client, was_used))
            }
            None => Ok((self.connect(server)?, false)),
        }
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
