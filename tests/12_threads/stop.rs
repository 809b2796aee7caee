//! The server: how it ends itself.

use harness::test;

use super::*;

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    let teach = Teach {
        wrong: "Ctrl-C or SIGTERM did not end the server with exit status 0",
        why: "Who stops a server with Ctrl-C, or the system with SIGTERM, expects it to end, and at once when it has \
              nothing to do. What waits for that has to be woken at once: a look now and then is late.",
        book: "How it ends",
    };
    LESSON.check(teach, || {
        for signal in ["INT", "TERM"] {
            let server = LESSON.server().listen()?;
            expect_service(&server)?;
            server.signal(signal)?;
            server.expect_end(0)?;
        }
        Ok(())
    })
}

/// proves: 9112-9.6-announce-close
/// proves: 9112-9.5-graceful-timeout
#[cfg(unix)]
#[test]
fn the_server_finishes_the_responses_in_flight() -> Verdict {
    let teach = Teach {
        wrong: "after Ctrl-C a response that was due was lost, or an idle connection stayed open",
        why: "A request that has begun is finished, and its response says Connection: close. Only a connection that \
              waits for a request is shut down. (RFC 9112 section 9.6)",
        book: "How it ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut idle = (0..4).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
        for used in &mut idle[..2] {
            used.send(HELLO)?;
            used.reply("GET")?.expect_status(200)?;
        }
        let mut busy = server.connect()?;
        busy.send(upload(3, "Expect: 100-continue\r\n"))?;
        busy.reply("POST")?.expect_status(100)?;
        let mut begun = server.connect()?;
        begun.send_split([&HELLO[..20], ""])?;
        server.interrupt()?;
        for idle in &mut idle {
            expect_silent_close(idle)?;
        }
        expect_to_go_on(&server)?;
        if !cfg!(target_os = "linux") {
            harness::left_out("a client that comes after Ctrl-C", "this system may still take its connection")?;
        } else if server.connect().is_ok() {
            let expected = "nobody listens any more: a new client is refused";
            return Err(Failure::wrong().row("expected", expected).row("came", "the connection was taken"));
        }
        begun.send(&HELLO[20..])?;
        busy.send("a=b")?;
        for reply in [begun.reply_and_close("GET")?, busy.reply_and_close("POST")?] {
            reply.expect_status(200)?;
            reply.expect(
                "Connection: close, for the server ends",
                reply.field("Connection").is_some_and(|option| option.eq_ignore_ascii_case("close")),
            )?;
        }
        server.expect_end(0).map(drop)
    })
}

#[cfg(unix)]
#[test]
fn the_server_does_not_wait_for_ever_when_it_ends() -> Verdict {
    let teach = Teach {
        wrong: "after Ctrl-C the server waited too long for a client that does not go on, or not at all",
        why: "Finishing has a limit (--grace), and a second Ctrl-C ends the server at once.",
        book: "How it ends",
    };
    LESSON.check(teach, || {
        for (grace, signals, status) in [("0.1", 1, 0), ("100", 2, 1)] {
            let server = LESSON.server().args(["--grace", grace]).listen()?;
            let (mut idle, mut busy) = (server.connect()?, server.connect()?);
            busy.send(upload(3, "Expect: 100-continue\r\n"))?;
            busy.reply("POST")?.expect_status(100)?;
            server.interrupt()?;
            expect_silent_close(&mut idle)?;
            if signals == 2 {
                // It waits for the other one.
                expect_to_go_on(&server)?;
                server.interrupt()?;
            }
            server.expect_end(status)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    common::the_server_says_that_an_address_is_in_use(LESSON, "Run")
}

#[cfg(not(unix))]
harness::tests_left_out! {
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
    the_server_finishes_the_responses_in_flight: "a test cannot send Ctrl-C on this system",
    the_server_does_not_wait_for_ever_when_it_ends: "a test cannot send Ctrl-C on this system",
}
