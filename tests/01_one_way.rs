//! Graded tests of lesson 01: one message from a client to a server over TCP.

use harness::{Lesson, Listener, RefusingPort, Teach, Verdict};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!();

const TRANSCRIPT: &str = "server received: Hello World from client\n";

#[test]
fn the_server_prints_what_the_client_sent() -> Verdict {
    let teach = Teach {
        wrong: "the server did not print the client's message",
        why: "The server prints \"server received: \", the bytes that came and no others, and one line end. \
              Of a buffer, only as many bytes count as the read returned; a read that returns 0 is the end.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send("Hello World from client")?;
        client.finish()?;
        server.expect_stdout(TRANSCRIPT)
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
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send_split(["Hello", " World from", " client"])?;
        client.finish()?;
        server.expect_stdout(TRANSCRIPT)
    })
}

#[test]
fn the_server_prints_a_message_longer_than_any_buffer() -> Verdict {
    let teach = Teach {
        wrong: "a message of 300,000 bytes was not printed whole",
        why: "A buffer holds only a part of a long message. Collect the parts until a read returns 0 bytes.",
        book: "One read is not one message",
    };
    LESSON.check(teach, || {
        let message = "0123456789".repeat(30_000);
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send_split([&message[..100_001], &message[100_001..]])?;
        client.finish()?;
        server.expect_stdout(format!("server received: {message}\n"))
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
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send("first\nsecond\r\n\n")?;
        client.finish()?;
        server.expect_stdout("server received: first\nsecond\r\n\n\n")
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
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send_split([&b"caf\xc3"[..], &b"\xa9"[..]])?;
        client.finish()?;
        server.expect_stdout("server received: café\n")
    })
}

#[test]
fn the_server_shows_bytes_that_are_not_text() -> Verdict {
    let teach = Teach {
        wrong: "bytes that are not UTF-8 were not shown as \\xNN",
        why: "Anybody may send any bytes. The server shows those that are not text, and does not fail on them.",
        book: "Bytes are not text",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(b"\xff\xfeHello\x80")?;
        client.finish()?;
        server.expect_stdout("server received: \\xff\\xfeHello\\x80\n")
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
        let server = LESSON.server().listen()?;
        server.connect()?.finish()?;
        server.expect_stdout("server received: \n")?;
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
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send("Hello")?;
        client.finish()?;
        server.expect_end(0)?;
        server.expect_stdout("server received: Hello\n")
    })
}

#[test]
fn the_server_outlives_a_client_that_resets() -> Verdict {
    let teach = Teach {
        wrong: "the server did not serve the client that came after a broken connection",
        why: "Clients crash and networks fail: a read may return an error at any time. That client is lost, the server is not.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        server.connect()?.reset()?;
        let mut client = server.connect()?;
        client.send("Hello World from client")?;
        client.finish()?;
        server.expect_stdout(TRANSCRIPT)
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
        let server = LESSON.server().arg("--forever").listen()?;
        let _silent = server.connect()?;
        for served in 1..=3 {
            let mut client = server.connect()?;
            client.send("Hello World from client")?;
            client.finish()?;
            server.expect_stdout(TRANSCRIPT.repeat(served))?;
        }
        Ok(())
    })
}

#[test]
fn the_server_sleeps_while_its_client_is_silent() -> Verdict {
    let teach = Teach {
        wrong: "the server kept the processor busy while nothing arrived, or has ended",
        why: "A blocking read sleeps in the system until bytes arrive. There is no need to ask again and again.",
        book: "One read is not one message",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send("Hello")?;
        server.expect_idle()
    })
}

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    let teach = Teach {
        wrong: "a port that is in use did not end in one clear line",
        why: "Two sockets cannot listen on one address. `listen` returns the system's error; the program around it explains it.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let taken = Listener::bind()?;
        let server = LESSON.server().args(["--addr", &taken.addr()]).start()?;
        let expected = format!("error: cannot listen on {}", taken.addr());
        server.expect_stderr_that(&predicate::str::starts_with(expected).and(predicate::str::contains("--addr")))?;
        server.expect_end(1)?;
        Ok(())
    })
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    let teach = Teach {
        wrong: "Ctrl-C did not end the server with exit status 0",
        why: "A server that runs until it is told to stop must stop when it is told to.",
        book: "Run",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().arg("--forever").listen()?;
        let _silent = server.connect()?;
        server.interrupt()?;
        server.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_client_sends_its_message_and_nothing_else() -> Verdict {
    let teach = Teach {
        wrong: "the bytes the client sent are not its message",
        why: "On the wire stands the message and nothing else: no line end, no length. \
              Then the client says that this was all: it closes its side, by shutdown or by dropping the stream.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).start()?;
        server.accept()?.expect_all("Hello World from client")?;
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
        server.accept()?.expect_all("café ☕")
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
        server.accept()?.expect_close()?;
        client.expect_stdout("client sending: \n")?;
        client.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_client_sends_all_of_a_long_message() -> Verdict {
    let teach = Teach {
        wrong: "a part of a long message was never sent",
        why: "One write may take only a part of the bytes, and returns how many. Go on until none are left (`write_all`).",
        book: "Sending all of it",
    };
    LESSON.check(teach, || {
        let message = "0123456789".repeat(12_000);
        let server = Listener::bind_with_small_buffer()?;
        let _client = LESSON.client().args(["--addr", &server.addr(), &message]).start()?;
        server.accept()?.expect_all(&message)
    })
}

#[test]
fn the_client_says_that_nobody_listens() -> Verdict {
    let teach = Teach {
        wrong: "a refused connection did not end in one clear line",
        why: "`connect` returns the system's error; the program around it explains it and ends with exit status 1.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let port = RefusingPort::bind()?;
        let addr = port.addr()?;
        let client = LESSON.client().args(["--addr", &addr]).start()?;
        let expected = format!("error: cannot connect to {addr}");
        client.expect_stderr_that(
            &predicate::str::starts_with(expected).and(predicate::str::contains("start the server")),
        )?;
        client.expect_end(1)?;
        Ok(())
    })
}

#[test]
fn unknown_arguments_end_with_status_2() -> Verdict {
    let teach = Teach {
        wrong: "an unknown argument was not refused",
        why: "The arguments are given: leave them as they are.",
        book: "Build it",
    };
    LESSON.check(teach, || {
        for program in [LESSON.server(), LESSON.client()] {
            let program = program.arg("--no-such-argument").start()?;
            program.expect_stderr_that(&predicate::str::contains("--no-such-argument"))?;
            program.expect_end(2)?;
        }
        Ok(())
    })
}
