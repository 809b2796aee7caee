//! The server program where the system gives it little.
#![cfg(unix)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use harness::{Program, Verdict};
use predicates::prelude::*;

fn connect(addr: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(addr).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
    stream
}

/// The status of the welcome page.
fn status(addr: SocketAddr) -> String {
    let mut stream = connect(addr);
    let mut answer = String::new();
    let asked = stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    let _ = asked.and_then(|()| stream.read_to_string(&mut answer));
    answer.get(9..12).unwrap_or_default().to_owned()
}

#[test]
fn a_server_without_free_descriptors_waits_for_some() -> Verdict {
    let limited = ["-c", "ulimit -n 14; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_responder-server")];
    let server = Program::new("sh").args(limited).listen()?;
    let crowd: Vec<_> = (0..30).map(|_| connect(server.addr())).collect();
    server.expect_stderr_that(&predicate::str::contains("cannot take a connection: Too many open files"))?;
    drop(crowd);
    let again = (0..50).any(|_| status(server.addr()) == "200");
    assert!(again, "the server takes connections again");
    server.interrupt()?;
    server.expect_end(0).map(drop)
}
