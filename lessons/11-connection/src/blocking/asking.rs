//! The client's loop.

use std::io::{self, ErrorKind, Read};
use std::time::Instant;

use request::RequestHead;

use super::link::{Filled, Link, Transport, was_stopped};
use crate::client_side::{ClientConnection, ResponseEvent};
use crate::error::{Error, Fault};
use crate::settings::Settings;

/// The content of a request: where it comes from, and its length where that is known.
pub struct Content<'a> {
    /// Its octets.
    pub source: &'a mut dyn Read,
    /// How many there are; `None` sends them chunked.
    pub length: Option<u64>,
}

/// The client's end of one connection.
#[derive(Debug)]
pub struct Client<T> {
    link: Link<T>,
    connection: ClientConnection,
    used: bool,
}

impl<T: Transport> Client<T> {
    /// A client on a connection on which nothing was asked yet.
    pub fn new(stream: T, settings: Settings) -> Self {
        Self { link: Link::new(stream, settings.timeouts), connection: ClientConnection::new(settings), used: false }
    }

    /// Whether another request may be sent here: nobody said `close`, and nothing has come that nobody asked for, the
    /// end of the connection included.
    #[must_use]
    pub fn is_reusable(&self) -> bool {
        let has_input = || self.link.stream().has_input().unwrap_or(true);
        self.connection.is_reusable() && self.link.input().is_empty() && !has_input()
    }

    /// Whether a request was answered here before.
    #[must_use]
    pub fn was_used(&self) -> bool {
        self.used
    }

    /// Sends a request and receives its answer; `each` gets what comes, in order, while the content is still going out.
    ///
    /// # Errors
    ///
    /// When the answer is missing, malformed, incomplete or late ([`refusal`](super::refusal) tells), when the socket or
    /// the source of the content fails, or `each` does. The connection is not reusable then.
    pub fn exchange(
        &mut self,
        head: RequestHead,
        mut content: Content<'_>,
        mut each: impl FnMut(ResponseEvent<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.connection.ask(head, content.length, &mut self.link.output).map_err(io::Error::other)?;
        match self.send(&mut content, &mut each) {
            // An answer may have come before the server closed the connection; else reading tells.
            Err(error) if is_broken(&error) => {}
            sent => sent?,
        }
        while !self.connection.is_answered() {
            self.receive(&mut each)?;
            if !self.connection.is_answered() {
                self.wait(&mut each)?;
            }
        }
        self.used = true;
        Ok(())
    }

    /// Sends the request, and hands on what comes meanwhile: two sides that both only send would wait for ever.
    fn send(
        &mut self,
        content: &mut Content<'_>,
        each: &mut impl FnMut(ResponseEvent<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut buffer = if content.length == Some(0) { Vec::new() } else { vec![0; 64 * 1024] };
        while self.connection.sends_content() {
            match content.source.read(&mut buffer) {
                Ok(0) => self.connection.end(&mut self.link.output).map_err(io::Error::other)?,
                Ok(count) => {
                    let sent = self.connection.send(&buffer[..count], &mut self.link.output);
                    sent.map_err(io::Error::other)?;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            if self.connection.sends_content() {
                self.flush_while_receiving(each)?;
            }
        }
        self.link.flush()
    }

    fn flush_while_receiving(&mut self, each: &mut impl FnMut(ResponseEvent<'_>) -> io::Result<()>) -> io::Result<()> {
        let mut last_moved = Instant::now();
        while !self.link.output.is_empty() {
            let mut moved = self.link.flush_some()?;
            while !self.connection.is_answered() && self.link.stream().has_input()? {
                moved = true;
                self.wait(each)?;
                self.receive(each)?;
            }
            let now = Instant::now();
            if moved {
                last_moved = now;
            } else if now.saturating_duration_since(last_moved) >= self.link.timeouts().write {
                return Err(ErrorKind::TimedOut.into());
            }
        }
        Ok(())
    }

    /// Hands on what has come.
    fn receive(&mut self, each: &mut impl FnMut(ResponseEvent<'_>) -> io::Result<()>) -> io::Result<()> {
        let mut more = true;
        while more && !self.connection.is_answered() {
            let mut input = self.link.input();
            let event = self.connection.receive(&mut input).map_err(io::Error::other)?;
            let left = input.len();
            more = event.is_some();
            event.map_or(Ok(()), &mut *each)?;
            self.link.take_all_but(left);
        }
        Ok(())
    }

    /// Waits for the server; where its end is the end of the answer, that is handed on.
    fn wait(&mut self, each: &mut impl FnMut(ResponseEvent<'_>) -> io::Result<()>) -> io::Result<()> {
        let now = Instant::now();
        let Some(deadline) = self.connection.deadline(now) else {
            return Err(io::Error::other("there is nothing to wait for"));
        };
        if deadline <= now {
            return self.connection.timed_out(now).map_err(io::Error::other);
        }
        let ended = match self.link.fill(deadline, now) {
            // A read may return some time behind the deadline: octets that keep dripping in must not hide that.
            Ok(Filled::Octets) if self.connection.is_receiving_content() && !was_stopped(deadline) => {
                return self.connection.timed_out(Instant::now()).map_err(io::Error::other);
            }
            Ok(Filled::Octets) => return Ok(()),
            Ok(Filled::Late) => return self.connection.timed_out(Instant::now()).map_err(io::Error::other),
            Ok(Filled::End) => self.connection.end_of_input(),
            Err(error) if is_broken(&error) => match self.connection.end_of_input() {
                // A reset ends nothing in order, not even content that ends with the connection.
                Err(fault @ Error::Fault(Fault::NoAnswer)) => Err(fault),
                _ => return Err(error),
            },
            Err(error) => return Err(error),
        };
        ended.map_err(io::Error::other)?.map_or(Ok(()), each)
    }
}

fn is_broken(error: &io::Error) -> bool {
    use ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset};
    matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset)
}
