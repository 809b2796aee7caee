//! Graded tests of lesson 01: one message from a client to a server over TCP.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, TcpListener, ToSocketAddrs};
use std::time::Duration;

use harness::{Failure, Lesson, Listener, Peer, Program, Running, Server, Teach, Verdict, common, test};
#[cfg(unix)]
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON);

const TRANSCRIPT: &str = "server received: Hello World from client\n";

/// Starts a server, and says what most often is the matter where it listens elsewhere than it is told.
fn listen(program: Program) -> Verdict<Server> {
    program.listen().map_err(|failure| {
        let says_something = !failure.in_columns(WIDE).contains("nothing");
        noted(
            failure,
            says_something,
            "listen on the address that follows --addr, not on one that is written into the program",
        )
    })
}

/// Takes the client's connection, and says what most often is the matter where none comes.
fn accept(server: &Listener) -> Verdict<Peer> {
    server.accept().map_err(|failure| {
        let none_came = failure.in_columns(WIDE).contains("no connection");
        noted(
            failure,
            none_came,
            "connect to the address that follows --addr, not to one that is written into the program",
        )
    })
}

/// Waits until the server has printed exactly `expected`, and says what most often is the matter where something stands
/// in front of it.
fn expect_printed(server: &Running, expected: impl AsRef<[u8]>) -> Verdict {
    server.expect_stdout(expected).map_err(|failure| {
        let printed = server.stdout_so_far();
        let begins_otherwise = !printed.is_empty() && !printed.starts_with(b"server received: ");
        noted(failure, begins_otherwise, "debug on standard error: standard output is the transcript and is graded")
    })
}

/// Wide enough that no row of a failure is folded.
const WIDE: usize = 10_000;

fn noted(failure: Failure, applies: bool, note: &str) -> Failure {
    if applies { failure.row("note", note) } else { failure }
}

/// The failure to reach a server, or that the server has ended, which explains it.
fn unless_ended(server: &Running, failure: Failure) -> Failure {
    let Ok(Some(ended)) = server.wait_end(Duration::from_millis(500)) else { return failure };
    let how = ended.status.map_or_else(|| "by a signal".to_owned(), |status| format!("with exit status {status}"));
    let printed = match &*String::from_utf8_lossy(&ended.stdout) {
        "" => "without a word on standard output".to_owned(),
        printed => format!("after printing {printed:?}"),
    };
    Failure::wrong()
        .row("expected", "after a client whose connection broke, the server waits for the next one")
        .row("came", format!("the server has ended {how}, {printed}"))
}

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    common::the_server_says_that_an_address_is_in_use(LESSON, "What can go wrong")
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    common::ctrl_c_ends_the_server(LESSON, "Run", &[&["--forever"]], |_| Ok(()))
}

#[test]
fn the_server_sleeps_while_nobody_connects() -> Verdict {
    let teach = Teach {
        wrong: "the server did not simply wait for its first client",
        why: "`accept` sleeps until a client comes: there is no need to ask again and again. A socket that was made \
              non-blocking does not sleep: each call returns at once, with the error EWOULDBLOCK.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = listen(LESSON.server())?;
        server.expect_idle()?;
        let said = server.stderr_so_far().len();
        // Longer than the pause after a failed accept, and longer again.
        server.wait_end(Duration::from_millis(350))?;
        let complaints = server.stderr_so_far().split_off(said);
        let complaints = String::from_utf8_lossy(&complaints);
        if complaints.lines().count() > 1 {
            return Err(Failure::wrong()
                .row("expected", "as long as nobody connects, the server waits and has nothing to say")
                .row("came", complaints.lines().take(3).collect::<Vec<_>>().join("\n")));
        }
        Ok(())
    })
}

#[test]
fn the_server_says_that_its_address_is_none() -> Verdict {
    let teach = Teach {
        wrong: "a text that is no address did not end the server in one clear line and exit status 1",
        why: "Where the text of the address is no address, and no name of one, listening on it is an error: pass it on, \
              and say it in one line.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--addr", "nonsense"]).start()?;
        server.expect_error_line(&["nonsense"])?;
        server.expect_end(1)?;
        Ok(())
    })
}

#[test]
fn the_server_prints_what_the_client_sent() -> Verdict {
    let teach = Teach {
        wrong: "the server did not print the client's message",
        why: "The server prints \"server received: \", the bytes that came and no others, and one line end. \
              Of a buffer, only as many bytes count as the read returned. A read that returns 0 is the end, or the \
              buffer has a length of 0, like `Vec::with_capacity(1024)` in Rust.",
        book: "One read is not one message",
    };
    LESSON.check(teach, || {
        let server = listen(LESSON.server())?;
        let mut client = server.connect()?;
        client.send("Hello World from client")?;
        client.finish()?;
        expect_printed(&server, TRANSCRIPT)
    })
}

#[test]
fn the_server_reads_until_the_client_closes() -> Verdict {
    let teach = Teach {
        wrong: "a message that came in three packets was not printed whole",
        why: "TCP is a stream: one read returns what has arrived so far. Read until a read returns 0 bytes.",
        book: "One read is not one message",
    };
    LESSON.check(teach, || {
        let server = listen(LESSON.server())?;
        let mut client = server.connect()?;
        client.send_split(["Ada", " Lovelace greets", " you"])?;
        client.finish()?;
        expect_printed(&server, "server received: Ada Lovelace greets you\n")
    })
}

#[test]
fn the_server_prints_a_message_longer_than_any_buffer() -> Verdict {
    let teach = Teach {
        wrong: "a message of 1,100,000 bytes was not printed whole",
        why: "A buffer holds only a part of a long message. Collect the parts until a read returns 0 bytes.",
        book: "One read is not one message",
    };
    LESSON.check(teach, || {
        let message = "0123456789".repeat(110_000);
        let server = listen(LESSON.server())?;
        let mut client = server.connect()?;
        client.send_split([&message[..100_001], &message[100_001..]])?;
        client.finish()?;
        // A server that reads byte by byte is right too, and may be busy for longer than others.
        let _ = server.expect_idle().or_else(|_| server.expect_idle());
        expect_printed(&server, format!("server received: {message}\n"))
    })
}

#[test]
fn the_server_prints_a_message_of_several_lines() -> Verdict {
    let teach = Teach {
        wrong: "a message with line ends in it was not printed as it came",
        why: "A line end is a byte like any other. The message ends where the client closes its side, not at a line end.",
        book: "One read is not one message",
    };
    LESSON.check(teach, || {
        let server = listen(LESSON.server())?;
        let mut client = server.connect()?;
        client.send("first\nsecond\r\n\n")?;
        client.finish()?;
        expect_printed(&server, "server received: first\nsecond\r\n\n\n")
    })
}

#[test]
fn the_server_keeps_a_character_that_is_split_over_two_packets() -> Verdict {
    let teach = Teach {
        wrong: "a character whose bytes came in two packets was damaged",
        why: "A packet may end in the middle of a character. Turn bytes into text when all of them are there.",
        book: "Bytes are not text",
    };
    LESSON.check(teach, || {
        let server = listen(LESSON.server())?;
        let mut client = server.connect()?;
        client.send_split([&b"caf\xc3"[..], &b"\xa9"[..]])?;
        client.finish()?;
        expect_printed(&server, "server received: café\n")
    })
}

#[test]
fn the_server_shows_bytes_that_are_not_text() -> Verdict {
    let teach = Teach {
        wrong: "of a message with other bytes than text (shown as \\xNN), zeros and blanks, not all bytes were printed",
        why: "Anybody may send any bytes. The server shows those that are not text, and does not fail on them. A zero and a blank \
              are bytes like others: only the client's end ends the message.",
        book: "Bytes are not text",
    };
    LESSON.check(teach, || {
        let server = listen(LESSON.server())?;
        let mut client = server.connect()?;
        client.send(b" \xff\xfeHel\0lo\x80\0 ")?;
        client.finish()?;
        expect_printed(&server, "server received:  \\xff\\xfeHel\0lo\\x80\0 \n")
    })
}

#[test]
fn the_server_takes_an_empty_message() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent nothing and closed was not served like any other",
        why: "No bytes are a message too: the first read returns 0, and the client is done.",
        book: "One read is not one message",
    };
    LESSON.check(teach, || {
        let server = listen(LESSON.server())?;
        server.connect()?.finish()?;
        expect_printed(&server, "server received: \n")?;
        server.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_server_ends_after_one_client() -> Verdict {
    let teach = Teach {
        wrong: "the server did not end after its client",
        why: "Without --forever the server serves one client, as in the first experiment, and ends with exit status 0.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = listen(LESSON.server())?;
        let mut client = server.connect()?;
        client.send("Hello")?;
        client.finish()?;
        server.expect_end(0)?;
        expect_printed(&server, "server received: Hello\n")
    })
}

#[test]
fn the_server_outlives_a_client_that_resets() -> Verdict {
    let teach = Teach {
        wrong: "the server did not serve the client that came after a broken connection",
        why: "Clients crash and networks fail: a read may return an error at any time. An error is not the end of a message: \
              what reads passes it on, and what had come is not printed. But it ends there, where clients are taken one after \
              another: that client is lost, the server is not.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = listen(LESSON.server())?;
        server.connect()?.reset()?;
        let talk = || -> Verdict {
            let mut broken = server.connect()?;
            broken.send("Hel")?;
            // So that the server has read it before the reset.
            let _ = server.expect_idle();
            broken.reset()?;
            let mut client = server.connect()?;
            client.send("Hello World from client")?;
            client.finish()
        };
        talk().map_err(|failure| unless_ended(&server, failure))?;
        expect_printed(&server, TRANSCRIPT)
    })
}

#[test]
fn the_server_goes_on_with_forever() -> Verdict {
    let teach = Teach {
        wrong: "with --forever, one client was not served after another",
        why: "Each accept hands out one connection. A client that stays silent must keep nobody waiting.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = listen(LESSON.server().arg("--forever"))?;
        let _silent = server.connect()?;
        for served in 1..=3 {
            let mut client = server.connect()?;
            client.send("Hello World from client")?;
            client.finish()?;
            expect_printed(&server, TRANSCRIPT.repeat(served))?;
        }
        Ok(())
    })
}

#[test]
fn the_server_sleeps_while_its_client_is_silent() -> Verdict {
    let teach = Teach {
        wrong: "the server did not simply wait while nothing came",
        why: "The first bytes are not the end of the message: read again, and the read sleeps until more arrive. \
              There is no need to ask again and again. A socket that was made non-blocking does not sleep: each call \
              returns at once, with the error EWOULDBLOCK.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = listen(LESSON.server())?;
        let mut client = server.connect()?;
        client.send("Hello")?;
        server.expect_idle()
    })
}

#[test]
fn the_server_waits_for_a_client_that_takes_its_time() -> Verdict {
    let teach = Teach {
        wrong: "a client that paused in the middle of its message was not waited for",
        why: "That nothing comes for a while is not the end of the message, and no error: only a read that returns 0 is the end. \
              The read needs no time limit, not one of seconds or minutes either.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = listen(LESSON.server())?;
        let mut client = server.connect()?;
        client.send("Patience")?;
        if server.wait_out(Duration::from_millis(600))?.is_some() {
            return Err(Failure::wrong()
                .row("expected", "after the first bytes, the server waits for the others, however long that takes")
                .row("came", "the server has ended"));
        }
        client.send(" please")?;
        client.finish()?;
        expect_printed(&server, "server received: Patience please\n")
    })
}

#[test]
fn the_server_keeps_nothing_of_clients_that_have_left() -> Verdict {
    let teach = Teach {
        wrong: "sixty clients had come and gone, and the server still held something of them, or did not serve the next one",
        why: "A server that runs for ever must give back what each client took: its socket is closed when nobody holds \
              it any more (a copy of the handle holds it too), and a thread is gone when its function has returned.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = listen(LESSON.server().arg("--forever"))?;
        let before = server.kept();
        let mut expected = String::new();
        for number in 1..=60 {
            let mut client = server.connect()?;
            client.send(number.to_string())?;
            client.finish()?;
            let _ = writeln!(expected, "server received: {number}");
            // In turn: so the lines have an order, and the system's queue has room.
            expect_printed(&server, &expected)?;
        }
        server.expect_nothing_kept(before, 20)
    })
}

#[test]
fn the_server_sends_nothing_back() -> Verdict {
    let teach = Teach {
        wrong: "the server sent something to its client, or did not close the connection when it had the message",
        why: "Here the message goes one way: the client writes and the server reads. At the end the server closes its \
              socket, and with it the connection.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = listen(LESSON.server().arg("--forever"))?;
        let mut client = server.connect()?;
        client.send("Hello World from client")?;
        client.finish()?;
        client.expect_close()
    })
}

/// Whether the system knows the name localhost as 127.0.0.1.
fn localhost_is_ours() -> bool {
    let found = ("localhost", 0).to_socket_addrs();
    found.is_ok_and(|mut addrs| addrs.any(|addr| addr.ip() == Ipv4Addr::LOCALHOST))
}

#[test]
fn the_server_listens_where_it_is_told() -> Verdict {
    let teach = Teach {
        wrong: "the server did not use the text after --addr as it is",
        why: "The address may be IPv6, in brackets, or have a name for a host: let the system read it and find the \
              address that belongs to a name (`getaddrinfo`, or what your library has for `bind`), and do not write \
              one into the program. Where none is found, that is an error like others: pass it on.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        if TcpListener::bind("[::1]:0").is_ok() {
            let server = LESSON.server().listen_on("[::1]:0")?;
            let mut client = server.connect()?;
            client.send("Hello World from client")?;
            client.finish()?;
            expect_printed(&server, TRANSCRIPT)?;
        }
        if localhost_is_ours() {
            let server = LESSON.server().listen_on("localhost:0")?;
            let mut client = server.connect()?;
            client.send("Hello World from client")?;
            client.finish()?;
            expect_printed(&server, TRANSCRIPT)?;
        }
        Ok(())
    })
}

#[test]
fn the_client_says_that_nobody_listens() -> Verdict {
    common::the_client_says_that_nobody_listens(
        LESSON,
        "What can go wrong",
        |client, addr| client.args(["--addr", addr]),
        &[],
    )
}

#[test]
fn the_client_sends_its_message_and_nothing_else() -> Verdict {
    let teach = Teach {
        wrong: "the client did not send exactly its message and then close its side",
        why: "On the wire stands the message and nothing else: no line end, no length. Then the client says that this \
              was all: it closes its side, by `shutdown` or by closing the socket.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let _client = LESSON.client().args(["--addr", &server.addr()]).start()?;
        accept(&server)?.expect_all("Hello World from client")
    })?;
    let teach = Teach {
        wrong: "the client sent its message, but did not print its one line and end with exit status 0",
        why: "The line \"client sending: …\" is printed before the message is sent, and nothing else stands on \
              standard output: it is the transcript and is graded. Debug on standard error. When all is sent, the \
              client ends.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).start()?;
        accept(&server)?.expect_all("Hello World from client")?;
        client.expect_stdout("client sending: Hello World from client\n")?;
        client.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_client_sends_text_as_utf8() -> Verdict {
    let teach = Teach {
        wrong: "a message with characters beyond ASCII arrived changed",
        why: "A socket carries bytes. In UTF-8, é is two of them: send all the bytes of the text.",
        book: "Bytes are not text",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let _client = LESSON.client().args(["--addr", &server.addr(), "café ☕"]).start()?;
        accept(&server)?.expect_all("café ☕")
    })
}

#[test]
fn the_client_sends_an_empty_message() -> Verdict {
    let teach = Teach {
        wrong: "an empty message was not sent as a connection that opens and closes",
        why: "No bytes are a message too: there is nothing to write, and the connection is closed.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr(), ""]).start()?;
        accept(&server)?.expect_close()?;
        client.expect_stdout("client sending: \n")?;
        client.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_client_sends_all_of_a_long_message() -> Verdict {
    let teach = Teach {
        wrong: "a part of a long message was never sent",
        why: "One write may take only a part of the bytes, and returns how many. Go on until none are left.",
        book: "Sending all of it",
    };
    LESSON.check(teach, || {
        // Windows takes command lines of 32,767 characters at most.
        let message = "0123456789".repeat(if cfg!(windows) { 3_000 } else { 12_000 });
        let server = Listener::bind_with_small_buffer()?;
        let _client = LESSON.client().args(["--addr", &server.addr(), &message]).start()?;
        accept(&server)?.expect_all(&message)
    })
}

// Only Unix has the signals that make a blocking write return early.
#[cfg(unix)]
#[test]
fn the_client_goes_on_after_a_write_that_took_a_part() -> Verdict {
    let teach = Teach {
        wrong: "after the client had been stopped in the middle of its write and continued, bytes were missing or wrong",
        why: "`write` returns how many bytes the system took, perhaps not all: a program that is stopped with Ctrl-Z \
              in its write finds such a count, or the error EINTR, and goes on with what is left. What writes all of \
              it in one call does both.",
        book: "Sending all of it",
    };
    LESSON.check(teach, || {
        let message = "0123456789".repeat(12_000);
        let server = Listener::bind_with_small_packets()?;
        let client = LESSON.client().args(["--addr", &server.addr(), &message]).start()?;
        let mut peer = accept(&server)?;
        // Nobody reads yet: the client waits in its write, after the system has taken a part. One that has ended shows
        // what it did in what came.
        let _ = client.expect_stdout_that(&predicate::str::ends_with("\n"));
        for _ in 0..2 {
            let _ = client.expect_idle();
            let _ = client.stop_and_continue();
        }
        peer.expect_all(&message)
    })
}

#[cfg(unix)]
#[test]
fn the_client_says_that_it_could_not_send() -> Verdict {
    let teach = Teach {
        wrong: "the connection broke while the client was sending, and it did not end in one clear line and exit status 1",
        why: "A write can fail in the middle of a message. Pass its error on, do not ignore it, and do not break off: \
              the program says it in one line.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let message = "0123456789".repeat(12_000);
        let server = Listener::bind_with_small_packets()?;
        let client = LESSON.client().args(["--addr", &server.addr(), &message]).start()?;
        let peer = accept(&server)?;
        let _ = client.expect_stdout_that(&predicate::str::ends_with("\n"));
        let _ = client.expect_idle();
        if client.wait_end(Duration::ZERO)?.is_some_and(|ended| ended.status == Some(0)) {
            // A system that takes all of it before anybody reads cannot tell.
            return Ok(());
        }
        peer.reset()?;
        client.expect_error_line(&[])?;
        client.expect_end(1)?;
        Ok(())
    })
}

#[test]
fn the_client_connects_to_the_address_it_is_given() -> Verdict {
    let teach = Teach {
        wrong: "the client did not use the text after --addr as it is",
        why: "The host may be a name: let the system find the address that belongs to it (`getaddrinfo`, or what your \
              library has for `connect`), and do not write one into the program. Where none is found, that is an \
              error like others: pass it on.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        if localhost_is_ours() {
            let server = Listener::bind()?;
            let addr = server.addr().replace("127.0.0.1", "localhost");
            let _client = LESSON.client().args(["--addr", &addr]).start()?;
            accept(&server)?.expect_all("Hello World from client")?;
        }
        let client = LESSON.client().args(["--addr", "nonsense"]).start()?;
        client.expect_error_line(&["nonsense"])?;
        client.expect_end(1)?;
        Ok(())
    })
}

#[test]
fn unknown_arguments_end_with_status_2() -> Verdict {
    common::unknown_arguments_end_with_status_2(LESSON, "Build it")
}

#[cfg(not(unix))]
harness::tests_left_out! {
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
    the_client_goes_on_after_a_write_that_took_a_part: "a test cannot stop a program in the middle of a write on this system",
    the_client_says_that_it_could_not_send: "a connection cannot be made to take little at a time on this system",
}
