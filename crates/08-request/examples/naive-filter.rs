//! A filter in front of a server, as many a first one is written: nobody from outside may see the site `admin`.
//!
//! It listens on the address of `--addr`, looks at the `Host` field of each request, and passes every request that is not
//! for `admin` to the server of `--to`, octet by octet. How it finds that field is its mistake.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a program reads sockets, the library does not"
)]

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::{env, thread};

fn main() -> io::Result<()> {
    let server = option("--to").unwrap_or_else(|| "127.0.0.1:12345".to_owned());
    let listener = TcpListener::bind(option("--addr").unwrap_or_else(|| "127.0.0.1:12346".to_owned()))?;
    eprintln!("listening on {}", listener.local_addr()?);
    for client in listener.incoming() {
        let server = server.clone();
        thread::spawn(move || filter(&client?, &server));
    }
    Ok(())
}

/// What stands after an option on the command line.
fn option(name: &str) -> Option<String> {
    env::args().skip_while(|argument| argument != name).nth(1)
}

/// Reads the head of a request. Refuses it, or passes it on, and the response back.
fn filter(client: &TcpStream, server: &str) -> io::Result<()> {
    let mut input = BufReader::new(client);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if input.read_line(&mut head)? == 0 {
            return Ok(());
        }
    }
    let host = host(&head);
    if host == Some("admin") {
        println!("filter: for {host:?}, refused");
        return (&mut &*client).write_all(b"HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\nNot from outside.\n");
    }
    println!("filter: for {host:?}, passed on");
    let mut server = TcpStream::connect(server)?;
    server.write_all(head.as_bytes())?;
    // One request a connection: what follows the head is left unread.
    io::copy(&mut server, &mut &*client)?;
    Ok(())
}

// ANCHOR: host
/// The value of the Host field.
fn host(head: &str) -> Option<&str> {
    head.lines()
        .skip(1)
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("Host"))
        .map(|(_, value)| value.trim())
}
// ANCHOR_END: host
