//! What the clients of lessons 09 to 13 have in common: which URLs they take, and what they show of what a server sends.
//!
//! This file belongs to the tests of each of these lessons.

use harness::{Failure, Lesson, Listener, Teach, Verdict};

const LESSON: Lesson = harness::lesson!();

fn teach(wrong: &'static str, why: &'static str) -> Teach {
    Teach { wrong, why, book: "Run" }
}

/// Asks a server for `path`; it sends `response`. The line that it was sent, and what the client wrote.
fn exchange(path: &str, response: &str) -> Verdict<(String, harness::Ended)> {
    let listener = Listener::bind()?;
    let client = LESSON.client().arg(format!("http://{}{path}", listener.addr())).start()?;
    let mut peer = listener.accept()?;
    let request = peer.read_while("a request", 10_000, |came| came.ends_with(b"\r\n\r\n"))?;
    peer.send(response)?;
    drop(peer);
    let request = String::from_utf8_lossy(&request).into_owned();
    let line = request.lines().next().unwrap_or_default().to_owned();
    Ok((line, client.expect_end(i32::from(!response.contains("200")))?))
}

fn expect_same(came: &str, expected: &str) -> Verdict {
    if came == expected { Ok(()) } else { Err(Failure::differ(expected.as_bytes(), came.as_bytes())) }
}

fn expect_contains(came: &[u8], part: &str) -> Verdict {
    let came = String::from_utf8_lossy(came).into_owned();
    if came.contains(part) { Ok(()) } else { Err(Failure::wrong().row("expected", part).row("came", came)) }
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

#[test]
fn the_client_asks_for_a_url_as_people_type_it() -> Verdict {
    let teach = teach("a URL was not put in the form in which it is sent", "RFC 3986 sections 2.1 and 5.2.4");
    LESSON.check(teach, || {
        for (path, target) in [
            ("/my files/caf\u{e9}?a b", "/my%20files/caf%C3%A9?a%20b"),
            ("/a/./b/../%2e%2e/c", "/c"),
            ("?<\">", "/?%3C%22%3E"),
        ] {
            expect_same(&exchange(path, OK)?.0, &format!("GET {target} HTTP/1.1"))?;
        }
        for (typed, advice) in [
            ("example.org/x", "http://example.org/x"),
            ("http://user:pa55@example.org/", "user information"),
            ("http://b\u{fc}cher.example/", "xn--"),
            ("/x", "http://HOST:PORT/PATH"),
        ] {
            let ended = LESSON.client().arg(typed).start()?.expect_end(1)?;
            expect_contains(&ended.stderr, advice)?;
            if String::from_utf8_lossy(&ended.stderr).contains("pa55") {
                return Err(Failure::wrong()
                    .row("expected", "no password")
                    .row("came", harness::visible(&ended.stderr)));
            }
        }
        Ok(())
    })
}

#[test]
fn the_client_passes_over_interim_responses() -> Verdict {
    let teach = teach("an interim response was taken for the final one", "RFC 9110 section 15.2");
    LESSON.check(teach, || {
        let interim =
            "HTTP/1.1 103 Early Hints\r\nContent-Length: 9\r\n\r\nHTTP/1.1 199 What\r\n\r\nHTTP/1.1 102 P\r\n\r\n";
        let (_, ended) = exchange("/", &format!("{interim}{OK}"))?;
        expect_same(&String::from_utf8_lossy(&ended.stdout), "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi")?;
        // No final one is an error.
        exchange("/", "HTTP/1.1 103 Early Hints\r\n\r\n")?;
        let (_, ended) = exchange("/", "\r\nHTTP/1.1 204 No\r\n\r\n")?;
        expect_contains(&ended.stderr, "the response begins with an empty line")
    })
}

#[test]
fn what_a_server_sends_does_not_steer_the_terminal() -> Verdict {
    let teach = teach("what a server sent could act on the terminal", "A terminal obeys ESC, and U+009B, and U+202E.");
    LESSON.check(teach, || {
        let response = "HTTP/1.1 200 O\u{9b}31mK\r\nX: a\u{202e}b\u{85}c\r\nContent-Length: 2\r\n\r\nhi";
        let (_, ended) = exchange("/", response)?;
        let shown = "HTTP/1.1 200 O\\u{9b}31mK\nX: a\\u{202e}b\\u{85}c\nContent-Length: 2\n\nhi";
        expect_same(&String::from_utf8_lossy(&ended.stdout), shown)?;
        // Content goes to a file or a pipe as it is.
        let (_, ended) = exchange("/", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\x1b[2J")?;
        expect_contains(&ended.stdout, "\n\n\x1b[2J")
    })
}
