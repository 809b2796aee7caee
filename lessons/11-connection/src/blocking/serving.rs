//! The server's loop.

use std::io::{self, Read};
use std::ops::Range;
use std::time::{Duration, Instant};

use request::{Fields, RequestHead};
use response::ResponseHead;

use super::link::{Filled, Link, Transport, was_stopped};
use crate::error::Error;
use crate::server_side::{Event, Next, ServerConnection};
use crate::settings::Settings;

/// After so long without a word from the client, a connection gives back memory.
const REST: Duration = Duration::from_secs(1);

/// Serves one connection until it ends: calls `application` for each request, and for what is none.
///
/// The application answers through the [`Exchange`]. What it leaves unanswered, or fails at, ends the connection.
/// Answers to requests that came together leave in one write.
///
/// # Errors
///
/// When the socket fails, or the application does.
pub fn serve<T: Transport>(
    stream: T,
    settings: Settings,
    mut application: impl FnMut(Result<RequestHead, Error>, &mut Exchange<T>) -> io::Result<()>,
) -> io::Result<()> {
    let mut exchange = Exchange {
        link: Link::new(stream, settings.timeouts),
        connection: ServerConnection::new(settings),
        piece: 0..0,
        refused: false,
        rested: false,
    };
    loop {
        match exchange.connection.next() {
            Next::Receive => {
                let Some(mut asked) = exchange.next_request()? else { continue };
                // What is wrong with the content shows while the application reads it: then it is asked once more.
                while let Err(error) = application(asked, &mut exchange) {
                    match refusal(&error).filter(|_| exchange.connection.is_due() && !exchange.refused) {
                        Some(refusal) => asked = exchange.refuse(refusal),
                        None => return exchange.fail(error),
                    }
                }
                exchange.leave();
            }
            Next::Answer => exchange.connection.abort(),
            Next::Linger => exchange.linger()?,
            Next::Close => return exchange.link.flush(),
        }
    }
}

/// The error of the protocol, if that is what made an operation of an [`Exchange`] fail.
#[must_use]
pub fn refusal(error: &io::Error) -> Option<Error> {
    error.get_ref().and_then(|inner| inner.downcast_ref()).copied()
}

/// One request and its answer, as the application sees them.
///
/// Reading ([`Read`]) gives the content of the request, to its end; the first time that it has to wait, it lets the
/// client know that the content is wanted.
#[derive(Debug)]
pub struct Exchange<T> {
    link: Link<T>,
    connection: ServerConnection,
    /// What of the content has come and was not handed on, by its place in the buffer.
    piece: Range<usize>,
    /// Whether the application was asked for the answer to an error.
    refused: bool,
    rested: bool,
}

impl<T: Transport> Exchange<T> {
    /// Begins the answer; see [`ServerConnection::respond`].
    ///
    /// # Errors
    ///
    /// When it was begun already.
    pub fn respond(&mut self, head: ResponseHead, length: Option<u64>) -> io::Result<()> {
        self.connection.respond(head, length, &mut self.link.output).map_err(io::Error::other)
    }

    /// Sends a piece of the answer's content.
    ///
    /// # Errors
    ///
    /// When it does not fit the length that was said, or the socket fails.
    pub fn send(&mut self, content: &[u8]) -> io::Result<()> {
        if self.connection.before(content.len(), &mut self.link.output).map_err(io::Error::other)? {
            self.link.write(content)?;
            self.connection.behind(&mut self.link.output);
        }
        Ok(())
    }

    /// Whether content is sent with the answer at all; see [`ServerConnection::sends_content`].
    #[must_use]
    pub fn sends_content(&self) -> bool {
        self.connection.sends_content()
    }

    /// Ends the answer.
    ///
    /// # Errors
    ///
    /// When content is missing.
    pub fn end(&mut self) -> io::Result<()> {
        self.connection.end(&Fields::new(), &mut self.link.output).map_err(io::Error::other)?;
        self.link.flush_much()
    }

    /// Answers at once.
    ///
    /// # Errors
    ///
    /// As [`respond`](Self::respond) and [`send`](Self::send).
    pub fn answer(&mut self, head: ResponseHead, content: &[u8]) -> io::Result<()> {
        self.respond(head, Some(content.len() as u64))?;
        self.send(content)?;
        self.end()
    }

    /// Sends what has gathered, without waiting for more.
    ///
    /// # Errors
    ///
    /// When the socket fails.
    pub fn flush(&mut self) -> io::Result<()> {
        self.link.flush()
    }

    /// The state machine, for what this type does not do.
    pub fn connection(&mut self) -> &mut ServerConnection {
        &mut self.connection
    }

    /// The socket.
    pub fn stream(&self) -> &T {
        self.link.stream()
    }

    /// The next piece of the request's content, `None` at its end.
    ///
    /// # Errors
    ///
    /// When the content is malformed, cut off or late ([`refusal`] tells), or the socket fails.
    pub fn content(&mut self) -> io::Result<Option<&[u8]>> {
        let piece = self.piece()?;
        self.piece = piece.end..piece.end;
        Ok((!piece.is_empty()).then(|| self.link.octets(piece)))
    }

    /// Where the next piece stands in the buffer; empty at the end.
    fn piece(&mut self) -> io::Result<Range<usize>> {
        while self.piece.is_empty() {
            let mut input = self.link.input();
            let event = self.connection.receive(&mut input).map_err(io::Error::other)?;
            let left = input.len();
            let length = if let Some(Event::Content(piece)) = event { piece.len() } else { 0 };
            let more_is_needed = event.is_none() && self.connection.is_receiving_content();
            self.link.take_all_but(left);
            // A piece is the last of what was taken.
            self.piece = self.link.start() - length..self.link.start();
            if more_is_needed {
                self.connection.want_content(&mut self.link.output);
                self.wait()?.map_err(io::Error::other)?;
            } else if length == 0 {
                break;
            }
        }
        Ok(self.piece.clone())
    }

    /// Waits for the next request, or what is none.
    fn next_request(&mut self) -> io::Result<Option<Result<RequestHead, Error>>> {
        (self.piece, self.refused) = (0..0, false);
        while self.connection.next() == Next::Receive {
            let mut input = self.link.input();
            let received = self.connection.receive(&mut input);
            let left = input.len();
            let (asked, more_is_needed) = match received {
                Ok(Some(Event::Request(head))) => (Some(Ok(head)), false),
                Ok(event) => (None, event.is_none()),
                Err(error) => (Some(Err(error)), false),
            };
            self.link.take_all_but(left);
            let asked = if more_is_needed && self.connection.next() == Next::Receive {
                self.wait()?.err().map(Err)
            } else {
                asked
            };
            match asked {
                Some(Err(error)) if self.connection.is_due() => return Ok(Some(self.refuse(error))),
                Some(Ok(head)) => return Ok(Some(Ok(head))),
                _ => {}
            }
        }
        Ok(None)
    }

    fn refuse(&mut self, error: Error) -> Result<RequestHead, Error> {
        self.refused = true;
        Err(error)
    }

    /// The application is done with a request.
    fn leave(&mut self) {
        if self.connection.next() == Next::Answer {
            self.connection.abort();
        }
    }

    /// The application could not go on. What it has said so far may still help; that it is not all shows at the close.
    fn fail(&mut self, error: io::Error) -> io::Result<()> {
        let _ = self.link.flush();
        Err(error)
    }

    /// Sends what has gathered and waits for the client. The inner error is the protocol's.
    fn wait(&mut self) -> io::Result<Result<(), Error>> {
        self.link.flush()?;
        let now = Instant::now();
        let Some(mut deadline) = self.connection.deadline(now) else {
            return Err(io::Error::other("there is nothing to wait for"));
        };
        if deadline <= now {
            // Octets that drip in are no reason to wait longer.
            return Ok(self.connection.timed_out(now));
        }
        if !self.rested {
            deadline = deadline.min(now + REST);
        }
        match self.link.fill(deadline, now)? {
            Filled::Octets => {
                self.rested = false;
                if self.connection.is_receiving_content() && !was_stopped(deadline) {
                    // A read may return some time behind the deadline: octets that keep dripping in must not hide that.
                    return Ok(self.connection.timed_out(Instant::now()));
                }
            }
            Filled::End => return Ok(self.connection.end_of_input()),
            Filled::Late => {
                self.rested = true;
                self.link.rest();
                return Ok(self.connection.timed_out(Instant::now()));
            }
        }
        Ok(Ok(()))
    }

    /// Closes so that the last answer arrives (RFC 9112 section 9.6).
    fn linger(&mut self) -> io::Result<()> {
        self.link.flush()?;
        // From here on it makes no difference what the client does.
        let mut going_on = self.link.finish().is_ok();
        while going_on && self.connection.next() == Next::Linger {
            let mut input = self.link.input();
            let thrown_away = self.connection.receive(&mut input).is_ok() && input.is_empty();
            self.link.take_all_but(0);
            going_on = thrown_away && self.wait().is_ok();
        }
        if !going_on {
            let _ = self.connection.end_of_input();
        }
        Ok(())
    }
}

impl<T: Transport> Read for Exchange<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let piece = self.piece()?;
        let count = piece.len().min(buffer.len());
        buffer[..count].copy_from_slice(self.link.octets(piece.start..piece.start + count));
        self.piece.start += count;
        Ok(count)
    }
}
