//! The server: clients that take little of their responses, or nothing.

use harness::test;

use super::*;

#[test]
fn the_server_gives_up_a_client_that_does_not_read() -> Verdict {
    let teach = Teach {
        wrong: "a client that does not read its response kept its connection",
        why: "A write waits until the client reads. Without a limit, it waits as long as the client likes.",
        book: "Slow readers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.5"]).listen()?;
        let mut client = server.connect_with_buffer(16 * 1024)?;
        client.send(LARGE)?;
        // The server says so when it has given up.
        server.expect_stdout_that(&predicate::str::contains("GET /large 200, broken off"))?;
        expect_service(&server)?;
        let came = read_until_it_ends(&client)?;
        if came.len() >= LARGE_PAGE {
            let failure = Failure::wrong().row("expected", "the connection ends before the page does");
            return Err(failure.row("came", "all of the page"));
        }
        // Some systems throw away what has come before a reset.
        if came.is_empty() || came.ends_with(b"x") {
            return Ok(());
        }
        let expected = "the connection is broken off in the middle of the page, and nothing is sent after it";
        let end = &came[came.len().saturating_sub(100)..];
        Err(Failure::wrong().row("expected", expected).row("came at the end", harness::visible(end)))
    })
}

#[test]
fn the_server_gives_up_a_client_that_only_sends() -> Verdict {
    let teach = Teach {
        wrong: "a client that sends content to /echo, and does not read what comes back, kept its connection",
        why: "The buffers in both directions fill, and neither side can write: the server waits in a write, with the same limit as ever.",
        book: "Slow readers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.5"]).listen()?;
        let mut client = server.connect_with_buffer(16 * 1024)?;
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n")?;
        client.may_break_off();
        let text = vec![b'x'; 1024 * 1024];
        // Until nothing more is taken, or the connection is broken off.
        let mut sends = || client.send_available(&text).is_ok_and(|sent| sent > 0);
        for _ in (0..64).take_while(|_| sends()) {
            pass_time(&server, Duration::from_millis(5))?;
        }
        server.expect_stdout_that(&predicate::str::contains("POST /echo 200, broken off"))?;
        expect_service(&server)
    })
}

#[test]
fn the_server_gives_up_a_client_that_reads_too_little() -> Verdict {
    let teach = Teach {
        wrong: "a client that took some octets now and then, and too few, kept its connection",
        why: "Each octet moves the deadline on by its part of a second, by --min-rate, and no further. If every octet gave the whole --timeout, a client could read one now and then for ever; so it could if the deadline moved on before anybody looked at it.",
        book: "Slow readers",
    };
    LESSON.check(teach, || {
        if read_slowly("50000000")?.len() <= LARGE_PAGE {
            return Ok(());
        }
        Err(Failure::wrong().row("expected", "the connection ends before the page does").row("came", "all of the page"))
    })
}

#[test]
fn the_server_waits_for_a_client_that_reads_enough() -> Verdict {
    let teach = Teach {
        wrong: "a client that took enough octets all the time did not get all of its page",
        why: "A write that takes long, or brings nothing out for a moment, has not failed. Too slow is who took too few until the deadline: what a client takes moves it on, by the number of octets.",
        book: "Slow readers",
    };
    // So many octets a second take a moment at any pace at which a client can be called slow.
    LESSON.check(teach, || expect_large_page(&read_slowly("10000")?))
}

#[cfg(unix)]
#[test]
fn the_server_gives_nobody_up_because_of_a_signal() -> Verdict {
    let teach = Teach {
        wrong: "a client did not get all of its page when signals came while the server wrote it",
        why: "A signal ends a write early, with a few octets or with none. Too slow is who took too few until the deadline: look at the clock.",
        book: "Slow readers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--min-rate", "100000000"]).listen()?;
        let mut client = server.connect_with_buffer(16 * 1024)?;
        client.send(LARGE)?;
        for _ in 0..2 {
            expect_blocked(&server)?;
            server.stop_and_continue()?;
        }
        expect_large_page(&read_until_it_ends(&client)?)
    })
}

#[cfg(not(unix))]
harness::tests_left_out! {
    the_server_gives_nobody_up_because_of_a_signal: "no signal interrupts a write on this system",
}
