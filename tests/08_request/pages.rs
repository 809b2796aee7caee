//! The server: pages.

use harness::test;

use super::*;

/// proves: 9110-9.1-get-head
/// proves: 9110-6.6.1-date-in-response
/// proves: 9110-5.6.7-send-imf-fixdate
/// proves: 9110-5.6.7-no-extra-space
/// proves: 9110-6.2-server-version
/// proves: 9110-8.6-cl-when-known
/// proves: 9112-9.3-server-always-close
/// proves: 9112-9.6-sent-close-closes
/// proves: 9110-2.2-grammar
/// proves: 9110-5.3-no-repeat
#[test]
fn the_server_answers_a_request_with_a_page() -> Verdict {
    let teach = Teach {
        wrong: "GET /hello was not answered with the page and its fields, or not told on standard output",
        why: "The head is complete at the empty line. Then the server knows what is asked and answers, with the time of this answer as Date. (RFC 9112 section 2.1)",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let reply = answer(&server, HELLO)?;
        reply.expect_status(200)?;
        reply.expect("the page says Hello World", contains(&reply.content, b"Hello World"))?;
        reply.expect("a Content-Length, for the length is known", reply.field("Content-Length").is_some())?;
        reply.expect("Connection: close, for this server closes", says_close(&reply))?;
        reply.expect(
            "Content-Type: text/html",
            reply.field("Content-Type").is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/html")),
        )?;
        // A Date has no parts of a second: after more than one, it is another.
        server.wait_end(Duration::from_millis(1_100))?;
        let second = answer(&server, HELLO)?;
        let first = reply.field("Date").unwrap_or("none");
        second.expect(&format!("another Date than {first}"), second.field("Date") != Some(first))?;
        server.expect_stdout("GET /hello 200\n".repeat(2))
    })
}

/// proves: 9110-9.1-get-head
/// proves: 9110-9.3.2-no-content
/// proves: 9110-9.3.2-same-fields
/// proves: 9110-8.6-head-cl-equal
#[test]
fn the_server_answers_head_with_the_fields_alone() -> Verdict {
    let teach = Teach {
        wrong: "HEAD was not answered with the fields of GET and no content",
        why: "HEAD asks what GET would get, without the content. Content-Length says how long that would be. (RFC 9110 section 9.3.2)",
        book: "What the server answers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for (path, status) in [("/hello", 200), ("/nowhere", 404)] {
            let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");
            let get = answer(&server, &request)?;
            let mut client = server.connect()?;
            client.send(request.replace("GET", "HEAD"))?;
            let head = client.reply_and_close("HEAD")?;
            head.expect_status(status)?;
            for (name, value) in get.fields.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("Date")) {
                // The length may be left out, but not be another one.
                let may_miss = name.eq_ignore_ascii_case("Content-Length");
                let same = head.field(name).map_or(may_miss, |of_head| of_head == value);
                head.expect(&format!("{name}: {value}, as in the answer to GET"), same)?;
            }
        }
        // Also when it is refused: no Host, a target that is none, another version, a control octet, too much, half a head.
        let long = "x".repeat(10_000);
        for request in [
            "HEAD / HTTP/1.1\r\n\r\n",
            "HEAD /% HTTP/1.1\r\nHost: a\r\n\r\n",
            "HEAD / HTTP/2.0\r\nHost: a\r\n\r\n",
            "HEAD /\0",
            &format!("HEAD /{long}"),
            &format!("HEAD / HTTP/1.1\r\n{long}"),
            "HEAD / HTTP/1.1\r\nHo",
        ] {
            let mut client = server.connect()?;
            client.send(request)?;
            client.finish()?;
            client.reply_and_close("HEAD")?;
        }
        Ok(())
    })
}

/// proves: 9110-15.6.6-explain
/// proves: 9110-6.6.1-date-in-response
/// proves: 9112-9.3-server-always-close
#[test]
fn the_server_explains_every_refusal_and_escapes_what_it_shows() -> Verdict {
    let teach = Teach {
        wrong: "an error page does not say what is wrong, or shows the client's text as HTML",
        why: "Whoever meets an error has to find its cause. What a client sent is text: & and ' must not become HTML. (RFC 9110 section 15.5)",
        book: "What the server answers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let said: [(&str, u16, &[u8]); 6] = [
            ("GET /a'b&amp HTTP/1.1\r\nHost: a\r\n\r\n", 404, b"/a&#39;b&amp;amp"),
            ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400, b"RFC 9112 section 5.1"),
            ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, b"HTTP/1.1"),
            ("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501, b"BREW"),
            ("a'b&amp / HTTP/1.1\r\nHost: a\r\n\r\n", 501, b"a&#39;b&amp;amp"),
            ("GET https://a/a'b&amp HTTP/1.1\r\nHost: a\r\n\r\n", 421, b"/a&#39;b&amp;amp"),
        ];
        for (request, status, text) in said {
            let reply = answer(&server, request)?;
            reply.expect_status(status)?;
            let expected = format!("a page that says {}", String::from_utf8_lossy(text));
            reply.expect(&expected, contains(&reply.content, text))?;
            reply.expect("Connection: close, for this server closes", says_close(&reply))?;
        }
        Ok(())
    })
}

/// Whether close is among the options in Connection, in any letter case.
fn says_close(reply: &Reply) -> bool {
    let options = reply.field("Connection").unwrap_or_default();
    options.split(',').any(|option| option.trim().eq_ignore_ascii_case("close"))
}
