//! A reverse proxy as many were written: all its clients share one connection to the server. Where a request says how
//! long its content is in two ways, it goes by Content-Length.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a program, which reads sockets")]

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

mod naive;

/// The connection to the server, if one is open.
type Upstream = Mutex<Option<BufReader<TcpStream>>>;

fn main() -> io::Result<()> {
    let listener = TcpListener::bind(naive::option("--addr").as_deref().unwrap_or("127.0.0.1:12345"))?;
    let server = naive::option("--upstream").ok_or_else(|| io::Error::other("--upstream HOST:PORT is missing"))?;
    eprintln!("listening on {}", listener.local_addr()?);
    let upstream = Arc::new(Upstream::default());
    for stream in listener.incoming() {
        let (stream, server, upstream) = (stream?, server.clone(), Arc::clone(&upstream));
        thread::spawn(move || serve(&stream, &server, &upstream));
    }
    Ok(())
}

/// Passes the requests of one client on, each with its content, and the responses back.
fn serve(mut client: &TcpStream, server: &str, upstream: &Upstream) -> io::Result<()> {
    let mut input = BufReader::new(client);
    while let Some((head, content)) = message(&mut input)? {
        let mut upstream = upstream.lock().unwrap_or_else(PoisonError::into_inner);
        if upstream.is_none() {
            *upstream = Some(BufReader::new(TcpStream::connect(server)?));
        }
        let connection = upstream.as_mut().ok_or(ErrorKind::NotConnected)?;
        connection.get_mut().write_all(&[head.as_bytes(), &content].concat())?;
        let (response, page) = message(connection)?.ok_or(ErrorKind::UnexpectedEof)?;
        if naive::field(&response, "Connection") == Some("close") {
            *upstream = None;
        }
        println!("{}: {} octets of content", naive::first_words(&head), content.len());
        client.write_all(&[response.as_bytes(), &page].concat())?;
    }
    Ok(())
}

// ANCHOR: message
/// Reads a head, and as many octets after it as Content-Length says.
fn message(input: &mut impl BufRead) -> io::Result<Option<(String, Vec<u8>)>> {
    let Some(head) = naive::head(input)? else { return Ok(None) };
    let length = naive::field(&head, "Content-Length").and_then(|value| value.parse().ok()).unwrap_or(0);
    let mut content = Vec::new();
    input.take(length).read_to_end(&mut content)?;
    Ok(Some((head, content)))
}
// ANCHOR_END: message
