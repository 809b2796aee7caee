//! Graded tests of lesson 02: the same message over UDP, datagram by datagram.

use std::net::ToSocketAddrs;
use std::time::Duration;

use harness::{DatagramPeer, Failure, Lesson, Program, Server, Teach, Verdict, error_line, test, visible};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON);

const MESSAGE: &str = "Hello World from client";
const TRANSCRIPT: &str = "server received: Hello World from client\n";
/// What a client of the course says whose socket does not know where to send.
const MISSING: &str = "`connect` is missing";

/// A server that counts, and has a long wait only where the test says so. It begins to read when Enter is pressed: so
/// everything a test sends has arrived before, and nothing depends on how fast anybody is.
fn counting_server(total: u32) -> Program {
    LESSON.server().args(["--hold", "--patience", "50", "--count", &total.to_string()]).stdin_open()
}

#[test]
fn the_server_prints_what_came_in_one_datagram_and_ends() -> Verdict {
    let teach = Teach {
        wrong: "the server did not print the message of a datagram and end",
        why: "One receive returns one whole datagram, and how many bytes of the buffer it fills: print just these. Without --forever, one is enough.",
        book: "One receive is one datagram",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        DatagramPeer::bind()?.send(server.addr(), MESSAGE)?;
        server.expect_stdout(TRANSCRIPT)?;
        server.expect_end(0)?;
        server.expect_stdout(TRANSCRIPT)
    })
}

#[test]
fn the_server_receives_at_the_address_it_is_given() -> Verdict {
    let teach = Teach {
        wrong: "the server did not print a datagram that was sent to the address in --addr",
        why: "`bind` gives the socket the address that follows --addr, and that is all it needs. A socket that is also \
              connected takes datagrams from one sender only.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let client = DatagramPeer::bind()?;
        let server = server_on_a_known_port()?;
        client.send(server.addr(), MESSAGE)?;
        server.expect_stdout(TRANSCRIPT)?;
        if let Some(client) = DatagramPeer::bind_ipv6()? {
            let server = LESSON.server().listen_on("[::1]:0")?;
            client.send(server.addr(), MESSAGE)?;
            server.expect_stdout(TRANSCRIPT)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_knows_its_address_by_name() -> Verdict {
    let teach = Teach {
        wrong: "the server did not receive at a name (`--addr localhost:0`), or a text that is no address did not end in one clear line",
        why: "The host may be a name: let the system find the address that belongs to it (`getaddrinfo`, or what your \
              library has for `bind`). Where none is found, that is an error like others.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        if ("localhost", 0).to_socket_addrs().is_ok() {
            let server = LESSON.server().listen_on("localhost:0")?;
            let client = if server.addr().is_ipv6() { DatagramPeer::bind_ipv6()? } else { Some(DatagramPeer::bind()?) };
            if let Some(client) = client {
                client.send(server.addr(), MESSAGE)?;
                server.expect_stdout(TRANSCRIPT)?;
            }
        }
        let server = LESSON.server().args(["--addr", "nonsense"]).start()?;
        server.expect_error_line(&["nonsense"])?;
        server.expect_end(1)?;
        Ok(())
    })
}

/// A server that is given the number of a port instead of 0. The port was free a moment ago; when another program has
/// taken it meanwhile, another port is tried.
fn server_on_a_known_port() -> Verdict<Server> {
    let start = || {
        let addr = DatagramPeer::bind()?.addr();
        LESSON.server().listen_on(&addr)
    };
    start().or_else(|_| start()).or_else(|_| start())
}

#[test]
fn the_server_sends_nothing_back() -> Verdict {
    let teach = Teach {
        wrong: "the server did not print two datagrams, or it sent something back",
        why: "This server only receives. A sender that wants no reply does not read it, and over UDP anybody may have sent the question.",
        book: "One receive is one datagram",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().arg("--forever").listen()?;
        let client = DatagramPeer::bind()?;
        client.send(server.addr(), "Hello")?;
        server.expect_stdout("server received: Hello\n")?;
        client.send(server.addr(), "World")?;
        server.expect_stdout("server received: Hello\nserver received: World\n")?;
        client.expect_no_more()
    })
}

#[test]
fn the_server_keeps_two_datagrams_apart() -> Verdict {
    let teach = Teach {
        wrong: "two datagrams were not printed as two messages",
        why: "UDP keeps boundaries: each datagram is a message, and one receive takes exactly one of them, even when more are waiting.",
        book: "One receive is one datagram",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--forever", "--hold"]).stdin_open().listen()?;
        let client = DatagramPeer::bind()?;
        client.send(server.addr(), "Hello")?;
        client.send(server.addr(), "World")?;
        server.type_line("")?;
        server.expect_stdout("server received: Hello\nserver received: World\n")
    })
}

#[test]
fn the_server_takes_an_empty_datagram_for_a_message() -> Verdict {
    let teach = Teach {
        wrong: "empty datagrams, and one with content between them, were not printed as messages of their own",
        why: "Over TCP, 0 bytes mean that the client has closed. UDP has nothing to close: 0 bytes are a datagram without content.",
        book: "An empty datagram is not an end",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--forever", "--hold"]).stdin_open().listen()?;
        let client = DatagramPeer::bind()?;
        for datagram in ["", "Hello", ""] {
            client.send(server.addr(), datagram)?;
        }
        server.type_line("")?;
        server.expect_stdout("server received: \nserver received: Hello\nserver received: \n")?;

        let server = LESSON.server().listen()?;
        client.send(server.addr(), "")?;
        server.expect_stdout("server received: \n")?;
        server.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_server_receives_from_every_sender() -> Verdict {
    let teach = Teach {
        wrong: "with --forever, datagrams of several senders were not all printed as they came",
        why: "A UDP socket has no connection: it takes what anybody sends to its address, in turn.",
        book: "One receive is one datagram",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().arg("--forever").listen()?;
        let first = DatagramPeer::bind()?;
        let mut expected = Vec::new();
        for _ in 1..=3 {
            let another = DatagramPeer::bind()?;
            for (client, message) in [(&first, "from the first"), (&another, "from another")] {
                client.send(server.addr(), message)?;
                expected.push(format!("server received: {message}\n"));
                server.expect_stdout(expected.concat())?;
            }
        }
        Ok(())
    })
}

#[test]
fn the_server_shows_bytes_that_are_not_text() -> Verdict {
    let teach = Teach {
        wrong: "datagrams with other bytes than text (shown as \\xNN), zero bytes and blanks were not all printed, each whole",
        why: "Anybody may send any bytes. The server shows those that are not text, and does not fail on them.",
        book: "One receive is one datagram",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--forever", "--hold"]).stdin_open().listen()?;
        let client = DatagramPeer::bind()?;
        client.send(server.addr(), b"\xff\xfeHello\x80\n")?;
        client.send(server.addr(), b"Hello\0World\0")?;
        client.send(server.addr(), " caf\u{e9} ")?;
        server.type_line("")?;
        server.expect_stdout(
            "server received: \\xff\\xfeHello\\x80\n\nserver received: Hello\0World\0\nserver received:  café \n",
        )
    })
}

#[test]
fn the_server_prints_all_of_a_datagram_that_fits_into_its_buffer() -> Verdict {
    let teach = Teach {
        wrong: "a datagram as long as the buffer was not taken for one that fits: printed whole, without complaint",
        why: "What does not fit into the buffer of one receive is gone: offer as many bytes as --buffer says, and more \
              than that for one that is cut.",
        book: "Too long is cut",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let message = "0123456789abcdef".repeat(64);
        DatagramPeer::bind()?.send(server.addr(), &message)?;
        server.expect_stdout(format!("server received: {message}\n"))?;

        let server = LESSON.server().args(["--buffer", "8000"]).listen()?;
        let message = "0123456789".repeat(800);
        DatagramPeer::bind()?.send(server.addr(), &message)?;
        server.expect_stdout(format!("server received: {message}\n"))?;
        let ended = server.expect_end(0)?;
        if String::from_utf8_lossy(&ended.stderr).contains("longer than") {
            return Err(Failure::wrong()
                .row("expected", "no word of a datagram that is too long: 8,000 bytes fit into a buffer of 8,000")
                .row("came", visible(&ended.stderr)));
        }
        Ok(())
    })
}

#[test]
fn the_server_sleeps_while_nothing_comes() -> Verdict {
    let teach = Teach {
        wrong: "the server did not sleep until a datagram came, however late, and print it",
        why: "A receive sleeps in the system until a datagram arrives, however long that takes. There is no need to \
              ask again and again, nor for a time limit of your own. On a socket that was made non-blocking, it does \
              not sleep: it returns at once, with the error EWOULDBLOCK.",
        book: "One receive is one datagram",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        server.expect_idle()?;
        if server.wait_out(Duration::from_millis(600))?.is_some() {
            return Err(Failure::wrong()
                .row("expected", "the server waits for a datagram")
                .row("came", "it has ended without one"));
        }
        DatagramPeer::bind()?.send(server.addr(), MESSAGE)?;
        server.expect_stdout(TRANSCRIPT)
    })
}

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    let teach = Teach {
        wrong: "a port that is in use did not end in one clear line and exit status 1",
        why: "Two UDP sockets cannot have one address, unless both ask for it (SO_REUSEADDR, SO_REUSEPORT): then each \
              datagram goes to one of them, and nobody knows to which. A plain `bind` returns the system's error: say \
              it in one line.",
        book: "One receive is one datagram",
    };
    LESSON.check(teach, || {
        let taken = DatagramPeer::bind()?;
        let first = LESSON.server().listen()?;
        // Another program's port, and one that a second server of this kind could only share with the first.
        for addr in [taken.addr(), first.addr().to_string()] {
            let server = LESSON.server().args(["--addr", &addr]).start()?;
            server.expect_end(1)?;
            server.expect_error_line(&[&addr])?;
        }
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
        for args in ["--forever", "--hold"] {
            let server = LESSON.server().arg(args).stdin_open().listen()?;
            server.interrupt()?;
            server.expect_end(0)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_cuts_a_datagram_that_is_too_long() -> Verdict {
    let teach = Teach {
        wrong: "with a buffer of 8 bytes, a datagram of 23 was not cut and reported, or one of 8 not printed whole",
        why: "One receive takes one datagram; what does not fit is gone. Receive into one byte more than is kept: a \
              datagram that fills it too was cut.",
        book: "Too long is cut",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--forever", "--buffer", "8", "--hold"]).stdin_open().listen()?;
        let client = DatagramPeer::bind()?;
        client.send(server.addr(), MESSAGE)?;
        client.send(server.addr(), "Good day")?;
        server.type_line("")?;
        server.expect_stdout("server received: Hello Wo\nserver received: Good day\n")?;
        server.expect_stderr_that(&predicate::str::contains("longer than").count(1))
    })
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_counting() -> Verdict {
    let teach = Teach {
        wrong: "Ctrl-C did not end a server that waits for numbers, or it did not wait for them",
        why: "Before the first number has come, the server waits for it without a limit, and sleeps; it must stop when it is told to.",
        book: "Counting what never came",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--count", "3", "--patience", "50"]).listen()?;
        server.expect_idle()?;
        if server.wait_end(Duration::from_millis(300))?.is_some() {
            return Err(Failure::wrong()
                .row("expected", "with --patience 50, the server waits for the first number all the same, however long")
                .row("came", "it has ended without one"));
        }
        server.interrupt()?;
        server.expect_end(0)?;
        Ok(())
    })
}

/// What a server that does not end has to be told, whatever the test is about.
const NEVER_ENDS: &str = "the server stops when all numbers have come, or when no new one has come for a while; before \
                          the first new one it waits for ever. Was a number counted that came for the first time?";

/// Lets the server read what has arrived, and expects that it then prints this report and ends.
fn expect_report(server: &Server, report: &str) -> Verdict {
    server.type_line("")?;
    server.expect_end(0).map_err(|failure| failure.row("note", NEVER_ENDS))?;
    server.expect_stdout(report)
}

#[test]
fn the_server_says_which_numbers_never_came() -> Verdict {
    let teach = Teach {
        wrong: "the server did not report exactly how many came, and which numbers never did",
        why: "Numbers begin with 1, places in a list with 0. A number is missing when nothing ticked it off, the first and the last included. \
              Of numbers that follow each other, two or more, the first and the last are written.",
        book: "Counting what never came",
    };
    LESSON.check(teach, || {
        for (total, sent, report) in [
            (10, &[2, 3, 5, 10][..], "received 4 of 10\nnever came: 1, 4, 6-9\n"),
            (10, &[1, 9, 2], "received 3 of 10\nnever came: 3-8, 10\n"),
            (5, &[5, 4, 1], "received 3 of 5\nnever came: 2-3\n"),
            (3, &[3, 1, 2], "received 3 of 3\nnever came: none\n"),
        ] {
            let server = counting_server(total).listen()?;
            let client = DatagramPeer::bind()?;
            for number in sent {
                client.send(server.addr(), format!("{number} of {total}"))?;
            }
            expect_report(&server, report)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_counts_a_duplicate_once() -> Verdict {
    let teach = Teach {
        wrong: "the server did not report exactly what came and what never did when some datagrams came more than once",
        why: "UDP may deliver a datagram twice. Only the first time is news: look whether the number is ticked off already. The last number has its place in the list too.",
        book: "Counting what never came",
    };
    LESSON.check(teach, || {
        let server = counting_server(4).listen()?;
        let client = DatagramPeer::bind()?;
        for number in [1, 1, 1, 1, 4, 4, 2] {
            client.send(server.addr(), format!("{number} of 4"))?;
        }
        expect_report(&server, "received 3 of 4\nnever came: 3\n")
    })
}

#[test]
fn the_server_ignores_what_it_does_not_count() -> Verdict {
    let teach = Teach {
        wrong: "the server did not report exactly what came when datagrams with other content, or with numbers outside the list, came too",
        why: "Anybody may send anything to a UDP port. A number may be 0, or larger than any in the list: then there \
              is nothing to tick off; and what belongs to another count is none of yours. Compare it as it is: a \
              conversion to a smaller type cuts large numbers off, so that 4294967297 becomes 1.",
        book: "Counting what never came",
    };
    LESSON.check(teach, || {
        let server = counting_server(4).listen()?;
        let client = DatagramPeer::bind()?;
        client.send(server.addr(), "2 of 4")?;
        for other in [
            "0 of 4",
            "5 of 4",
            "257 of 4",
            "65537 of 4",
            "4294967297 of 4",
            "18446744073709551615 of 4",
            "-1 of 4",
            "1 of 5",
            "4 of 40",
            " of 4",
            "1 xx 4",
            "1  of 4",
            " 4 of 4",
            "4 of 4 4",
            "two",
            "",
            " ",
        ] {
            client.send(server.addr(), other)?;
        }
        client.send(server.addr(), b"\xff\xfe of 4")?;
        client.send(server.addr(), "3 of 4    ")?;
        expect_report(&server, "received 2 of 4\nnever came: 1, 4\n")
    })
}

// Only Unix has the signals that interrupt a receive which waits.
#[cfg(unix)]
#[test]
fn the_server_counts_on_after_it_was_stopped_and_continued() -> Verdict {
    let teach = Teach {
        wrong: "the server was stopped while it waited for a number, and continued, and did not count all that came",
        why: "A signal interrupts a receive that has a time limit: it returns the error EINTR, which says nothing of any datagram. \
              Receive again; only other errors are passed on.",
        book: "Too long is cut",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--count", "2", "--patience", "60000"]).listen()?;
        let client = DatagramPeer::bind()?;
        client.send(server.addr(), "1 of 2")?;
        // It waits for the second one then, with a limit.
        let _ = server.expect_idle();
        server.stop_and_continue()?;
        client.send(server.addr(), "2 of 2")?;
        server.expect_end(0)?;
        server.expect_stdout("received 2 of 2\nnever came: none\n")
    })
}

#[cfg(unix)]
#[test]
fn the_server_stops_although_old_numbers_go_on_coming() -> Verdict {
    let teach = Teach {
        wrong: "old numbers that went on coming put the end of the counting off",
        why: "Only a new number begins the time anew. What has arrived is taken even when the time is up, but old numbers may go on for \
              ever: where --patience has passed twice without a new one, stop at the next old one.",
        book: "Counting what never came",
    };
    LESSON.check(teach, || {
        const PATIENCE: u64 = 200;
        let server = LESSON.server().args(["--count", "2", "--patience", &PATIENCE.to_string()]).listen()?;
        let client = DatagramPeer::bind()?;
        client.send(server.addr(), "1 of 2")?;
        let _ = server.expect_idle();
        // Stopped, it cannot take the old numbers before the time is over; a new one comes after them.
        server.stop()?;
        for number in [1, 1, 1, 1, 1, 2] {
            client.send(server.addr(), format!("{number} of 2"))?;
        }
        server.wait_end(Duration::from_millis(3 * PATIENCE))?;
        server.signal("CONT")?;
        server.expect_end(0).map_err(|failure| failure.row("note", NEVER_ENDS))?;
        server.expect_stdout("received 1 of 2\nnever came: 2\n")
    })
}

#[test]
fn the_server_tells_real_loss_exactly() -> Verdict {
    const SENT: usize = 5000;
    let teach = Teach {
        wrong: "the report is not exact when the system drops datagrams because the receive buffer is full",
        why: "The system drops what finds the receive buffer full, and tells nobody. What was received and what never came make up all that was sent.",
        book: "Counting what never came",
    };
    LESSON.check(teach, || {
        let server = counting_server(5000).args(["--receive-buffer", "4096"]).listen()?;
        let client = DatagramPeer::bind()?;
        for number in 1..=SENT {
            client.send(server.addr(), format!("{number} of {SENT}"))?;
        }
        server.type_line("")?;
        let ended = server.expect_end(0).map_err(|failure| failure.row("note", NEVER_ENDS))?;
        let stdout = String::from_utf8_lossy(&ended.stdout).into_owned();
        let report = Report::read(&stdout, SENT).filter(|report| report.received > 0 && report.missing > 0);
        if report.is_some_and(|report| report.received + report.missing == SENT) {
            return Ok(());
        }
        Err(Failure::wrong()
            .row(
                "expected",
                "received R of 5000, and as \"never came\" as many numbers as are left, none of them twice",
            )
            .row("came", stdout.chars().take(600).collect::<String>()))
    })
}

#[test]
fn the_client_says_that_it_cannot_connect() -> Verdict {
    let teach = Teach {
        wrong: "an address to which nothing may be sent (255.255.255.255, everybody at once) did not end in one clear line and exit status 1",
        why: "`bind` and `connect` return the system's errors: pass them on, do not ignore them, and do not break off: \
              the program says each in one line.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        if !cfg!(target_os = "linux") {
            return harness::left_out("an address that `connect` refuses", "this system may find that out at `send`");
        }
        let client = LESSON.client().args(["--addr", "255.255.255.255:9"]).start()?;
        client.expect_end(1)?;
        // Whoever finds it out by sending is right too; one who has lost the error of `connect` reads that it is missing.
        let connected = predicate::str::contains(MISSING).not();
        client.expect_stderr_that(&error_line(&[]).and(connected))
    })
}

/// What a server reported: how many it received, and how many numbers it gave as missing.
struct Report {
    received: usize,
    missing: usize,
}

impl Report {
    /// `None` when it is not in the form of a report, or its numbers are not in order or not in `1..=total`.
    fn read(stdout: &str, total: usize) -> Option<Self> {
        let (received, missing) = stdout.trim_end().split_once('\n')?;
        let received = received.strip_prefix("received ")?.strip_suffix(&format!(" of {total}"))?.parse().ok()?;
        let mut report = Self { received, missing: 0 };
        let mut last = 0;
        for run in missing.strip_prefix("never came: ")?.split(", ") {
            let (from, to) = run.split_once('-').unwrap_or((run, run));
            let (from, to): (usize, usize) = (from.parse().ok()?, to.parse().ok()?);
            if from <= last || to < from || to > total {
                return None;
            }
            report.missing += to - from + 1;
            last = to;
        }
        Some(report)
    }
}

#[test]
fn nothing_is_lost_where_nothing_overflows() -> Verdict {
    let teach = Teach {
        wrong: "of twenty datagrams, sent to a server with room for all of them, not all were counted",
        why: "Twenty datagrams fit into the receive buffer and none is lost: client and server send and receive each as it is.",
        book: "Counting what never came",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--count", "20", "--patience", "60000", "--hold"]).stdin_open().listen()?;
        let client = LESSON.client().args(["--count", "20", "--addr", &server.addr().to_string()]).start()?;
        client.expect_end(0)?;
        expect_report(&server, "received 20 of 20\nnever came: none\n")
    })
}

#[test]
fn the_client_sends_its_message_in_one_datagram() -> Verdict {
    let teach = Teach {
        wrong: "the client did not send its message, and nothing else, in one datagram and end",
        why: "One send is one datagram. In it stands the message: no line end, no length, nothing that was not asked for.",
        book: "One send is one datagram",
    };
    LESSON.check(teach, || {
        let server = DatagramPeer::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).start()?;
        server.expect(MESSAGE)?;
        client.expect_stdout("client sending: Hello World from client\n")?;
        client.expect_end(0)?;
        server.expect_no_more()
    })
}

#[test]
fn the_client_sends_an_empty_datagram() -> Verdict {
    let teach = Teach {
        wrong: "the client did not send an empty message as one empty datagram and end",
        why: "A datagram may have no content, and it still arrives: an empty message is sent like any other. That `send` then returns 0 is no failure.",
        book: "An empty datagram is not an end",
    };
    LESSON.check(teach, || {
        let server = DatagramPeer::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr(), ""]).start()?;
        server.expect("")?;
        client.expect_stdout("client sending: \n")?;
        client.expect_end(0)?;
        server.expect_no_more()
    })
}

#[test]
fn the_client_sends_each_message_in_a_datagram_of_its_own() -> Verdict {
    let teach = Teach {
        wrong: "the client did not send four messages as four datagrams and end",
        why: "The boundary between two messages is the one between two datagrams: one send for each message.",
        book: "One send is one datagram",
    };
    LESSON.check(teach, || {
        let messages = ["Hello", "café ☕", "", "World"];
        let server = DatagramPeer::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).args(messages).start()?;
        for message in messages {
            server.expect(message)?;
        }
        client.expect_end(0)?;
        server.expect_no_more()
    })
}

#[test]
fn the_client_sends_a_long_message_in_one_datagram() -> Verdict {
    let teach = Teach {
        wrong: "the client did not send a long message (8,000 bytes, or as many as fit: 65,507) in one datagram and end",
        why: "A datagram carries up to 65,507 bytes. The system knows the limit, so none of your own is needed. The \
              system splits what a network cannot carry at once, and puts it together again.",
        book: "One send is one datagram",
    };
    LESSON.check(teach, || {
        let message = "0123456789".repeat(800);
        let server = DatagramPeer::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr(), &message]).start()?;
        server.expect(&message)?;
        client.expect_end(0)?;
        server.expect_no_more()?;

        if !cfg!(target_os = "linux") {
            return harness::left_out("the longest datagram that there is", "this system may send less at a time");
        }
        let client = LESSON.client().args(["--count", "1", "--size", "65507", "--addr", &server.addr()]).start()?;
        client.expect_end(0)?;
        server.expect(format!("{:65507}", "1 of 1"))
    })
}

#[test]
fn the_client_says_that_a_message_is_too_long() -> Verdict {
    let teach = Teach {
        wrong: "a message that fits into no datagram did not end in one clear line and exit status 1, with nothing sent",
        why: "`send` sends all or nothing. Its error is said in one line. Sending a part would be another message.",
        book: "One send is one datagram",
    };
    LESSON.check(teach, || {
        let server = DatagramPeer::bind()?;
        let client = LESSON.client().args(["--count", "1", "--size", "65508", "--addr", &server.addr()]).start()?;
        client.expect_error_line(&[&server.addr()])?;
        client.expect_end(1)?;
        server.expect_no_more()
    })
}

#[test]
fn the_client_numbers_its_datagrams() -> Verdict {
    let teach = Teach {
        wrong: "the client did not send exactly `1 of 12` to `12 of 12`, each filled up to 100 bytes, and end",
        why: "With --count the client makes these datagrams, in this order, and sends each once.",
        book: "One send is one datagram",
    };
    LESSON.check(teach, || {
        let server = DatagramPeer::bind()?;
        let client = LESSON.client().args(["--count", "12", "--size", "100", "--addr", &server.addr()]).start()?;
        for number in 1..=12 {
            let text = format!("{number} of 12");
            server.expect(format!("{text:100}"))?;
        }
        client.expect_end(0)?;
        server.expect_no_more()
    })
}

#[test]
fn the_client_needs_nobody_to_receive() -> Verdict {
    let teach = Teach {
        wrong: "the client did not succeed where nobody receives what it sends",
        why: "`send` hands the datagram to the system and is done: there is no reply to wait for. `connect` must come before it, and sends nothing; without it `send` does not know where to.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let nobody = DatagramPeer::bind_refusing()?;
        let client = LESSON.client().args(["--addr", &nobody.addr()]).start()?;
        client.expect_end(0)?;
        client.expect_stdout("client sending: Hello World from client\n")
    })
}

#[test]
fn the_client_passes_on_that_a_datagram_was_refused() -> Verdict {
    let teach = Teach {
        wrong: "nobody received the first datagrams, and the client did not end in one clear line and exit status 1",
        why: "When an earlier datagram was refused, Linux says so at a later `send` on a connected socket. Do not hide that error, and do not send again: pass it on.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        if !cfg!(target_os = "linux") {
            return harness::left_out(
                "a refusal that `send` reports",
                "this system may report it at another call, or never",
            );
        }
        let nobody = DatagramPeer::bind_refusing()?;
        // So many because the refusal comes back when it does: on a busy machine not before the second datagram.
        let client = LESSON.client().args(["--count", "100000", "--addr", &nobody.addr()]).start()?;
        client.expect_stderr_that(&error_line(&[&nobody.addr()]).and(predicate::str::contains(MISSING).not()))?;
        client.expect_end(1)?;
        Ok(())
    })
}

#[test]
fn the_client_sends_over_ipv6() -> Verdict {
    let teach = Teach {
        wrong: "the client did not send its message to an IPv6 address (`--addr [::1]:…`) and end",
        why: "A socket is for IPv4 or for IPv6. The client's must be of the server's kind: a socket that is bound to \
              \"0.0.0.0:0\" or \"127.0.0.1:0\" only fits IPv4.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let Some(server) = DatagramPeer::bind_ipv6()? else { return Ok(()) };
        let client = LESSON.client().args(["--addr", &server.addr()]).start()?;
        client.expect_end(0)?;
        server.expect(MESSAGE)?;
        server.expect_no_more()
    })
}

#[test]
fn bad_arguments_end_with_status_2() -> Verdict {
    let teach = Teach {
        wrong: "an unknown argument or a count of four billion was not refused",
        why: "What cannot be understood is refused before anything is done: exit status 2, and the argument on \
              standard error.",
        book: "Build it",
    };
    LESSON.check(teach, || {
        for args in [&["--no-such-argument"][..], &["--count", "4000000000"], &["--count", "0"]] {
            for program in [LESSON.server(), LESSON.client()] {
                let program = program.args(args).start()?;
                program.expect_stderr_that(&predicate::str::contains(args[0]))?;
                program.expect_end(2)?;
            }
        }
        Ok(())
    })
}

#[cfg(not(unix))]
harness::tests_left_out! {
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
    ctrl_c_ends_the_counting: "a test cannot send Ctrl-C on this system",
    the_server_counts_on_after_it_was_stopped_and_continued: "a test cannot stop a program and let it go on on this system",
    the_server_stops_although_old_numbers_go_on_coming: "a test cannot stop a program until its time is over on this system",
}
