//! The server.

use harness::test;

use super::*;

#[test]
fn the_server_answers_before_the_client_closes() -> Verdict {
    let teach = Teach {
        wrong: "a client that stayed connected did not get back what it sent, no more and no less",
        why: "Where a read fills a buffer, only as many bytes as it returned are new: write back those, at once. Then \
              read again, until a read returns 0: one read is not all. Do not wait for a line end: there need not be \
              one, and it is a byte to return like others. A read of 0 bytes at most returns 0, which is no end, and \
              the socket must stay blocking.",
        book: "A read returns what has arrived",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        for line in ["Hello\n", "is anybody there?\n", "bye"] {
            client.send(line)?;
            client.expect(line)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_returns_every_byte_as_it_came() -> Verdict {
    let every_byte: &'static [u8] = (0..=255).rev().collect::<Vec<u8>>().leak();
    let echo_all = move || -> Verdict {
        let server = LESSON.server().listen()?;
        let texts = [
            &b"no line end"[..],
            b"\n",
            b"\0zero first",
            b"two\nlines\n",
            b"\r\n\r\n",
            "7 bytesça, 15 byà".as_bytes(),
            every_byte,
        ];
        for text in texts {
            let mut client = server.connect()?;
            client.send(text)?;
            client.finish()?;
            client.expect_all(text)?;
        }
        Ok(())
    };
    let teach = Teach {
        wrong: "what came back is not what was sent",
        why: "The server returns bytes, not text and not lines: nothing is decoded, added or left out, whatever the value of a byte.",
        book: "A read returns what has arrived",
    };
    // That the end does not come is another mistake than a wrong byte, and is told in other words.
    LESSON.check(teach, move || {
        echo_all().or_else(|failure| if is_left_open(&failure) { Ok(()) } else { Err(failure) })
    })?;
    let teach = Teach {
        wrong: "every byte came back to a client that had closed its side, but not the end",
        why: "A read of 0 is the end: leave the loop. The server then closes the connection. One that reads on gets 0 again and again.",
        book: "The end is a read of 0 bytes",
    };
    LESSON.check(teach, echo_all)
}

#[test]
fn the_server_returns_bytes_in_whatever_pieces_they_come() -> Verdict {
    let teach = Teach {
        wrong: "of a text that was sent in many pieces, something else came back",
        why: "A read may return a part of a piece, or several pieces. Write back the bytes it returned, no more.",
        book: "A read returns what has arrived",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for size in [1, 2, 3, 7, 8, 9, 1000, 1023, 1024, 1025, 4096, 8191, 16384, 50_000] {
            let text = text((size * 200).min(50_000));
            let mut client = server.connect()?;
            for piece in text.chunks(usize::try_from(size).unwrap_or(1)) {
                client.send(piece)?;
            }
            client.expect(text)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_returns_all_of_it_after_the_client_has_closed_its_side() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent everything, closed its side and then read did not get all of it back, then the end",
        why: "A half-close ends one direction. The read that returns 0 comes after every byte; then close, and not before.",
        book: "Half-close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        let text = text(5_001);
        client.send(text)?;
        client.finish()?;
        client.expect_all(text)
    })
}

#[test]
fn the_server_returns_a_long_text_in_constant_memory() -> Verdict {
    let teach = Teach {
        wrong: "a text of 32 MiB did not come back whole, or took memory for all of it",
        why: "One buffer is enough: write back what a read returned before the next read. Then the length does not matter.",
        book: "A read returns what has arrived",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let before = server.peak_memory();
        server.connect()?.expect_echo(LONG)?;
        expect_little_memory(&server, before)
    })
}

// Only Unix has the signals that make a blocking write return early.
#[cfg(unix)]
#[test]
fn the_server_goes_on_after_a_write_that_took_a_part() -> Verdict {
    let teach = Teach {
        wrong: "after the server had been stopped in the middle of a write and continued, bytes were missing or wrong",
        why: "`write` returns how many bytes it took, perhaps not all: write until none are left. A call may also fail \
              with EINTR, above all a read or write that has a time limit: it has done nothing, and is made again.",
        book: "A write may take a part",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let text = text(LONG);
        let mut client = server.connect_with_buffer(RECEIVE_BUFFER)?;
        // Sizes that do not fit: so a write that waits has some of its bytes in one packet and some in the next.
        client.send(&text[..1])?;
        client.expect_pattern_part(1)?;
        let mut sent = 1;
        let began = Instant::now();
        for _ in 0..3 {
            if began.elapsed() > harness::deadline() {
                break;
            }
            sent += send_until_stuck(&mut client, &server, &text[sent..])?;
            server.stop_and_continue()?;
            client.expect_pattern_part(MIB / 2)?;
        }
        client.finish()?;
        client.expect_pattern(sent as u64)
    })
}

#[test]
fn the_server_takes_a_client_that_sends_nothing() -> Verdict {
    let teach = Teach {
        wrong: "a client that closed its side without a byte was not answered with a close, or ended the server",
        why: "No bytes are a text too: the first read returns 0, and the server has nothing to return but the end.",
        book: "The end is a read of 0 bytes",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for _ in 0..3 {
            let mut client = server.connect()?;
            client.finish()?;
            client.expect_close()?;
        }
        expect_served(&server)
    })
}

#[test]
fn a_client_that_resets_disturbs_nobody() -> Verdict {
    let teach = Teach {
        wrong: "after a client whose connection broke, the next one was not served",
        why: "Clients crash: any read or write may return an error. That client is lost, the server is not.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        server.connect()?.reset()?;

        let mut sent = server.connect()?;
        sent.send("Hello")?;
        sent.reset()?;

        let mut answered = server.connect()?;
        answered.send("Hello")?;
        answered.expect("Hello")?;
        answered.reset()?;

        let mut finished = server.connect()?;
        finished.send("Hello")?;
        finished.finish()?;
        finished.reset()?;

        let mut stuck = server.connect()?;
        // How much of it goes out is another test's matter.
        let _ = stuck.send_available("Hello ".repeat(1_000_000).as_bytes());
        stuck.reset()?;

        expect_served(&server)
    })
}

#[test]
fn the_server_says_that_a_client_was_lost() -> Verdict {
    let teach = Teach {
        wrong: "a client broke the connection, and the server did not say so",
        why: "A read or write that fails is not the end of the text: the server writes a line `client lost: …` with \
              the reason to standard error.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let lost = predicate::str::contains("client lost: ");
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send("Hello")?;
        client.expect("Hello")?;
        client.reset()?;
        server.expect_stderr_that(&lost)?;

        let server = LESSON.server().listen()?;
        let text = text(LONG);
        let mut stuck = server.connect_with_buffer(RECEIVE_BUFFER)?;
        send_until_stuck(&mut stuck, &server, text)?;
        stuck.reset()?;
        server.expect_stderr_that(&lost)
    })
}

#[test]
fn the_server_takes_a_thousand_clients_one_after_another() -> Verdict {
    let teach = Teach {
        wrong: "after many clients that came and went, the next one was not served, or the server still held something of them",
        why: "A server serves until it is interrupted: it counts no clients, closes the socket of each that left, and \
              lets go of its thread: one that is neither joined nor detached keeps its memory.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let before = server.kept();
        for _ in 0..20 {
            for _ in 1..50 {
                server.connect()?;
            }
            // The system queues only so many clients that the server has not accepted yet: wait for the last one.
            let mut last = server.connect()?;
            last.send("Hello")?;
            last.finish()?;
            last.expect_all("Hello")?;
        }
        server.expect_nothing_kept(before, 60)
    })
}

#[test]
fn the_server_goes_on_when_it_gets_no_thread() -> Verdict {
    let teach = Teach {
        wrong: "the system had no thread for a client, and the server has ended or did not say so",
        why: "That is an error to handle, and no reason to end: the server writes a line `cannot take a connection: …` \
              to standard error and goes on. That client is lost; the next one may find the system in a better state.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        server.without_more_threads(|| {
            let mut client = server.connect()?;
            client.send("Hello")?;
            // A server that needs no thread, or a small one, serves all the same.
            let answered = client.read_while("an echo, or the end", 5, |came| came == b"Hello").is_ok();
            let said = predicate::str::contains("cannot take a connection: ");
            if answered { Ok(()) } else { server.expect_stderr_that(&said) }
        })?;
        expect_served(&server)
    })
}

#[test]
fn the_server_sleeps_while_its_clients_are_silent() -> Verdict {
    let teach = Teach {
        wrong: "the server kept the processor busy while nothing arrived, or has ended",
        why: "A blocking read sleeps in the system until bytes arrive. After a read of 0 bytes nothing will: stop reading.",
        book: "The end is a read of 0 bytes",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let _silent = server.connect()?;
        server.connect()?.finish()?;
        let mut other = server.connect()?;
        other.send("Hello")?;
        server.expect_idle()
    })
}

#[test]
fn the_server_goes_on_when_it_gets_no_connection() -> Verdict {
    let teach = Teach {
        wrong: "the system had no connection to give, and the server has ended or did not say so",
        why: "`accept` fails like any other call, for example where the program has too many files open (EMFILE). That is no reason to \
              end: the server writes a line `cannot take a connection: …` to standard error and goes on.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut clients = Vec::new();
        server.without_more_files(|| {
            // For the first, an `accept` that waits may have a place already.
            clients = vec![server.connect()?, server.connect()?];
            server.expect_stderr_that(&predicate::str::contains("cannot take a connection: "))
        })?;
        drop(clients);
        expect_served(&server)
    })
}

#[test]
fn the_server_serves_fifty_clients_at_once() -> Verdict {
    let teach = Teach {
        wrong: "of fifty clients that were connected at the same time, one got no answer or a wrong one",
        why: "Each client needs a thread of its own: while a read waits for one client, the others must be served.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut clients = Vec::new();
        for _ in 0..50 {
            clients.push(server.connect()?);
        }
        for part in ["first", "second", "third"] {
            for (number, client) in clients.iter_mut().enumerate().rev() {
                client.send(format!("{part} of {number}"))?;
            }
            for (number, client) in clients.iter_mut().enumerate() {
                client.expect(format!("{part} of {number}"))?;
            }
        }
        for client in &mut clients {
            client.finish()?;
            client.expect_close()?;
        }
        Ok(())
    })
}

#[test]
fn a_client_that_says_nothing_disturbs_nobody() -> Verdict {
    let teach = Teach {
        wrong: "with a silent client connected, another one was not served",
        why: "A read waits until its client sends something, perhaps for ever. It must wait in a thread of its own.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let _silent = server.connect()?;
        expect_served(&server)
    })
}

#[test]
fn a_client_that_does_not_read_disturbs_nobody() -> Verdict {
    let teach = Teach {
        wrong: "a client sent much and read nothing of its echo, and another one was not served, or the server collected what it could not write",
        why: "When the client does not read, the server's write waits. It must wait in a thread of its own, and nothing more is read \
              until it is done: whoever reads on needs memory for all of it.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let text = text(LONG);
        let server = LESSON.server().listen()?;
        let before = server.peak_memory();
        let mut stalled = server.connect_with_buffer(RECEIVE_BUFFER)?;
        send_until_stuck(&mut stalled, &server, text)?;
        expect_served(&server)?;
        expect_little_memory(&server, before)
    })
}

#[test]
fn the_server_waits_for_clients_that_take_their_time() -> Verdict {
    let teach = Teach {
        wrong: "a client that said nothing for a while, or did not read for a while, did not get its echo after that",
        why: "A client may be silent, or not read, for as long as it likes: that is no end and no error. Reads and writes need no time \
              limit here, not one of seconds or minutes either. On a stream that was made non-blocking, they do not wait at all.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let text = text(LONG);
        let mut silent = server.connect()?;
        let mut stalled = server.connect_with_buffer(RECEIVE_BUFFER)?;
        let sent = send_until_stuck(&mut stalled, &server, text)?;
        server.wait_out(SOME_TIME)?;
        silent.send("Hello")?;
        silent.expect("Hello")?;
        stalled.finish()?;
        stalled.expect_pattern(sent as u64)
    })
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    common::ctrl_c_ends_the_server(LESSON, "Run", &[&[]], |server| {
        let mut other = server.connect()?;
        other.send("Hello")?;
        other.expect("Hello")
    })
}

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    common::the_server_says_that_an_address_is_in_use(LESSON, "What can go wrong")
}
