//! The client.

use harness::test;

use super::*;

/// The request that the client sends when it is told nothing.
fn expect_a_request() -> Verdict {
    let listener = Listener::bind()?;
    let client = LESSON.client().args(["--addr", &listener.addr()]).start()?;
    let mut server = listener.accept()?;
    server.expect("ECHO text 23\nHello World from client")?;
    client.expect_stdout("client sending: ECHO text: Hello World from client\n")
}

#[test]
fn the_client_sends_a_request() -> Verdict {
    let teach = Teach {
        wrong: "the request is not the one the specification asks for",
        why: "A request is its method, the type, the length and perhaps the key, one space between them, one LF, then the body.",
        book: "The specification",
    };
    LESSON.check(teach, expect_a_request)
}

#[test]
fn the_client_sends_key_type_and_length() -> Verdict {
    let teach = Teach {
        wrong: "the key, the type or the length of a request is not the one the specification asks for",
        why: "The key is the fourth word of the header line, whatever the method, and stands there if there is one. The length counts bytes: é is two of them, ☕ is three.",
        book: "The length counts bytes",
    };
    LESSON.check(teach, || {
        let listener = Listener::bind()?;
        let cases = [
            (vec!["KEEP", "café ☕", "--key", "Open!"], "KEEP text 9 Open!\ncafé ☕"),
            (vec!["ECHO", "--type", "bytes", "a\nb"], "ECHO bytes 3\na\nb"),
            (vec!["READ"], "READ text 0\n"),
            (vec!["ECHO", "--key", "k", "Hi"], "ECHO text 2 k\nHi"),
        ];
        for (args, expected) in cases {
            let _client = LESSON.client().args(["--addr", &listener.addr()]).args(args).start()?;
            listener.accept()?.expect(expected)?;
        }
        Ok(())
    })
}

#[test]
fn nothing_is_sent_that_would_be_read_as_two_words() -> Verdict {
    let teach = Teach {
        wrong: "a method or a key with a space or a line end in it was not refused with exit status 2",
        why: "A line end in a key would let whoever chooses the key write a header line of their own.",
        book: "What two programs could read differently",
    };
    LESSON.check(teach, || {
        let listener = Listener::bind()?;
        for args in [
            ["EC HO", "--key=a"],
            ["ECHO\n", "--key=a"],
            ["", "--key=a"],
            ["KEEP", "--key=a b"],
            ["KEEP", "--key=a\nb"],
        ] {
            LESSON.client().args(["--addr", &listener.addr()]).args(args).start()?.expect_end(2)?;
        }
        LESSON.server().args(["--addr", "127.0.0.1:0", "--key", "two words"]).start()?.expect_end(2)?;
        Ok(())
    })
}

#[test]
fn the_client_says_that_nobody_listens() -> Verdict {
    common::the_client_says_that_nobody_listens(
        LESSON,
        "What can go wrong",
        |client, addr| client.args(["--addr", addr]),
        &[],
    )
}

#[test]
fn the_client_shows_the_reply_and_ends() -> Verdict {
    let teach = Teach {
        wrong: "the client did not show its reply, or did not end with exit status 0 after it",
        why: "One request, one reply: count them. The server keeps the connection open, so its end is nothing to wait for.",
        book: "Many requests, one connection",
    };
    LESSON.check(teach, || {
        let listener = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &listener.addr()]).start()?;
        let mut server = listener.accept()?;
        server.send("20 text 2\nHi")?;
        client.expect_stdout("client sending: ECHO text: Hello World from client\nclient received: 20 text: Hi\n")?;
        client.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_client_waits_for_a_reply_that_takes_its_time() -> Verdict {
    let teach = Teach {
        wrong: "the client did not wait for a reply that came a while after the request, or whose second half did",
        why: "A server may need a while, also in the middle of a frame. That nothing comes for a moment is no error: reads of \
              replies need no time limit, not one of seconds or minutes either.",
        book: "Many requests, one connection",
    };
    LESSON.check(teach, || {
        let listener = Listener::bind()?;
        let mut clients = Vec::new();
        for (before, after) in [("", "20 text 5\nLater"), ("20 text 5\nLa", "ter")] {
            let client = LESSON.client().args(["--addr", &listener.addr()]).start()?;
            let mut server = listener.accept()?;
            server.send(before)?;
            clients.push((client, server, after));
        }
        clients[0].0.wait_out(Duration::from_millis(600))?;
        for (client, server, after) in &mut clients {
            client.wait_out(Duration::ZERO)?;
            server.send(after)?;
            client.expect_stdout(
                "client sending: ECHO text: Hello World from client\nclient received: 20 text: Later\n",
            )?;
            client.expect_end(0)?;
        }
        Ok(())
    })
}

#[test]
fn the_client_sends_all_requests_and_matches_replies_in_order() -> Verdict {
    let teach = Teach {
        wrong: "the client did not send all its requests at once, or did not show one reply for each, in order, and end",
        why: "Replies come in the order of the requests, as many as there are requests: count them. What is read beyond one reply \
              is the beginning of the next: one buffer for all of them. After the last one the client ends; the server keeps the \
              connection open.",
        book: "Many requests, one connection",
    };
    let basics = Teach {
        wrong: "a plain request is not the one the specification asks for, so what this test is about was not tried yet",
        why: "A request is its method, the type, the length and perhaps the key, one space between them, one LF, then the \
              body. Make the_client_sends_a_request pass first.",
        book: "The specification",
    };
    LESSON.check(basics, expect_a_request)?;
    LESSON.check(teach, || {
        let listener = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &listener.addr(), "LENGTH", "a", "bb", ""]).start()?;
        let mut server = listener.accept()?;
        server.expect("LENGTH text 1\naLENGTH text 2\nbbLENGTH text 0\n")?;
        server.send("20 text 3\none20 text 3\ntwo20 text 5\nthree")?;
        client.expect_stdout(
            "client sending: LENGTH text: a\nclient sending: LENGTH text: bb\nclient sending: LENGTH text: \n\
             client received: 20 text: one\nclient received: 20 text: two\nclient received: 20 text: three\n",
        )?;
        client.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_client_reads_replies_that_are_split_anywhere() -> Verdict {
    let teach = Teach {
        wrong: "a reply that came in two packets was not read like one that came in one",
        why: "TCP may cut the stream anywhere, for a client as for a server. Read until the frame is complete.",
        book: "Reading exactly one frame",
    };
    LESSON.check(teach, || {
        let listener = Listener::bind()?;
        let reply = "20 text 5\ncafé".as_bytes();
        let mut halves = Vec::new();
        for split in 1..reply.len() {
            let client = LESSON.client().args(["--addr", &listener.addr(), "READ"]).start()?;
            let mut server = listener.accept()?;
            server.send(&reply[..split])?;
            halves.push((split, client, server));
        }
        let slow = LESSON.client().args(["--addr", &listener.addr(), "READ", "", ""]).start()?;
        let mut server = listener.accept()?;
        // While this one pauses between its parts, the clients read the first part of all the others.
        server.send_split([&b"20 text 3\none20 te"[..], b"xt 3\ntwo"])?;
        slow.expect_stdout_that(&predicate::str::ends_with(
            "client received: 20 text: one\nclient received: 20 text: two\n",
        ))?;
        for (split, client, mut server) in halves {
            let case = format!("{} … {}", visible(&reply[..split]), visible(&reply[split..]));
            server.send(&reply[split..]).map_err(in_case(&case))?;
            client
                .expect_stdout("client sending: READ text: \nclient received: 20 text: café\n")
                .map_err(in_case(case))?;
        }
        Ok(())
    })
}

#[test]
fn the_client_shows_errors_and_ends_with_status_1() -> Verdict {
    let teach = Teach {
        wrong: "an error reply was not shown, or the client did not end with exit status 1",
        why: "20 says done, every other code is an error, known or not, wherever it stands. Its reply is a reply: show it, go \
              on with the next, and end with an error line after the last.",
        book: "Many requests, one connection",
    };
    LESSON.check(teach, || {
        let listener = Listener::bind()?;
        let cases = [
            ["43", "20", "99"],
            ["43", "20", "20"],
            ["20", "20", "42"],
            ["20", "21", "20"],
            ["99", "20", "20"],
            ["00"; 3],
        ];
        for codes in cases {
            let client = LESSON.client().args(["--addr", &listener.addr(), "ECHO", "a", "b", "c"]).start()?;
            let mut server = listener.accept()?;
            server.send(codes.map(|code| format!("{code} text 3\nwhy")).concat())?;
            let shown = codes.map(|code| format!("client received: {code} text: why\n")).concat();
            let ended =
                client.expect_stdout_that(&predicate::str::ends_with(shown)).and_then(|()| client.expect_end(1));
            ended
                .and_then(|_| client.expect_error_line(&[]))
                .map_err(in_case(format!("replies with the codes {}", codes.join(", "))))?;
        }
        Ok(())
    })
}

#[test]
fn the_client_refuses_malformed_replies() -> Verdict {
    let teach = Teach {
        wrong: "a reply that is not as the specification says did not end in an error line and exit status 1",
        why: "A server can be wrong, or no server of this protocol at all. A client reads as strictly as a server.",
        book: "What two programs could read differently",
    };
    LESSON.check(teach, || {
        let cases: [&[u8]; 12] = [
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nHi",
            b"server received your message\n",
            b"20 text +2\nHi",
            b"20 text 02\nHi",
            b"20 text 2\r\nHi",
            b"20 text 2 key\nHi",
            b"200 text 2\nHi",
            b"OK text 2\nHi",
            b"2 text 2\nHi",
            b"20 text 2\n\xff\xfe",
            b"20 text 65537\n",
            &[b'2'; 100],
        ];
        let listener = Listener::bind()?;
        for case in cases {
            let client = LESSON.client().args(["--addr", &listener.addr()]).start()?;
            let mut server = listener.accept()?;
            server.send(case)?;
            let refused = client.expect_end(1).and_then(|_| {
                client.expect_error_line(&[])?;
                client.expect_stdout("client sending: ECHO text: Hello World from client\n")
            });
            refused.map_err(in_case(case))?;
        }
        Ok(())
    })
}

#[test]
fn the_client_says_that_a_reply_is_missing() -> Verdict {
    let teach = Teach {
        wrong: "a connection that ended before the last reply did not end in an error line and exit status 1, or a reply that \
                had come was not shown",
        why: "As many replies as requests: when the connection ends before, in a reply or between two, something is missing. \
              Show each reply as soon as it is there: those that came are good.",
        book: "Many requests, one connection",
    };
    LESSON.check(teach, || {
        let listener = Listener::bind()?;
        let sending = "client sending: ECHO text: a\nclient sending: ECHO text: b\nclient sending: ECHO text: c\n";
        let (one, two) = ("client received: 20 text: 1\n", "client received: 43 text: 2\n");
        for (case, shown) in [
            ("", String::new()),
            ("2", String::new()),
            ("20 text 5\n", String::new()),
            ("20 text 5\nHell", String::new()),
            ("20 text 1\n1", one.to_owned()),
            ("20 text 1\n120 te", one.to_owned()),
            ("20 text 1\n143 text 1\n2", format!("{one}{two}")),
            ("20 text 1\n143 text 1\n220 text 1\n", format!("{one}{two}")),
        ] {
            let client = LESSON.client().args(["--addr", &listener.addr(), "ECHO", "a", "b", "c"]).start()?;
            let mut server = listener.accept()?;
            server.send(case)?;
            server.finish()?;
            let told = client.expect_end(1).and_then(|_| {
                client.expect_error_line(&[])?;
                client.expect_stdout(format!("{sending}{shown}"))
            });
            told.map_err(in_case(case))?;
        }
        Ok(())
    })
}

// Windows takes command lines of 32,767 characters at most, and a body that is too large does not fit into one.
#[cfg(not(windows))]
#[test]
fn the_client_hears_why_it_was_refused() -> Verdict {
    let teach = Teach {
        wrong: "between the server and the client, the reply to a body above the limit was lost",
        why: "The server answers before it has the body. It must read the rest away, or the reset overtakes its reply.",
        book: "Ending in order",
    };
    check_server(teach, |server| {
        let body = "a".repeat(100_000);
        let client = LESSON.client().args(["--addr", &server.addr().to_string(), "ECHO", &body]).start()?;
        client.expect_stdout_that(&predicate::str::ends_with("client received: 41 text: too large\n"))?;
        client.expect_end(1)?;
        expect_echo(&mut server.connect()?)
    })
}

#[cfg(not(unix))]
harness::tests_left_out! {
    the_server_goes_on_after_a_write_that_took_a_part: "a test cannot stop a program in the middle of a write on this system",
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
}

#[cfg(windows)]
harness::tests_left_out! {
    the_client_hears_why_it_was_refused: "a command line holds at most 32,767 characters on this system",
}
