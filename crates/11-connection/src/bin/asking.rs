//! The loop: sends a request and reads its response, both at the same time.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use connection::{ClientConnection, ResponseError, ResponseEvent, Settings};
use request::RequestHead;

/// How much is read and written at a time.
const PIECE: usize = 64 * 1024;

/// For how long a write keeps the other direction waiting. Windows does not say how many octets are gone when the time is
/// over, so nothing could follow: there it is as long as the server may take.
const MOMENT: Duration = Duration::from_millis(20);

/// The content of a request: where it comes from, and its length where that is known.
pub struct Content<'a> {
    /// Its octets.
    pub source: &'a mut dyn Read,
    /// How many there are; `None` sends them chunked.
    pub length: Option<u64>,
}

/// What is done with each event of a response.
type Each<'a> = &'a mut dyn FnMut(ResponseEvent<'_>) -> io::Result<()>;

/// An open connection to a server.
pub struct Conversation {
    stream: TcpStream,
    connection: ClientConnection,
    /// What is to go out, and for how long the server may take nothing of it.
    output: Vec<u8>,
    patience: Duration,
    /// Whether nothing more can be sent here: octets came that nobody had asked for, or none are taken.
    is_spoilt: bool,
    was_used: bool,
}

impl Conversation {
    /// A conversation that has not begun.
    pub fn new(stream: TcpStream, settings: Settings) -> io::Result<Self> {
        let patience = settings.timeouts.write;
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(if cfg!(windows) { patience } else { MOMENT }))?;
        let connection = ClientConnection::new(settings);
        Ok(Self { stream, connection, output: Vec::new(), patience, is_spoilt: false, was_used: false })
    }

    /// Whether another request may be sent here: nobody said `close`, the one before has gone out whole, and nothing has
    /// come that nobody asked for, the end of the connection included.
    pub fn is_reusable(&self) -> bool {
        // ANCHOR: nothing_has_come
        let nothing_has_come = !self.is_spoilt && !self.has_input();
        self.connection.is_reusable() && self.output.is_empty() && nothing_has_come
        // ANCHOR_END: nothing_has_come
    }

    /// Whether a request got its response here before.
    pub fn was_used(&self) -> bool {
        self.was_used
    }

    // ANCHOR: loop
    /// Sends a request, and gives `each` what comes, in order, while the content still goes out: two sides that both only
    /// send would wait for each other for ever.
    pub fn exchange(&mut self, head: RequestHead, mut content: Content<'_>, each: Each<'_>) -> anyhow::Result<()> {
        self.connection.ask(head, content.length, &mut self.output)?;
        let (mut buffer, mut last_moved) = (vec![0; PIECE], Instant::now());
        while !self.connection.is_complete() {
            while self.output.len() < PIECE && self.connection.sends_content() && !self.is_spoilt {
                self.fill(&mut content, &mut buffer)?;
            }
            if self.output.is_empty() {
                self.wait(&mut buffer, each)?;
                continue;
            }
            let mut moved = self.write()?;
            while !self.connection.is_complete() && self.has_input() {
                self.wait(&mut buffer, each)?;
                moved = true;
            }
            if moved {
                last_moved = Instant::now();
            } else if last_moved.elapsed() >= self.patience {
                bail!("the server took nothing more of the request for {} s", self.patience.as_secs_f32());
            }
        }
        self.was_used = true;
        Ok(())
    }
    // ANCHOR_END: loop

    /// Adds the next piece of the content to the output, or its end.
    fn fill(&mut self, content: &mut Content<'_>, buffer: &mut [u8]) -> anyhow::Result<()> {
        match content.source.read(buffer).context("cannot read the content")? {
            0 => Ok(self.connection.end(&mut self.output)?),
            count => Ok(self.connection.send(&buffer[..count], &mut self.output)?),
        }
    }

    /// Sends some of the output; returns whether any of it went.
    fn write(&mut self) -> io::Result<bool> {
        use ErrorKind::{Interrupted, TimedOut, WouldBlock};
        match self.stream.write(&self.output) {
            Ok(count) => {
                self.output.drain(..count);
                Ok(count > 0)
            }
            Err(error) if matches!(error.kind(), Interrupted | WouldBlock) => Ok(false),
            Err(error) if error.kind() == TimedOut && !cfg!(windows) => Ok(false),
            // A response may have come before the server closed the connection; else reading tells.
            Err(error) if is_broken(&error) => {
                self.output.clear();
                self.is_spoilt = true;
                Ok(true)
            }
            Err(error) => Err(error),
        }
    }

    /// Waits for the server, for as long as the state machine says, and hands on what comes.
    fn wait(&mut self, buffer: &mut [u8], each: Each<'_>) -> anyhow::Result<()> {
        let now = Instant::now();
        let deadline = self.connection.deadline(now).context("there is nothing to wait for")?;
        let left = deadline.saturating_duration_since(now);
        // ANCHOR: read_response
        let read = cli::limited(&self.stream, u64::MAX, left).read(buffer);
        // ANCHOR_END: read_response
        match read {
            Ok(0) => self.connection.end_of_input()?.map_or(Ok(()), each)?,
            Ok(count) => self.take(&buffer[..count], each)?,
            Err(error) if error.kind() == ErrorKind::TimedOut => self.connection.timed_out(Instant::now())?,
            // ANCHOR: reset
            Err(error) if is_broken(&error) => match self.connection.end_of_input() {
                // A reset ends nothing in order, not even content that ends with the connection.
                Err(error @ ResponseError::NoResponse) => return Err(error.into()),
                _ => return Err(error.into()),
            },
            // ANCHOR_END: reset
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Hands on what has come, until the response is complete. What is left then is no response to anything.
    fn take(&mut self, mut input: &[u8], each: Each<'_>) -> anyhow::Result<()> {
        // ANCHOR: take_response
        while let Some(event) = self.connection.receive(&mut input)? {
            each(event)?;
            if self.connection.is_complete() {
                break;
            }
        }
        self.is_spoilt |= !input.is_empty();
        Ok(())
        // ANCHOR_END: take_response
    }

    /// Whether octets, or the end, have come and were not read; it does not wait.
    fn has_input(&self) -> bool {
        let peek = || {
            self.stream.set_nonblocking(true)?;
            let peeked = self.stream.peek(&mut [0]);
            self.stream.set_nonblocking(false)?;
            peeked
        };
        // What fails will tell when it is read.
        peek().map_or_else(|error: io::Error| error.kind() != ErrorKind::WouldBlock, |_| true)
    }
}

fn is_broken(error: &io::Error) -> bool {
    use ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset};
    matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset)
}
