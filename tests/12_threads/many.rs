//! The server: a thread for each client, and a bound on clients.

use harness::test;

use super::*;

#[test]
fn the_server_serves_many_clients_at_a_time() -> Verdict {
    let teach = Teach {
        wrong: "a client had to wait for others that were connected and slow",
        why: "Each connection has a thread of its own while it is open, and before that thread serves it, another one waits for the next. A slow client takes its own time, not that of others.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut clients = (0..100).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
        for (number, client) in clients.iter_mut().enumerate() {
            client.send(&HELLO[..number % HELLO.len()])?;
        }
        expect_service(&server)?;
        for (number, client) in clients.iter_mut().enumerate() {
            client.send(&HELLO[number % HELLO.len()..])?;
            client.reply("GET")?.expect_status(200)?;
        }
        Ok(())
    })
}

/// proves: 9112-9.3.2-in-order
#[test]
fn the_server_answers_a_thousand_requests_that_come_together() -> Verdict {
    let teach = Teach {
        wrong: "of 1,000 requests that came together, not each got its response, in order",
        why: "What has come after a request is the next one: as long as there is some of it, nothing is waited for. (RFC 9112 section 9.3.2)",
        book: "The loop",
    };
    // One wait is for all of them.
    LESSON.with_deadline(harness::deadline() * 3).check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        let request = |number: usize| {
            let content = number.to_string();
            format!("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{content}", content.len())
        };
        let requests: String = (0..999).map(request).collect();
        client.send(requests + LAST)?;
        let methods = std::iter::repeat_n("POST", 999).chain(["GET"]);
        for (number, reply) in client.replies_and_close(methods)?[..999].iter().enumerate() {
            reply.expect(&format!("the content {number}"), reply.content == number.to_string().as_bytes())?;
            reply.expect("the length of the request, which is known", reply.field("Content-Length").is_some())?;
        }
        Ok(())
    })
}

/// proves: 9110-10.1.1-no-wait
#[test]
fn the_server_sends_what_it_has_before_it_waits() -> Verdict {
    let teach = Teach {
        wrong: "a client that waited for 100 (Continue), or for a response, before it sent more got nothing",
        why: "Whatever waits in a buffer leaves before anything is waited for: the client may be waiting for exactly that. (RFC 9110 section 10.1.1)",
        book: "The loop",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(HELLO.to_owned() + &upload(3, "Expect: 100-continue\r\n"))?;
        client.reply("GET")?.expect_status(200)?;
        client.reply("POST")?.expect_status(100)?;
        client.send("abc")?;
        let counted = client.reply("POST")?;
        counted.expect_status(200)?;
        counted.expect("a page that says how many octets came: 3", contains(&counted.content, "3"))?;
        // Half a request after a whole one.
        client.send(HELLO.to_owned() + "GET /he")?;
        client.reply("GET")?.expect_status(200)
    })
}

#[cfg(target_os = "linux")]
#[test]
fn the_server_uses_its_threads_again() -> Verdict {
    let teach = Teach {
        wrong: "after many short connections the server has more threads or open files than it needs",
        why: "A thread that has served a connection takes the next one. Nothing of a connection stays behind.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for _ in 0..200 {
            expect_service(&server)?;
        }
        server.expect_open_files(16)?;
        server.expect_threads(40)
    })
}

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
fn the_server_turns_clients_away_when_it_gets_no_thread() -> Verdict {
    let teach = Teach {
        wrong: "a client that came when the system gave no more threads was not answered with 503, or the server did not recover",
        why: "The thread that has taken this client is the last that waits. If nobody can follow it, it must not serve: it says so in a few octets and waits again, or nobody ever waits any more.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut guest = busy_client(&server)?;
        server.expect_idle()?;
        server.without_more_threads(|| {
            for _ in 0..3 {
                let mut client = server.connect()?;
                client.send(HELLO)?;
                client.reply("GET")?.expect_status(503)?;
            }
            Ok(())
        })?;
        expect_rest(&mut guest)?;
        expect_service(&server)
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

#[cfg(not(target_os = "linux"))]
harness::tests_left_out! {
    the_server_uses_its_threads_again: "this system does not tell what a program has open, and how many threads it has",
}
