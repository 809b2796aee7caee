//! A server that sends its visitors elsewhere, as many a first one is written: `/?to=PLACE` leads to `PLACE`.
//!
//! It listens on the address of `--addr`. Its mistake is to put what a stranger wrote into a line of its response.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a program reads sockets, the library does not"
)]

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::{env, thread};

fn main() -> io::Result<()> {
    let addr = env::args().skip_while(|argument| argument != "--addr").nth(1);
    let listener = TcpListener::bind(addr.unwrap_or_else(|| "127.0.0.1:12345".to_owned()))?;
    eprintln!("listening on {}", listener.local_addr()?);
    for client in listener.incoming() {
        thread::spawn(move || serve(&client?));
    }
    Ok(())
}

/// Reads the head of a request and sends a redirect.
fn serve(client: &TcpStream) -> io::Result<()> {
    let mut input = BufReader::new(client);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if input.read_line(&mut head)? == 0 {
            return Ok(());
        }
    }
    // ANCHOR: redirect
    let target = head.split(' ').nth(1).unwrap_or_default();
    let place = decoded(target.split_once("to=").map_or("/", |(_, place)| place));
    let response = format!("HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n");
    // ANCHOR_END: redirect
    (&mut &*client).write_all(response.as_bytes())
}

/// The text in which each `%` and two hexadecimal digits stand for one octet.
fn decoded(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut octets = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let octet = piece.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        octets.extend(octet);
        octets.extend_from_slice(piece.get(2..).unwrap_or_default().as_bytes());
    }
    String::from_utf8_lossy(&octets).into_owned()
}
