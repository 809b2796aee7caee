//! Graded tests of lesson 09: the heads of HTTP responses.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.

use harness::{Failure, Lesson, Listener, Peer, Running, Teach, Verdict, common, test};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON);

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

/// The client that gets `response` prints `shown` and succeeds.
fn expect_shown(args: &[&str], response: impl AsRef<[u8]>, shown: &str) -> Verdict {
    let (client, mut peer, _) = client(args, "/hello")?;
    peer.send(response)?;
    peer.finish()?;
    client.expect_stdout(shown)?;
    client.expect_end(0)?;
    Ok(())
}

/// The client that gets `response` fails, with one line that says these words.
fn expect_refused(response: impl AsRef<[u8]>, words: &[&str]) -> Verdict {
    let (client, mut peer, _) = client(&[], "/hello")?;
    peer.send(response)?;
    peer.finish()?;
    client.expect_error_line(words)?;
    client.expect_end(1)?;
    Ok(())
}

// ---------------------------------------------------------------------------------------------------------------------
// What is read of a connection

/// proves: 9112-2.2-bare-lf
/// proves: 9112-2.2-recv-bare-cr
/// proves: 9112-8-record-incomplete
/// proves: 9110-2.3-defensive
#[test]
fn the_client_says_that_what_came_is_no_response() -> Verdict {
    let teach = Teach {
        wrong: "a server that closed before a line had come, or sent what no line can hold, did not lead to one clear line and exit status 1",
        why: "A read that returns 0 octets is the end: in the middle of a head it is incomplete, and before it there was no response at all. What is no line is an error before its end has come. (RFC 9112 section 8)",
        book: "The final response",
    };
    LESSON.check(teach, || {
        let long = "HTTP/1.1 200 ".to_owned() + &"y".repeat(20_000);
        let responses = [
            ("", ""),
            ("server received your message", "ends in its head"),
            ("HTTP/1.1 200 OK\r", "ends in its head"),
            ("HTTP/1.1 200 OK\nContent-Length: 0\n\n", "octet 15,"),
            ("HTTP/1.1 200 OK\rX", "octet 15,"),
            ("HTTP/1.1 200 \x01", "octet 13,"),
            ("\r\nHTTP/1.1 200 OK\r\n\r\n", "octet 0,"),
            (&long, "octet 8192,"),
        ];
        for (response, words) in responses {
            expect_refused(response, &[words])?;
        }
        // In pieces: a line is not over where a read is.
        let (client, mut peer, _) = client(&[], "/hello")?;
        peer.send_split(["HTTP", "/1.1 20", "0 OK\r"])?;
        peer.send("\r")?;
        client.expect_error_line(&["octet 15,"])?;
        client.expect_end(1)?;
        Ok(())
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Status lines

/// proves: 9112-4-ignore-reason
/// proves: 9110-6.2-higher-minor
#[test]
fn the_client_takes_every_status_line_that_can_be_read_in_one_way() -> Verdict {
    let teach = Teach {
        wrong: "a status line with another phrase, without one, or of another minor version was refused or shown wrong",
        why: "Version, space, three digits; then a space and a phrase for people, which may be anything or nothing. Many servers leave out the space too. (RFC 9112 section 4)",
        book: "The status line",
    };
    LESSON.check(teach, || {
        for (line, shown) in [
            ("HTTP/1.1 200 OK", "HTTP/1.1 200 OK"),
            ("HTTP/1.1 200 ", "HTTP/1.1 200 "),
            ("HTTP/1.1 200", "HTTP/1.1 200 "),
            ("HTTP/1.1 200  two  spaces ", "HTTP/1.1 200  two  spaces "),
            ("HTTP/1.1 404 200 OK", "HTTP/1.1 404 200 OK"),
            ("HTTP/1.1 200 a\tb: c", "HTTP/1.1 200 a\tb: c"),
            ("HTTP/1.0 200 OK", "HTTP/1.0 200 OK"),
            ("HTTP/1.9 200 OK", "HTTP/1.9 200 OK"),
            ("HTTP/1.1 999 caf\u{e9}", "HTTP/1.1 999 caf\u{e9}"),
        ] {
            expect_shown(
                &[],
                format!("{line}\r\nContent-Length: 2\r\n\r\nhi"),
                &format!("{shown}\nContent-Length: 2\n\nhi"),
            )?;
        }
        Ok(())
    })
}

/// proves: 9112-2.3-version-case
#[test]
fn the_client_says_where_a_status_line_is_wrong() -> Verdict {
    let teach = Teach {
        wrong: "a status line that is not one was taken, or the error does not say what is wrong and at which octet",
        why: "A client that guesses a status guesses what became of its request. Offsets count from the first octet, which is 0. (RFC 9112 section 4)",
        book: "The status line",
    };
    LESSON.check(teach, || {
        for (line, what, octet) in [
            ("HTTP/1.1\t200 OK", "not a version and a status code", 8),
            ("HTTP/1.1", "not a version and a status code", 8),
            ("HTTP/1.", "not a version and a status code", 7),
            ("200 OK", "not a version and a status code", 6),
            ("http/1.1 200 OK", "the version is not like HTTP/1.1", 0),
            ("HTTP/1.x 200 OK", "the version is not like HTTP/1.1", 0),
            ("HTTP/2.0 200 OK", "major version other than 1", 0),
            ("HTTP/1.1 20", "the status code is not three digits", 9),
            ("HTTP/1.1 20 OK", "the status code is not three digits", 9),
            ("HTTP/1.1  200 OK", "the status code is not three digits", 9),
            ("HTTP/1.1 +20 OK", "the status code is not three digits", 9),
            ("HTTP/1.1 2000 OK", "the status code is not three digits", 12),
            ("HTTP/1.1 200OK", "the status code is not three digits", 12),
            ("HTTP/1.1 200\tOK", "the status code is not three digits", 12),
            ("HTTP/1.1 \u{665}00 OK", "the status code is not three digits", 9),
        ] {
            expect_refused(format!("{line}\r\n\r\n"), &[what, &format!("octet {octet},")])?;
        }
        Ok(())
    })
}

/// proves: 9112-2.3-version-case
/// proves: 9112-2.2-recv-bare-cr
/// proves: 9112-2.2-bare-lf
/// proves: 9110-5.5-cr-lf-nul
/// proves: 9112-2.2-recv-space-first
/// proves: 9110-2.3-defensive
/// proves: 9110-5.5-other-ctl
#[test]
fn the_client_says_what_is_wrong_with_a_response() -> Verdict {
    let teach = Teach {
        wrong: "a malformed response did not end in one clear line and exit status 1",
        why: "What is no HTTP response must not be shown as one: the line says what is wrong, where, and the section. (RFC 9112 section 2.2)",
        book: "The status line",
    };
    LESSON.check(teach, || {
        let long = format!("HTTP/1.1 200 OK\r\nX: {}", "y".repeat(20_000));
        let responses = [
            "HTTP/1.1 200 OK\r\nContent-Length: 0\n\n",
            "http/1.1 200 OK\r\n\r\n",
            "HTTP/2.0 200 OK\r\n\r\n",
            "HTTP/1.1 20 OK\r\n\r\n",
            "HTTP/1.1 2000 OK\r\n\r\n",
            "HTTP/1.1\r\n\r\n",
            "HTTP/1.1 200 OK\r\n X: y\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: a\rY: b\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: a\x01b\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            &long,
            "HTTP/1.1 200 OK\r\nX: y",
        ];
        responses.iter().try_for_each(|response| expect_refused(response, &[]))
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Fields

const OK: &str =
    "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nX:  caf\u{e9} \r\nContent-Length: 6\r\n\r\nhello\n";
const OK_SHOWN: &str =
    "HTTP/1.1 200 OK\nDate: Sun, 06 Nov 1994 08:49:37 GMT\nX: caf\u{e9}\nContent-Length: 6\n\nhello\n";

/// proves: 9110-7.6-segmentation
/// proves: 9110-5.1-ignore-unknown
#[test]
fn the_client_prints_status_fields_and_content() -> Verdict {
    let teach = Teach {
        wrong: "the client did not print the response, however it was cut and whatever octets stand in it",
        why: "The client reads the head to its empty line, then as much content as Content-Length says. Values lose the SP and HTAB around them and nothing else. (RFC 9112 section 6.3)",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let cuts =
            [&[OK][..], &[&OK[..16], &OK[16..]], &[&OK[..1], &OK[1..]], &[&OK[..OK.len() - 8], &OK[OK.len() - 8..]]];
        for parts in cuts {
            let (client, mut peer, _) = client(&[], "/hello")?;
            peer.send_split(parts)?;
            client.expect_stdout(OK_SHOWN)?;
            client.expect_end(0)?;
        }
        // Around a value stand spaces and tabs; what else is white space for Unicode belongs to the value.
        let (spaces, mut peer, _) = client(&[], "/hello")?;
        peer.send("HTTP/1.1 200 OK\r\nX: \t\u{a0}y\u{2003} \r\nY:\u{3000}\r\nContent-Length: 0\r\n\r\n")?;
        peer.finish()?;
        spaces.expect_stdout("HTTP/1.1 200 OK\nX: \u{a0}y\u{2003}\nY: \u{3000}\nContent-Length: 0\n\n")?;
        spaces.expect_end(0)?;
        // What is no UTF-8 is shown too.
        let (octets, mut peer, _) = client(&[], "/hello")?;
        peer.send(b"HTTP/1.1 200 caf\xe9\r\nX: caf\xe9\r\nY: z\r\nContent-Length: 6\r\n\r\nhello\n")?;
        let rest = predicate::str::ends_with("\nY: z\nContent-Length: 6\n\nhello\n");
        octets.expect_stdout_that(&predicate::str::contains("\nX: caf").and(rest))?;
        octets.expect_end(0)?;
        Ok(())
    })
}

/// proves: 9112-5.2-client-fold
/// proves: 9110-5.5-trim
#[test]
fn the_client_reads_a_folded_field_as_one_line() -> Verdict {
    let teach = Teach {
        wrong: "a folded field of a response was not read with spaces in place of its line ends",
        why: "Old servers fold long values. A client must read each fold as spaces; nobody may fold in a request. (RFC 9112 section 5.2)",
        book: "Folded lines",
    };
    LESSON.check(teach, || {
        let (client, mut peer, _) = client(&[], "/hello")?;
        peer.send("HTTP/1.1 200 OK\r\nX: one \r\n \ttwo\r\n three\r\nY:\r\n four\r\n \t\r\n five\r\nContent-Length: 0\r\n\r\n")?;
        let printed = String::from_utf8_lossy(&client.expect_end(0)?.stdout).into_owned();
        // How many spaces stand for a fold is for the client to choose.
        let one_space = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n";
        let came: String = printed.lines().map(one_space).collect();
        let expected = "HTTP/1.1 200 OK\nX: one two three\nY: four five\nContent-Length: 0\n\n";
        if came == expected { Ok(()) } else { Err(Failure::differ(expected.as_bytes(), came.as_bytes())) }
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// What stands in field values

/// The lines that the client prints for the members of `X`, when the response has these field lines.
fn expect_members(fields: &str, shown: &[&str]) -> Verdict {
    let response = format!("HTTP/1.1 200 OK\r\n{fields}\r\nContent-Length: 0\r\n\r\n");
    let lines: String = shown.iter().flat_map(|line| [*line, "\n"]).collect();
    expect_shown(&["--members", "x"], response, &lines)
}

/// proves: 9110-5.6.1.2-skip-empty-members
/// proves: 9110-5.2-combine
/// proves: 9110-5.1-name-case
#[test]
fn the_client_reads_a_list_with_all_that_senders_do_to_it() -> Verdict {
    let teach = Teach {
        wrong: "the members of a list were not told apart at its commas, or an empty one was counted",
        why: "A list may stand on several lines, with white space around its commas and with empty members, which count for nothing. (RFC 9110 sections 5.3 and 5.6.1)",
        book: "Lists",
    };
    LESSON.check(teach, || {
        expect_members("X: a, b,c\t,\td", &["a", "b", "c", "d"])?;
        expect_members("X: a\r\nY: z\r\nx: b, c", &["a", "b", "c"])?;
        expect_members("X: ,, a ,,\t, b,", &["a", "b"])?;
        expect_members("X:", &[])?;
        expect_members("Y: a", &[])?;
        expect_members("X: a b, c=d", &["a b", "c=d"])
    })
}

/// proves: 9110-5.6.4-quoted-pair
#[test]
fn the_client_parts_nothing_within_a_quoted_string() -> Verdict {
    let teach = Teach {
        wrong: "a comma or semicolon in a quoted string ended a member, or a backslash was not heeded",
        why: "Between double quotes stands text, commas and all; a backslash before a double quote lets the string go on. (RFC 9110 section 5.6.4)",
        book: "Lists",
    };
    LESSON.check(teach, || {
        expect_members(r#"X: "a, b", c"#, &[r#""a, b""#, "c"])?;
        expect_members(r#"X: "a\", b", c"#, &[r#""a\", b""#, "c"])?;
        expect_members(r#"X: "a\\", b"#, &[r#""a\\""#, "b"])?;
        expect_members(r#"X: "a;b=c""#, &[r#""a;b=c""#])?;
        // A backslash outside of quotes means nothing.
        expect_members(r#"X: a\, "b, c""#, &[r"a\", r#""b, c""#])?;
        // A string that is never closed reaches to the end.
        expect_members(r#"X: a, "b, c"#, &["a", r#""b, c"#])
    })
}

/// proves: 9110-5.6.6-parameters
#[test]
fn the_client_reads_parameters_as_names_and_values() -> Verdict {
    let teach = Teach {
        wrong: "the parameters of a member were not read as names and values",
        why: "A parameter is a token, =, and a token or a quoted string, with no white space around the =. Whatever else stands there is not one. (RFC 9110 section 5.6.6)",
        book: "Parameters and quoted strings",
    };
    LESSON.check(teach, || {
        expect_members("X: text/html;charset=utf-8 ; Q=0.5", &["text/html", "  charset = utf-8", "  Q = 0.5"])?;
        expect_members("X: a;;b=c; ;d=e;", &["a", "  b = c", "  d = e"])?;
        expect_members(r#"X: a;b="1, 2", c"#, &["a", "  b = 1, 2", "c"])?;
        expect_members(r#"X: "a;b=c";d=e"#, &[r#""a;b=c""#, "  d = e"])?;
        let none = "  (no parameter)";
        expect_members("X: a;b = c;b =c;b= c", &["a", none, none, none])?;
        expect_members("X: a;b;c=;=d;e=f=g;h=i", &["a", none, none, none, none, "  h = i"])?;
        expect_members("X: a;b(c=d;e=f g", &["a", none, none])?;
        expect_members(r#"X: a;b="c"d;e="f;g="h""#, &["a", none, none])
    })
}

/// proves: 9110-5.6.4-quoted-pair
#[test]
fn the_client_shows_the_text_that_a_quoted_string_stands_for() -> Verdict {
    let teach = Teach {
        wrong: "a parameter in a quoted string was not shown as the text that it stands for",
        why: "The quotes are no part of the text, and a backslash stands for the octet after it, whatever that is. (RFC 9110 section 5.6.4)",
        book: "Parameters and quoted strings",
    };
    LESSON.check(teach, || {
        expect_members(r#"X: a;b="";c="d e";f="utf-8""#, &["a", "  b = ", "  c = d e", "  f = utf-8"])?;
        expect_members(r#"X: a;b="say \"hi\"""#, &["a", r#"  b = say "hi""#])?;
        expect_members(r#"X: a;b="\\";c="\d\\\e""#, &["a", r"  b = \", r"  c = d\e"])?;
        expect_members("X: a;b=\"caf\u{e9}\"", &["a", "  b = caf\u{e9}"])?;
        expect_members(r#"X: a;b="c=d""#, &["a", "  b = c=d"])?;
        expect_members(r#"X: a;b="c"d"e""#, &["a", "  (no parameter)"])?;
        // A backslash at the end escapes the closing quote: this is no quoted string.
        expect_members(r#"X: a;b="c\""#, &["a", "  (no parameter)"])
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Which response, and its content

/// proves: 9110-15.2-client-1xx
/// proves: 9112-4-ignore-reason
/// proves: 9110-15.5-client-display
/// proves: 9110-15.6-client-display
#[test]
fn the_client_goes_by_the_status_code() -> Verdict {
    let teach = Teach {
        wrong: "an interim response, an unknown status code or another reason phrase confused the client",
        why: "1xx responses come before the final one. The phrase after the code is for people and may be missing. (RFC 9112 section 4)",
        book: "The final response",
    };
    LESSON.check(teach, || {
        let responses = [
            (
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\nhello",
                "HTTP/1.1 200 OK\n\nhello",
            ),
            ("HTTP/1.1 471 \r\n\r\nhello", "HTTP/1.1 471 \n\nhello"),
            ("HTTP/1.1 404 caf\u{e9}, not here\r\n\r\nhello", "HTTP/1.1 404 caf\u{e9}, not here\n\nhello"),
            ("HTTP/1.1 503 Busy\r\n\r\nhello", "HTTP/1.1 503 Busy\n\nhello"),
            ("HTTP/1.0 700 ?\r\n\r\nhello", "HTTP/1.0 700 ?\n\nhello"),
            ("HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 204 No Content\n\n"),
        ];
        for (response, shown) in responses {
            let (client, mut peer, _) = client(&[], "/hello")?;
            peer.send(response)?;
            peer.finish()?;
            client.expect_stdout(shown)?;
            client.expect_end(0)?;
        }
        let (client, mut peer, _) = client(&[], "/hello")?;
        peer.send_split([
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\n",
            "Content-Length: 5\r\n\r\nhello",
        ])?;
        client.expect_stdout("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello")?;
        client.expect_end(0)?;
        Ok(())
    })
}

/// proves: 9112-6.3-client-no-body
/// proves: 9110-6-client-remembers-request
/// proves: 9112-8-record-incomplete
/// proves: 9112-6.3-short-body
/// proves: 9112-6.3-response-until-close
#[test]
fn the_client_knows_where_content_ends() -> Verdict {
    let teach = Teach {
        wrong: "the content of a response was not read to its end and no further, or one cut short was not an error",
        why: "A HEAD response has no content. Content-Length counts it; without it the content ends with the connection. (RFC 9112 section 6.3)",
        book: "Where content ends",
    };
    LESSON.check(teach, || {
        let (head, mut peer, request) = client(&["--head"], "/hello")?;
        let line_end = request.find('\n').map_or(0, |at| at + 1);
        expect_request(&request[..line_end], "HEAD /hello HTTP/1.1\r\n")?;
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")?;
        head.expect_stdout("HTTP/1.1 200 OK\nContent-Length: 100\n\n")?;
        head.expect_end(0)?;
        for (line, field) in [
            ("HTTP/1.1 304 Not Modified", "Content-Length: 100"),
            ("HTTP/1.1 304 Not Modified", "Transfer-Encoding: chunked"),
            ("HTTP/1.1 204 No Content", "Content-Length: 100"),
        ] {
            let (without, mut peer, _) = client(&[], "/hello")?;
            peer.send(format!("HTTP/1.1 100 Continue\r\n{field}\r\n\r\n{line}\r\n{field}\r\n\r\n"))?;
            without.expect_stdout(format!("{line}\n{field}\n\n"))?;
            without.expect_end(0)?;
        }

        let (short, mut peer, _) = client(&[], "/hello")?;
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello")?;
        peer.finish()?;
        short.expect_stderr_that(&predicate::str::contains("5 octets of 100"))?;
        short.expect_end(1)?;

        for (args, status, content) in
            [(&[][..], "200 OK", "hello"), (&["--head"], "200 OK", ""), (&[], "204 No Content", "")]
        {
            let (more, mut peer, _) = client(args, "/hello")?;
            peer.send(format!("HTTP/1.1 {status}\r\nContent-Length: 5\r\n\r\nhello and more"))?;
            more.expect_stdout(format!("HTTP/1.1 {status}\nContent-Length: 5\n\n{content}"))?;
            more.expect_end(0)?;
        }

        for fields in ["Content-Length: +5", "Content-Length: 5\r\nContent-Length: 6", "Content-Length: five"] {
            expect_refused(format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\nhello"), &[])?;
        }

        let (long, mut peer, _) = client(&[], "/hello")?;
        peer.send_split(["HTTP/1.1 200 OK\r\n\r\nlat", "er"])?;
        peer.finish()?;
        long.expect_stdout("HTTP/1.1 200 OK\n\nlater")?;
        long.expect_end(0)?;
        Ok(())
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// What is given

/// proves: 9112-9.3-client-always-close
/// proves: 9110-10.1.5-user-agent
#[test]
fn the_client_asks_as_a_client_should() -> Verdict {
    let teach = Teach {
        wrong: "the client's request is not as it should be, or the client did not say that no response came",
        why: "GET, or HEAD when it is told so, and the fields that say who asks and that no other request follows. A server that then closes has sent no response.",
        book: "Run",
    };
    LESSON.check(teach, || {
        for (args, method) in [(&[][..], "GET"), (&["--head"], "HEAD")] {
            let (client, mut peer, request) = client(args, "/a?b#c")?;
            let fields = "Host: ADDR\r\nUser-Agent: response-client/0.1.0\r\nConnection: close";
            expect_request(&request, &format!("{method} /a?b HTTP/1.1\r\n{fields}\r\n\r\n"))?;
            // A server that has nothing to say to it.
            peer.finish()?;
            client.expect_error_line(&[])?;
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

// ---------------------------------------------------------------------------------------------------------------------
// The server

#[test]
fn the_server_lists_its_paths() -> Verdict {
    let teach = Teach {
        wrong: "the server did not list its paths",
        why: "Each path sends a response worth reading, and / says which there are.",
        book: "Run",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for (path, status) in [("/", 200), ("/nowhere", 404)] {
            let mut client = server.connect()?;
            client.send(format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n"))?;
            let reply = client.reply_and_close("GET")?;
            reply.expect_status(status)?;
            let text = String::from_utf8_lossy(&reply.content).into_owned();
            reply.expect(
                "a line for /folded and one for /short",
                ["/folded", "/short"].iter().all(|path| text.lines().any(|line| line == *path)),
            )?;
        }
        server.expect_stdout("GET /\nGET /nowhere\n")
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
}
