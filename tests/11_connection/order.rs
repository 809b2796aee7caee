//! The server: responses in order.

use harness::test;

use super::*;

/// proves: 9112-9.3.2-in-order
/// proves: 9110-7.6-segmentation
/// proves: 9112-6.3-request-no-length
#[test]
fn the_server_answers_requests_that_come_together_in_their_order() -> Verdict {
    let teach = Teach {
        wrong: "of several requests that came in one packet, not each was answered, in order",
        why: "One read may return several requests. What stands after the first one is the next: keep it. (RFC 9112 section 9.3.2)",
        book: "Responses in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let requests = [HELLO, &echo("one"), ABOUT, &echo("two"), "\r\n", HELLO, LAST].concat();
        let replies = responses(&server, &requests, ["GET", "POST", "GET", "POST", "GET", "GET"])?;
        expect_page(&replies[0], "/hello")?;
        expect_content(&replies[1], "one")?;
        expect_page(&replies[2], "/about")?;
        expect_content(&replies[3], "two")?;
        expect_page(&replies[4], "/hello")?;
        expect_page(&replies[5], "/about")?;
        let long = "long ".repeat(20_000);
        let requests = [HELLO, &echo(&long), ABOUT, LAST].concat();
        let replies = responses(&server, &requests, ["GET", "POST", "GET", "GET"])?;
        expect_page(&replies[0], "/hello")?;
        replies[1].expect("all of the long content", replies[1].content == long.as_bytes())?;
        expect_page(&replies[2], "/about")
    })
}

/// proves: 9110-7.6-segmentation
/// proves: 9112-9.3.2-in-order
#[test]
fn the_server_takes_two_requests_that_are_cut_anywhere() -> Verdict {
    let teach = Teach {
        wrong: "two requests that came in two packets, cut at any place, did not both get their responses",
        why: "TCP is a stream: the first packet may end in the middle of the second request. Remember where you are. (RFC 9112 section 2.2)",
        book: "Responses in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let requests = [echo("one").as_str(), LAST].concat();
        let mut clients = Vec::new();
        for cut in 1..requests.len() {
            let mut client = server.connect()?;
            client.send(&requests[..cut])?;
            clients.push((client, cut));
        }
        for (number, (client, cut)) in clients.iter_mut().enumerate() {
            // One pause is enough for all of the first pieces.
            if number == 0 {
                client.send_split(["", &requests[*cut..]])?;
            } else {
                client.send(&requests[*cut..])?;
            }
            client.finish()?;
            let replies = client.replies_and_close(["POST", "GET"])?;
            expect_content(&replies[0], "one")?;
            expect_page(&replies[1], "/about")?;
        }
        Ok(())
    })
}

/// proves: 9112-9.3.2-in-order
#[test]
fn the_server_answers_a_thousand_requests_that_come_together() -> Verdict {
    let teach = Teach {
        wrong: "of a thousand requests on one connection, not each got its response, in order",
        why: "However many requests wait in the buffer, each is taken when the one before it is answered. (RFC 9112 section 9.3.2)",
        book: "Responses in order",
    };
    // On a busy machine a server whose threads take turns needs its time for so many.
    LESSON.with_deadline(harness::deadline() * 3).check(teach, || {
        let server = LESSON.server().listen()?;
        let requests: String = (0..1000).map(|number| echo(&number.to_string())).collect::<String>() + LAST;
        let methods = std::iter::repeat_n("POST", 1000).chain(["GET"]);
        let replies = responses(&server, &requests, methods)?;
        for (number, reply) in replies[..1000].iter().enumerate() {
            expect_content(reply, &number.to_string())?;
        }
        expect_page(&replies[1000], "/about")
    })
}

/// proves: 9110-9.3.2-no-content
/// proves: 9112-9.3-default-persist
/// proves: 9110-9.3.2-same-fields
#[test]
fn the_server_sends_no_content_after_head_and_goes_on() -> Verdict {
    let teach = Teach {
        wrong: "the responses to HEAD and to what follows it were not parted right",
        why: "The response to HEAD ends at its empty line, whatever its fields say. The next octet belongs to the next response. (RFC 9110 section 9.3.2)",
        book: "Responses in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let head = |path: &str| format!("HEAD {path} HTTP/1.1\r\nHost: a\r\n\r\n");
        let requests = [&head("/hello"), &head("/count"), &head("/nowhere"), HELLO, LAST].concat();
        let replies = responses(&server, &requests, ["HEAD", "HEAD", "HEAD", "GET", "GET"])?;
        replies[0].expect_status(200)?;
        let same = replies[0].field("Content-Length") == replies[3].field("Content-Length");
        replies[0].expect("the Content-Length of GET", same)?;
        replies[1].expect_status(200)?;
        replies[2].expect_status(404)?;
        expect_page(&replies[3], "/hello")?;
        expect_page(&replies[4], "/about")?;
        for wrong in
            ["HEAD /hello HTTP/1.1\r\nHost : a\r\n\r\n", "HEAD /hello HTTP/1.1\r\nHo", "HEAD /a b HTTP/1.1\r\n"]
        {
            responses(&server, wrong, ["HEAD"])?[0].expect_status(400)?;
        }
        Ok(())
    })
}

/// proves: 9112-2.2-garbage-400
/// proves: 9112-2.2-bad-field-line-400
/// proves: 9112-9.6-sent-close-closes
/// proves: 9112-9.6-sent-close-no-more
#[test]
fn the_server_answers_what_is_right_then_what_is_wrong_then_nothing() -> Verdict {
    let teach = Teach {
        wrong: "a malformed request after a good one did not get its refusal and the end of the connection",
        why: "The good request gets its response. After a malformed one nobody knows where the next begins: 400, then close. (RFC 9112 section 2.2)",
        book: "Responses in order",
    };
    let malformed = [
        ("GET /hello HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        ("GET /hello HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        ("\0", 400),
        ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n+1\r\n\r\n", 400),
    ];
    // Also after content that was read.
    let good = [("GET", HELLO.to_owned()), ("POST", echo("hello"))];
    let cases = malformed.into_iter().flat_map(|wrong| good.clone().map(|good| (good, wrong)));
    LESSON.check_each(teach, cases, |((method, good), (wrong, status))| {
        let server = LESSON.server().listen()?;
        let replies = responses(&server, &format!("{good}{wrong}{HELLO}"), [method, "GET"])?;
        if method == "POST" { expect_content(&replies[0], "hello") } else { expect_page(&replies[0], "/hello") }?;
        expect_no_close_option(&replies[0])?;
        replies[1].expect_status(status)?;
        expect_close_option(&replies[1])
    })
}

/// proves: 9112-9.6-half-close
/// proves: 9112-8-incomplete-request
#[test]
fn the_server_answers_what_came_before_the_client_closed_its_side() -> Verdict {
    let teach = Teach {
        wrong: "what came before the client closed its sending side was not answered as it should be",
        why: "A client that has no more to ask may close its side and read on. What came whole is answered, half a request is not acted upon. (RFC 9112 section 9.6)",
        book: "Responses in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send([HELLO, &echo("one"), ABOUT].concat())?;
        client.finish()?;
        let replies = client.replies_and_close(["GET", "POST", "GET"])?;
        expect_page(&replies[0], "/hello")?;
        expect_content(&replies[1], "one")?;
        expect_page(&replies[2], "/about")?;
        for half in ["GET /hel", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhell"] {
            let mut client = server.connect()?;
            client.send(format!("{HELLO}{half}"))?;
            client.finish()?;
            let replies = client.replies_and_close(["GET", "GET"])?;
            expect_page(&replies[0], "/hello")?;
            replies[1].expect_status(400)?;
        }
        Ok(())
    })
}

/// proves: 9112-9.3-default-persist
#[test]
fn the_server_keeps_the_connection_after_a_large_upload() -> Verdict {
    let teach = Teach {
        wrong: "a large request did not come back whole, or the connection did not go on after it",
        why: "Content that the application reads is not left over, however much of it there is, and however much of the response is out before it ends. (RFC 9112 section 9.3)",
        book: "Content that nobody read",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        let content = "large ".repeat(100_000);
        let mut stream =
            client.stream().try_clone().map_err(|error| Failure::broken("cannot share a socket", &error))?;
        let request = echo(&content);
        // The echo comes while the content still goes out.
        let sending = thread::spawn(move || stream.write_all(request.as_bytes()));
        let reply = client.reply("POST");
        let _ = sending.join();
        let reply = reply?;
        reply.expect("all of the content", reply.content == content.as_bytes())?;
        expect_no_close_option(&reply)?;
        expect_going_on(&mut client)
    })
}
