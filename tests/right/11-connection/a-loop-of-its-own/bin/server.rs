//! Drives the state machine with a loop of its own, which collects each request before it responds to it.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use clap::Parser;
use connection::{Event, Next, RequestError, ServerConnection, Settings, Timeouts};
use request::{Fields, RequestHead, Status};
use response::ResponseHead;

mod pages;

use pages::{Action, Page};

#[derive(Parser)]
struct Args {
    #[arg(long, default_value = cli::DEFAULT_ADDR)]
    addr: String,
    #[arg(long, default_value = "10", value_parser = cli::seconds)]
    timeout: Duration,
    #[arg(long, default_value = "10", value_parser = cli::seconds)]
    idle_timeout: Duration,
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    let timeouts = Timeouts { idle: args.idle_timeout, ..Timeouts::all(args.timeout) };
    let settings = Settings { timeouts, ..Settings::default() };
    for stream in listener.incoming() {
        let stream = stream?;
        thread::Builder::new().spawn(move || Conversation::new(stream, settings).go_on().unwrap_or_else(cli::client_lost))?;
    }
    Ok(())
}

struct Conversation {
    stream: TcpStream,
    connection: ServerConnection,
    input: Vec<u8>,
    output: Vec<u8>,
}

/// A request that is being collected.
struct Request {
    head: RequestHead,
    content: Vec<u8>,
}

impl Conversation {
    fn new(stream: TcpStream, settings: Settings) -> Self {
        Self { stream, connection: ServerConnection::new(settings), input: Vec::new(), output: Vec::new() }
    }

    fn go_on(mut self) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        let mut request: Option<Request> = None;
        let mut has_finished = false;
        loop {
            if self.connection.next() == Next::Close {
                self.flush()?;
                return Ok(());
            }
            if self.connection.next() == Next::Linger && !has_finished {
                self.flush()?;
                self.stream.shutdown(Shutdown::Write)?;
                has_finished = true;
            }
            let (event, taken) = {
                let mut rest = &self.input[..];
                let event = self.connection.receive(&mut rest).map(|event| event.map(Came::of));
                (event, self.input.len() - rest.len())
            };
            self.input.drain(..taken);
            match event {
                Ok(Some(Came::Head(head))) => {
                    // What is not to be echoed is answered at once.
                    match pages::action(&head) {
                        Action::Echo => request = Some(Request { head, content: Vec::new() }),
                        action => self.answer(&head, action)?,
                    }
                }
                Ok(Some(Came::Content(piece))) => {
                    if let Some(request) = &mut request {
                        request.content.extend(piece);
                    }
                }
                Ok(Some(Came::End)) => {
                    if let Some(request) = request.take() {
                        self.echo(&request)?;
                    }
                }
                Ok(None) => {
                    if let Err(error) = self.wait()? {
                        request = None;
                        self.refuse(&error)?;
                    }
                }
                Err(error) => {
                    request = None;
                    self.refuse(&error)?;
                }
            }
        }
    }

    fn wait(&mut self) -> io::Result<Result<(), RequestError>> {
        self.connection.want_content(&mut self.output);
        self.flush()?;
        let now = Instant::now();
        let Some(deadline) = self.connection.deadline(now) else { return Ok(Ok(())) };
        self.stream.set_read_timeout(Some((deadline - now).max(Duration::from_millis(1))))?;
        let mut buffer = [0; 16 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(0) => Ok(self.connection.end_of_input()),
            Ok(count) => {
                self.input.extend_from_slice(&buffer[..count]);
                Ok(Ok(()))
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                Ok(self.connection.timed_out(Instant::now()))
            }
            Err(error) => Err(error),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.write_all(&self.output)?;
        self.output.clear();
        Ok(())
    }

    fn refuse(&mut self, error: &RequestError) -> io::Result<()> {
        if self.connection.is_due() { self.show(&pages::refusal(error)) } else { Ok(()) }
    }

    fn answer(&mut self, request: &RequestHead, action: Action) -> io::Result<()> {
        let status = if let Action::Show(page) = &action { page.status } else { Status::OK };
        writeln!(io::stdout(), "{} {} {status}", request.method, request.target)?;
        match action {
            Action::Show(page) => self.show(&page),
            _ => {
                let (connection, output) = (&mut self.connection, &mut self.output);
                connection.respond(head(Status::OK, "text/plain"), None, output).map_err(io::Error::other)?;
                connection.send(b"1\n2\n", output).map_err(io::Error::other)?;
                connection.send(b"3\n4\n5\n", output).map_err(io::Error::other)?;
                connection.end(&Fields::new(), output).map_err(io::Error::other)
            }
        }
    }

    fn echo(&mut self, request: &Request) -> io::Result<()> {
        writeln!(io::stdout(), "{} {} 200", request.head.method, request.head.target)?;
        let head = head(Status::OK, "application/octet-stream");
        self.connection.respond_with(head, &request.content, &mut self.output).map_err(io::Error::other)
    }

    fn show(&mut self, page: &Page) -> io::Result<()> {
        let mut head = head(page.status, page::MEDIA_TYPE);
        if let Some(methods) = page.allow {
            head.fields.push("Allow", methods).map_err(io::Error::other)?;
        }
        if page.is_last {
            head.fields.push("Connection", "close").map_err(io::Error::other)?;
        }
        self.connection.respond_with(head, page.content.as_bytes(), &mut self.output).map_err(io::Error::other)
    }
}

/// An event with octets of its own.
enum Came {
    Head(RequestHead),
    Content(Vec<u8>),
    End,
}

impl Came {
    fn of(event: Event<'_>) -> Self {
        match event {
            Event::Request(head) => Self::Head(head),
            Event::Content(piece) => Self::Content(piece.to_vec()),
            Event::End(_) => Self::End,
        }
    }
}

fn head(status: Status, media_type: &str) -> ResponseHead {
    let mut head = ResponseHead::new(status);
    let _ = head.fields.push("Date", httpdate::fmt_http_date(SystemTime::now()));
    let _ = head.fields.push("Content-Type", media_type);
    head
}
