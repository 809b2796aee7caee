//! A server of two sites, `public` and `admin`, as many a first one is written: the `Host` field says which one is meant.
//!
//! It listens on the address of `--addr`. Behind the filter of `naive-filter`, only what is `public` should be seen of it.
//! How it finds the field is as good as how the filter does, and different.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a program reads sockets, the library does not"
)]

use std::collections::HashMap;
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

/// Reads the head of a request and sends the page of its site.
fn serve(client: &TcpStream) -> io::Result<()> {
    let mut input = BufReader::new(client);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if input.read_line(&mut head)? == 0 {
            return Ok(());
        }
    }
    let fields = fields(&head);
    let host = fields.get("host").map_or("public", String::as_str);
    println!("server: for {host:?}");
    let page = match host {
        "public" => "Welcome.",
        "admin" => "All passwords, in the order of their owners' names.",
        _ => "No such site.",
    };
    write!(&mut &*client, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{page}\n")
}

// ANCHOR: fields
/// The fields, each by its name in small letters.
fn fields(head: &str) -> HashMap<String, String> {
    head.lines()
        .skip(1)
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_owned()))
        .collect()
}
// ANCHOR_END: fields
