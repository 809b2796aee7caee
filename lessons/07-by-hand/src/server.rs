//! Answers GET and POST with pages: requests parsed as text, with what the standard library has for text.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, SystemTime};

use clap::Parser;

/// How many bytes a request may have, and how many are read after the response.
const MOST_REQUEST: u64 = 64 * 1024;
const MOST_REST: u64 = 16 * 1024 * 1024;

const NOT_ALLOWED: &str = "405 Method Not Allowed";
const FORM: &str = r#"<form method="post" action="/form">
<p><label>Your name: <input name="name" autofocus></label> <button>Send</button></p>
</form>"#;

/// Answer GET and POST with a few pages
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// How long a client may take for its request
    #[arg(long, value_name = "MS", default_value_t = 10_000)]
    patience: u64,
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    let patience = Duration::from_millis(args.patience);
    let serve = move |stream| serve(&stream, patience).unwrap_or_else(cli::client_lost);
    loop {
        let started = listener.accept().and_then(|(stream, _)| thread::Builder::new().spawn(move || serve(stream)));
        if let Err(error) = started {
            cli::accept_failed(&error);
        }
    }
}

fn serve(mut stream: &TcpStream, patience: Duration) -> io::Result<()> {
    let (said, response) = match read_request(cli::limited(stream, MOST_REQUEST, patience))? {
        Some(request) => (format!("{} {}", request.method, request.target), respond(&request)),
        None => {
            ("(not understood)".to_owned(), page("400 Bad Request", "<p>This server cannot read that request.</p>"))
        }
    };
    writeln!(cli::transcript(), "{said} {}", response.status)?;
    stream.write_all(response.text().as_bytes())?;
    close(stream, patience)
}

struct Request {
    method: String,
    target: String,
    /// Names and values, in the order in which they came.
    fields: Vec<(String, String)>,
    body: String,
}

/// Reads one request: its head, then as much as its Content-Length says. `None` when it cannot be understood.
fn read_request(mut client: impl Read) -> io::Result<Option<Request>> {
    let (head, rest) = read_head(&mut client)?;
    let Some(mut request) = String::from_utf8(head).ok().and_then(|head| parse(&head)) else { return Ok(None) };
    let Some(length) = content_length(&request) else { return Ok(None) };
    let Ok(body) = String::from_utf8(read_body(client, rest, length)?) else { return Ok(None) };
    request.body = body;
    Ok(Some(request))
}

/// Reads until an empty line has come. Returns the bytes up to it, and those that came after it.
fn read_head(client: &mut impl Read) -> io::Result<(Vec<u8>, Vec<u8>)> {
    // GAP 1 of 6: read_head
    // Read from `client` until the empty line has come, ␍␊␍␊, in any number of reads and however long
    // the head is. Return the bytes up to it, with it, and those that came after it: they are the
    // beginning of the body. A client that leaves before that is ErrorKind::UnexpectedEof; other
    // errors are returned as they are.
    todo!("gap 1: read_head")
}

/// Takes a head apart. `None` when it is not what a head should be.
fn parse(head: &str) -> Option<Request> {
    let mut lines = head.lines().take_while(|line| !line.is_empty());
    let (method, target) = request_line(lines.next()?)?;
    let fields = lines.map(field).collect::<Option<_>>()?;
    Some(Request { method, target, fields, body: String::new() })
}

/// Method and target of a request line.
fn request_line(line: &str) -> Option<(String, String)> {
    // GAP 2 of 6: request_line (place 1 of 4)
    // Return method and target of a line such as `GET /form HTTP/1.1`: three words with single
    // spaces, none of them empty, of which the third is `HTTP/1.` and one digit. Everything else is
    // None.
    todo!("gap 2: request_line")
}

/// Name and value of a field.
fn field(line: &str) -> Option<(String, String)> {
    // GAP 2 of 6: request_line (place 2 of 4)
    // Return name and value of a line such as `Host: localhost:12345`, without space around them.
    // None when it has no colon.
    todo!("gap 2: request_line")
}

/// How many bytes the body has: none without the field, `None` when the field says no number.
fn content_length(request: &Request) -> Option<usize> {
    // GAP 2 of 6: request_line (place 3 of 4)
    // Return the number in the field Content-Length, whose name may be written in any letter case.
    // Without the field there is no body: Some(0). A value that is no number is None.
    todo!("gap 2: request_line")
}

/// Reads what is missing of a body of that length, of which the beginning has come already.
fn read_body(client: impl Read, beginning: Vec<u8>, length: usize) -> io::Result<Vec<u8>> {
    // GAP 2 of 6: request_line (place 4 of 4)
    // `beginning` came with the head: perhaps a part of the body, perhaps more than it. Return exactly
    // `length` bytes: those, and what is missing, from `client`. A client that ends before is
    // ErrorKind::UnexpectedEof. Whoever claims a terabyte gets no memory for it.
    todo!("gap 2: request_line")
}

/// Decides what a request gets.
fn respond(request: &Request) -> Response {
    let path = request.target.split('?').next().unwrap_or_default();
    // GAP 3 of 6: respond
    // GET / gets a page that says Hello World, GET /form the FORM, POST /form a page that says
    // Hello, NAME! with the `name` of the form (`form_value`), made harmless by `page::html`; without
    // a name it gets 400. Another method on these paths gets NOT_ALLOWED, and `allow` names theirs.
    // Another path gets 404 Not Found, whatever the method.
    todo!("gap 3: respond")
}

/// The value of one input of a form, as text.
fn form_value(body: &str, name: &str) -> Option<String> {
    // GAP 4 of 6: form_value (place 1 of 2)
    // A form is sent as `surname=Lovelace&name=Ada`. Return the value of the input `name`, through
    // `decode`. None when there is no input of just that name; what has no = is no input.
    todo!("gap 4: form_value")
}

/// Turns `+` into a space, and `%XX` with two hexadecimal digits into the byte of that number.
fn decode(text: &str) -> String {
    // GAP 4 of 6: form_value (place 2 of 2)
    // Return the text with a space for each + and, for each % with two hexadecimal digits after it,
    // the byte of that number. A % without them stays. Bytes that are no UTF-8 in the end are
    // replaced, String::from_utf8_lossy.
    todo!("gap 4: form_value")
}

struct Response {
    status: &'static str,
    /// Which methods a page has, where the method of the request is none of them.
    allow: Option<&'static str>,
    body: String,
}

/// A response with a page under the title of its status.
fn page(status: &'static str, content: &str) -> Response {
    Response { status, allow: None, body: page::page(status, content) }
}

impl Response {
    /// Head and body, as they are sent: the head of lesson 06.
    fn text(&self) -> String {
        let (status, length) = (self.status, self.body.len());
        let date = httpdate::fmt_http_date(SystemTime::now());
        let allow = self.allow.map(|methods| format!("Allow: {methods}\r\n")).unwrap_or_default();
        format!(
            "HTTP/1.1 {status}\r\nConnection: close\r\nDate: {date}\r\n{allow}Content-Type: text/html; charset=utf-8\r\n\
             Content-Length: {length}\r\n\r\n{}",
            self.body
        )
    }
}

/// Says that nothing more will come, then reads what the client still sends until it closes its side.
fn close(stream: &TcpStream, patience: Duration) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    // The response is sent: however the rest ends, nothing is lost.
    io::copy(&mut cli::limited(stream, MOST_REST, patience), &mut io::sink()).ok();
    Ok(())
}
