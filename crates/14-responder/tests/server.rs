//! The server program where the system gives it little.
#![cfg(unix)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
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

/// A server that the shell has given limits, such as `ulimit -n 200`.
fn limited(limits: &str, args: &[&str]) -> Verdict<harness::Server> {
    let command = format!("{limits}; exec \"$0\" \"$@\"");
    let program = ["-c", &command, env!("CARGO_BIN_EXE_responder-server")];
    Program::new("sh").args(program).args(args.iter().copied()).listen()
}

#[test]
fn a_bound_that_the_system_cannot_carry_is_lowered_and_said_so() -> Verdict {
    let files = "connections at a time: 111 at most, not 10000, as the system allows too few open files (ulimit -n)\n";
    limited("ulimit -n 200", &[])?.expect_stderr_that(&predicate::str::contains(files))?;
    if cfg!(target_os = "linux") {
        let server = limited("ulimit -v 500000", &["--max-connections", "1000000"])?;
        let space = "at most, not 1000000, as the system allows too little address space (ulimit -v)\n";
        server.expect_stderr_that(&predicate::str::contains(space))?;
        let server = limited("true", &["--max-connections", &usize::MAX.to_string()])?;
        server.expect_stderr_that(&predicate::str::contains(format!(
            "at most, not {}, as the system allows",
            usize::MAX
        )))?;
        assert_eq!(status(server.addr()), "200");
    }
    let server = limited("ulimit -n 200", &["--max-connections", "111"])?;
    assert_eq!(status(server.addr()), "200");
    server.interrupt()?;
    server.expect_end(0)?;
    server.expect_stderr_that(&predicate::str::contains("at most").not())
}

#[test]
fn a_bound_of_no_connections_is_refused() -> Verdict {
    let program = Program::new(env!("CARGO_BIN_EXE_responder-server")).args(["--max-connections", "0"]).start()?;
    program.expect_stderr_that(&predicate::str::contains("--max-connections"))?;
    program.expect_end(2).map(drop)
}

/// Threads that the system does not give cost the clients that they were for, and nobody else.
#[cfg(target_os = "linux")]
#[test]
fn a_server_without_memory_for_threads_goes_on() -> Verdict {
    // Enough to begin, and less than the threads of its least bound need.
    for kilobytes in [15_000, 18_000, 24_000, 30_000] {
        let server = limited(&format!("ulimit -v {kilobytes}"), &[])?;
        let crowd: Vec<_> = (0..40).map(|_| connect(server.addr())).collect();
        for client in &crowd {
            let mut client = client;
            let _ =
                client.write_all(b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n");
        }
        assert!(["200", "503", ""].contains(&status(server.addr()).as_str()));
        drop(crowd);
        let until = Instant::now() + Duration::from_secs(20);
        while status(server.addr()) != "200" {
            assert!(Instant::now() < until, "the server serves again ({kilobytes} KiB)");
        }
        server.interrupt()?;
        server.expect_end(0)?;
    }
    Ok(())
}

/// How long a server with `--timeout 1` waits for a client that reads nothing of a large file.
fn wait_for_one_that_stopped(folder: &harness::Folder) -> Verdict<Duration> {
    let root = folder.path().to_string_lossy().into_owned();
    let server =
        Program::new(env!("CARGO_BIN_EXE_responder-server")).args(["--timeout", "1", "--root", &root]).listen()?;
    let mut client = server.connect_with_buffer(16 * 1024)?;
    let began = Instant::now();
    client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")?;
    // It says so when the response has ended.
    server.expect_stderr_that(&predicate::str::contains("GET /large"))?;
    Ok(began.elapsed())
}

#[test]
fn a_client_that_stops_reading_is_given_up_when_the_time_is_over() -> Verdict {
    let folder = harness::Folder::new()?;
    folder.write("large", vec![b'x'; 16 * 1024 * 1024])?;
    let mut shortest = Duration::MAX;
    // On a busy machine everything takes longer now and then.
    for _ in 0..3 {
        let wait = wait_for_one_that_stopped(&folder)?;
        assert!(wait >= Duration::from_millis(950), "{wait:?}");
        shortest = shortest.min(wait);
        if shortest < Duration::from_millis(1800) {
            return Ok(());
        }
    }
    panic!("a second takes {shortest:?}");
}

#[test]
fn a_server_without_free_descriptors_waits_for_some() -> Verdict {
    let server = limited("ulimit -n 14", &[])?;
    let is_told = AtomicBool::new(false);
    thread::scope(|scope| {
        // The server turns clients away, some more quickly than they come.
        let crowd = scope.spawn(|| {
            let mut crowd = Vec::new();
            while !is_told.load(Ordering::SeqCst) {
                // Those that came first have been turned away.
                crowd.drain(..crowd.len().saturating_sub(400));
                crowd.extend((0..10).map(|_| connect(server.addr())));
                thread::sleep(Duration::from_millis(5));
            }
            crowd
        });
        let told = "cannot take a connection: Too many open files";
        let told = server.expect_stderr_that(&predicate::str::contains(told));
        is_told.store(true, Ordering::SeqCst);
        let _crowd = crowd.join();
        // It tries again and again, but not as fast as it can.
        told.and_then(|()| server.expect_rest(Duration::from_millis(500), 200))
    })?;
    let until = Instant::now() + Duration::from_secs(20);
    while status(server.addr()) != "200" {
        assert!(Instant::now() < until, "the server takes connections again");
    }
    server.interrupt()?;
    server.expect_end(0).map(drop)
}

/// A form whose page is larger than what the system takes while nobody reads.
fn large_form() -> String {
    let content = format!("a={}", "\"".repeat(750_000));
    let fields = "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n";
    format!("POST /form HTTP/1.1\r\nHost: a\r\n{fields}Content-Length: {}\r\n\r\n{content}", content.len())
}

/// The server is stopped (Ctrl-Z) for longer than any of its clients may take: no client can help that, and no client that
/// is too slow is waited for any longer because of it.
#[test]
fn a_pause_of_the_server_is_not_counted_against_its_clients() -> Verdict {
    let limits = ["--head-timeout", "1.5", "--timeout", "1.5", "--max-content", "2300000"];
    let server = Program::new(env!("CARGO_BIN_EXE_responder-server")).args(limits).listen()?;
    let mut reads = server.connect_with_buffer(16 * 1024)?;
    reads.send(large_form())?;
    server.expect_idle()?;
    let mut ends = server.connect()?;
    ends.send("BAD\r\n\r\n")?;
    ends.reply("GET")?.expect_status(400)?;
    let [mut asks, mut sends, mut late] = [server.connect()?, server.connect()?, server.connect()?];
    for begins in [&mut asks, &mut late] {
        begins.send("GET / HTTP/1.1\r\nHo")?;
    }
    sends.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nHe")?;
    server.expect_idle()?;

    server.signal("STOP")?;
    assert!(server.wait_end(Duration::from_millis(2500))?.is_none());
    // More than the server reads at a time.
    ends.send("x".repeat(20_000))?;
    server.signal("CONT")?;

    asks.send("st: a\r\n\r\n")?;
    asks.reply("GET")?.expect_status(200)?;
    sends.send("llo")?;
    let echo = sends.reply("POST")?;
    echo.expect_status(200)?;
    echo.expect("all of the content", echo.content == b"Hello")?;
    // Had it been closed meanwhile with octets unread, it would be reset now, and with it what may be on its way.
    ends.send_available(b"more")?;
    let mut page = Vec::new();
    let read = reads.stream().read_to_end(&mut page);
    assert!(read.is_ok() && page.len() > 4_500_000, "{read:?}: {} octets", page.len());
    late.reply_and_close("GET")?.expect_status(408)
}

#[test]
fn a_client_has_no_more_time_when_the_server_is_to_end() -> Verdict {
    let limits = ["--timeout", "1.5", "--grace", "100"];
    let server = Program::new(env!("CARGO_BIN_EXE_responder-server")).args(limits).listen()?;
    let mut client = server.connect()?;
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")?;
    client.reply("POST")?.expect_status(100)?;
    server.interrupt()?;
    client.reply_and_close("POST")?.expect_status(408)?;
    server.expect_end(0).map(drop)
}
