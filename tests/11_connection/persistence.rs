//! The server: keep or close.

use harness::test;

use super::*;

/// proves: 9112-9.3-persistence
/// proves: 9112-9.3-default-persist
/// proves: 9112-9.6-close-requested
/// proves: 9112-9.6-echo-close
/// proves: 9112-9.6-announce-close
/// proves: 9110-7.6.1-list-hop-fields
/// proves: 9110-7.6.1-no-end-to-end
#[test]
fn the_server_answers_one_request_after_another_on_one_connection() -> Verdict {
    let teach = Teach {
        wrong: "requests that came one after the other on one connection were not all answered as they should be",
        why: "From HTTP/1.1 on, the connection goes on after each response: read the next request from it. After a request with close it ends, and the response says so. (RFC 9112 section 9.3)",
        book: "Keep or close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        for request in [HELLO, ABOUT, HELLO] {
            client.send(request)?;
            let reply = client.reply("GET")?;
            expect_connection_fields(&reply)?;
            expect_page(&reply, &request[4..10])?;
            expect_no_close_option(&reply)?;
        }
        // Every version from 1.1 on.
        client.send(HELLO.replace("HTTP/1.1", "HTTP/1.2"))?;
        let reply = client.reply("GET")?;
        expect_page(&reply, "/hello")?;
        expect_no_close_option(&reply)?;
        client.send(LAST)?;
        let reply = client.reply_and_close("GET")?;
        expect_page(&reply, "/about")?;
        expect_close_option(&reply)?;
        server.expect_stdout("GET /hello 200\nGET /about 200\nGET /hello 200\nGET /hello 200\nGET /about 200\n")
    })
}

#[test]
fn the_server_dates_each_response() -> Verdict {
    let teach = Teach {
        wrong: "two responses, more than a second apart, had the same Date",
        why: "Date is the time at which this response was made: look at the clock for each, not once when the server or a connection begins. (RFC 9110 section 6.6.1)",
        book: "Keep or close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(HELLO)?;
        let first = client.reply("GET")?;
        server.wait_end(Duration::from_millis(1_100))?;
        client.send(HELLO)?;
        // Whether the connection goes on is another test's matter.
        let on_the_same_connection = client.reply("GET").ok();
        let on_another = last_response(&server, LAST)?;
        let date = first.field("Date");
        for later in on_the_same_connection.into_iter().chain([on_another]) {
            later.expect(&format!("another Date than {}", date.unwrap_or("none")), later.field("Date") != date)?;
        }
        Ok(())
    })
}

/// proves: 9110-7.6.1-option-case
/// proves: 9112-9.3-close-wins
/// proves: 9112-9.6-close-requested
/// proves: 9112-9.6-echo-close
/// proves: 9110-5.6.1.2-skip-empty-members
#[test]
fn the_server_finds_close_in_any_letter_case_and_list() -> Verdict {
    let teach = Teach {
        wrong: "close among the connection options did not lead to a response that says close, and the end of the connection",
        why: "Connection is a list, on one line or several, and its options match in any letter case. close wins over keep-alive. (RFC 9112 section 9.3)",
        book: "Keep or close",
    };
    let lines = [
        "Connection: close",
        "Connection: Close",
        "connection: CLOSE",
        "Connection: keep-alive, close",
        "Connection: close, keep-alive",
        "Connection: x ,\tclose\t, y",
        "Connection: ,close",
        "Connection: keep-alive\r\nConnection: close",
        "Connection: close\r\nConnection: keep-alive",
    ];
    LESSON.check_each(teach, lines, |line| {
        let reply = last_response(&LESSON.server().listen()?, &hello_with(line))?;
        expect_page(&reply, "/hello")?;
        expect_close_option(&reply)
    })
}

/// proves: 9112-9.3-default-persist
/// proves: 9110-6.2-higher-minor
/// proves: 9110-7.8-ignore
#[test]
fn the_server_keeps_the_connection_whatever_else_the_options_are() -> Verdict {
    let teach = Teach {
        wrong: "the connection did not go on although nobody had said close",
        why: "Only the option close ends an HTTP/1.1 connection. Others, or close as a part of another word, do not. Around an option, spaces and tabs are no part of it; everything else is. Only ASCII letters have two cases. (RFC 9112 section 9.3)",
        book: "Keep or close",
    };
    let lines = [
        "Connection: keep-alive",
        "Connection: closed",
        "Connection: not-close",
        "Connection: clo se",
        "Connection: x=close",
        "Connection: \u{a0}close",
        "Connection: clo\u{17f}e",
        "Connection:",
        "Connection: upgrade\r\nUpgrade: websocket",
        "Proxy-Connection: close",
        "Keep-Alive: timeout=0, close",
    ];
    let later = b"GET /hello HTTP/1.3\r\nHost: localhost\r\n\r\n".to_vec();
    // An option need not be UTF-8 to be one that nobody knows.
    let octets = b"GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: caf\xe9\r\n\r\n".to_vec();
    let requests = lines.map(|line| hello_with(line).into_bytes()).into_iter().chain([later, octets]);
    LESSON.check_each(teach, requests, |request| {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(request)?;
        let reply = client.reply("GET")?;
        expect_page(&reply, "/hello")?;
        expect_no_close_option(&reply)?;
        expect_going_on(&mut client)
    })
}

/// proves: 9112-9.6-close-ends-requests
/// proves: 9112-9.6-sent-close-no-more
/// proves: 9112-9.6-sent-close-closes
#[test]
fn the_server_answers_nothing_after_a_close() -> Verdict {
    let teach = Teach {
        wrong: "a request with close, and with another one after it, did not get its own response alone",
        why: "Who says close, or HTTP/1.0 without keep-alive, will not take another response, so what stands after that request must not be acted upon. (RFC 9112 section 9.6)",
        book: "Keep or close",
    };
    LESSON.check_each(teach, [LAST, "GET /about HTTP/1.0\r\n\r\n"], |last| {
        let server = LESSON.server().listen()?;
        last_response(&server, &format!("{last}{HELLO}"))?;
        server.expect_stdout("GET /about 200\n")
    })
}

/// proves: 9112-9.6-sent-close-closes
/// proves: 9112-9.6-sent-close-no-more
#[test]
fn the_server_closes_when_the_page_says_so() -> Verdict {
    let teach = Teach {
        wrong: "after a response with Connection: close from the page itself, the connection did not end, or close was said twice",
        why: "Not only the client may say close. After the server's own close nothing is answered either, and who finds it said says it no second time. (RFC 9112 section 9.6)",
        book: "Keep or close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let reply = last_response(&server, &format!("GET /bye HTTP/1.1\r\nHost: a\r\n\r\n{HELLO}"))?;
        reply.expect_status(200)?;
        expect_close_option(&reply)?;
        server.expect_stdout("GET /bye 200\n")
    })
}

/// proves: 9112-9.3-http10-closes
/// proves: 9112-9.3-close-wins
/// proves: 9110-6.2-server-version
#[test]
fn the_server_closes_after_a_response_to_http_1_0() -> Verdict {
    let teach = Teach {
        wrong: "a request of HTTP/1.0 did not get its response and the end of the connection",
        why: "Programs of HTTP/1.0 find the end of a response by the end of the connection, unless they say keep-alive: that very option, and not close beside it. (RFC 9112 section 9.3)",
        book: "Keep or close",
    };
    let lines = [
        "",
        "Connection: x\r\n",
        "Connection: keep-alive, close\r\n",
        "Connection: \u{a0}keep-alive\r\n",
        "Connection: \u{212a}eep-alive\r\n",
        "Keep-Alive: timeout=5\r\n",
    ];
    LESSON.check_each(teach, lines, |line| {
        let request = format!("GET /hello HTTP/1.0\r\n{line}\r\n");
        expect_page(&last_response(&LESSON.server().listen()?, &request)?, "/hello")
    })
}

/// proves: 9112-9.3-http10-keep-alive
#[test]
fn the_server_keeps_the_connection_to_http_1_0_when_asked_to() -> Verdict {
    let teach = Teach {
        wrong: "HTTP/1.0 with Connection: keep-alive did not get keep-alive back, and a second response",
        why: "A program of HTTP/1.0 that says keep-alive goes on only when the response says so too. (RFC 9112 section 9.3)",
        book: "Keep or close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        for option in ["keep-alive", "Keep-Alive", "x, KEEP-ALIVE", "x\r\nConnection: keep-alive"] {
            client.send(format!("GET /hello HTTP/1.0\r\nConnection: {option}\r\n\r\n"))?;
            let reply = client.reply("GET")?;
            expect_page(&reply, "/hello")?;
            reply.expect("Connection: keep-alive", lists(&reply, "Connection", "keep-alive"))?;
            expect_connection_fields(&reply)?;
        }
        client.send("GET /about HTTP/1.0\r\n\r\n")?;
        expect_page(&client.reply_and_close("GET")?, "/about")
    })
}

/// proves: 9112-6.1-no-te-to-http10
/// proves: 9112-6.3-delimited-responses
/// proves: 9112-9.3-http10-closes
#[test]
fn the_server_ends_a_response_of_unknown_length_as_the_client_can_see_it() -> Verdict {
    let teach = Teach {
        wrong: "a response whose length is not known beforehand did not end as its client understands it",
        why: "HTTP/1.1 gets chunks and the connection goes on. HTTP/1.0 knows none: there the end of the connection is the end. (RFC 9112 section 6.3)",
        book: "Keep or close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send("GET /count HTTP/1.1\r\nHost: a\r\n\r\n")?;
        let reply = client.reply("GET")?;
        expect_content(&reply, "1\n2\n3\n4\n5\n")?;
        expect_no_close_option(&reply)?;
        expect_going_on(&mut client)?;
        for line in ["", "Connection: keep-alive\r\n"] {
            let reply = last_response(&server, &format!("GET /count HTTP/1.0\r\n{line}\r\n"))?;
            expect_content(&reply, "1\n2\n3\n4\n5\n")?;
            expect_close_option(&reply)?;
            reply.expect("no Transfer-Encoding", reply.field("Transfer-Encoding").is_none())?;
        }
        Ok(())
    })
}
