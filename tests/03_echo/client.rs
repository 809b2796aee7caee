//! The client.

use harness::test;

use super::*;

const FLUSH: &str = "standard output keeps an unfinished line until its end comes: flush it after each print";

/// Inputs of all kinds: none, without a line end, of bytes that are no text, of many reads.
fn inputs() -> [&'static [u8]; 5] {
    let every_byte: &'static [u8] = (0..=255).rev().collect::<Vec<u8>>().leak();
    [b"", b"no line end", b"two\r\nlines\n", every_byte, text(70_000)]
}

/// Starts the client with an input, and takes all of it, and then the end.
fn begin(input: &'static [u8]) -> Verdict<(Running, Peer)> {
    let server = Listener::bind()?;
    let client = LESSON.client().args(["--addr", &server.addr()]).stdin(input).start()?;
    let mut peer = server.accept()?;
    if let Err(failure) = peer.expect_all(input) {
        // The client tells what it came upon when the connection has ended.
        drop(peer);
        let _ = client.wait_end(SOME_TIME);
        return Err(failure);
    }
    Ok((client, peer))
}

#[test]
fn the_client_sends_its_input_byte_for_byte_then_closes_its_side() -> Verdict {
    let teach = Teach {
        wrong: "the server did not get exactly the client's input, then the end",
        why: "Send the bytes of standard input, of a buffer only the first n that a read brought, and at the end of the input a half-close: \
              without it the server waits for more. Bytes are not text: a call that reads text or lines fails on other bytes, or changes \
              them.",
        book: "Half-close",
    };
    LESSON.check(teach, || {
        for input in inputs() {
            begin(input)?;
        }
        Ok(())
    })
}

// Only Unix has the signals that make a blocking write return early.
#[cfg(unix)]
#[test]
fn the_client_goes_on_after_a_write_that_took_a_part() -> Verdict {
    let teach = Teach {
        wrong: "after the client had been stopped in the middle of a write and continued, bytes were missing or wrong",
        why: "`write` returns how many bytes it took, perhaps not all: write until none are left. A call may also fail \
              with EINTR, above all a read or write that has a time limit: it has done nothing, and is made again.",
        book: "A write may take a part",
    };
    LESSON.check(teach, || {
        let len = 8 * MIB;
        let server = Listener::bind_with_buffer(RECEIVE_BUFFER)?;
        let (first_came, wait) = mpsc::channel();
        // Sizes that do not fit: so a write that waits has some of its bytes in one packet and some in the next.
        let mut first = Pattern::new(len);
        let rest = first.split_off(1);
        let (rest, given) = LongInput::new(rest);
        let input = first.chain(Wait(wait)).chain(rest);
        let client = LESSON.client().args(["--addr", &server.addr()]).stdin(input).start()?;
        let mut peer = server.accept()?;
        peer.expect_pattern_part(1).map_err(|_not_sent| {
            Failure::wrong()
                .row("expected", "before all that, the client sends one byte of input as soon as it is there")
                .row("came", "not that byte: send what one read of the input brought before you read again")
        })?;
        drop(first_came);
        for _ in 0..3 {
            // A client that is busy for so long is slow; what it does comes out in the end.
            if client.expect_idle().is_err() {
                break;
            }
            client.stop_and_continue()?;
            peer.expect_pattern_part(MIB / 2)?;
        }
        let came = peer.expect_rest_of_pattern()?;
        let given = 1 + given.load(Ordering::Relaxed);
        if came == given {
            return Ok(());
        }
        Err(Failure::wrong()
            .row("expected", format!("all {given} bytes of the input"))
            .row("came", format!("{came} bytes")))
    })
}

#[test]
fn the_client_says_that_it_could_not_send() -> Verdict {
    let teach = Teach {
        wrong: "the connection broke, a write to it failed, and the client did not end in one clear line",
        why: "The server can be gone when the client sends. A write fails then (EPIPE, ECONNRESET): say it in one \
              line, do not ignore it, and do not break off.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let (reached, at_the_gate) = mpsc::channel();
        let (open, gate) = mpsc::channel();
        let client = LESSON.client().args(["--addr", &server.addr()]);
        let client = client.stdin_open().stdout(Gate(reached, gate)).start()?;
        // Dropped before the client is, which ends only when its output has been taken.
        let open: mpsc::Sender<()> = open;
        let mut peer = server.accept()?;
        client.type_line("Hello")?;
        peer.expect("Hello\n")?;
        peer.send("Hello\n")?;
        let _ = at_the_gate.recv_timeout(harness::deadline());
        // More than the pipe holds: while the client waits to print it, only its writes can find out about the reset.
        // Not much more, and in pieces: a reset after bytes that found no room would not be taken.
        for len in [32 * 1024, 32 * 1024, 32 * 1024] {
            peer.send(text(len))?;
            let _ = client.expect_idle();
        }
        peer.reset_and_wait()?;
        // A client that found out all the same may have ended.
        let _ = client.type_line("Is anybody there?");
        client.close_stdin();
        let _ = client.expect_idle();
        drop(open);
        client.expect_end(1)?;
        client.expect_error_line(&[])
    })
}

// Elsewhere a connection cannot be read like a file.
#[cfg(unix)]
#[test]
fn the_client_says_that_it_cannot_read_its_input() -> Verdict {
    let teach = Teach {
        wrong: "an input that cannot be read (a connection that was reset) did not end in one clear line",
        why: "Reading standard input can fail like any other read. An error is not the end of the input: pass it on, and let the program \
              end, which closes the connection too. The server keeps its side open until then: a client that waits for it must \
              half-close after a failed input too.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).stdin_broken()?.start()?;
        let mut peer = server.accept()?;
        peer.expect_close()?;
        drop(peer);
        client.expect_end(1)?;
        client.expect_error_line(&[])
    })
}

#[test]
fn the_client_prints_what_comes_back_byte_for_byte() -> Verdict {
    let teach = Teach {
        wrong: "the client sent its input, but did not print exactly what came back and end with exit status 0",
        why: "Where a read fills a buffer, only as many bytes as it returned are new: print those and no more. After \
              its own end the client reads on: half-close (`shutdown` with SHUT_WR), for SHUT_RDWR closes the reading \
              side too. What comes back is bytes: bytes are not text.",
        book: "A read returns what has arrived",
    };
    LESSON.check(teach, || {
        for input in inputs() {
            let (client, mut peer) = begin(input)?;
            peer.send(input)?;
            drop(peer);
            client.expect_stdout(input)?;
            client.expect_end(0)?;
        }
        Ok(())
    })
}

#[test]
fn the_client_sends_what_a_short_read_brought() -> Verdict {
    let teach = Teach {
        wrong: "input that came in pieces without line ends was not sent piece by piece, to its end",
        why: "A read of standard input returns what is there: no whole line, no full buffer. Send it, and read on until a read returns 0.",
        book: "A read returns what has arrived",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let (first_came, wait_for_first) = mpsc::channel();
        let (second_came, wait_for_second) = mpsc::channel();
        let input = b"no line ".chain(Wait(wait_for_first)).chain(&b"end"[..]).chain(Wait(wait_for_second));
        let client = LESSON.client().args(["--addr", &server.addr()]).stdin(input).start()?;
        let mut peer = server.accept()?;
        peer.expect("no line ")?;
        drop(first_came);
        peer.expect("end")?;
        drop(second_came);
        peer.expect_close()?;
        peer.send("no line end")?;
        drop(peer);
        client.expect_stdout("no line end")?;
        client.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_client_waits_for_a_server_that_takes_its_time() -> Verdict {
    let teach = Teach {
        wrong: "the client did not wait for an echo that came a while after the end of its input, or did not print it at once",
        why: "A server may need a while. That nothing comes for a moment is not the end: only a read that returns 0 is. The client's reads \
              need no time limit, not one of seconds or minutes either. And what a read brought is printed at once, a part of a line too.",
        book: "The end is a read of 0 bytes",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).stdin_open().start()?;
        let mut peer = server.accept()?;
        client.type_line("Later")?;
        client.close_stdin();
        peer.expect_all("Later\n")?;
        client.wait_out(SOME_TIME)?;
        peer.send("Lat")?;
        client.expect_stdout("Lat").map_err(|failure| failure.row("note", FLUSH))?;
        peer.send("er\n")?;
        drop(peer);
        client.expect_stdout("Later\n")?;
        client.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_client_prints_what_comes_before_its_input_ends() -> Verdict {
    let teach = Teach {
        wrong: "a line that was typed was not sent at once, or its echo was not printed at once",
        why: "Send what each read of standard input returned, and print what each read of the socket returned, without waiting for the end. \
              Standard output keeps what it was given, an unfinished line for example, until it is flushed.",
        book: "Both directions at once",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).stdin_open().start()?;
        let mut peer = server.accept()?;
        peer.send("ready ")?;
        client.expect_stdout("ready ").map_err(|failure| failure.row("note", FLUSH))?;
        client.type_line("Later")?;
        peer.expect("Later\n")?;
        peer.send("Lat")?;
        client.expect_stdout("ready Lat")?;
        peer.send("er\n")?;
        client.expect_stdout("ready Later\n")?;
        client.close_stdin();
        peer.expect_close()?;
        drop(peer);
        client.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_client_sends_and_receives_at_the_same_time() -> Verdict {
    let teach = Teach {
        wrong: "a text of 32 MiB did not go through the client whole, or took memory for all of it",
        why: "While the server waits for us to read, it does not read. Sending and receiving each need a thread of their own.",
        book: "Both directions at once",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let printed = PatternCheck::default();
        let (tell, more) = mpsc::channel();
        let (input, given) = LongInput::new(Pattern::new(LONG));
        let input = PacedInput::new(input, printed.clone(), more);
        let client = LESSON.client().args(["--addr", &server.addr()]);
        let client = client.stdin(input).stdout(Checked(printed.clone(), tell)).start()?;
        let mut peer = server.accept()?;
        // It has connected, and may have filled its buffers.
        let before = client.peak_memory();
        peer.echo()?;
        expect_little_memory(&client, before)?;
        drop(peer);
        client.expect_end_within(3 * harness::deadline(), 0)?;
        printed.expect(given.load(Ordering::Relaxed))
    })
}

#[test]
fn the_client_says_that_the_server_closed_early() -> Verdict {
    let teach = Teach {
        wrong: "the server closed before everything had come back, or broke the connection, and the client did not say so and end",
        why: "Count the bytes of all reads together: fewer than were sent is a failure. An error is not the end: pass it on.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let start = || -> Verdict<(Running, Peer)> {
            let server = Listener::bind()?;
            let client = LESSON.client().args(["--addr", &server.addr()]).stdin_open().start()?;
            Ok((client, server.accept()?))
        };
        let expect_complaint = |client: &Running| {
            client.expect_end(1)?;
            client.expect_error_line(&[])
        };
        let (client, peer) = start()?;
        drop(peer);
        expect_complaint(&client)?;

        let (client, peer) = start()?;
        peer.reset()?;
        expect_complaint(&client)?;

        let (client, mut peer) = start()?;
        client.type_line("Hello World")?;
        peer.expect("Hello World\n")?;
        client.type_line("!")?;
        peer.expect("!\n")?;
        peer.send("Hello")?;
        client.close_stdin();
        peer.expect_close()?;
        drop(peer);
        expect_complaint(&client)?;
        client.expect_stdout("Hello")?;

        let (client, mut peer) = start()?;
        client.type_line("Hello")?;
        client.close_stdin();
        peer.expect_all("Hello\n")?;
        peer.send("Hello\n")?;
        client.expect_stdout("Hello\n")?;
        peer.reset()?;
        expect_complaint(&client)
    })
}

#[test]
fn the_client_ends_when_nobody_takes_its_output() -> Verdict {
    let teach = Teach {
        wrong: "the client did not end in one clear line when its standard output was closed",
        why: "`client | head -1` closes the pipe after the first line. Writing to it is an error like others: pass it on.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).stdin_open().stdout_closed().start()?;
        let mut peer = server.accept()?;
        // That the client ends in the middle of this is what the test is about.
        let _ = peer.send(text(MIB));
        client.expect_end(1)?;
        client.expect_error_line(&[])
    })
}

#[test]
fn the_client_says_that_it_cannot_connect() -> Verdict {
    let teach = Teach {
        wrong: "a connection that was refused, or a name that means no address, did not end in one clear line",
        why: "`connect` returns the system's error: say it in one line, with the address.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let port = RefusingPort::bind()?;
        for addr in [&*port.addr()?, "no such name:80"] {
            let client = LESSON.client().args(["--addr", addr]).start()?;
            client.expect_error_line(&[addr])?;
            client.expect_end(1)?;
            client.expect_stdout("")?;
        }
        Ok(())
    })
}

#[test]
fn unknown_arguments_end_with_status_2() -> Verdict {
    common::unknown_arguments_end_with_status_2(LESSON, "Build it")
}

#[cfg(not(unix))]
harness::tests_left_out! {
    the_server_goes_on_after_a_write_that_took_a_part: "a test cannot stop a program in the middle of a write on this system",
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
    the_client_goes_on_after_a_write_that_took_a_part: "a test cannot stop a program in the middle of a write on this system",
    the_client_says_that_it_cannot_read_its_input: "a folder cannot be standard input on this system",
}
