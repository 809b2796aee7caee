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

/// proves: 9110-15.5-explain
#[test]
fn the_server_says_where_a_request_is_wrong() -> Verdict {
    let teach = Teach {
        wrong: "the page of a refusal does not say what is wrong, and at which octet",
        why: "Each kind of error has words of its own; offsets count from the first octet of the message, which is 0, \
              however it is cut. (RFC 9110 section 15.5)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let long = format!("GET /hello HTTP/1.1\r\nX: {}\r\n", "y".repeat(LINE_LIMIT));
        let many = format!("GET /hello HTTP/1.1\r\n{}", "X: y\r\n".repeat(FIELDS_LIMIT + 1));
        let section = format!("GET /hello HTTP/1.1\r\n{}", format!("X: {}\r\n", "y".repeat(7995)).repeat(9));
        let wrong = [
            ("GET /hello HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", 28, "LF stands without CR"),
            ("GET /hello HTTP/1.1\r\nHost: a\rX: y\r\n\r\n", 28, "CR stands without LF"),
            ("GET /hello HTTP/1.1\r\nHost: a\0\r\n\r\n", 28, "control octet"),
            ("GET /hello http/1.1\r\nHost: a\r\n\r\n", 11, "version is not like HTTP/1.1"),
            ("GET /hello HTTP/1.10\r\nHost: a\r\n\r\n", 11, "version is not like HTTP/1.1"),
            ("GET /hello HTTP/2.0\r\nHost: a\r\n\r\n", 11, "major version other than 1"),
            ("\r\nGET /hello HTTP/2.0\r\nHost: a\r\n\r\n", 13, "major version other than 1"),
            ("\r\nGET /hello HTTP/1.1\r\nHost : a\r\n\r\n", 27, "between a field name and its colon"),
            ("GET /hello HTTP/1.1\r\nHost : a\r\n\r\n", 25, "between a field name and its colon"),
            ("GET /hello HTTP/1.1\r\nHost: a\r\nX\t : y\r\n\r\n", 31, "between a field name and its colon"),
            ("GET /hello HTTP/1.1\r\nHost: a\r\nX(Y: z\r\n\r\n", 31, "name holds what no token holds"),
            ("GET /hello HTTP/1.1\r\nHost: a\r\n: z\r\n\r\n", 30, "no name in front of its colon"),
            ("GET /hello HTTP/1.1\r\nHost: a\r\n X: y\r\n\r\n", 30, "folded over several lines"),
            ("GET /hello HTTP/1.1\r\nHost: a\r\n\tX: y\r\n\r\n", 30, "folded over several lines"),
            ("GET /hello HTTP/1.1\r\n\tX: y\r\nHost: a\r\n\r\n", 21, "in front of the first field line"),
            ("GET /hello HTTP/1.1\r\nX: y\r\n\r\n", 29, "Host field is missing"),
            ("GET /hello HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 36, "second Host field"),
            ("GET /hello HTTP/1.1\r\nX: y\r\nHost: a b\r\n\r\n", 33, "not a host with an optional port"),
            (&long, 21 + LINE_LIMIT, "a line is longer"),
            (&many, 21 + 6 * FIELDS_LIMIT, "more field lines"),
        ];
        for (request, offset, what) in wrong {
            let expected = format!("at octet {offset},");
            // In one piece, and cut in front of the octet that is wrong and after it.
            for cuts in [&[][..], &[offset], &[offset + 1]] {
                let mut client = server.connect()?;
                match cuts {
                    [cut] if *cut < request.len() => client.send_split([&request[..*cut], &request[*cut..]])?,
                    _ => client.send(request)?,
                }
                let reply = client.reply_and_close("GET")?;
                reply.expect(&format!("a page that says {expected}"), contains(&reply.content, expected.as_bytes()))?;
                reply.expect(&format!("a page that says: {what}"), contains(&reply.content, what.as_bytes()))?;
            }
        }
        // Where exactly in the line is left open here.
        let kinds = [
            ("G@T /hello HTTP/2.0\r\nHost: a\r\n\r\n", 0..=20, "does not begin with a method"),
            ("GET /hello world HTTP/1.1\r\nHost: a\r\n\r\n", 0..=26, "more than its two spaces"),
            ("GET /hello HTTP/1.1 \r\nHost: a\r\n\r\n", 0..=21, "more than its two spaces"),
            ("\r\nGET  /hello HTTP/1.1\r\nHost: a\r\n\r\n", 2..=25, "more than its two spaces"),
            ("GET\r\nHost: a\r\n\r\n", 0..=4, "lacks one of method, target and version"),
            ("GET /hello\r\nHost: a\r\n\r\n", 0..=11, "lacks one of method, target and version"),
            ("GET /hello HTTP/1.1\r\nHost: a\r\ncolon\r\n\r\n", 30..=36, "has no colon"),
            (&section, 21..=section.len(), "field lines together"),
        ];
        for (request, line, what) in kinds {
            let reply = answer(&server, request)?;
            reply.expect(&format!("a page that says: {what}"), contains(&reply.content, what.as_bytes()))?;
            expect_place(&reply, &line)?;
        }
        Ok(())
    })
}

/// The page of a refusal names an octet of this line, or of the line end after it.
fn expect_place(reply: &Reply, line: &RangeInclusive<usize>) -> Verdict {
    let page = String::from_utf8_lossy(&reply.content).into_owned();
    let digits = page.split_once("at octet ").map(|(_, rest)| rest.split(',').next().unwrap_or_default());
    let place = digits.and_then(|digits| digits.parse().ok());
    let expected = format!("a page that says at octet N, with a number from {} to {}", line.start(), line.end());
    reply.expect(&expected, place.is_some_and(|place: usize| line.contains(&place)))
}

/// Whether close is among the options in Connection, in any letter case.
fn says_close(reply: &Reply) -> bool {
    let options = reply.field("Connection").unwrap_or_default();
    options.split(',').any(|option| option.trim().eq_ignore_ascii_case("close"))
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
