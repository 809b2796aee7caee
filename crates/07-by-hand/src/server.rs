//! Answers GET and POST with pages: requests parsed as text, with what the standard library has for text.

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

// ANCHOR: serve
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
// ANCHOR_END: serve

// ANCHOR: request_struct
struct Request {
    method: String,
    target: String,
    /// Names and values, in the order in which they came.
    fields: Vec<(String, String)>,
    body: String,
}
// ANCHOR_END: request_struct

/// Reads one request: its head, then as much as its Content-Length says. `None` when it cannot be understood.
fn read_request(mut client: impl Read) -> io::Result<Option<Request>> {
    let (head, rest) = read_head(&mut client)?;
    let Some(mut request) = String::from_utf8(head).ok().and_then(|head| parse(&head)) else { return Ok(None) };
    let Some(length) = content_length(&request) else { return Ok(None) };
    let Ok(body) = String::from_utf8(read_body(client, rest, length)?) else { return Ok(None) };
    request.body = body;
    Ok(Some(request))
}

// ANCHOR: fn_read_head
/// Reads until an empty line has come. Returns the bytes up to it, and those that came after it.
fn read_head(client: &mut impl Read) -> io::Result<(Vec<u8>, Vec<u8>)> {
    // ANCHOR: read_head
    let mut came = Vec::new();
    let mut piece = [0; 8 * 1024];
    loop {
        let count = client.read(&mut piece)?;
        if count == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let searched = came.len();
        came.extend_from_slice(&piece[..count]);
        // What came before has been searched already.
        if let Some(at) = piece[..count].windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let rest = came.split_off(searched + at + 4);
            return Ok((came, rest));
        }
    }
    // ANCHOR_END: read_head
}
// ANCHOR_END: fn_read_head

// ANCHOR: parse
/// Takes a head apart. `None` when it is not what a head should be.
fn parse(head: &str) -> Option<Request> {
    let mut lines = head.lines().take_while(|line| !line.is_empty());
    let (method, target) = request_line(lines.next()?)?;
    let fields = lines.map(field).collect::<Option<_>>()?;
    Some(Request { method, target, fields, body: String::new() })
}
// ANCHOR_END: parse

// ANCHOR: fn_request_line
/// Method and target of a request line.
fn request_line(line: &str) -> Option<(String, String)> {
    // ANCHOR: request_line
    let mut words = line.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_one = matches!(version.strip_prefix("HTTP/1.")?.as_bytes(), [b'0'..=b'9']);
    let is_whole = words.next().is_none() && !method.is_empty() && !target.is_empty();
    (is_one && is_whole).then(|| (method.to_owned(), target.to_owned()))
    // ANCHOR_END: request_line
}
// ANCHOR_END: fn_request_line

// ANCHOR: fn_field
/// Name and value of a field.
fn field(line: &str) -> Option<(String, String)> {
    // ANCHOR: field
    let (name, value) = line.split_once(':')?;
    Some((name.trim().to_owned(), value.trim().to_owned()))
    // ANCHOR_END: field
}
// ANCHOR_END: fn_field

// ANCHOR: fn_content_length
/// How many bytes the body has: none without the field, `None` when the field says no number.
fn content_length(request: &Request) -> Option<usize> {
    // ANCHOR: content_length
    match request.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("Content-Length")) {
        Some((_, value)) => value.parse().ok(),
        None => Some(0),
    }
    // ANCHOR_END: content_length
}
// ANCHOR_END: fn_content_length

// ANCHOR: fn_read_body
/// Reads what is missing of a body of that length, of which the beginning has come already.
fn read_body(client: impl Read, beginning: Vec<u8>, length: usize) -> io::Result<Vec<u8>> {
    // ANCHOR: read_body
    let mut body = beginning;
    let missing = length.saturating_sub(body.len());
    client.take(missing as u64).read_to_end(&mut body)?;
    if body.len() < length {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    body.truncate(length);
    Ok(body)
    // ANCHOR_END: read_body
}
// ANCHOR_END: fn_read_body

// ANCHOR: fn_respond
/// Decides what a request gets.
fn respond(request: &Request) -> Response {
    let path = request.target.split('?').next().unwrap_or_default();
    // ANCHOR: respond
    match (request.method.as_str(), path) {
        ("GET", "/") => page("200 OK", r#"<p>Hello World. There is <a href="/form">a form</a>.</p>"#),
        ("GET", "/form") => page("200 OK", FORM),
        ("POST", "/form") => match form_value(&request.body, "name") {
            Some(name) => page("200 OK", &format!("<p>Hello, {}!</p>", page::html(&name))),
            None => page("400 Bad Request", "<p>The form has no name in it.</p>"),
        },
        (_, "/") => Response { allow: Some("GET"), ..page(NOT_ALLOWED, "<p>This page can only be asked for.</p>") },
        (_, "/form") => Response { allow: Some("GET, POST"), ..page(NOT_ALLOWED, "<p>Ask for it, or fill it in.</p>") },
        _ => page("404 Not Found", "<p>There is no such page.</p>"),
    }
    // ANCHOR_END: respond
}
// ANCHOR_END: fn_respond

// ANCHOR: fn_form_value
/// The value of one input of a form, as text.
fn form_value(body: &str, name: &str) -> Option<String> {
    // ANCHOR: form_value
    let (_, value) = body.split('&').filter_map(|pair| pair.split_once('=')).find(|(found, _)| *found == name)?;
    Some(decode(value))
    // ANCHOR_END: form_value
}
// ANCHOR_END: fn_form_value

// ANCHOR: fn_decode
/// Turns `+` into a space, and `%XX` with two hexadecimal digits into the byte of that number.
fn decode(text: &str) -> String {
    // ANCHOR: decode
    let text = text.replace('+', " ");
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => bytes.extend([&[byte], &part.as_bytes()[2..]].concat()),
            None => bytes.extend([b"%", part.as_bytes()].concat()),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
    // ANCHOR_END: decode
}
// ANCHOR_END: fn_decode

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
