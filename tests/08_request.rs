//! Graded tests of lesson 08: the heads of HTTP requests.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.

#![allow(clippy::disallowed_methods, reason = "a test measures how long something takes")]

use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use harness::{Failure, Lesson, Listener, Peer, Reply, Running, Server, Teach, Verdict, common, error_line, test};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON);

/// A request that every right server answers with 200.
const HELLO: &str = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// The documented limits of the request crate.
const TARGET_LIMIT: usize = 8192;
const LINE_LIMIT: usize = 8192;
const FIELDS_LIMIT: usize = 100;
const SECTION_LIMIT: usize = 64 * 1024;

/// Sends a request on a connection of its own and reads the one response.
fn answer(server: &Server, request: impl AsRef<[u8]>) -> Verdict<Reply> {
    let mut client = server.connect()?;
    client.send(request)?;
    client.reply_and_close("GET")
}

/// A server that is asked each of `requests`, on a connection of its own, answers all of them with `status`.
fn all_get<B: AsRef<[u8]>>(status: u16, requests: impl IntoIterator<Item = B>) -> Verdict {
    let server = LESSON.server().listen()?;
    for request in requests {
        answer(&server, request)?.expect_status(status)?;
    }
    Ok(())
}

/// The requests, each of them a good one with these field lines added.
fn with_fields<'a>(lines: impl IntoIterator<Item = &'a [u8]>) -> Vec<Vec<u8>> {
    let add = |line: &[u8]| [b"GET /hello HTTP/1.1\r\nHost: localhost\r\n", line, b"\r\n\r\n"].concat();
    lines.into_iter().map(add).collect()
}

/// The requests with these first lines.
fn with_first_lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| format!("{line}\r\nHost: localhost\r\n\r\n")).collect()
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: pages

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
        why: "The task names a kind for each error; offsets count from the first octet of the message, which is 0, however it is cut. (RFC 9110 section 15.5)",
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
            ("GET /hello HTTP/1.1\r\nX: y\r\n\r\n", 29, "Host field is missing"),
            ("GET /hello HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 36, "second Host field"),
            ("GET /hello HTTP/1.1\r\nX: y\r\nHost: a b\r\n\r\n", 33, "not a host with an optional port"),
            (&long, 21 + LINE_LIMIT, "a line is longer"),
            (&many, 21 + 6 * FIELDS_LIMIT, "more field lines"),
        ];
        for (request, offset, what) in wrong {
            let expected = format!("at octet {offset},");
            // In one piece, and cut in front of the octet that is wrong and behind it.
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

/// The page of a refusal names an octet of this line, or of the line end behind it.
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

// ---------------------------------------------------------------------------------------------------------------------
// The server: where lines and heads end

/// proves: 9112-2.2-bare-lf
/// proves: 9112-2.2-recv-bare-cr
#[test]
fn the_server_ends_lines_at_cr_lf_and_nothing_else() -> Verdict {
    let teach = Teach {
        wrong: "an LF or a CR alone, in place of a line end or within a line, was not refused with 400",
        why: "Where one program sees two lines and another sees one, an attacker hides a field or a request. (RFC 9112 section 2.2)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        let requests = [
            "GET /hello HTTP/1.1\nHost: localhost\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: localhost\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: localhost\r\n\n",
            "\nGET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: localhost\rX: y\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: localhost\r\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: localhost\r\nX: y\r\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\r\n",
            "GET\r/hello HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /hello HTTP/1.1\rHost: localhost\r\n\r\n",
        ];
        all_get(400, requests)
    })
}

/// proves: 9112-2.2-recv-bare-cr
/// proves: 9110-7.6-segmentation
#[test]
fn the_server_refuses_a_bare_cr_at_the_end_of_a_piece() -> Verdict {
    let teach = Teach {
        wrong: "a CR at the end of one piece, without LF in the next, was not refused with 400",
        why: "The rule for CR LF holds wherever the stream is cut: remember that the last octet was a CR. (RFC 9112 section 2.2)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for behind in ["X: y\r\n\r\n", "\r\n\r\n"] {
            let mut client = server.connect()?;
            client.send_split(["GET /hello HTTP/1.1\r\nHost: localhost\r\nY: z\r", behind])?;
            client.reply_and_close("GET")?.expect_status(400)?;
        }
        Ok(())
    })
}

/// proves: 9110-5.5-cr-lf-nul
/// proves: 9110-5.5-other-ctl
/// proves: 9112-2.2-garbage-400
#[test]
fn the_server_refuses_control_octets_at_once() -> Verdict {
    let teach = Teach {
        wrong: "NUL or another control octet was not refused with 400 as soon as it came",
        why: "Some programs end a text at NUL and others do not. And what begins like this is no HTTP, so do not wait for a line end. (RFC 9110 section 5.5)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        let mut requests =
            with_fields([&b"X: a\0b"[..], b"X: \x01", b"X: a\x7fb", b"X: a\x0bb", b"X\0: a", b"X: \x1b[1m"]);
        let others = (0..=0x1f).chain([0x7f]).filter(|octet| !b"\t\r\n".contains(octet));
        requests.extend(
            others
                .map(|octet| [b"GET /hello HTTP/1.1\r\nHost: localhost\r\nX: a", &[octet][..], b"b\r\n\r\n"].concat()),
        );
        requests.push(b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec());
        // The beginning of a TLS handshake: an https client at the wrong port. No line end ever comes.
        requests.push(b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03".to_vec());
        all_get(400, requests)
    })
}

/// proves: 9110-7.6-segmentation
#[test]
fn the_server_takes_a_request_that_is_cut_anywhere() -> Verdict {
    let teach = Teach {
        wrong: "a request that came in two pieces was not answered like one in one piece",
        why: "TCP is a stream: a read may end anywhere, also between CR and LF. Remember what has come, and go on. (RFC 9112 section 2.2)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut clients = Vec::new();
        for cut in 1..HELLO.len() {
            let mut client = server.connect()?;
            client.send(&HELLO[..cut])?;
            clients.push((client, cut));
        }
        for (number, (client, cut)) in clients.iter_mut().enumerate() {
            // One pause is enough for all of the first pieces.
            if number == 0 {
                client.send_split(["", &HELLO[*cut..]])?;
            } else {
                client.send(&HELLO[*cut..])?;
            }
            client.reply_and_close("GET")?.expect_status(200)?;
        }
        Ok(())
    })
}

/// proves: 9110-7.6-segmentation
#[test]
fn the_server_takes_a_request_in_many_pieces() -> Verdict {
    let teach = Teach {
        wrong: "a request that came in many pieces, with CR and LF in different ones, was not answered",
        why: "However the octets are cut, the request is the same: remember from piece to piece what has come. (RFC 9112 section 2.2)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        let pieces =
            ["G", "E", "T", " /hel", "lo HTTP/1.1\r", "\nHo", "st", ":", " local", "host", "\r", "\n", "\r", "\n"];
        client.send_split(pieces)?;
        client.reply_and_close("GET")?.expect_status(200)
    })
}

/// proves: 9112-2.2-skip-empty-line
#[test]
fn the_server_skips_empty_lines_before_a_request() -> Verdict {
    let teach = Teach {
        wrong: "an empty line in front of the request was not skipped",
        why: "Old clients send a CR LF too many behind a request. What follows it is the next request. (RFC 9112 section 2.2)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        all_get(200, [format!("\r\n{HELLO}"), format!("\r\n\r\n{HELLO}")])?;
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send_split(["\r", "\n", "\r\n", HELLO])?;
        client.reply_and_close("GET")?.expect_status(200)
    })
}

/// proves: 9112-2.2-parse-octets
#[test]
fn the_server_takes_any_octets_above_127_in_a_value() -> Verdict {
    let teach = Teach {
        wrong: "a field value with octets above 127 was refused, or ended the server",
        why: "A head is octets, not text in UTF-8. In values, octets above 127 are let through as they are. (RFC 9110 section 5.5)",
        book: "Field lines",
    };
    LESSON.check(teach, || {
        let all: Vec<u8> = [&b"X: "[..], &(0x80..=0xff).collect::<Vec<u8>>()].concat();
        all_get(200, with_fields([&all[..], b"X: caf\xe9", "X: café".as_bytes(), b"X: \xff\xfe \xc3"]))
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: request lines

/// proves: 9112-3-lenient-whitespace
/// proves: 9112-3.2-invalid-line-400
/// proves: 9112-3.2-no-autocorrect
/// proves: 9112-C.1-no-http09
/// proves: 9112-2.2-garbage-400
#[test]
fn the_server_takes_a_request_line_with_two_single_spaces_only() -> Verdict {
    let teach = Teach {
        wrong: "a request line that is not method, space, target, space, version was not refused with 400",
        why: "Who is lenient here reads another target than the program in front of it. Insist on one space. (RFC 9112 section 3)",
        book: "The request line",
    };
    LESSON.check(teach, || {
        let lines = [
            "GET  /hello HTTP/1.1",
            "GET /hello  HTTP/1.1",
            "GET\t/hello HTTP/1.1",
            "GET /hello\tHTTP/1.1",
            " GET /hello HTTP/1.1",
            "GET /hello HTTP/1.1 ",
            "GET /hello HTTP/1.1\t",
            "GET /hello world HTTP/1.1",
            "GET /hello",
            "GET",
            "/hello HTTP/1.1",
            "GET HTTP/1.1",
            "G@T /hello HTTP/1.1",
            "what is this?",
            "((((((((((((((((((((((((((((((((((((((( /hello HTTP/1.1",
        ];
        all_get(400, with_first_lines(&lines))?;
        // A head is octets: these are no text in UTF-8.
        let octets: [&[u8]; 3] = [b"G\xffT /hello HTTP/1.1", b"GET /caf\xe9 HTTP/1.1", b"GET /hello\xff"];
        all_get(400, octets.map(|line| [line, b"\r\nHost: localhost\r\n\r\n"].concat()))
    })
}

/// proves: 9112-3.2.3-authority-connect-only
/// proves: 9112-3.2.4-asterisk-options-only
/// proves: 9110-9.3.6-bad-port
/// proves: 9110-4.2.1-reject-empty-host
/// proves: 9110-7.4-scheme-requirements
/// proves: 9110-4.2.4-reject-userinfo
/// proves: 9112-3.2-invalid-line-400
/// proves: 9110-4.2.2-reject-empty-host
#[test]
fn the_server_refuses_targets_that_no_request_can_have() -> Verdict {
    let teach = Teach {
        wrong: "a malformed target, or one whose form does not fit the method, was not refused with 400",
        why: "A target is a path, a whole URI, host:port for CONNECT alone, or * for OPTIONS alone. (RFC 9112 section 3.2)",
        book: "The request line",
    };
    LESSON.check(teach, || {
        let lines = [
            "GET * HTTP/1.1",
            "GET localhost:80 HTTP/1.1",
            "GET hello HTTP/1.1",
            "GET ?q HTTP/1.1",
            "GET http:///hello HTTP/1.1",
            "GET http://:80/hello HTTP/1.1",
            "GET https:///hello HTTP/1.1",
            "GET https://:443/hello HTTP/1.1",
            "GET http://user@localhost/hello HTTP/1.1",
            "GET http://localhost:99999/hello HTTP/1.1",
            "GET http://local<host/hello HTTP/1.1",
            "GET /hello#part HTTP/1.1",
            "GET /<hello> HTTP/1.1",
            "GET /hell%zz HTTP/1.1",
            "GET /caf\u{e9} HTTP/1.1",
            "CONNECT /hello HTTP/1.1",
            "CONNECT localhost HTTP/1.1",
            "CONNECT localhost: HTTP/1.1",
            "CONNECT localhost:99999 HTTP/1.1",
            "CONNECT :80 HTTP/1.1",
            "CONNECT http://localhost:80 HTTP/1.1",
            "CONNECT * HTTP/1.1",
            "POST * HTTP/1.1",
            "OPTIONS ** HTTP/1.1",
            "OPTIONS localhost:80 HTTP/1.1",
        ];
        all_get(400, with_first_lines(&lines))
    })
}

/// proves: 9112-2.3-version-case
/// proves: 9110-6.2-higher-minor
/// proves: 9110-6.2-server-conformant
/// proves: 9112-2.3-no-downgrade
/// proves: 9110-15.6.6-major-505
/// proves: 9110-6.2-server-version
#[test]
fn the_server_knows_versions_by_their_exact_form() -> Verdict {
    let teach = Teach {
        wrong: "a version was not taken for what it is: HTTP/1.x, another major version (505), or malformed (400)",
        why: "A version is HTTP/ in capitals, one digit, a period, one digit. HTTP/1.10 is no version. (RFC 9112 section 2.3)",
        book: "The request line",
    };
    LESSON.check(teach, || {
        let lines = |versions: &[&str]| {
            let lines: Vec<_> = versions.iter().map(|version| format!("GET /hello {version}")).collect();
            with_first_lines(&lines.iter().map(String::as_str).collect::<Vec<_>>())
        };
        all_get(200, lines(&["HTTP/1.0", "HTTP/1.1", "HTTP/1.2", "HTTP/1.9"]))?;
        all_get(505, lines(&["HTTP/2.0", "HTTP/0.9", "HTTP/3.1", "HTTP/9.9"]))?;
        let malformed = [
            "http/1.1",
            "Http/1.1",
            "HTTP/1.10",
            "HTTP/01.1",
            "HTTP/11.1",
            "HTTP/1",
            "HTTP/1.",
            "HTTP/1.1x",
            "HTTP/1,1",
            "HTTP/1.x",
            "HTTP/x.1",
            "HTTP/A.1",
            "HTTP/1.a",
            "HTTP/1.\u{b2}",
            "HTTP/2",
            "HTTP/2.",
            "HTTP/2.x",
            "HTTP/2.00",
            "HTTP/1.+1",
            "HTTP/1.01",
            "HTTP-1.1",
            "HTTPS/1.1",
            "HTTP/1.+",
            "HTTP/",
            "1.1",
            "HTTP/1\u{e9}1",
        ];
        all_get(400, lines(&malformed))?;
        let octets: [&[u8]; 4] = [b"HTTP/1.\xff", b"HTTP/\xff.1", b"HTTP/1\xff1", b"\xff\xff\xff\xff/1.1"];
        all_get(400, octets.map(|version| [b"GET /hello ", version, b"\r\nHost: localhost\r\n\r\n"].concat()))
    })
}

/// proves: 9112-3.1-method-case
/// proves: 9110-9.1-unknown-501
/// proves: 9112-3-long-method-501
#[test]
fn the_server_answers_an_unknown_method_with_501() -> Verdict {
    let teach = Teach {
        wrong: "a method that the server does not know was not answered with 501",
        why: "Methods are case-sensitive: get is not GET. An unknown method is no missing page (404), and one above 32 octets is unknown however long its line is. (RFC 9110 section 9.1)",
        book: "The request line",
    };
    LESSON.check(teach, || {
        let long = "A".repeat(33);
        let longer = "A".repeat(100_000);
        let methods = ["get", "Get", "GETS", "BREW", "a!#$%&'*+-.^_`|~9", &long, &longer];
        let lines: Vec<_> = methods.iter().map(|method| format!("{method} /hello HTTP/1.1")).collect();
        all_get(501, with_first_lines(&lines.iter().map(String::as_str).collect::<Vec<_>>()))?;
        all_get(501, with_first_lines(&["BREW /nowhere HTTP/1.1"]))
    })
}

/// proves: 9110-9.1-not-allowed-405
/// proves: 9110-10.2.1-allow-in-405
/// proves: 9110-9.3.6-optional
#[test]
fn the_server_answers_a_method_that_a_page_lacks_with_405() -> Verdict {
    let teach = Teach {
        wrong: "a known method that the page does not allow was not answered with 405 and Allow",
        why: "405 says: this resource, not this method; and Allow lists the methods it has. (RFC 9110 section 15.5.6)",
        book: "What the server answers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
            let reply = answer(&server, format!("{method} /hello HTTP/1.1\r\nHost: a\r\n\r\n"))?;
            reply.expect_status(405)?;
            let allow = reply.field("Allow").unwrap_or_default();
            let methods: Vec<&str> = allow.split(", ").collect();
            reply.expect("Allow: GET, HEAD", methods.contains(&"GET") && methods.contains(&"HEAD"))?;
        }
        for line in ["OPTIONS * HTTP/1.1", "CONNECT example.org:443 HTTP/1.1"] {
            answer(&server, format!("{line}\r\nHost: example.org:443\r\n\r\n"))?.expect_status(405)?;
        }
        Ok(())
    })
}

/// proves: 9112-3.2.2-accept-absolute
/// proves: 9110-4.2.3-host-case
#[test]
fn the_server_takes_a_whole_uri_for_a_target() -> Verdict {
    let teach = Teach {
        wrong: "a target like http://example.org/hello was not served like /hello, or another path was taken for that of a page",
        why: "Clients send the whole URI to proxies, and servers must take it too. The path decides, with its letter case; the query does not. (RFC 9112 section 3.2.2)",
        book: "The request line",
    };
    LESSON.check(teach, || {
        let targets = [
            "http://localhost/hello",
            "HTTP://Example.ORG:8080/hello",
            "http://other.example/hello?q",
            "http://[::1]/hello",
        ];
        let lines: Vec<_> = targets.iter().map(|target| format!("GET {target} HTTP/1.1")).collect();
        all_get(200, with_first_lines(&lines.iter().map(String::as_str).collect::<Vec<_>>()))?;
        all_get(
            200,
            with_first_lines(&[
                "GET http://localhost HTTP/1.1",
                "GET http://localhost?q HTTP/1.1",
                "GET /?a=[b]|c HTTP/1.1",
            ]),
        )?;
        all_get(404, with_first_lines(&["GET http://localhost/HELLO HTTP/1.1", "GET /Hello HTTP/1.1"]))
    })
}

/// proves: 9110-7.4-https-unsecured
/// proves: 9110-15.5.20-misdirected-421
#[test]
fn the_server_does_not_serve_https_without_tls() -> Verdict {
    let teach = Teach {
        wrong: "a request for an https URI was served over a connection without TLS",
        why: "https promises a secured connection. This one is not, so the answer is 421. (RFC 9110 section 7.4)",
        book: "What the server answers",
    };
    LESSON.check(teach, || all_get(421, with_first_lines(&["GET https://localhost/hello HTTP/1.1"])))
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: field lines

/// proves: 9112-2.2-bad-field-line-400
#[test]
fn the_server_refuses_a_line_that_is_no_field() -> Verdict {
    let teach = Teach {
        wrong: "a field line without colon, without name, or with a name that is no token was not refused with 400",
        why: "A field line is a token, a colon and a value. A line that is skipped here may count for somebody else. (RFC 9112 section 5)",
        book: "Field lines",
    };
    LESSON.check(teach, || {
        let lines: [&[u8]; 6] = [b"no colon", b"nocolon", b": no name", b"two words: x", b"a\xe9: x", b"\"a\": x"];
        all_get(400, with_fields(lines))?;
        let names: Vec<Vec<u8>> =
            b"\"(),/;<=>?@[\\]{}".iter().map(|sign| [b"a", &[*sign][..], b"b: x"].concat()).collect();
        all_get(400, with_fields(names.iter().map(Vec::as_slice)))
    })
}

/// proves: 9112-5.1-space-before-colon-400
#[test]
fn the_server_refuses_white_space_before_the_colon() -> Verdict {
    let teach = Teach {
        wrong: "a field with white space between name and colon was not refused with 400",
        why: "Some programs trim the name and others do not know it: a field that counts only for one of them is a weapon. (RFC 9112 section 5.1)",
        book: "Field lines",
    };
    LESSON.check(teach, || {
        all_get(400, with_fields([&b"Content-Length : 5"[..], b"X\t: y", b"X  : y", b"X :"]))?;
        all_get(400, ["GET /hello HTTP/1.1\r\nHost : localhost\r\n\r\n"])
    })
}

/// proves: 9112-5.2-server-fold
/// proves: 9112-2.2-recv-space-first
#[test]
fn the_server_refuses_a_line_that_begins_with_white_space() -> Verdict {
    let teach = Teach {
        wrong: "a folded field line, or white space in front of the first field, was not refused with 400",
        why: "Who joins such a line to the one above and who reads it as a field see two messages. (RFC 9112 section 5.2)",
        book: "Field lines",
    };
    LESSON.check(teach, || {
        all_get(400, with_fields([&b"X: a\r\n b"[..], b"X: a\r\n\tb", b"X: a\r\n ", b"X: a\r\n Host: b"]))?;
        all_get(
            400,
            ["GET /hello HTTP/1.1\r\n Host: a\r\nHost: b\r\n\r\n", "GET /hello HTTP/1.1\r\n \r\nHost: b\r\n\r\n"],
        )
    })
}

/// proves: 9110-5.1-name-case
/// proves: 9110-5.1-ignore-unknown
/// proves: 9110-5.5-trim
#[test]
fn the_server_reads_fields_however_they_are_written() -> Verdict {
    let teach = Teach {
        wrong: "a field in another letter case, or with other white space around its value, was not understood",
        why: "Field names match in any letter case, and white space around a value is no part of it. (RFC 9110 section 5.1, RFC 9112 section 5.1)",
        book: "Field lines",
    };
    LESSON.check(teach, || {
        let hosts = [
            "Host: a",
            "host: a",
            "HOST: a",
            "hOsT: a",
            "Host:a",
            "Host:\t a \t",
            "Host:  a:80   ",
            "Host:",
            "Host: \t \t",
            "Host: a\r\nX: \t y \t z\t ",
            "Host: a\r\nX:",
            "X!#$%&'*+-.^_`|~9: y\r\nHost: a",
        ];
        all_get(200, hosts.iter().map(|lines| format!("GET /hello HTTP/1.1\r\n{lines}\r\n\r\n")))
    })
}

/// proves: 9112-6.3-request-no-length
/// proves: 9110-15-one-final
/// proves: 9112-9.6-sent-close-no-more
#[test]
fn the_server_stops_at_the_end_of_the_head() -> Verdict {
    let teach = Teach {
        wrong: "octets behind the head were taken for a part of it, or for a request to answer",
        why: "The empty line ends the head. What follows is content or the next request, never a field. (RFC 9112 section 2.1)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for behind in ["GET /nowhere HTTP/1.1\r\nHost: b\r\n\r\n", "Host: b\r\n\r\n", "no field at all", "\0\0\0", "\n"]
        {
            answer(&server, format!("{HELLO}{behind}"))?.expect_status(200)?;
        }
        server.expect_stdout("GET /hello 200\n".repeat(5))
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: Host

/// proves: 9112-3.2-host-missing-400
/// proves: 9112-3.3-empty-authority
#[test]
fn the_server_wants_a_host_in_http_1_1() -> Verdict {
    let teach = Teach {
        wrong: "an HTTP/1.1 request without Host was not refused, or an HTTP/1.0 request without it was",
        why: "In HTTP/1.1 each request names its host, also when its target does. HTTP/1.0 did not have the field. (RFC 9112 section 3.2)",
        book: "Which host",
    };
    LESSON.check(teach, || {
        let missing = [
            "GET /hello HTTP/1.1\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHostess: a\r\nX-Host: a\r\n\r\n",
            "GET http://localhost/hello HTTP/1.1\r\n\r\n",
            "GET /hello HTTP/1.2\r\n\r\n",
        ];
        all_get(400, missing)?;
        all_get(200, ["GET /hello HTTP/1.0\r\n\r\n", "GET /hello HTTP/1.0\r\nHost: a\r\n\r\n"])
    })
}

/// proves: 9112-3.2-host-duplicate-400
#[test]
fn the_server_refuses_a_second_host() -> Verdict {
    let teach = Teach {
        wrong: "a request with two Host fields was not refused with 400",
        why: "One program takes the first, another the last: then a filter looks at one host and the server serves another. (RFC 9112 section 3.2)",
        book: "Which host",
    };
    LESSON.check(teach, || {
        let requests = [
            "Host: a\r\nHost: b",
            "Host: a\r\nHost: a",
            "Host: a\r\nhOST: a",
            "Host: a\r\nX: y\r\nHost:",
            "Host:\r\nHost: a",
            "Host:\r\nHost:",
        ];
        all_get(400, requests.iter().map(|fields| format!("GET /hello HTTP/1.1\r\n{fields}\r\n\r\n")))?;
        all_get(400, ["GET /hello HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"])
    })
}

/// proves: 9112-3.2-host-invalid-400
/// proves: 9112-3.3-empty-authority
#[test]
fn the_server_refuses_a_host_that_is_none() -> Verdict {
    let teach = Teach {
        wrong: "a Host that is not a host with an optional port was not refused, or a good one was",
        why: "Host is a name or an address, and perhaps a port; nothing else may follow. Empty is allowed. (RFC 9112 section 3.2)",
        book: "Which host",
    };
    LESSON.check(teach, || {
        let request = |host: &&str| format!("GET /hello HTTP/1.1\r\nHost: {host}\r\n\r\n");
        let good = [
            "",
            "localhost",
            "example.org:8080",
            "127.0.0.1:1",
            "[::1]",
            "[::1]:80",
            "a_b-c.d",
            "a:",
            "EXAMPLE.org",
            "a%41",
            "[v1.a:b]",
        ];
        all_get(200, good.iter().map(request))?;
        let bad = [
            "a b",
            "a/b",
            "a, b",
            "user@a",
            "a:b",
            "a:80:80",
            "a:-1",
            "a:+1",
            "a:99999",
            "a:65536",
            "http://a",
            "[::1",
            "::1",
            "[::1]x",
            "[a]",
            "a?b",
            "a#b",
            "a\\b",
            "a%4",
            "a%zz",
            ":80",
            "caf\u{e9}",
            // White space for Unicode, not for HTTP.
            "\u{a0}a",
            "a\u{a0}",
            "\u{2003}",
            "a\u{3000}",
        ];
        all_get(400, bad.iter().map(request))?;
        all_get(400, [b"GET /hello HTTP/1.1\r\nHost: caf\xe9\r\n\r\n"])?;
        // HTTP/1.0 does without the field, but what stands in it must be right, and in later versions too.
        all_get(400, ["0", "2"].map(|minor| format!("GET /hello HTTP/1.{minor}\r\nHost: a b\r\n\r\n")))
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: limits

/// proves: 9110-2.3-defensive
/// proves: 9110-17.5-limit-elements
/// proves: 9112-3-long-method-501
#[test]
fn the_server_does_not_wait_for_the_end_of_a_line_that_is_too_long() -> Verdict {
    let teach = Teach {
        wrong: "a line above its limit was not answered with the status of that limit before its end came",
        why: "One client could take all the memory there is. Look at the limit with every piece, not at the end of the line, and before you look at what stands behind it. (RFC 9110 section 17.5)",
        book: "Limits",
    };
    LESSON.check(teach, || {
        let long = "a".repeat(20_000);
        all_get(501, [&long, "METHOD-OF-33-OCTETS--------------"])?;
        all_get(414, [format!("GET /{long}"), format!("GET /{}", "a".repeat(TARGET_LIMIT))])?;
        all_get(
            431,
            [format!("GET /hello HTTP/1.1\r\nHost: a\r\nX: {long}"), format!("GET /hello HTTP/1.1\r\n{long}")],
        )?;
        // Whatever comes behind the limit, the line was too long before that.
        all_get(431, ["\0", "\n"].map(|end| format!("GET / HTTP/1.1\r\n{}{end}", "a".repeat(LINE_LIMIT + 8))))
    })
}

/// proves: 9112-3-long-target-414
/// proves: 9112-3-request-line-8000
/// proves: 9110-4.1-uri-8000
#[test]
fn the_server_takes_a_target_up_to_its_limit() -> Verdict {
    let teach = Teach {
        wrong: "a target of 8192 octets was refused, or one of 8193 was not answered with 414",
        why: "Targets of 8000 octets should work everywhere; longer ones get 414, which says what was too long. (RFC 9112 section 3)",
        book: "Limits",
    };
    LESSON.check(teach, || {
        let request = |octets: usize| format!("GET /hello?{} HTTP/1.1\r\nHost: a\r\n\r\n", "q".repeat(octets - 7));
        all_get(200, [8000, TARGET_LIMIT - 1, TARGET_LIMIT].map(request))?;
        all_get(414, [TARGET_LIMIT + 1, 9000, 100_000].map(request))
    })
}

/// proves: 9110-5.4-too-large-4xx
/// proves: 9110-4.1-uri-8000
/// proves: 9110-17.5-limit-elements
#[test]
fn the_server_takes_a_field_line_up_to_its_limit() -> Verdict {
    let teach = Teach {
        wrong: "a field line of 8192 octets was refused, or one of 8193 was not answered with 431",
        why: "A limit is the last value that is taken: count with and without the line end on paper. (RFC 9110 section 5.4)",
        book: "Limits",
    };
    LESSON.check(teach, || {
        let line = |octets: usize| format!("X: {}", "y".repeat(octets - 3)).into_bytes();
        let requests = |lengths: &[usize]| {
            let lines: Vec<_> = lengths.iter().map(|length| line(*length)).collect();
            with_fields(lines.iter().map(Vec::as_slice))
        };
        all_get(200, requests(&[8009, LINE_LIMIT - 1, LINE_LIMIT]))?;
        // A line end is no part of the line, however it is cut.
        let server = LESSON.server().listen()?;
        for request in requests(&[LINE_LIMIT]) {
            let end = request.len() - b"\r\n\r\n".len();
            for cut in [end - 1, end, end + 1] {
                let mut client = server.connect()?;
                client.send_split([&request[..cut], &request[cut..]])?;
                client.reply_and_close("GET")?.expect_status(200)?;
            }
        }
        all_get(431, requests(&[LINE_LIMIT + 1, 10_000, 100_000]))?;
        let long_name = "X".repeat(LINE_LIMIT + 1);
        all_get(431, with_fields([format!("{long_name}: y").as_bytes()]))
    })
}

/// proves: 9110-5.4-too-large-4xx
/// proves: 9110-17.5-limit-elements
#[test]
fn the_server_takes_so_many_fields_and_no_more() -> Verdict {
    let teach = Teach {
        wrong: "100 field lines were refused, or 101 were not answered with 431",
        why: "Each line takes memory, however short it is. None is left out silently: that would change the message. The empty line that ends them is no field line. (RFC 9110 section 5.4)",
        book: "Limits",
    };
    LESSON.check(teach, || {
        let request = |count: usize| with_fields([vec!["X: y"; count - 1].join("\r\n").as_bytes()]);
        all_get(200, request(FIELDS_LIMIT))?;
        // The empty line behind the last of them is no field line, also when it comes in two pieces.
        for request in request(FIELDS_LIMIT) {
            let server = LESSON.server().listen()?;
            let mut client = server.connect()?;
            let (request, last) = request.split_at(request.len() - 1);
            client.send_split([request, last])?;
            client.reply_and_close("GET")?.expect_status(200)?;
        }
        all_get(431, request(FIELDS_LIMIT + 1))?;
        all_get(431, request(5000))
    })
}

/// proves: 9110-5.4-too-large-4xx
#[test]
fn the_server_takes_a_field_section_up_to_its_limit() -> Verdict {
    let teach = Teach {
        wrong: "a field section within 65536 octets was refused, or a longer one was not answered with 431",
        why: "Many lines, each within its limit, are too much together: the sum has a limit too. (RFC 9110 section 5.4)",
        book: "Limits",
    };
    LESSON.check(teach, || {
        let line = |octets: usize| format!("X: {}\r\n", "y".repeat(octets - 5));
        let request = |octets: usize| {
            let fields = "Host: a\r\n".to_owned() + &line(8000).repeat((octets - 9) / 8000 - 1);
            let rest = octets - fields.len();
            format!("GET /hello HTTP/1.1\r\n{fields}{}{}\r\n", line(rest / 2), line(rest - rest / 2))
        };
        all_get(200, [60_000, SECTION_LIMIT].map(request))?;
        // Whether the last line end counts is left open; an answer is due in any case.
        let server = LESSON.server().listen()?;
        for octets in [SECTION_LIMIT + 1, SECTION_LIMIT + 2] {
            let reply = answer(&server, request(octets))?;
            reply.expect("status 200 or 431", matches!(reply.status, 200 | 431))?;
        }
        all_get(431, [SECTION_LIMIT + 16, 70_000, 300_000].map(request))
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: clients that are slow, silent, gone, or many

/// proves: 9112-8-incomplete-request
/// proves: 9112-9.5-graceful-timeout
#[test]
fn the_server_gives_up_a_head_that_does_not_come() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent half a head, or nothing, was not let go after the time of --timeout",
        why: "Each waiting client costs a thread. Half a head gets 408, also when an octet comes now and then; silence asked for nothing, and gets nothing. (RFC 9110 section 15.5.9)",
        book: "What the server answers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.2"]).listen()?;
        let mut silent = server.connect()?;
        let mut half = server.connect()?;
        half.send("GET /hello HTTP/1.1\r\nHost: ")?;
        half.reply_and_close("GET")?.expect_status(408)?;
        silent.expect_close()?;

        // The time is for the whole head: it does not begin anew with every octet.
        let server = LESSON.server().args(["--timeout", "0.5"]).listen()?;
        let mut slow = server.connect()?;
        slow.send_split(["GET /hello HTTP/1.1\r\nHost: a\r\nX: ", "y"])?;
        let began = Instant::now();
        while began.elapsed() < Duration::from_millis(1_200) {
            server.wait_end(Duration::from_millis(50))?;
            slow.send("y")?;
        }
        slow.send("\r\n\r\n")?;
        slow.reply_and_close("GET")?.expect_status(408)
    })
}

/// proves: 9112-9.6-half-close
/// proves: 9112-8-incomplete-request
/// proves: 9110-2.3-defensive
#[test]
fn the_server_outlives_clients_that_leave() -> Verdict {
    let teach = Teach {
        wrong: "after clients that left, some in the middle, the next one was not served, or the server still held something of them",
        why: "A connection may end at any octet, and what it needed ends with it: its socket, its thread, octets that were read ahead. A complete request is answered even when its sender has closed its side. (RFC 9112 section 9.6)",
        book: "What the server answers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let before = server.kept();
        for _ in 0..100 {
            let mut client = server.connect()?;
            client.send(HELLO)?;
            client.reply_and_close("GET")?.expect_status(200)?;
            server.connect()?.finish()?;
        }
        server.expect_nothing_kept(before, 30)?;
        server.connect()?.reset()?;
        let mut client = server.connect()?;
        client.send("GET /hel")?;
        client.reset()?;
        let mut client = server.connect()?;
        client.send("GET /hel")?;
        client.finish()?;
        client.reply_and_close("GET")?.expect_status(400)?;
        let mut client = server.connect()?;
        client.send(HELLO)?;
        client.finish()?;
        client.reply_and_close("GET")?.expect_status(200)
    })
}

/// proves: 9112-9.6-lingering-close
/// proves: 9112-9.3-read-or-close
#[test]
fn the_server_does_not_lose_its_answer_to_octets_that_it_does_not_read() -> Verdict {
    let teach = Teach {
        wrong: "the answer to a request with content was destroyed by a reset, or the content was taken for a request, or read for ever",
        why: "Closing with octets unread resets the connection. First say that nothing more comes, then read a while, but not for as long as somebody sends. (RFC 9112 section 9.6)",
        book: "What the server answers",
    };
    let lesson = LESSON
        .with_time(LONGEST_READING + Duration::from_secs(10), "a server may read for some seconds behind its answer");
    lesson.check(teach, || {
        let server = LESSON.server().listen()?;
        let content = "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n".repeat(10_000);
        let request = format!("POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{content}", content.len());
        answer(&server, request)?.expect_status(405)?;
        answer(&server, format!("GET /hello HTTP/1.1\r\nHost : a\r\n\r\n{content}"))?.expect_status(400)?;
        // What is sent behind the answer meets no reset either.
        let mut client = server.connect()?;
        client.send(format!("POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n", content.len()))?;
        client.reply("POST")?.expect_status(405)?;
        client.send_split([&content[..100], &content[100..]])?;
        client.finish()?;
        client.expect_close()?;
        server.expect_stdout_that(
            &predicate::str::starts_with("POST /hello 405\n").and(predicate::str::contains("nowhere").not()),
        )?;
        let mut client = server.connect()?;
        client.send(HELLO)?;
        client.reply("GET")?.expect_status(200)?;
        client.expect_let_go(LONGEST_READING)
    })
}

/// For how long a server may read what is sent behind its answer.
const LONGEST_READING: Duration = Duration::from_secs(8);

/// proves: 9110-2.3-defensive
#[test]
fn the_server_keeps_nobody_waiting_for_a_silent_client() -> Verdict {
    let teach = Teach {
        wrong: "a client was not served while others were silent in the middle of their requests",
        why: "Each client has a thread of its own; one that waits keeps only itself waiting.",
        book: "What the server answers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut silent = Vec::new();
        for _ in 0..20 {
            let mut client = server.connect()?;
            client.send("GET /hello HTTP/1.1\r\n")?;
            silent.push(client);
        }
        answer(&server, HELLO)?.expect_status(200)
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

// ---------------------------------------------------------------------------------------------------------------------
// The client

/// Starts the client for a path of the test's own server, and takes its connection and its request.
fn client(args: &[&str], path: &str) -> Verdict<(Running, Peer, String)> {
    let listener = Listener::bind()?;
    let url = format!("http://{}{path}", listener.addr());
    let client = LESSON.client().arg(url).args(args).start()?;
    let mut peer = listener.accept()?;
    let request =
        peer.read_while("a request that ends with an empty line", 64 * 1024, |came| came.ends_with(b"\r\n\r\n"))?;
    Ok((client, peer, String::from_utf8_lossy(&request).replace(&listener.addr(), "ADDR")))
}

fn expect_request(came: &str, expected: &str) -> Verdict {
    if came == expected { Ok(()) } else { Err(Failure::differ(expected.as_bytes(), came.as_bytes())) }
}

/// proves: 9112-3.2-client-host
/// proves: 9112-3.2-client-host-value
/// proves: 9110-7.2-host-first
/// proves: 9112-3.2.1-origin-form
/// proves: 9112-3.2.1-empty-path
/// proves: 9110-6.2-client-version
/// proves: 9110-6.2-client-conformant
/// proves: 9110-10.1.5-user-agent
/// proves: 9112-9.3-client-always-close
/// proves: 9110-8.6-client-no-cl
/// proves: 9112-2.2-no-extra-crlf
/// proves: 9110-10.1.2-no-from
/// proves: 9110-10.1.5-product-minimal
/// proves: 9110-10.1.5-version-only
/// proves: 9110-10.1.5-no-advertising
/// proves: 9110-10.1.5-not-detailed
/// proves: 9110-2.2-own-role
/// proves: 9110-8.6-client-sends-cl
/// proves: 9110-10.1.3-typed-uri
/// proves: 9110-10.1.5-few-subproducts
/// proves: 9110-12.5.4-user-control
/// proves: 9110-4.1-uri-8000
/// proves: 9112-3-request-line-8000
/// proves: 9110-5.3-no-repeat
#[test]
fn the_client_sends_a_request_as_it_should_be() -> Verdict {
    let teach = Teach {
        wrong: "the client's request is not as RFC 9112 wants it",
        why: "Path and query as target, Host first, and the fields that say who asks and that no other request follows. (RFC 9112 section 3.2)",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let long = format!("/{}", "a".repeat(8000));
        let targets =
            [("/a/b?c=d#part", "/a/b?c=d"), ("", "/"), ("?q", "/?q"), ("/hello", "/hello"), (&*long, &*long)];
        for (path, target) in targets {
            let (_client, mut peer, request) =
                client(&["--field", "X-Test: caf\u{e9}", "--field", "x-test:2"], path)?;
            expect_request(
                &request,
                &format!(
                    "GET {target} HTTP/1.1\r\nHost: ADDR\r\nUser-Agent: request-client/0.1.0\r\nConnection: close\r\nX-Test: caf\u{e9}\r\nx-test: 2\r\n\r\n"
                ),
            )?;
            // After the empty line nothing more may come.
            peer.finish()?;
            peer.expect_close()?;
        }
        for method in ["POST", "PUT"] {
            let (_client, _peer, request) = client(&["--method", method, "--field", "User-Agent: me"], "/hello")?;
            expect_request(
                &request,
                &format!(
                    "{method} /hello HTTP/1.1\r\nHost: ADDR\r\nUser-Agent: me\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                ),
            )?;
        }
        Ok(())
    })
}

/// proves: 9110-5.1-ignore-unknown
#[test]
fn the_client_prints_what_comes_as_it_comes() -> Verdict {
    let teach = Teach {
        wrong: "the client did not print what the server sent, octet by octet and to the end",
        why: "This client reads nothing into a response: that is the next lesson's work. This part is given.",
        book: "Run",
    };
    LESSON.check(teach, || {
        for response in
            ["HTTP/1.1 200 OK\r\nX:  y \r\nContent-Length: 6\r\n\r\nhello\n", "no HTTP at all", "HTTP/1.1\n\n"]
        {
            let (client, mut peer, _) = client(&[], "/hello")?;
            let (first, rest) = response.split_at(5);
            peer.send_split([first, rest])?;
            peer.finish()?;
            client.expect_stdout(response)?;
            client.expect_end(0)?;
        }
        let (nothing, mut peer, _) = client(&[], "/hello")?;
        peer.finish()?;
        nothing.expect_error_line(&["without a word"])?;
        nothing.expect_end(1)?;
        Ok(())
    })
}

/// proves: 9110-4.2.1-reject-empty-host
/// proves: 9110-4.2.1-no-empty-host
/// proves: 9110-4.2.4-reject-userinfo
/// proves: 9110-4.2.2-https-only-secured
/// proves: 9112-2.2-send-no-bare-cr
/// proves: 9110-4.2.2-no-empty-host
/// proves: 9110-4.2.2-reject-empty-host
#[test]
fn the_client_refuses_what_it_cannot_ask_for() -> Verdict {
    let teach = Teach {
        wrong: "a URL, method or field that cannot be sent did not end in one clear line and exit status 1",
        why: "What is malformed must not go out: a line end in a value would be another field. (RFC 9110 section 5.5)",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let url = "http://127.0.0.1:1/";
        let commands: [&[&str]; 15] = [
            &["http:///hello"],
            &["http://:80/"],
            &["https:///hello"],
            &["https://:443/"],
            &["http://user:word@127.0.0.1/"],
            &["https://127.0.0.1/"],
            &["127.0.0.1:1/hello"],
            &["http://127.0.0.1/%zz"],
            &["http://127.0.0.1:99999/"],
            &[url, "--method", "G T"],
            &[url, "--field", "X: a\r\nY: b"],
            &[url, "--field", "X: a\rb"],
            &[url, "--field", "no colon"],
            &[url, "--field", "X : y"],
            &[url, "--field", "Host: other"],
        ];
        for args in commands {
            let client = LESSON.client().args(args).start()?;
            client.expect_stderr_that(&error_line(&[]).and(predicate::str::contains("refused").not()))?;
            client.expect_end(1)?;
        }
        Ok(())
    })
}

#[test]
fn the_client_says_that_nobody_listens() -> Verdict {
    common::the_client_says_that_nobody_listens(
        LESSON,
        "Run",
        |client, addr| client.arg(format!("http://{addr}/hello")),
        &[("no-such-host.invalid", "no-such-host.invalid:80")],
    )
}

#[cfg(not(unix))]
harness::tests_left_out! {
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
}
