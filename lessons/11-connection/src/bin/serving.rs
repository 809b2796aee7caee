//! The loop: reads what the client sends, hands it to the state machine, and writes what is to go out.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Instant;

use connection::{Next, RequestError, ServerConnection, Settings};

use super::application::Application;

/// How much is read at a time, and how much gathers before it goes out.
const PIECE: usize = 64 * 1024;

/// One connection: its socket, its state, and what is to go out.
pub struct Conversation {
    stream: TcpStream,
    connection: ServerConnection,
    application: Application,
    output: Vec<u8>,
}

impl Conversation {
    /// A conversation that has not begun.
    pub fn new(stream: TcpStream, settings: Settings) -> io::Result<Self> {
        // Without this, the last small packet of a response can wait until the client has confirmed the one before.
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(settings.timeouts.write))?;
        let connection = ServerConnection::new(settings);
        Ok(Self { stream, connection, application: Application::default(), output: Vec::new() })
    }

    /// Serves the connection until it ends. It writes only before it waits: responses to requests that came together
    /// leave in one write.
    pub fn serve(mut self) -> io::Result<()> {
        let mut buffer = vec![0; PIECE];
        loop {
            self.flush()?;
            match self.connection.next() {
                Next::Receive | Next::Respond => self.wait(&mut buffer)?,
                Next::Linger => {
                    self.linger(&mut buffer);
                    return Ok(());
                }
                Next::Switched | Next::Close => return Ok(()),
            }
        }
    }

    /// Waits for the client, for as long as the state machine says.
    fn wait(&mut self, buffer: &mut [u8]) -> io::Result<()> {
        let now = Instant::now();
        let Some(deadline) = self.connection.deadline(now) else { return Err(ErrorKind::TimedOut.into()) };
        let left = deadline.saturating_duration_since(now);
        let read = cli::limited(&self.stream, u64::MAX, left).read(buffer);
        let ended = match read {
            Ok(0) => self.connection.end_of_input(),
            Ok(count) => return self.take(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::TimedOut => self.connection.timed_out(Instant::now()),
            Err(error) => return Err(error),
        };
        ended.or_else(|error| self.refuse(error))
    }

    /// Hands over what has come, and responds to each request in it, in turn.
    fn take(&mut self, mut input: &[u8]) -> io::Result<()> {
        loop {
            match self.connection.receive(&mut input) {
                Ok(Some(event)) => self.application.respond(event, &mut self.connection, &mut self.output)?,
                // The request has come whole. What follows it waits for the end of its response.
                Ok(None) if self.connection.next() == Next::Respond && !self.connection.is_receiving_content() => {
                    self.application.end(&mut self.connection, &mut self.output)?;
                }
                Ok(None) if input.is_empty() => break,
                Ok(None) => return Err(io::Error::other("octets were left that nobody waits for")),
                Err(error) => return self.refuse(error),
            }
            if self.output.len() >= PIECE {
                self.flush()?;
            }
        }
        if self.application.wants_content() {
            self.connection.want_content(&mut self.output);
        }
        Ok(())
    }

    /// Responds to what is no request. A response that has begun cannot be taken back: it is broken off.
    fn refuse(&mut self, error: RequestError) -> io::Result<()> {
        if self.connection.is_due() {
            return self.application.refuse(error, &mut self.connection, &mut self.output);
        }
        if self.connection.next() == Next::Respond {
            cli::client_lost(error);
            self.connection.abort();
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.write_all(&self.output)?;
        self.output.clear();
        Ok(())
    }

    /// Ends this side and reads on, into nothing, so that the last response arrives (RFC 9112 section 9.6).
    fn linger(&mut self, buffer: &mut [u8]) {
        // From here on it makes no difference what the client does.
        let mut goes_on = self.stream.shutdown(Shutdown::Write).is_ok();
        while goes_on && self.connection.next() == Next::Linger {
            goes_on = self.wait(buffer).is_ok();
        }
    }
}
