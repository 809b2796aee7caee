//! The server: a bound on clients.

use harness::test;

use super::*;

/// The choice: Retry-After is sent.
///
/// proves: 9110-15.6.4-retry-after
/// proves: 9110-15.6-explain
/// proves: 9112-9.5-sustain
#[test]
fn the_server_turns_clients_away_when_there_are_too_many() -> Verdict {
    let teach = Teach {
        wrong: "a client above --max-connections was not answered with 503 while the others were served",
        why: "Each connection takes memory and a thread. Above the bound, a client hears when to come again. (RFC 9110 section 15.6.4)",
        book: "A bound on clients",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "3"]).listen()?;
        let mut guests = (0..3).map(|_| busy_client(&server)).collect::<Verdict<Vec<Peer>>>()?;
        for _ in 0..3 {
            let mut client = server.connect()?;
            client.send(HELLO)?;
            let away = client.reply("GET")?;
            // Whoever is turned away without a wait may be reset after the response. That those who are served are not is
            // another test's matter.
            away.expect("nothing after it", read_until_it_ends(&client)?.is_empty())?;
            away.expect_status(503)?;
            away.expect("a page that says why", !away.content.is_empty())?;
            away.expect(
                "Retry-After, in seconds",
                away.field("Retry-After").is_some_and(|s| s.parse::<u32>().is_ok()),
            )?;
        }
        for client in &mut guests {
            expect_rest(client)?;
            client.send(HELLO)?;
            client.reply("GET")?.expect_status(200)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_gives_a_place_to_the_next_client() -> Verdict {
    let teach = Teach {
        wrong: "a client was turned away although the ones before it had gone",
        why: "A place is given back when its connection ends, however it ends.",
        book: "A bound on clients",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "4"]).listen()?;
        for round in 0..20 {
            let mut client = server.connect()?;
            match round % 4 {
                0 => client.finish()?,
                1 => {
                    client.send("GET / HT")?;
                    client.finish()?;
                }
                2 => client.send(LAST)?,
                _ => client.send("BAD\r\n")?,
            }
            // Some places are for connections that end in this moment.
            client.finish()?;
            client.read_to_end()?;
            drop(client);
            last_response(&server, LAST)?.expect_status(200)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_waits_for_nobody_when_it_turns_clients_away() -> Verdict {
    let teach = Teach {
        wrong: "clients above the bound that stay silent kept the next one waiting, or their connections",
        why: "Who takes connections must never wait for a client: not for a request, and not for a close. And the few that are waited for have a second.",
        book: "A bound on clients",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "1"]).listen()?;
        let mut guest = busy_client(&server)?;
        let first = server.connect()?;
        server.expect_idle()?;
        let silent = (0..60).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
        let mut last = server.connect()?;
        last.send(HELLO)?;
        last.reply("GET")?.expect_status(503)?;
        drop(silent);
        read_until_it_ends(&first)?;
        expect_rest(&mut guest)
    })
}

#[test]
fn the_server_lets_who_waits_longest_make_room() -> Verdict {
    let teach = Teach {
        wrong: "with all places taken, the connection that had waited longest for its client did not make room",
        why: "Who only waits can ask again on a new connection: the longest wait ends, without a word. Who is answered keeps the place.",
        book: "A bound on clients",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "3"]).listen()?;
        let mut guest = busy_client(&server)?;
        let mut waiting = Vec::new();
        for _ in 0..2 {
            let mut client = server.connect()?;
            client.send(HELLO)?;
            client.reply("GET")?.expect_status(200)?;
            server.expect_idle()?;
            waiting.push(client);
        }
        last_response(&server, LAST)?.expect_status(200)?;
        expect_silent_close(&mut waiting[0])?;
        waiting[1].send(HELLO)?;
        waiting[1].reply("GET")?.expect_status(200)?;
        expect_rest(&mut guest)?;
        server.expect_idle()
    })
}

#[test]
fn the_server_lets_sixteen_clients_ask_before_it_turns_them_away() -> Verdict {
    let teach = Teach {
        wrong: "of 17 silent clients above --max-connections, not exactly one was turned away unasked",
        why: "Up to 16 above the bound are waited for, however large the bound is: so most + 16 connections. Only those that come then get their 503 unasked.",
        book: "A bound on clients",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "2"]).listen()?;
        let mut guests = [busy_client(&server)?, busy_client(&server)?];
        // They are waited for a second: a machine that takes longer to connect them tries again.
        let until = Instant::now() + harness::deadline();
        loop {
            server.expect_idle()?;
            let clients = (0..17).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
            server.expect_idle()?;
            let come = clients.iter().map(has_come).collect::<Verdict<Vec<_>>>()?;
            let unasked = come.iter().filter(|come| **come == Some(1)).count();
            if unasked == 1 {
                return guests.iter_mut().try_for_each(expect_rest);
            }
            if Instant::now() >= until {
                return Err(Failure::wrong()
                    .row("expected", "1 of 17 clients above the bound gets 503 unasked")
                    .row("came", format!("{unasked} of 17")));
            }
        }
    })
}
