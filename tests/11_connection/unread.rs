//! The server: content that nobody read.

use harness::test;

use super::*;

/// proves: 9112-9.3-read-or-close
/// proves: 9112-6-request-body-any-method
/// proves: 9110-9.3.1-content-unused
#[test]
fn the_server_never_takes_content_for_a_request() -> Verdict {
    let teach = Teach {
        wrong: "content that the page had no use for was taken for the next request, or the next request was lost",
        why: "Content belongs to its request even when nobody reads it. Throw it away, to its end, then go on. (RFC 9112 section 9.3)",
        book: "Content that nobody read",
    };
    let length = format!("Content-Length: {}", TRAP.len());
    let chunked = format!("{:x}\r\n{TRAP}\r\n0\r\nX: y\r\n\r\n", TRAP.len());
    let with = |method: &str| post("/hello", &length, TRAP).replacen("POST", method, 1);
    let unread = [
        ("GET", format!("{}{TRAP}", hello_with(&length)), 200),
        ("POST", with("POST"), 405),
        ("DELETE", with("DELETE"), 405),
        ("BREW", with("BREW"), 501),
        ("POST", post("/nowhere", &length, TRAP), 404),
        ("POST", post("/nowhere", "Transfer-Encoding: chunked", &chunked), 404),
        // A thousand octets, each in a chunk of its own; what else waits in the buffer does not count.
        ("POST", post("/nowhere", "Transfer-Encoding: chunked", &("1\r\nx\r\n".repeat(1000) + "0\r\n\r\n")), 404),
    ];
    LESSON.check_each(teach, unread, |(method, request, status)| {
        let server = LESSON.server().listen()?;
        let replies = responses(&server, &format!("{request}{LAST}"), [method, "GET"])?;
        replies[0].expect_status(status)?;
        expect_no_close_option(&replies[0])?;
        expect_page(&replies[1], "/about")?;
        server.expect_stdout_that(&predicate::str::contains("trap").not())
    })
}

/// proves: 9112-9.3-read-or-close
/// proves: 9110-7.6-segmentation
#[test]
fn the_server_throws_unread_content_away_however_it_comes() -> Verdict {
    let teach = Teach {
        wrong: "unread content that came after the response was taken for the next request, or the next request was lost",
        why: "The response may be out before the content is in. The rest of it comes first on the connection, then the next request. (RFC 9112 section 9.3)",
        book: "Content that nobody read",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let content = TRAP.repeat(200);
        let mut client = server.connect()?;
        client.send(post("/hello", &format!("Content-Length: {}", content.len()), ""))?;
        client.reply("POST")?.expect_status(405)?;
        client.send_split([&content[..5], &content[5..100], &format!("{}{LAST}", &content[100..])])?;
        client.finish()?;
        expect_page(&client.reply_and_close("GET")?, "/about")?;
        let mut client = server.connect()?;
        client.send(post("/hello", "Transfer-Encoding: chunked", ""))?;
        client.reply("POST")?.expect_status(405)?;
        client.send_split(["5\r", "\nGET /\r\n0\r", &format!("\n\r\n{LAST}")])?;
        client.finish()?;
        expect_page(&client.reply_and_close("GET")?, "/about")?;
        server.expect_stdout("POST /hello 405\nGET /about 200\nPOST /hello 405\nGET /about 200\n")
    })
}

/// proves: 9112-9.6-lingering-close
/// proves: 9112-9.3-read-or-close
/// proves: 9110-10.1.1-early-final
/// proves: 9112-9.6-announce-close
#[test]
fn the_server_closes_rather_than_read_much_that_nobody_wants() -> Verdict {
    let teach = Teach {
        wrong: "content that nobody wants did not end the connection where it is more than 256 KiB, and there alone",
        why: "Another connection costs less than ten million octets. Say close, and see to it that the response arrives. Each request counts from 0, and of chunks only what has come can be counted. (RFC 9112 section 9.3)",
        book: "Content that nobody read",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let began = Instant::now();
        let mut client = server.connect()?;
        client.send(post("/hello", "Content-Length: 10000000", ""))?;
        let reply = client.reply("POST")?;
        reply.expect_status(405)?;
        expect_close_option(&reply)?;
        client.send(TRAP.repeat(10_000))?;
        client.expect_close()?;
        expect_lingering(&mut client, began)?;
        drop(client);
        // The bound itself is not more than the bound.
        let mut client = server.connect()?;
        client.send(post("/hello", &format!("Content-Length: {DISCARD_LIMIT}"), ""))?;
        expect_no_close_option(&client.reply("POST")?)?;
        client.send("x".repeat(DISCARD_LIMIT))?;
        expect_going_on(&mut client)?;
        client.send(post("/hello", &format!("Content-Length: {}", DISCARD_LIMIT + 1), ""))?;
        expect_close_option(&client.reply_and_close("POST")?)?;
        // Of chunks nobody knows beforehand how many octets they will be.
        let mut client = server.connect()?;
        client.send(post("/hello", "Transfer-Encoding: chunked", ""))?;
        client.reply("POST")?.expect_status(405)?;
        client.send(format!("2710\r\n{}\r\n", "x".repeat(10_000)).repeat(40))?;
        client.expect_close()?;
        // What was thrown away or read of requests before does not count.
        let mut client = server.connect()?;
        for _ in 0..2 {
            client.send(post("/hello", "Transfer-Encoding: chunked", ""))?;
            expect_no_close_option(&client.reply("POST")?)?;
            client.send(format!("{DISCARD_LIMIT:x}\r\n{}\r\n0\r\n\r\n", "x".repeat(DISCARD_LIMIT)))?;
            client.send(echo("hello"))?;
            expect_content(&client.reply("POST")?, "hello")?;
        }
        // 2 to the power of 32, and 1: lengths have 64 bits.
        client.send(post("/hello", "Content-Length: 4294967297", ""))?;
        expect_close_option(&client.reply_and_close("POST")?)?;
        server.expect_stdout_that(&predicate::str::contains("trap").not())
    })
}

/// proves: 9112-7.1-bad-framing
/// proves: 9112-9.3-read-or-close
#[test]
fn the_server_closes_when_unread_content_is_malformed() -> Verdict {
    let teach = Teach {
        wrong: "after unread content that is malformed, something was taken for a request",
        why: "With its framing broken, nobody knows where the content ends. The response is out already, so only the close is left. (RFC 9112 section 7.1)",
        book: "Content that nobody read",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(post("/hello", "Transfer-Encoding: chunked", ""))?;
        client.reply("POST")?.expect_status(405)?;
        client.send(format!("-1\r\n\r\n{HELLO}"))?;
        client.expect_close()?;
        server.expect_stdout("POST /hello 405\n")
    })
}

/// proves: 9112-9.6-lingering-close
#[test]
fn the_server_does_not_lose_its_last_response_to_a_reset() -> Verdict {
    let teach = Teach {
        wrong: "the last response did not arrive whole, with the end of the connection in order after it",
        why: "Closing with octets unread resets the connection. First end your own side, then read what still comes. (RFC 9112 section 9.6)",
        book: "Closing",
    };
    let last = [(LAST, 200), ("GET /hello HTTP/1.1\r\nHost : a\r\n\r\n", 400)];
    LESSON.check_each(teach, last, |(request, status)| {
        let server = LESSON.server().listen()?;
        let began = Instant::now();
        let mut client = server.connect()?;
        client.send(format!("{request}{}", TRAP.repeat(5_000)))?;
        client.reply_and_close("GET")?.expect_status(status)?;
        expect_lingering(&mut client, began)?;
        server.expect_stdout_that(&predicate::str::contains("trap").not())
    })
}
