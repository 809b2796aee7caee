//! Shows the same octets to two parsers of HTTP requests, httparse and the one of this lesson, and prints what each says.

use httparse::Status;
use request::{Limits, RequestDecoder};

/// What is shown, and what it is about.
const REQUESTS: [(&str, &[u8]); 13] = [
    ("a request without fault", b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
    ("space before a colon", b"GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
    ("a folded field", b"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n"),
    ("CR alone", b"GET / HTTP/1.1\r\nHost: a\r\nX: b\rY: c\r\n\r\n"),
    ("NUL in a value", b"GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n"),
    ("LF alone", b"GET / HTTP/1.1\r\nHost: a\r\nX: b\nY: c\r\n\r\n"),
    ("no Host", b"GET / HTTP/1.1\r\n\r\n"),
    ("two Hosts", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
    ("Host with a path", b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
    ("GET with a host:port", b"GET a:1 HTTP/1.1\r\nHost: a\r\n\r\n"),
    ("a quote in the target", b"GET /\"b\" HTTP/1.1\r\nHost: a\r\n\r\n"),
    ("HTTP/1.2", b"GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
    ("two lengths", b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"),
];

fn main() {
    println!("{:24}{:26}this lesson", "", "httparse");
    for (name, octets) in REQUESTS {
        println!("{name:24}{:26}{}", httparse(octets), ours(octets));
    }
}

fn httparse(octets: &[u8]) -> String {
    let mut fields = [httparse::EMPTY_HEADER; 16];
    let mut request = httparse::Request::new(&mut fields);
    match request.parse(octets) {
        Ok(Status::Complete(_)) => format!("{} fields", request.headers.len()),
        Ok(Status::Partial) => "more must come".to_owned(),
        Err(error) => format!("{error}"),
    }
}

fn ours(mut octets: &[u8]) -> String {
    match RequestDecoder::new(Limits::default()).decode(&mut octets) {
        Ok(Some(head)) => format!("{} fields", head.fields.len()),
        Ok(None) => "more must come".to_owned(),
        Err(error) => format!("{}: {}", error.status(), error.what()),
    }
}
