//! The server: waiting and leaving.

use harness::test;

use super::*;

/// proves: 9112-9.5-graceful-timeout
/// proves: 9112-9.5-close-any-time
#[test]
fn the_server_ends_a_connection_that_rests_too_long() -> Verdict {
    let teach = Teach {
        wrong: "a connection on which nothing was asked was not closed, without a word, after --idle-timeout",
        why: "Each open connection costs a thread. Nobody has asked, so there is nothing to respond to, not even 408. (RFC 9112 section 9.5)",
        book: "Waiting",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--idle-timeout", "0.2"]).listen()?;
        let mut silent = server.connect()?;
        let mut client = server.connect()?;
        client.send(HELLO)?;
        expect_page(&client.reply("GET")?, "/hello")?;
        silent.expect_close()?;
        client.expect_close()
    })
}

#[test]
fn the_server_counts_a_wait_from_its_own_beginning() -> Verdict {
    let teach = Teach {
        wrong: "clients that kept asking for longer than --idle-timeout, and one that held its content back, were not all answered right",
        why: "Each rest between two requests has the whole time: with the next request, the wait before is forgotten. \
              And who was told 100 waits no more, so it is said once. (RFC 9112 section 9.5)",
        book: "Waiting",
    };
    LESSON.check(teach, || {
        const IDLE: Duration = Duration::from_millis(1200);
        let server = LESSON.server().args(["--idle-timeout", "1.2"]).listen()?;
        let mut waiting = server.connect()?;
        waiting.send(post("/echo", "Content-Length: 5\r\nExpect: 100-continue", ""))?;
        waiting.expect("HTTP/1.1 100 Continue\r\n\r\n")?;
        let (mut client, mut sender) = (server.connect()?, server.connect()?);
        let begin = Instant::now();
        while begin.elapsed() < IDLE * 5 / 4 {
            // A pause, in which the server waits for the next request.
            client.send_split([HELLO, ""])?;
            expect_page(&client.reply("GET")?, "/hello")?;
            // Content that is read leads to the next request in another way.
            sender.send(echo("hello"))?;
            expect_content(&sender.reply("POST")?, "hello")?;
        }
        waiting.send("hello")?;
        expect_content(&waiting.reply("POST")?, "hello")
    })
}

/// proves: 9112-8-incomplete-request
/// proves: 9112-6.3-short-body
#[test]
fn the_server_gives_up_a_request_that_does_not_end() -> Verdict {
    let teach = Teach {
        wrong: "half a request was not answered with 408 and the end of the connection after --timeout",
        why: "A request that has begun and does not go on keeps a thread waiting. Say that it came too late, then close. (RFC 9110 section 15.5.9)",
        book: "Waiting",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.2"]).listen()?;
        let halves =
            ["GET /hello HT", "GET /hello HTTP/1.1\r\nHost: a\r\n\r", &echo("hello")[..echo("hello").len() - 2]];
        let mut clients = Vec::new();
        for half in halves {
            let mut client = server.connect()?;
            client.send(format!("{HELLO}{half}"))?;
            clients.push(client);
        }
        for mut client in clients {
            let replies = client.replies_and_close(["GET", "GET"])?;
            expect_page(&replies[0], "/hello")?;
            replies[1].expect_status(408)?;
            expect_close_option(&replies[1])?;
        }
        Ok(())
    })
}

/// proves: 9112-9.5-graceful-timeout
/// proves: 9112-8-incomplete-request
#[test]
fn the_server_gives_up_a_client_that_drips() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent an octet now and then kept its connection for as long as it liked",
        why: "A limit that begins anew with each octet is none: one octet a second keeps a thread for a day. A head has one deadline, content must keep a pace, and after the last response the server does not read for ever. (RFC 9112 section 9.5)",
        book: "Waiting",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.2"]).listen()?;
        for begun in ["GET /hello HTTP/1.1\r\nHost: ", &post("/echo", "Content-Length: 100000", "")] {
            let mut client = server.connect()?;
            client.send(begun)?;
            drip(&mut client, "x")?;
            // What it says is another test's matter.
            client.read_to_end()?;
        }
        let mut client = server.connect()?;
        client.send(LAST)?;
        expect_page(&client.reply("GET")?, "/about")?;
        let began = Instant::now();
        // Nobody reads what is sent now: so it is refused as soon as the server has let the socket go.
        while client.send_available(b"x").is_ok() {
            if began.elapsed() > harness::deadline() {
                let came = "it still takes what comes";
                return Err(Failure::wrong().row("expected", "the server lets the socket go").row("came", came));
            }
            client.send_split(["", ""])?;
        }
        Ok(())
    })
}

#[test]
fn the_server_waits_for_content_that_keeps_its_pace() -> Verdict {
    let teach = Teach {
        wrong: "an upload whose pieces came steadily, for longer than --timeout in all, did not get its response",
        why: "The deadline of a head stands, that of content moves on with the octets that have come: whoever has much to send, and sends it, is no client that drips. (RFC 9110 section 15.5.9)",
        book: "Waiting",
    };
    LESSON.check(teach, || {
        let (seconds, most, pause) = PACED;
        let server = LESSON.server().args(["--timeout", seconds]).listen()?;
        let mut client = server.connect()?;
        client.send(post("/echo", "Transfer-Encoding: chunked", ""))?;
        let (began, mut octets) = (Instant::now(), 0);
        while began.elapsed() < most * 3 / 2 && !has_come(&client)? {
            client.send(paced_piece())?;
            octets += 500;
            server.wait_end(pause)?;
        }
        if !has_come(&client)? {
            client.send("0\r\n\r\n")?;
        }
        let reply = client.reply("POST")?;
        reply.expect_status(200)?;
        reply.expect("all of the content", reply.content.len() == octets)
    })
}

/// proves: 9110-2.3-defensive
#[test]
fn the_server_keeps_nobody_waiting_for_an_open_connection() -> Verdict {
    let teach = Teach {
        wrong: "while twenty clients kept their connections open, another one was not served, or the server did not rest, or did not end",
        why: "Each connection has a thread of its own, and a thread that waits sleeps in the system: it keeps neither others waiting nor the processor busy.",
        book: "Waiting",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut open = Vec::new();
        for _ in 0..20 {
            let mut client = server.connect()?;
            client.send(HELLO)?;
            client.reply("GET")?.expect_status(200)?;
            client.send("GET /hel")?;
            open.push(client);
        }
        expect_page(&responses(&server, LAST, ["GET"])?[0], "/about")?;
        server.expect_idle()?;
        #[cfg(unix)]
        server.interrupt().and_then(|()| server.expect_end(0))?;
        #[cfg(not(unix))]
        harness::left_out(
            "that open connections do not keep it from ending",
            "a test cannot send Ctrl-C on this system",
        )?;
        Ok(())
    })
}

/// proves: 9112-9.5-monitor-close
/// proves: 9110-2.3-defensive
#[test]
fn the_server_outlives_clients_that_leave() -> Verdict {
    let teach = Teach {
        wrong: "after clients that left in the middle, the next one was not served, or their sockets were kept",
        why: "A connection may end at any octet, in order or by a reset. That client is lost, the server is not; and what was read of its input, its socket and its thread end with it. (RFC 9112 section 9.5)",
        book: "Closing",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let before = server.kept();
        let (pipelined, unread) = (format!("{HELLO}GET"), format!("{LAST}{HELLO}"));
        let cut = echo("hello");
        for _ in 0..5 {
            for stage in ["", HELLO, "GET /hel", &pipelined, cut.trim_end_matches("lo"), LAST, &unread] {
                let mut client = server.connect()?;
                client.send(stage)?;
                client.reset()?;
                // Nothing of that connection is the beginning of this one.
                expect_page(&responses(&server, LAST, ["GET"])?[0], "/about")?;
                let mut client = server.connect()?;
                client.send(stage)?;
                client.finish()?;
                client.read_to_end()?;
                expect_page(&responses(&server, LAST, ["GET"])?[0], "/about")?;
            }
        }
        server.expect_nothing_kept(before, 40)
    })
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    common::ctrl_c_ends_the_server(LESSON, "Run", &[&[]], |_| Ok(()))
}

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    common::the_server_says_that_an_address_is_in_use(LESSON, "Run")
}

#[cfg(not(unix))]
harness::tests_left_out! {
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
    the_client_hears_a_response_while_it_sends: "no file is without end on this system, as /dev/zero is",
}
