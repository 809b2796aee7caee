//! Graded tests of lesson 04: a message and its reply over TCP.

use std::io::{ErrorKind, Write};
use std::time::Duration;

use harness::{Failure, Lesson, Listener, Running, Server, Teach, Verdict, common, deadline, test};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON);

const MESSAGE: &str = "Hello World from client";
const REPLY: &str = "server received your message";
const SENDING: &str = "client sending: Hello World from client\n";

/// Longer than the time limits of those who take a pause for the end.
const SOME_TIME: Duration = Duration::from_millis(600);

/// What the server prints for one client.
fn served(message: &str) -> String {
    format!("server received: {message}\nserver sending reply\n")
}

/// One conversation with a client that leaves no doubt: it closes its side before it reads the reply.
fn converse(server: &Server, message: impl AsRef<[u8]>) -> Verdict {
    let mut client = server.connect()?;
    client.send(message)?;
    client.finish()?;
    client.expect(REPLY)
}

/// Expects that the client prints exactly `expected` and ends well.
fn expect_client(client: &Running, expected: impl AsRef<[u8]>) -> Verdict {
    client.expect_stdout(&expected)?;
    client.expect_end(0)?;
    // Once more, now that nothing can follow.
    client.expect_stdout(expected)
}

/// Expects that the client ends with one line about what is wrong, and prints nothing about a reply.
fn expect_client_fails(client: &Running) -> Verdict {
    client.wait_end(deadline())?;
    client.expect_stdout(SENDING)?;
    client.expect_error_line(&[])?;
    client.expect_end(1).map(drop)
}

#[test]
fn the_server_reads_a_browsers_request_whole() -> Verdict {
    let teach = Teach {
        wrong: "a message of 1,024 bytes that came in one packet was not printed whole and answered",
        why: "A read returns at most as much as the buffer holds: offer as many bytes as --buffer says (unless told \
              otherwise, 1,024). A buffer that only has room for them, and no length yet, gets 0 bytes, at once. Read \
              once, even when the buffer comes back full: a second read waits for bytes that may never come.",
        book: "What one read returns",
    };
    LESSON.check(teach, || {
        let request = format!("GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {}\r\n\r\n", "x".repeat(1024 - 49));
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(&request)?;
        client.expect(REPLY)?;
        server.expect_stdout(served(&request))
    })
}

#[test]
fn the_server_replies_while_the_client_keeps_its_side_open() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent its message and waits for the reply did not get it",
        why: "The client keeps its side open while it waits. A server that reads on until the client closes waits for it, and \
              it waits for the server: a deadlock. So does one that waits until its buffer is full. Read once, then reply.",
        book: "Who speaks when",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(MESSAGE)?;
        client.expect(REPLY)
    })
}

#[test]
fn what_was_read_is_off_the_socket() -> Verdict {
    let teach = Teach {
        wrong: "with --drop, a message of one read did not get exactly the reply and an orderly end",
        why: "A read takes the bytes off the socket; one that only looks at them (MSG_PEEK) leaves them there. A \
              socket that is closed with bytes in it resets the connection.",
        book: "What one read returns",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().arg("--drop").listen()?;
        let mut client = server.connect()?;
        client.send(MESSAGE)?;
        client.expect_all(REPLY)
    })
}

#[test]
fn the_server_prints_the_message_then_says_that_it_replies() -> Verdict {
    let teach = Teach {
        wrong: "the server's two lines are not as they should be",
        why: "First what came, and of the buffer only as many bytes as the read returned; then \"server sending reply\": the order of \
              the lines is the order of what happens.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(MESSAGE)?;
        client.finish()?;
        server.expect_stdout(served(MESSAGE))
    })
}

#[test]
fn the_reply_is_its_bytes_and_then_the_connection_closes() -> Verdict {
    let teach = Teach {
        wrong: "a client that reads until the server closes did not get exactly the reply",
        why: "The end of the connection is the only end the reply has. No line end follows it, and after it, before it \
              reads on, the server says with `shutdown` (SHUT_WR) that no more will come: the client waits for that.",
        book: "Closing in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(MESSAGE)?;
        client.expect_all(REPLY)
    })
}

#[test]
fn a_client_that_never_closes_is_given_up() -> Verdict {
    let teach = Teach {
        wrong: "a client that does not close was not answered, or not given up afterwards, or reported as lost",
        why: "Once the reply is sent, a read must not wait without end: give it the time limit of --patience \
              (SO_RCVTIMEO), with which it returns an error when nothing comes. Then close the socket, and do not \
              read again. The client has its reply, so it is not lost: that error is not passed on.",
        book: "Closing in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--patience", "20"]).listen()?;
        let mut client = server.connect()?;
        client.send(MESSAGE)?;
        client.expect(REPLY)?;
        // Each byte may start the time anew, so the next comes later.
        let mut time = Duration::from_millis(40);
        while client.stream().write_all(b"x").is_ok() {
            if time > deadline() {
                return Err(Failure::no_answer()
                    .row("sent", format!("\"{MESSAGE}\", then \"x\" after 40 ms, 80 ms, and so on"))
                    .row("expected", "with --patience 20, the server gives up the connection after 20 ms of silence")
                    .row("came", format!("it still takes what comes after {} s", deadline().as_secs())));
            }
            server.wait_end(time)?;
            time *= 2;
        }
        expect_none_lost(&server)
    })
}

/// Expects that the server has not complained about any client.
fn expect_none_lost(server: &Server) -> Verdict {
    // What it wrote before is there now; whether it sleeps, or has ended, is another test's matter.
    let _ = server.expect_idle();
    let said = server.stderr_so_far();
    let said = String::from_utf8_lossy(&said);
    match said.lines().find(|line| line.starts_with("client lost")) {
        Some(line) => {
            Err(Failure::wrong().row("expected", "no word about a client that has its reply").row("came", line))
        }
        None => Ok(()),
    }
}

#[test]
fn a_client_that_sends_without_end_is_given_up() -> Verdict {
    let teach = Teach {
        wrong: "a client that sends without end was not answered, or not given up afterwards",
        why: "A client that never stops would hold its thread as long as it likes. Read at most 16 MiB after the \
              reply, then close the socket.",
        book: "Closing in order",
    };
    LESSON.check(teach, || {
        // Far more than MOST and all that the system keeps on the way.
        const MIB: usize = 64;
        let server = LESSON.server().args(["--patience", "60000"]).listen()?;
        let mut client = server.connect()?;
        client.send(MESSAGE)?;
        client.expect(REPLY)?;
        let part = vec![b'x'; 1024 * 1024];
        for _ in 0..MIB {
            match client.stream().write_all(&part) {
                Ok(()) => {}
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    return Err(Failure::no_answer()
                        .row("expected", "after the reply, the server reads what comes or closes the connection")
                        .row("came", format!("neither, for {} s", deadline().as_secs())));
                }
                Err(_) => return Ok(()),
            }
        }
        Err(Failure::wrong()
            .row("sent", format!("\"{MESSAGE}\", then {MIB} MiB more"))
            .row("expected", "the server reads 16 MiB of the rest, then drops the connection")
            .row("came", format!("it took all {MIB} MiB")))
    })
}

#[test]
fn what_one_read_returned_is_the_message() -> Verdict {
    let teach = Teach {
        wrong: "two messages with a pause between them: the server did not take the first one for its message, and reply",
        why: "Read once, and do not wait a while for more: nobody knows how long that would have to be. What comes later is \
              thrown away after the reply.",
        book: "What one read returns",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send("Hello")?;
        // A server that has replied sleeps now, and so does one that waits for more.
        server.expect_idle()?;
        // Where the system does not tell who sleeps, the reply tells that the read has been.
        let left = if cfg!(any(windows, target_os = "macos")) {
            client.expect(REPLY)?;
            ""
        } else {
            REPLY
        };
        client.send(" World")?;
        client.finish()?;
        client.expect_all(left)?;
        server.expect_stdout(served("Hello"))
    })
}

#[cfg(unix)]
#[test]
fn messages_that_arrived_together_are_one_read() -> Verdict {
    let teach = Teach {
        wrong: "two messages that had both arrived did not come out of one read",
        why: "TCP keeps the order of the bytes, not the borders between writes: one read returns all that has arrived, up to \
              the size of the buffer.",
        book: "What one read returns",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        // Stopped, the server cannot read between the two; the system takes connection and bytes all the same.
        server.signal("STOP")?;
        let mut client = server.connect()?;
        client.send("Hello ")?;
        client.send("World")?;
        client.finish()?;
        server.signal("CONT")?;
        client.expect(REPLY)?;
        server.expect_stdout(served("Hello World"))
    })
}

#[test]
fn the_server_reads_no_more_than_the_size_it_is_given() -> Verdict {
    let teach = Teach {
        wrong: "with --buffer 8, the first 8 bytes were not taken for the message",
        why: "The server reads once, and as many bytes as --buffer says, whatever that is: not a size of your own.",
        book: "What one read returns",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--buffer", "8"]).listen()?;
        converse(&server, MESSAGE)?;
        // What it would make of the rest, it has made then. That it rests is another test's matter.
        let _ = server.expect_idle();
        server.expect_stdout(served("Hello Wo"))
    })
}

#[test]
fn blanks_and_line_ends_are_a_message() -> Verdict {
    let teach = Teach {
        wrong: "a message of a blank and a line end was not printed as it came and answered",
        why: "Only where no byte came is there no message. A blank is a byte like any other: count the bytes \
              themselves, and trim nothing.",
        book: "Who speaks when",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        converse(&server, " \r\n")?;
        server.expect_stdout(served(" \r\n"))
    })
}

#[test]
fn the_server_shows_bytes_that_are_not_text() -> Verdict {
    let teach = Teach {
        wrong: "a message with bytes that are not text was not shown byte for byte",
        why: "Anybody may connect and send any bytes. Those that are not UTF-8 are shown as \\xNN each: to decode the \
              message strictly fails on them, and to replace them loses them. A zero is a byte of the message too: \
              how many bytes came is what the read returns.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        converse(&server, b"\xff\xfeHel\0lo\x80\0")?;
        server.expect_stdout(served("\\xff\\xfeHel\0lo\\x80\0"))
    })
}

#[test]
fn a_connection_without_a_byte_is_not_a_message() -> Verdict {
    let teach = Teach {
        wrong: "connections that opened and closed without a byte were not passed over in silence, or the server kept something of them",
        why: "Browsers open connections that they do not use. Where a read returns 0 bytes nobody has spoken, and nobody \
              will: print nothing, send nothing, close, and read no more. It is no error either. When the client has left, its \
              socket and its thread go too.",
        book: "Who speaks when",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let before = server.kept();
        for number in 0..1000 {
            let mut idle = server.connect()?;
            idle.finish()?;
            idle.expect_close()?;
            // Before hundreds of threads are busy at once.
            if number == 0 {
                server.expect_idle()?;
            }
        }
        converse(&server, MESSAGE)?;
        server.expect_stdout(served(MESSAGE))?;
        server.expect_stderr_that(&predicate::str::contains("client lost").not())?;
        server.expect_nothing_kept(before, 60)
    })
}

#[test]
fn a_silent_client_keeps_nobody_waiting() -> Verdict {
    let teach = Teach {
        wrong: "while one client was silent, the others were not served",
        why: "A read waits until something arrives, however long that takes. Each client has a thread of its own, which sleeps \
              in its read.",
        book: "Who speaks when",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let _silent = server.connect()?;
        for count in 1..=3 {
            converse(&server, MESSAGE)?;
            server.expect_stdout(served(MESSAGE).repeat(count))?;
        }
        // Before the silent client leaves: what that does to the server is another test's matter.
        drop(server);
        Ok(())
    })
}

#[test]
fn the_server_sleeps_while_nothing_arrives() -> Verdict {
    let teach = Teach {
        wrong: "the server kept the processor busy while nothing arrived, or has ended",
        why: "A read sleeps in the system until bytes arrive. Where it returns 0, the client has closed: reading on returns 0 \
              again and again, at once.",
        book: "Closing in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(MESSAGE)?;
        client.finish()?;
        client.read_to_end()?;
        let _silent = server.connect()?;
        server.expect_idle()?;
        drop(server);
        Ok(())
    })
}

#[test]
fn the_server_outlives_resets_at_every_stage() -> Verdict {
    let teach = Teach {
        wrong: "after connections that broke, the server did not say so, or did not serve the next client",
        why: "Clients crash and networks fail: every read and every write may return an error. The server says \
              \"client lost: …\" and serves the others.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        server.connect()?.reset()?;
        // Some systems report the reset when the connection is taken.
        let reported =
            predicate::str::contains("client lost: ").or(predicate::str::contains("cannot take a connection: "));
        server.expect_stderr_that(&reported)?;
        let mut before_the_reply = server.connect()?;
        before_the_reply.send("lost")?;
        before_the_reply.reset()?;
        let mut after_the_reply = server.connect()?;
        after_the_reply.send("heard")?;
        after_the_reply.expect(REPLY)?;
        after_the_reply.reset()?;
        converse(&server, MESSAGE)?;
        server.expect_stdout_that(&predicate::str::contains("server received: Hello World from client\n"))
    })
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    common::ctrl_c_ends_the_server(LESSON, "Run", &[&[]], |server| converse(server, MESSAGE))
}

#[test]
fn the_server_discards_in_order_what_it_does_not_read() -> Verdict {
    let teach = Teach {
        wrong: "after a message longer than one read, or one with much after it, the connection was not closed in order",
        why: "Closing a socket that holds unread bytes resets the connection (RST), and the reply can be lost on the \
              way. After the reply, shut down the writing direction alone (SHUT_WR, in Rust `Shutdown::Write`), then read \
              and throw away what still comes, to its end. Once both directions are shut down (SHUT_RDWR, \
              `Shutdown::Both`), a read finds an end that is none, and what the client still sends stays unread.",
        book: "Closing in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send("0123456789".repeat(30_000))?;
        client.expect(REPLY)?;
        client.send_split(["and", "still", "more"])?;
        // Less than MOST, and more than the buffers between the programs hold.
        client.send("0123456789".repeat(1_200_000))?;
        client.finish()?;
        client.expect_close()?;
        server.expect_stdout_that(&predicate::str::starts_with("server received: 0123456789"))
    })
}

#[test]
fn what_comes_after_the_reply_is_taken_and_not_answered() -> Verdict {
    let teach = Teach {
        wrong: "after its reply, the server did not read on in silence until the client closed",
        why: "What comes later must not meet a socket that is closed, for reading alone too (SHUT_RDWR), and is \
              neither printed nor answered: `shutdown` (SHUT_WR) after the reply, then read and throw away until a \
              read returns 0.",
        book: "Closing in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send("Hello")?;
        client.expect(REPLY)?;
        server.expect_stdout_that(&predicate::str::contains("Hello"))?;
        client.send_split([" from", " a", " client"])?;
        client.finish()?;
        client.expect_close()?;
        converse(&server, "Again")?;
        let alone = predicate::str::contains("Again").and(predicate::str::contains(" from").not());
        server.expect_stdout_that(&alone)
    })
}

#[test]
fn the_server_waits_for_a_client_that_takes_its_time() -> Verdict {
    let teach = Teach {
        wrong: "a client that spoke a while after it had connected got no reply, or what one sent a while after its reply was not taken",
        why: "A client may be silent for as long as it likes before it speaks. The read of the message needs no time \
              limit, not one of seconds either; only the reads after the reply have one, and it is that of \
              --patience: until then the server reads on.",
        book: "Who speaks when",
    };
    LESSON.check(teach, || {
        // Two servers: one that has only a silent client, whose own limits show, and one that waits after its reply.
        let patient = LESSON.server().args(["--patience", "20000"]).listen()?;
        let mut client = patient.connect()?;
        client.send(MESSAGE)?;
        client.expect(REPLY)?;
        let server = LESSON.server().listen()?;
        let mut silent = server.connect()?;
        server.wait_out(SOME_TIME)?;
        client.send_split(["more", "and more"])?;
        client.finish()?;
        client.expect_close()?;
        patient.expect_stdout(served(MESSAGE))?;
        silent.send(MESSAGE)?;
        silent.expect(REPLY)?;
        silent.finish()?;
        silent.expect_close()?;
        server.expect_stdout(served(MESSAGE))
    })
}

#[cfg(unix)]
#[test]
fn the_client_says_that_it_could_not_send() -> Verdict {
    let teach = Teach {
        wrong: "the connection broke while the client was sending, and it did not say so in one clear line, or went on",
        why: "A write can fail in the middle of a message. Pass its error on, do not ignore it, and do not break off: \
              the program says it in one line, and sends no further message.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let long = "0123456789".repeat(12_000);
        let server = Listener::bind_with_small_packets()?;
        let client = LESSON.client().args(["--addr", &server.addr(), &long, "more"]).start()?;
        let peer = server.accept()?;
        let sending = format!("client sending: {long}\n");
        let _ = client.expect_stdout_that(&predicate::str::ends_with("\n"));
        let _ = client.expect_idle();
        if client.stdout_so_far().len() > sending.len() {
            // A system that takes all of it before anybody reads cannot tell.
            return Ok(());
        }
        peer.reset()?;
        client.expect_end(1)?;
        client.expect_error_line(&[])?;
        client.expect_stdout(sending)
    })
}

#[test]
fn the_client_sends_its_message_and_nothing_else() -> Verdict {
    let teach = Teach {
        wrong: "the client did not send its message, or sent something else, or did not say what it sends",
        why: "The client speaks first: it prints its line, and sends the bytes of the message, blanks and all, and nothing else. \
              Then it waits for what the server says, with the connection open.",
        book: "Who speaks when",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr(), " café ☕ "]).start()?;
        let mut peer = server.accept()?;
        peer.expect(" café ☕ ")?;
        client.expect_stdout("client sending:  café ☕ \n")?;
        peer.send("message received")?;
        peer.finish()?;
        peer.expect_close()
    })
}

#[test]
fn the_client_sends_every_message_whole() -> Verdict {
    let teach = Teach {
        wrong: "a part of the messages was never sent",
        why: "One write may take only a part of the bytes, and returns how many: go on until none are left. And no `shutdown` \
              after a message: the connection stays open for the next one.",
        book: "Who speaks when",
    };
    LESSON.check(teach, || {
        // Windows takes command lines of 32,767 characters at most.
        let long = "0123456789".repeat(if cfg!(windows) { 3_000 } else { 12_000 });
        let server = Listener::bind_with_small_buffer()?;
        let client = LESSON.client().args(["--addr", &server.addr(), &long, "and", "more"]).start()?;
        let mut peer = server.accept()?;
        peer.expect(long.clone() + "andmore")?;
        client.expect_stdout(format!("client sending: {long}\nclient sending: and\nclient sending: more\n"))
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
        book: "What one read returns",
    };
    LESSON.check(teach, || {
        let long = "0123456789".repeat(12_000);
        let server = Listener::bind_with_small_packets()?;
        let client = LESSON.client().args(["--addr", &server.addr(), &long]).start()?;
        let mut peer = server.accept()?;
        // Nobody reads yet: the client waits in its write, after the system has taken a part. One that has ended shows
        // what it did in what came.
        let _ = client.expect_stdout_that(&predicate::str::ends_with("\n"));
        for _ in 0..2 {
            let _ = client.expect_idle();
            let _ = client.stop_and_continue();
        }
        peer.expect(&long)
    })
}

#[test]
fn the_client_says_that_the_connection_was_reset() -> Verdict {
    let teach = Teach {
        wrong: "a connection that broke in the middle of the reply did not end in one clear line",
        why: "A part of a reply is not the reply: read until a read returns 0. One that fails before that, perhaps only \
              the second, has an error: pass it on, and the program says it in one line.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).start()?;
        let mut peer = server.accept()?;
        peer.expect(MESSAGE)?;
        peer.send("server rec")?;
        peer.reset()?;
        expect_client_fails(&client)
    })
}

#[test]
fn the_two_programs_print_the_transcript() -> Verdict {
    let teach = Teach {
        wrong: "server and client did not print the transcript of the lesson",
        why: "Each of the two speaks once: the client sends, the server prints and replies, the client prints the \
              reply. Where only the first bytes of the message came, the client may have sent it in pieces: hand it \
              over whole, in one call.",
        book: "Run",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let client = LESSON.client().arg("--addr").arg(server.addr().to_string()).start()?;
        expect_client(&client, format!("{SENDING}client received: {REPLY}\n"))?;
        server.expect_stdout(served(MESSAGE))
    })
}

#[test]
fn the_client_sends_its_message_and_prints_the_reply() -> Verdict {
    let teach = Teach {
        wrong: "the client did not send its message, or did not print the reply",
        why: "The client speaks first: it sends the bytes of the message, blanks and all, and nothing else. Then it reads what \
              the server says.",
        book: "Who speaks when",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr(), " café ☕ "]).start()?;
        let mut peer = server.accept()?;
        peer.expect(" café ☕ ")?;
        peer.send("message received")?;
        peer.finish()?;
        peer.expect_close()?;
        expect_client(&client, "client sending:  café ☕ \nclient received: message received\n")
    })
}

#[test]
fn the_client_reads_a_reply_that_comes_in_parts() -> Verdict {
    let teach = Teach {
        wrong: "a reply that came in three packets was not printed whole",
        why: "What holds for the server's read holds for the client's: it returns what has arrived. This reply ends where the \
              server closes, so read until a read returns 0 bytes.",
        book: "Reading the reply to its end",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).start()?;
        let mut peer = server.accept()?;
        peer.expect(MESSAGE)?;
        peer.send_split(["server received", " your", " message"])?;
        peer.finish()?;
        expect_client(&client, format!("{SENDING}client received: {REPLY}\n"))
    })
}

#[test]
fn the_client_waits_for_a_reply_that_takes_its_time() -> Verdict {
    let teach = Teach {
        wrong: "the client did not wait for a reply that came late, or not for all of it",
        why: "A server may need a while. That nothing comes for a moment is not the end of the reply, and no error: only a \
              read that returns 0 is the end. The client's reads need no time limit, not one of seconds or minutes either.",
        book: "Reading the reply to its end",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let begun = REPLY.split_at("server received".len());
        let mut clients = Vec::new();
        for (before, after) in [("", REPLY), begun] {
            let client = LESSON.client().args(["--addr", &server.addr()]).start()?;
            let mut peer = server.accept()?;
            peer.expect(MESSAGE)?;
            peer.send(before)?;
            clients.push((client, peer, after));
        }
        clients[0].0.wait_out(SOME_TIME)?;
        for (client, peer, after) in &mut clients {
            if client.wait_out(Duration::ZERO)?.is_some() {
                return Err(Failure::wrong()
                    .row("expected", "the client waits for what is still to come, however long that takes")
                    .row("came", "the client has ended"));
            }
            peer.send(after)?;
            peer.finish()?;
            expect_client(client, format!("{SENDING}client received: {REPLY}\n"))?;
        }
        Ok(())
    })
}

#[test]
fn the_client_reads_a_reply_longer_than_any_buffer() -> Verdict {
    let teach = Teach {
        wrong: "a reply of 110,000 lines was not printed whole",
        why: "A buffer holds a part of a long reply, and a line end is a byte like any other, at the end too. Collect the \
              parts until a read returns 0 bytes, and trim nothing.",
        book: "Reading the reply to its end",
    };
    LESSON.check(teach, || {
        let reply = "012345678\n".repeat(110_000);
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).start()?;
        let mut peer = server.accept()?;
        peer.expect(MESSAGE)?;
        peer.send(&reply)?;
        peer.finish()?;
        // A client that reads byte by byte is right too, and may be busy for longer than others.
        let _ = client.expect_idle().or_else(|_| client.expect_idle());
        expect_client(&client, format!("{SENDING}client received: {reply}\n"))
    })
}

#[test]
fn the_client_shows_a_reply_that_is_not_text() -> Verdict {
    let teach = Teach {
        wrong: "of a reply with bytes that are not UTF-8 (shown as \\xNN) and zeros, not all bytes were shown",
        why: "The server may send any bytes, too. What is no UTF-8 is shown as \\xNN, byte for byte. A zero is a byte \
              like others, not the end.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).start()?;
        let mut peer = server.accept()?;
        peer.expect(MESSAGE)?;
        peer.send(b"\xffser\0ver\xc3\0")?;
        peer.finish()?;
        expect_client(&client, format!("{SENDING}client received: \\xffser\0ver\\xc3\0\n"))
    })
}

#[test]
fn the_client_says_that_no_reply_came() -> Verdict {
    let teach = Teach {
        wrong: "a server that closed without a reply did not end in one clear line",
        why: "No bytes are no reply. The client says so and ends with exit status 1: who called it must see that it failed.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).start()?;
        let mut peer = server.accept()?;
        peer.expect(MESSAGE)?;
        peer.finish()?;
        expect_client_fails(&client)
    })
}

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    common::the_server_says_that_an_address_is_in_use(LESSON, "Build it")
}

#[test]
fn the_client_says_that_nobody_listens() -> Verdict {
    common::the_client_says_that_nobody_listens(
        LESSON,
        "Build it",
        |client, addr| client.args(["--addr", addr]),
        &[("127.0.0.1", "127.0.0.1")],
    )
}

#[test]
fn bad_arguments_end_with_status_2() -> Verdict {
    let teach = Teach {
        wrong: "a bad argument was not refused",
        why: "What cannot be understood is refused before anything is done: exit status 2, and the argument on \
              standard error.",
        book: "Build it",
    };
    LESSON.check(teach, || {
        let server = LESSON.server();
        for program in [server.arg("--no-such-argument"), LESSON.client().arg("--pause=soon"), LESSON.client().arg("")]
        {
            let program = program.start()?;
            program.expect_error_line(&[])?;
            program.expect_end(2)?;
        }
        Ok(())
    })
}

#[cfg(not(unix))]
harness::tests_left_out! {
    messages_that_arrived_together_are_one_read: "a test cannot stop a program until both messages are there on this system",
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
    the_client_goes_on_after_a_write_that_took_a_part: "a test cannot stop a program in the middle of a write on this system",
    the_client_says_that_it_could_not_send: "a connection cannot be made to take little at a time on this system",
}
