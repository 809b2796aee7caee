//! A server as many were written: good enough for every browser. It keeps notes: POST /notes adds one, GET /notes shows
//! them. Where a request says how long its content is in two ways, it goes by Transfer-Encoding.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a program, which reads sockets")]

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

mod naive;

type Notes = Mutex<Vec<u8>>;

fn main() -> io::Result<()> {
    let listener = TcpListener::bind(naive::option("--addr").as_deref().unwrap_or("127.0.0.1:12345"))?;
    eprintln!("listening on {}", listener.local_addr()?);
    let notes = Arc::new(Notes::default());
    for stream in listener.incoming() {
        let (stream, notes) = (stream?, Arc::clone(&notes));
        thread::spawn(move || serve(&stream, &notes));
    }
    Ok(())
}

/// Responds to one request after another, until the peer closes or sends what is no request.
fn serve(mut stream: &TcpStream, notes: &Notes) -> io::Result<()> {
    let mut input = BufReader::new(stream);
    while let Some(head) = naive::head(&mut input)? {
        let content = content(&head, &mut input)?;
        let request = naive::first_words(&head);
        println!("{request}: {} octets of content", content.len());
        let mut notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
        let page = match request {
            "POST /notes" => {
                notes.extend(content);
                b"noted\n".to_vec()
            }
            "GET /notes" => notes.clone(),
            _ => b"Hello\n".to_vec(),
        };
        let mut response = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", page.len()).into_bytes();
        response.extend(page);
        stream.write_all(&response)?;
    }
    Ok(())
}

// ANCHOR: content
/// Reads the content of a request. Transfer-Encoding overrides Content-Length, as RFC 9112 says.
fn content(head: &str, input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    if naive::field(head, "Transfer-Encoding") == Some("chunked") {
        loop {
            let mut line = String::new();
            input.read_line(&mut line)?;
            let size = u64::from_str_radix(line.trim(), 16).map_err(|_| ErrorKind::InvalidData)?;
            input.take(size).read_to_end(&mut content)?;
            input.read_line(&mut line)?;
            if size == 0 {
                return Ok(content);
            }
        }
    }
    let length = naive::field(head, "Content-Length").and_then(|value| value.parse().ok()).unwrap_or(0);
    input.take(length).read_to_end(&mut content)?;
    Ok(content)
}
// ANCHOR_END: content
