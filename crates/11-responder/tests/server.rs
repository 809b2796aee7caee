//! The server program where the system gives it little.
#![cfg(unix)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

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

/// Preconditions (RFC 9110 section 13) of requests for pages that have no validators.
///
/// proves: 9110-13.1.1-evaluate
/// proves: 9110-13.1.1-false-no-action
/// proves: 9110-13.1.2-evaluate
/// proves: 9110-13.1.2-other-412
/// proves: 9110-13.2.1-after-checks
/// proves: 9110-8.4-list-codings
#[test]
fn the_pages_of_the_program_keep_to_preconditions() -> Verdict {
    let server = Program::new(env!("CARGO_BIN_EXE_responder-server")).listen()?;
    let form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3";
    for (start, lines, status) in [
        ("GET /", "If-Match: *", 200),
        ("GET /", "If-Match: \"x\"", 412),
        ("HEAD /form", "If-None-Match: *", 304),
        ("GET /form", "If-None-Match: \"x\"", 200),
        ("GET /nowhere", "If-Match: \"x\"", 404),
        ("POST /", "If-Match: \"x\"\r\nContent-Length: 3", 405),
        ("POST /echo", "If-Match: *\r\nContent-Length: 3", 412),
        ("POST /echo", "If-Match: \"x\"\r\nContent-Length: 3", 412),
        ("POST /echo", "If-None-Match: *\r\nContent-Length: 3", 200),
        ("POST /echo", "Content-Encoding: x-odd\r\nContent-Length: 3", 200),
        ("POST /form", &format!("If-Match: *\r\n{form}"), 200),
        ("POST /form", &format!("If-Match: \"x\"\r\n{form}"), 412),
        ("POST /form", &format!("If-None-Match: *\r\n{form}"), 412),
        ("POST /form", "If-None-Match: *\r\nContent-Length: 3", 415),
        ("OPTIONS /form", "If-Match: \"x\"", 200),
    ] {
        let mut client = server.connect()?;
        client.send(format!("{start} HTTP/1.1\r\nHost: a\r\n{lines}\r\n\r\n"))?;
        if lines.contains("Content-Length") {
            client.send("a=b")?;
        }
        let reply = client.reply(start.split(' ').next().unwrap_or_default())?;
        reply.expect_status(status)?;
        reply.expect(
            "the coding of the content",
            reply.field("Content-Encoding").is_some() == lines.contains("x-odd"),
        )?;
    }
    Ok(())
}

#[test]
fn a_server_without_free_descriptors_waits_for_some() -> Verdict {
    let limited = ["-c", "ulimit -n 14; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_responder-server")];
    let server = Program::new("sh").args(limited).listen()?;
    let crowd: Vec<_> = (0..30).map(|_| connect(server.addr())).collect();
    server.expect_stderr_that(&predicate::str::contains("cannot take a connection: Too many open files"))?;
    drop(crowd);
    let until = Instant::now() + Duration::from_secs(20);
    while status(server.addr()) != "200" {
        assert!(Instant::now() < until, "the server takes connections again");
    }
    server.interrupt()?;
    server.expect_end(0).map(drop)
}
