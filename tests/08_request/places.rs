//! The server: where a request is wrong. Whatever is wrong elsewhere fails here too, so this comes after the others.

use harness::test;

use super::*;

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
