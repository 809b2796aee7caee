//! One connection to the server: what was sent on it, and what came.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use super::PATIENCE;
use super::check::{Judged, Verdict, broken, unclear};
use super::message::{self, Reading, Response};
use super::offers::Offers;
use super::target::Target;

/// How long nothing has to come until nothing more is expected.
pub const QUIET: Duration = Duration::from_millis(300);

/// How much is read of a connection.
const MOST_IN_ALL: usize = 2 * message::MOST;

/// How much is read at a time.
const BUFFER: usize = 64 * 1024;

/// Octets that went over the connection.
#[derive(Debug, Clone)]
pub enum Event {
    Sent(Vec<u8>),
    Came(Vec<u8>),
}

/// How the server's side of the connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Open,
    /// It was closed in order.
    Closed,
    /// It was reset.
    Reset,
}

/// A connection, which is opened when something is sent first.
pub struct Talk<'p> {
    pub target: &'p Target,
    pub offers: &'p Offers,
    /// How long a response may take.
    pub patience: Duration,
    stream: Option<TcpStream>,
    pub events: Vec<Event>,
    /// What came and is not taken yet.
    rest: Vec<u8>,
    /// How many octets came.
    count: usize,
    pub end: End,
    /// Whether the oldest request without a response is HEAD.
    is_head: bool,
    /// Whether something did not come in time.
    pub was_late: bool,
    /// Whether the conversation is not HTTP/1.1, so that its rules say nothing about it.
    pub is_foreign: bool,
}

impl<'p> Talk<'p> {
    pub fn new(target: &'p Target, offers: &'p Offers) -> Self {
        Self {
            target,
            offers,
            patience: PATIENCE,
            stream: None,
            events: Vec::new(),
            rest: Vec::new(),
            count: 0,
            end: End::Open,
            is_head: false,
            was_late: false,
            is_foreign: false,
        }
    }

    /// The octets of a request, with `{path}`, `{host}`, `{missing}`, `{etag}`, `{weak}`, `{modified}` and `{authority}`
    /// replaced by what they stand for.
    pub fn filled(&self, template: &[u8]) -> Vec<u8> {
        let offers = self.offers;
        let names = [
            ("{path}", self.target.path.as_str()),
            ("{host}", self.target.host.as_str()),
            ("{missing}", super::offers::MISSING),
            ("{etag}", offers.etag.as_deref().unwrap_or_default()),
            ("{weak}", &offers.weak_etag()),
            ("{modified}", offers.modified.as_deref().unwrap_or_default()),
            ("{directory}", offers.directory.as_deref().unwrap_or_default()),
        ];
        names.into_iter().fold(template.to_vec(), |text, (name, value)| replaced(&text, name, value.as_bytes()))
    }

    fn stream(&mut self) -> Judged<&mut TcpStream> {
        if self.stream.is_none() && self.end == End::Open {
            let connected = TcpStream::connect_timeout(&self.target.addr, self.patience);
            let stream = connected.map_err(|error| Verdict::Unclear(format!("cannot connect: {error}")))?;
            // Each piece goes out as it is: Nagle's algorithm would join some.
            let _ = stream.set_nodelay(true);
            let _ = stream.set_write_timeout(Some(self.patience));
            self.stream = Some(stream);
        }
        self.stream.as_mut().map_or_else(|| unclear("there is no connection"), Ok)
    }

    /// Sends a template, filled in.
    pub fn send(&mut self, template: &[u8]) -> Judged {
        let octets = self.filled(template);
        self.send_raw(&octets)
    }

    /// Sends octets as they are. A server need not read them: then what it has said is still there.
    pub fn send_raw(&mut self, octets: &[u8]) -> Judged {
        if self.rest.is_empty() && octets.starts_with(b"HEAD ") {
            self.is_head = true;
        }
        self.events.push(Event::Sent(octets.to_vec()));
        let stream = self.stream()?;
        let _ = stream.write_all(octets);
        Ok(())
    }

    /// Says that nothing more will be sent.
    pub fn finish(&mut self) -> Judged {
        let _ = self.stream()?.shutdown(Shutdown::Write);
        Ok(())
    }

    /// Reads more, for so long; says whether something came.
    fn read_more(&mut self, time: Duration) -> Judged<bool> {
        let until = Instant::now() + time;
        let mut buffer = vec![0; BUFFER];
        while self.end == End::Open {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(false);
            }
            let stream = self.stream()?;
            let _ = stream.set_read_timeout(Some(left));
            match stream.read(&mut buffer) {
                Ok(0) => self.end = End::Closed,
                Ok(count) => {
                    self.came(&buffer[..count]);
                    return Ok(true);
                }
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => {}
                    _ => self.end = End::Reset,
                },
            }
        }
        Ok(false)
    }

    fn came(&mut self, octets: &[u8]) {
        self.count += octets.len();
        if self.count > MOST_IN_ALL {
            // Whoever sends without end is not listened to any longer.
            self.stream = None;
            self.end = End::Reset;
            return;
        }
        self.rest.extend_from_slice(octets);
        match self.events.last_mut() {
            Some(Event::Came(before)) => before.extend_from_slice(octets),
            _ => self.events.push(Event::Came(octets.to_vec())),
        }
    }

    /// The next final or interim response, within `time`; none when nothing came of one.
    fn next(&mut self, time: Duration) -> Judged<Option<Response>> {
        let until = Instant::now() + time;
        loop {
            let is_over = self.end != End::Open;
            if !self.rest.is_empty() {
                match message::read(&self.rest, self.is_head, is_over) {
                    Reading::Whole(response, count) => {
                        self.rest.drain(..count);
                        self.is_head &= response.is_interim();
                        return Ok(Some(*response));
                    }
                    Reading::Foreign(why) => return broken(why),
                    Reading::Part => {}
                }
            }
            if is_over {
                return Ok(None);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            self.read_more(left)?;
        }
    }

    /// The next response, interim or final.
    pub fn response(&mut self) -> Judged<Response> {
        if let Some(response) = self.next(self.patience)? {
            return Ok(response);
        }
        match self.end {
            End::Open => {
                self.was_late = true;
                broken(format!("no whole response came within {:?}", self.patience))
            }
            End::Closed => broken("the connection was closed without a response"),
            End::Reset => broken("the connection was reset without a response"),
        }
    }

    /// The next final response.
    pub fn answer(&mut self) -> Judged<Response> {
        loop {
            let response = self.response()?;
            if !response.is_interim() {
                return Ok(response);
            }
        }
    }

    /// Sends a request and reads its final response.
    pub fn ask(&mut self, template: &[u8]) -> Judged<Response> {
        self.send(template)?;
        self.answer()
    }

    /// All final responses that come until the server closes or falls silent.
    pub fn answers(&mut self) -> Judged<Vec<Response>> {
        let mut all = Vec::new();
        loop {
            let time = if all.is_empty() { self.patience } else { QUIET };
            // What cannot be read after a response is told by whoever reads along.
            let next = match self.next(time) {
                Ok(next) => next,
                Err(verdict) if all.is_empty() => return Err(verdict),
                Err(_) => return Ok(all),
            };
            match next {
                Some(response) if !response.is_interim() => all.push(response),
                Some(_) => {}
                None => break,
            }
        }
        self.was_late |= all.is_empty() && self.end == End::Open;
        Ok(all)
    }

    /// Whether something comes within this time.
    pub fn something_comes(&mut self, time: Duration) -> Judged<bool> {
        Ok(!self.rest.is_empty() || self.read_more(time)?)
    }

    /// Whether the server closes the connection within this time.
    pub fn closes(&mut self, time: Duration) -> bool {
        let until = Instant::now() + time;
        while self.end == End::Open {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || self.read_more(left).is_err() {
                return false;
            }
        }
        true
    }

    /// Whether what came and is not taken yet begins as a response does.
    pub fn begins_a_response(&self) -> bool {
        self.rest.trim_ascii_start().starts_with(b"HTTP/")
    }

    /// Whether nothing of what came is left.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// All octets that were sent, and all that came.
    pub fn octets(&self) -> (Vec<u8>, Vec<u8>) {
        let (mut sent, mut came) = (Vec::new(), Vec::new());
        for event in &self.events {
            match event {
                Event::Sent(octets) => sent.extend_from_slice(octets),
                Event::Came(octets) => came.extend_from_slice(octets),
            }
        }
        (sent, came)
    }
}

fn replaced(text: &[u8], name: &str, value: &[u8]) -> Vec<u8> {
    let name = name.as_bytes();
    let (mut filled, mut at) = (Vec::with_capacity(text.len()), 0);
    while at < text.len() {
        if text[at..].starts_with(name) {
            filled.extend_from_slice(value);
            at += name.len();
        } else {
            filled.push(text[at]);
            at += 1;
        }
    }
    filled
}
