//! The server: how long a client may take.

use harness::test;

use super::*;

/// proves: 9112-9.5-graceful-timeout
#[test]
fn the_server_closes_an_idle_connection_without_a_word() -> Verdict {
    let teach = Teach {
        wrong: "a connection without a request was not closed, or not silently",
        why: "A client that has sent nothing has not asked: a response would be taken for the one to its next request. (RFC 9112 section 9.5)",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--idle-timeout", "0.1"]).listen()?;
        let mut new = server.connect()?;
        let mut used = server.connect()?;
        used.send(HELLO)?;
        used.reply("GET")?.expect_status(200)?;
        expect_silent_close(&mut new)?;
        expect_silent_close(&mut used)
    })
}

/// proves: 9110-17.5-limit-elements
#[test]
fn the_server_gives_up_a_head_that_does_not_end() -> Verdict {
    let teach = Teach {
        wrong: "a request whose head did not end in time was not answered with 408",
        why: "A head has a time from its first octet to its last. A wait that begins anew with each octet never ends. (RFC 9110 section 15.5.9)",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--head-timeout", "0.1"]).listen()?;
        // Somebody else is there all the time, and is in nobody's way.
        let _guest = server.connect()?;
        let mut half = server.connect()?;
        half.send("GET / HTTP/1.1\r\nHost: loc")?;
        half.reply_and_close("GET")?.expect_status(408)?;
        drop(half);
        // Octet by octet, each in time, and all of them too late.
        let mut slow = server.connect()?;
        send_slowly(&mut slow, HELLO.replace("localhost", &"l".repeat(60)).as_bytes())?;
        slow.reply_and_close("GET")?.expect_status(408)?;
        expect_service(&server)
    })
}

/// A read waits some milliseconds even when the time is over: here octets come in them. A machine that is busy elsewhere
/// delays some of them, which then prove nothing, and most of the others decide.
#[test]
fn the_server_looks_at_the_time_when_octets_have_come() -> Verdict {
    let teach = Teach {
        wrong: "heads whose last octets came too late, but while the server read, were not answered with 408",
        why: "timed_out(now) reads no clock. Tell it the time after a read that brought octets too, asked for after that read: a client that never pauses lets no read time out.",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--head-timeout", "0.001"]).listen()?;
        let until = Instant::now() + harness::deadline();
        let (mut rounds, mut late) = (0, 0);
        while rounds < 12 && Instant::now() < until {
            let mut client = server.connect()?;
            client.send_whole(format!("{HELLO}G"))?;
            client.reply("GET")?.expect_status(200)?;
            let began = Instant::now();
            pass_time(&server, Duration::from_millis(3))?;
            client.send_whole(&LAST[1..])?;
            let in_a_read = began.elapsed() < Duration::from_millis(8);
            let is_late = client.reply_and_close("GET").is_ok_and(|reply| reply.status == 408);
            if in_a_read {
                (rounds, late) = (rounds + 1, late + usize::from(is_late));
            }
        }
        if late * 2 >= rounds {
            return Ok(());
        }
        let expected = format!("408 for {rounds} heads that took some milliseconds where 1 is allowed");
        Err(Failure::wrong().row("expected", expected).row("came", format!("408 for {late} of them")))
    })
}

#[test]
fn the_server_answers_a_request_that_comes_at_the_last_moment() -> Verdict {
    let teach = Teach {
        wrong: "requests that came just when the idle time was over were read and not answered",
        why: "The idle time ends with the first octet of a request; from then on the head has a time of its own. Do not tell timed_out after a read that found the connection idle and brought octets.",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--idle-timeout", "0.000000001"]).listen()?;
        let until = Instant::now() + harness::deadline();
        let mut last = Vec::new();
        // A read waits some milliseconds even so; one of many requests comes in them.
        while Instant::now() < until {
            let mut client = server.connect()?;
            client.send(LAST)?;
            let came = read_until_it_ends(&client)?;
            if came.starts_with(b"HTTP/1.1 200 ") {
                return Ok(());
            }
            if !came.is_empty() {
                last = came;
            }
        }
        let came = match last.split(|&octet| octet == b'\r').next().unwrap_or_default() {
            [] => "all connections were closed without a word".to_owned(),
            line => format!("of those that said a word the last one said {}", harness::visible(line)),
        };
        Err(Failure::wrong().row("expected", "200 for one of many requests").row("came", came))
    })
}

#[test]
fn the_server_answers_a_request_that_was_cut_off() -> Verdict {
    let teach = Teach {
        wrong: "a request that ended in the middle was not answered with 400",
        why: "The client has closed its sending side and may still read. end_of_input() returns the error when something is missing, and then reading content fails with it: hand both on.",
        book: "The loop",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for (method, part) in [("GET", HELLO[..20].to_owned()), ("POST", upload(10, "") + "a=2")] {
            let mut client = server.connect()?;
            client.send_split([part.as_str(), ""])?;
            client.finish()?;
            client.reply_and_close(method)?.expect_status(400)?;
        }
        expect_service(&server)
    })
}

#[test]
fn the_server_gives_up_content_that_does_not_come() -> Verdict {
    let teach = Teach {
        wrong: "a request whose content did not come in time was not answered with 408",
        why: "A client that is silent in the middle of its content holds a thread and a place. The error of the read knows its status: hand it on as it is. (RFC 9110 section 15.5.9)",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.1"]).listen()?;
        // Somebody else is there all the time, and is in nobody's way.
        let _guest = server.connect()?;
        let mut silent = server.connect()?;
        silent.send(upload(10, "") + "a=2")?;
        silent.reply_and_close("POST")?.expect_status(408)?;
        // Here the response has begun: it is broken off, and not brought to an end as if it were whole.
        let mut echoed = server.connect()?;
        echoed.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n")?;
        echoed.read_head()?;
        let rest = read_until_it_ends(&echoed)?;
        if contains(&rest, "0\r\n\r\n") {
            let expected = "the connection is broken off, without the last chunk";
            return Err(Failure::wrong().row("expected", expected).row("came", harness::visible(&rest)));
        }
        expect_service(&server)
    })
}

#[test]
fn the_server_gives_up_content_that_comes_too_slowly() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent an octet now and then was waited for without end",
        why: "Octet by octet, a client can stay below every limit of silence for a day. Content must keep a pace.",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.2", "--min-rate", "10000"]).listen()?;
        // Somebody else is there all the time, and is in nobody's way.
        let _guest = server.connect()?;
        let mut slow = server.connect()?;
        slow.send(upload(1000, ""))?;
        send_slowly(&mut slow, &[b'x'; 70])?;
        slow.reply_and_close("POST")?.expect_status(408)?;
        expect_service(&server)
    })
}

#[test]
fn the_server_lets_a_client_take_its_time_that_keeps_the_pace() -> Verdict {
    let teach = Teach {
        wrong: "a client that was slow, but not too slow, was given up",
        why: "A time for the whole content would cut off everybody with a long file and a thin line. What counts is silence, and pace.",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "1", "--min-rate", "1"]).listen()?;
        let mut slow = server.connect()?;
        slow.send(upload(150, ""))?;
        // Ten milliseconds for each, and more.
        send_slowly(&mut slow, &[b'x'; 150])?;
        slow.reply("POST")?.expect_status(200)
    })
}

#[cfg(target_os = "linux")]
#[test]
fn the_server_sleeps_while_its_clients_do() -> Verdict {
    let teach = Teach {
        wrong: "the server was busy again and again while all of its clients were silent",
        why: "A read waits until its deadline, so a silent client takes no time on the processor. Whoever looks every few milliseconds spends a core on ten thousand of them; and a read that returns 0 octets returns 0 the next time too.",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut clients = (0..30).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
        for client in &mut clients[10..20] {
            client.send("GET / HTTP/1.1\r\nHo")?;
        }
        for client in &mut clients[20..] {
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nHello")?;
        }
        expect_service(&server)?;
        // So often would three of them wake that look every ten milliseconds.
        server.expect_rest(Duration::from_millis(400), 120)
    })
}

#[cfg(not(target_os = "linux"))]
harness::tests_left_out! {
    the_server_sleeps_while_its_clients_do: "this system does not tell how often a program wakes",
}
