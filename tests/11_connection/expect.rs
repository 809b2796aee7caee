//! The server: 100 (Continue), and that what one request says counts for no other one.

use harness::test;

use super::*;

/// proves: 9110-10.1.1-immediate
/// proves: 9110-10.1.1-no-wait
/// proves: 9110-10.1.1-case
/// proves: 9110-10.1.1-final-after-100
#[test]
fn the_server_says_100_when_it_wants_the_content() -> Verdict {
    let teach = Teach {
        wrong: "a client that waits for 100 (Continue) did not get it at once, or no final response after it",
        why: "The client holds its content back until 100 comes. Waiting for the content without saying so is waiting for ever. (RFC 9110 section 10.1.1)",
        book: "100 (Continue)",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        for expect in ["Expect: 100-continue\r\nContent-Length: 5", "Content-Length: 5\r\nexpect: 100-Continue"] {
            client.send(post("/echo", expect, ""))?;
            client.expect("HTTP/1.1 100 Continue\r\n\r\n")?;
            client.send("hello")?;
            expect_content(&client.reply("POST")?, "hello")?;
        }
        client.send(post("/echo", "Transfer-Encoding: chunked\r\nExpect: 100-continue", ""))?;
        client.expect("HTTP/1.1 100 Continue\r\n\r\n")?;
        client.send("5\r\nhello\r\n0\r\n\r\n")?;
        expect_content(&client.reply("POST")?, "hello")?;
        expect_going_on(&mut client)
    })
}

/// proves: 9112-9.3.2-in-order
/// proves: 9110-10.1.1-final-after-100
#[test]
fn the_server_says_100_in_its_turn_and_once() -> Verdict {
    let teach = Teach {
        wrong: "of two requests that came together the second one waited for 100, and did not get it once, after the response to the first",
        why: "An interim response stands in the order of the responses, in front of its own final one. Content that comes in many pieces is waited for many times, and asked for once. (RFC 9110 section 15.2)",
        book: "100 (Continue)",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        // The response to a request in front of it comes first.
        client.send(ABOUT.to_owned() + &post("/echo", "Expect: 100-continue\r\nContent-Length: 5", ""))?;
        expect_page(&client.reply("GET")?, "/about")?;
        client.expect("HTTP/1.1 100 Continue\r\n\r\n")?;
        client.send_split(["h", "el", "lo"])?;
        expect_content(&client.reply("POST")?, "hello")?;
        expect_going_on(&mut client)
    })
}

/// proves: 9110-10.1.1-may-omit-100
#[test]
fn the_server_leaves_100_out_when_the_content_is_there() -> Verdict {
    let teach = Teach {
        wrong: "a client whose content had come, or that has none, did not get its final response, and that alone",
        why: "100 says: send your content now. Who has sent it, or has none, does not wait for that. (RFC 9110 section 10.1.1)",
        book: "100 (Continue)",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let expect = "Expect: 100-continue";
        let requests = [
            post("/echo", &format!("{expect}\r\nContent-Length: 5"), "hello"),
            post("/echo", &format!("{expect}\r\nTransfer-Encoding: chunked"), "5\r\nhello\r\n0\r\n\r\n"),
            post("/echo", &format!("{expect}\r\nContent-Length: 0"), ""),
            post("/echo", expect, ""),
            hello_with(expect),
            LAST.to_owned(),
        ];
        let replies = responses(&server, &requests.concat(), ["POST", "POST", "POST", "POST", "GET", "GET"])?;
        for (reply, content) in replies.iter().zip(["hello", "hello", "", ""]) {
            expect_content(reply, content)?;
        }
        let mut client = server.connect()?;
        client.send_split([&post("/echo", &format!("{expect}\r\nContent-Length: 5"), "h"), "ello"])?;
        expect_content(&client.reply("POST")?, "hello")
    })
}

/// proves: 9110-10.1.1-http10-ignored
/// proves: 9110-15.2-no-1xx-http10
#[test]
fn the_server_never_says_100_to_http_1_0() -> Verdict {
    let teach = Teach {
        wrong: "a request of HTTP/1.0 with Expect did not get its final response, and that alone",
        why: "HTTP/1.0 knows no interim responses: it takes the 100 for the response itself. (RFC 9110 section 15.2)",
        book: "100 (Continue)",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        let head = "POST /echo HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
        client.send_split([head, "hel", "lo"])?;
        expect_content(&client.reply_and_close("POST")?, "hello")
    })
}

/// proves: 9110-10.1.1-early-final
/// proves: 9110-10.1.1-immediate
/// proves: 9112-9.6-announce-close
#[test]
fn the_server_refuses_content_that_it_does_not_want_instead_of_saying_100() -> Verdict {
    let teach = Teach {
        wrong: "a client that waits for 100 was not told at once, with Connection: close, that its content is not wanted",
        why: "The final response takes the place of 100, also that a server cannot do what is expected (417). Whether the content comes all the same nobody knows, so the connection ends. (RFC 9110 section 10.1.1)",
        book: "100 (Continue)",
    };
    let unwanted = [
        ("/nowhere", "100-continue", 404),
        ("/hello", "100-continue", 405),
        ("/echo", "x", 417),
        ("/echo", "100-continue, x", 417),
    ];
    let framed = ["Content-Length: 5", "Transfer-Encoding: chunked"];
    let cases = unwanted.into_iter().flat_map(|unwanted| framed.map(|framing| (unwanted, framing)));
    LESSON.check_each(teach, cases, |((path, expect, status), framing)| {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(post(path, &format!("Expect: {expect}\r\n{framing}"), ""))?;
        let reply = client.reply("POST")?;
        reply.expect_status(status)?;
        expect_close_option(&reply)?;
        client.expect_close()
    })
}

/// proves: 9110-3.3-no-connection-identity
#[test]
fn the_server_remembers_nothing_of_the_request_before() -> Verdict {
    let teach = Teach {
        wrong: "a request that came after another one was not answered as it is when it comes alone",
        why: "A proxy sends the requests of many people over one connection, so each request stands alone: nothing that the one before said counts for it. (RFC 9110 section 3.3)",
        book: "Responses in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let alone = &responses(&server, ABOUT, ["GET"])?[0];
        let who = "Authorization: Basic YTpi\r\nCookie: a=b\r\nFrom: a@example.org\r\nExpect: 100-continue";
        let replies = responses(&server, &format!("{}{ABOUT}{ABOUT}", hello_with(who)), ["GET", "GET", "GET"])?;
        for reply in &replies[1..] {
            let without_date = |reply: &Reply| {
                let fields: Vec<_> = reply.fields.iter().filter(|(name, _)| name != "Date").cloned().collect();
                (reply.status, fields, reply.content.clone())
            };
            reply
                .expect("the same response as to the same request alone", without_date(reply) == without_date(alone))?;
        }
        Ok(())
    })
}
