//! Connections in a list, the last used one last; those that can no longer be used leave it before each request.

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

/// How many connections are kept.
const MOST: usize = 4;

/// A server, and a connection to it on which a request was answered.
struct Kept(Server, Client<Wire>);

pub struct Pool<'a> {
    args: &'a Args,
    deadline: Deadline,
    trace: Trace,
    list: Vec<Kept>,
}

impl<'a> Pool<'a> {
    pub fn new(args: &'a Args, deadline: Deadline) -> Self {
        Self { args, deadline, trace: Trace::new(args.verbose), list: Vec::new() }
    }

    pub fn exchange(
        &mut self,
        server: &Server,
        head: &RequestHead,
        mut open: impl FnMut() -> Result<Data, Failure>,
        mut each: impl FnMut(ResponseEvent<'_>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.list.retain(|Kept(_, client)| client.is_reusable());
        if let Some(at) = self.list.iter().position(|Kept(kept, _)| kept == server) {
            let Kept(_, client) = self.list.remove(at);
            self.trace.say(|| format!("using the connection to {server} again"));
            match self.ask(client, server, head, open()?, &mut each) {
                Err(error) if is_lost(head, &error) => {}
                asked => return asked.map_err(|error| Failure::of_exchange(error, &server.to_string())),
            }
            self.trace.say(|| format!("{server} had closed the connection: the request is sent once more"));
        }
        let stream = connect(server, self.args.connect_timeout, self.deadline, &self.trace)?;
        let client = Client::new(Wire::new(stream, self.trace.clone(), self.deadline), self.settings());
        self.ask(client, server, head, open()?, &mut each)
            .map_err(|error| Failure::of_exchange(error, &server.to_string()))
    }

    fn ask(
        &mut self,
        mut client: Client<Wire>,
        server: &Server,
        head: &RequestHead,
        mut data: Data,
        each: &mut impl FnMut(ResponseEvent<'_>) -> Result<(), Failure>,
    ) -> Result<(), ExchangeError<Failure>> {
        self.trace.begin();
        let content = Content { source: &mut data.source, length: data.length };
        let asked = client.exchange(head.clone(), content, each);
        self.trace.end();
        asked?;
        self.list.push(Kept(server.clone(), client));
        if self.list.len() > MOST {
            self.list.remove(0);
        }
        Ok(())
    }

    fn settings(&self) -> Settings {
        let timeouts = Timeouts { rate: 1, ..Timeouts::all(self.args.timeout) };
        let head = Limits { line: 2 * LONGEST, section: 16 * LONGEST, ..Limits::default() };
        Settings { timeouts, head, ..Settings::default() }
    }
}

/// Whether a used connection was closed before the response began, and the request may go out once more.
fn is_lost(head: &RequestHead, error: &ExchangeError<Failure>) -> bool {
    error.refusal().is_some_and(|refusal| may_repeat(&head.method, true, &refusal))
}
