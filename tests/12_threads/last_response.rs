//! The server: how a connection ends.

use harness::test;

use super::*;

/// proves: 9112-9.6-lingering-close
#[test]
fn the_server_does_not_lose_its_last_response_to_a_reset() -> Verdict {
    let teach = Teach {
        wrong: "the response to a request with much content was lost",
        why: "Closing with octets unread resets the connection, and the reset can overtake the response. Read on for a while. (RFC 9112 section 9.6)",
        book: "The last response",
    };
    LESSON.check(teach, || {
        // A page that is not posted to: the content is refused, and nobody reads it.
        let refused = upload(1024 * 1024, "").replace("/length", "/hello");
        let server = LESSON.server().listen()?;
        for _ in 0..10 {
            let mut client = server.connect()?;
            client.send(refused.clone() + &"x".repeat(1024 * 1024))?;
            client.finish()?;
            client.reply_and_close("POST")?.expect_status(405)?;
        }
        // What is sent after the response meets no reset either, whether some of it has come before or nothing.
        for octets in [100, 0] {
            let mut client = server.connect()?;
            client.send(refused.clone() + &"x".repeat(octets))?;
            client.reply("POST")?.expect_status(405)?;
            client.send_split(["x".repeat(100), "x".repeat(1024 * 1024 - 100 - octets)])?;
            client.finish()?;
            client.expect_close()?;
        }
        Ok(())
    })
}

#[test]
fn the_server_gives_the_place_away_of_a_client_that_has_its_last_response() -> Verdict {
    let teach = Teach {
        wrong: "a client was turned away while the only place belonged to one that had its last response",
        why: "From the last response on, only the client keeps the connection open: whoever waits for no more than its close makes room.",
        book: "The last response",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "1"]).listen()?;
        let mut client = server.connect()?;
        client.send(upload(1024 * 1024, "").replace("/length", "/hello"))?;
        client.reply("POST")?.expect_status(405)?;
        server.expect_idle()?;
        client.may_break_off();
        // It reads on: what comes now is taken, and does not break the connection off.
        for _ in 0..2 {
            if client.send_available(b"x").is_err() {
                let expected = "the server reads on, as the client may have been sending";
                return Err(Failure::wrong().row("expected", expected).row("came", "it let the socket go at once"));
            }
            server.expect_idle()?;
        }
        expect_service(&server)
    })
}

#[test]
fn the_server_does_not_wait_for_a_client_that_never_closes() -> Verdict {
    let teach = Teach {
        wrong: "a client that did not close its side after the last response kept its connection, or lost it at once",
        why: "Reading on has a bound as well, of two seconds. Octets that keep coming are no reason to wait longer. (RFC 9112 section 9.6)",
        book: "The last response",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(upload(1024 * 1024, "").replace("/length", "/hello"))?;
        client.reply("POST")?.expect_status(405)?;
        client.may_break_off();
        let began = Instant::now();
        // As soon as the server has let the socket go, what comes is refused.
        while client.send_available(b"x").is_ok() {
            if began.elapsed() > harness::deadline() * 2 {
                let expected = "the server lets the socket go, two seconds after its last octet";
                return Err(Failure::wrong().row("expected", expected).row("came", "it still takes what comes"));
            }
            pass_time(&server, Duration::from_millis(20))?;
        }
        // Less than it is to read on for, by far, and more than a close at once takes to show.
        if began.elapsed() < Duration::from_millis(500) {
            let expected = "the server reads on for a while, as the client may have been sending";
            return Err(Failure::wrong().row("expected", expected).row("came", "it let the socket go at once"));
        }
        Ok(())
    })
}
