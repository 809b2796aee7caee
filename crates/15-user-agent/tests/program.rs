//! What the client sends, and what it makes of responses.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.

mod common;

use std::io::Write as _;
use std::net::TcpListener;
use std::time::Duration;

use common::{LESSON, asks, check, get, ok};
use harness::{Failure, Folder, Listener, RefusingPort, Script, Verdict, deadline, expect};
use predicates::prelude::*;

const NONE: [&str; 0] = [];

fn broken(what: &'static str) -> impl FnOnce(std::io::Error) -> Failure {
    move |error| Failure::broken(what, &error)
}

// ---------------------------------------------------------------------------------------------------------------------
// Requests

/// proves: 9110-10.1.5-user-agent
/// proves: 9110-10.1.5-product-minimal
/// proves: 9110-10.1.5-version-only
/// proves: 9110-10.1.5-no-advertising
/// proves: 9110-10.1.5-not-detailed
/// proves: 9110-10.1.2-no-from
/// proves: 9110-2.2-own-role
/// proves: 9110-2.2-grammar
/// proves: 9110-12.4.2-qvalue-digits
/// proves: 9110-9.3.5-client-no-content
/// proves: 9110-9.3.1-client-no-content
/// proves: 9110-9.3.2-client-no-content
/// proves: 9110-9.3.7-client-content-type
/// proves: 9110-8.3-content-type
/// proves: 9110-13.1.5-client-needs-range
/// proves: 9110-10.1.1-client-needs-content
/// proves: 9112-6.2-no-cl-with-te
/// proves: 9110-5.6.1.1-no-empty-members
/// proves: 9110-5.6.3-ows-single-sp
/// proves: 9112-6.1-client-te-version
/// proves: 9110-8.6-client-sends-cl
/// proves: 9110-8.6-client-no-cl
/// proves: 9112-2.2-count-final-crlf
/// proves: 9110-5.6.3-rws-single-sp
/// proves: 9110-5.6.3-no-other-ows
#[test]
fn requests_are_sent_as_they_should_be() -> Verdict {
    check("the request is not as it should be", "RFC 9112 section 3.2, RFC 9110 section 10.1.5", || {
        let agent = "User-Agent: user-agent-client/0.1.0\r\n";
        let form = "Content-Type: application/x-www-form-urlencoded\r\n";
        let table: [(&str, &[&str], String, &str); 24] = [
            ("/a/b?c=d#part", &[], get("/a/b?c=d", ""), ""),
            ("/a/./b/../c/%2E%2e/../../d?x=../y", &[], get("/d?x=../y", ""), ""),
            ("/a b/caf\u{e9}\"<>?a b", &[], get("/a%20b/caf%C3%A9%22%3C%3E?a%20b", ""), ""),
            (
                "/",
                &["--user", "Aladdin:open sesame"],
                get("/", "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"),
                "",
            ),
            ("/", &["--user", "a:b:\u{e9}"], get("/", "Authorization: Basic YTpiOsOp\r\n"), ""),
            ("/", &["--user", ":"], get("/", "Authorization: Basic Og==\r\n"), ""),
            ("/", &["--field", "host: other:80"], get("/", "").replace("Host: ADDR", "host: other:80"), ""),
            ("/", &["--field", "Host:"], get("/", "").replace("Host: ADDR", "Host: "), ""),
            (
                "/",
                &["--field", "Cookie: a=b", "--field", "X: y", "--field", "cookie: c=d "],
                get("/", "cookie: a=b; c=d\r\nX: y\r\n"),
                "",
            ),
            ("", &[], get("/", ""), ""),
            ("?q", &["--field", "X-A: caf\u{e9}", "--field", "x-a:2"], get("/?q", "X-A: caf\u{e9}\r\nx-a: 2\r\n"), ""),
            ("/", &["--compressed"], get("/", "Accept-Encoding: gzip\r\n"), ""),
            ("/", &["--head"], format!("HEAD / HTTP/1.1\r\nHost: ADDR\r\n{agent}\r\n"), ""),
            ("/", &["--method", "DELETE"], format!("DELETE / HTTP/1.1\r\nHost: ADDR\r\n{agent}\r\n"), ""),
            ("/", &["--method", "TRACE"], format!("TRACE / HTTP/1.1\r\nHost: ADDR\r\n{agent}\r\n"), ""),
            ("", &["--method", "OPTIONS"], format!("OPTIONS * HTTP/1.1\r\nHost: ADDR\r\n{agent}\r\n"), ""),
            (
                "/",
                &["--method", "POST"],
                format!("POST / HTTP/1.1\r\nHost: ADDR\r\n{agent}Content-Length: 0\r\n\r\n"),
                "",
            ),
            (
                "/",
                &["--data", "a=b"],
                format!("POST / HTTP/1.1\r\nHost: ADDR\r\n{agent}{form}Content-Length: 3\r\n\r\na=b"),
                "a=b",
            ),
            (
                "/",
                &["--method", "PUT"],
                format!("PUT / HTTP/1.1\r\nHost: ADDR\r\n{agent}Content-Length: 0\r\n\r\n"),
                "",
            ),
            (
                "/",
                &["--data", "a=b\r\n"],
                format!("POST / HTTP/1.1\r\nHost: ADDR\r\n{agent}{form}Content-Length: 5\r\n\r\na=b\r\n"),
                "a=b\r\n",
            ),
            (
                "/",
                &["--data", "a=b", "--method", "OPTIONS"],
                format!("OPTIONS / HTTP/1.1\r\nHost: ADDR\r\n{agent}{form}Content-Length: 3\r\n\r\na=b"),
                "a=b",
            ),
            (
                "/",
                &["--data", "a=b", "--chunked", "--method", "PUT"],
                format!(
                    "PUT / HTTP/1.1\r\nHost: ADDR\r\n{agent}{form}Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n"
                ),
                "0\r\n\r\n",
            ),
            (
                "/",
                &["--data", "{}", "--field", "content-type: application/json"],
                format!(
                    "POST / HTTP/1.1\r\nHost: ADDR\r\n{agent}content-type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
                ),
                "{}",
            ),
            (
                "/",
                &["--field", "User-Agent: me"],
                "GET / HTTP/1.1\r\nHost: ADDR\r\nUser-Agent: me\r\n\r\n".to_owned(),
                "",
            ),
        ];
        for (path, args, expected, end) in table {
            let scene = asks(path, args)?;
            let client = scene.start()?;
            let mut peer = scene.listener.accept()?;
            let end = if end.is_empty() { "\r\n\r\n" } else { end };
            expect::same(scene.next_request_ending(&mut peer, end)?, expected)?;
            peer.send("HTTP/1.1 204 No Content\r\n\r\n")?;
            client.expect_end(0)?;
        }
        Ok(())
    })
}

#[test]
fn a_file_is_sent_whole_with_its_length_or_in_chunks() -> Verdict {
    check("a file did not go out as it is", "Content of any length is streamed.", || {
        let folder = Folder::new()?;
        folder.write("data", vec![b'x'; 300_000])?;
        let data = format!("@{}", folder.path().join("data").display());
        let scene = asks("/", ["--data", &data])?;
        let client = scene.start()?;
        let mut peer = scene.listener.accept()?;
        let request = peer.read_while("300000 octets after the head", 400_000, |came| {
            came.windows(4).position(|end| end == b"\r\n\r\n").is_some_and(|end| came.len() == end + 4 + 300_000)
        })?;
        expect::contains(
            &request[..300],
            "Content-Type: application/octet-stream\r\nContent-Length: 300000\r\n\r\nxxx",
        )?;
        peer.send(ok(""))?;
        client.expect_end(0)?;
        let scene = asks("/", ["--data", &data, "--chunked"])?;
        let client = scene.start()?;
        let mut peer = scene.listener.accept()?;
        let request = scene.next_request_ending(&mut peer, "\r\n0\r\n\r\n")?;
        expect::that("300000 octets in chunks", request.matches('x').count() >= 300_000, &request[..200])?;
        peer.send(ok(""))?;
        client.expect_end(0)?;
        Ok(())
    })
}

/// proves: 9110-4.2.4-no-userinfo
/// proves: 9110-4.2.4-reject-userinfo
/// proves: 9110-4.2.1-reject-empty-host
/// proves: 9110-4.2.2-https-only-secured
/// proves: 9110-9.3.8-client-no-secrets
/// proves: 9110-9.3.8-client-no-content
/// proves: 9110-13.1.5-client-strong-tag
/// proves: 9110-15.3.7.2-client-able
/// proves: 9112-7.4-te-no-chunked
/// proves: 9112-2.2-send-no-bare-cr
/// proves: 9110-7.6.1-list-hop-fields
/// proves: 9110-5.3-no-repeat
#[test]
fn what_must_not_be_sent_is_refused_before_anybody_is_asked() -> Verdict {
    check("arguments that do not fit were not refused", "What is wrong is said before a connection is made.", || {
        let nobody = RefusingPort::bind()?;
        let url = format!("http://{}/", nobody.addr()?);
        let url = url.as_str();
        let long = format!("{url}{}", "x".repeat(20_000));
        let userinfo = url.replace("://", "://user:pa55@");
        let https = url.replace("http", "https");
        let table: [&[&str]; 40] = [
            &[&https],
            &[&userinfo],
            &[&userinfo["http://".len()..]],
            &["example.org/x"],
            &["localhost:80"],
            &["http://b\u{fc}cher.example/"],
            &[url, "--user", "pa55"],
            &[url, "--user", "a:pa55\n"],
            &[url, "--user", "a:pa55", "--field", "Authorization: Basic pa55"],
            &[url, "--field", "Authorization: pa55\r"],
            &["http:///path"],
            &["http://:80/"],
            &["http://host:99999/"],
            &["/path"],
            &["ftp://host/"],
            &[&long],
            &[url, "http://"],
            &["http://host/%zz"],
            &[url, "--method", "G T"],
            &[url, "--method", "CONNECT"],
            &[url, "--method", "TRACE", "--data", "a"],
            &[url, "--method", "TRACE", "--field", "authorization: Basic eA=="],
            &[url, "--method", "TRACE", "--field", "Cookie: a=b"],
            &[url, "--field", "Host: a b"],
            &[url, "--field", "Host: a", "--field", "Host: a"],
            &[url, "--field", "Content-Length: 5"],
            &[url, "--field", "transfer-encoding: chunked"],
            &[url, "--field", "Expect: 100-continue"],
            &[url, "--field", "TE: trailers"],
            &[url, "--field", "Upgrade: websocket"],
            &[url, "--field", "keep-alive: timeout=5"],
            &[url, "--field", "Connection: close"],
            &[url, "--field", "From: a@example.org", "--field", "from: b@example.org"],
            &[url, "--field", "If-Range: W/\"a\""],
            &[url, "--field", "Range: bytes=0-1,3-4"],
            &[url, "--field", "X: a\r\nY: b"],
            &[url, "--field", "X: a\rb"],
            &[url, "--field", "no colon"],
            &[url, url, "--output", "file"],
            &[url, "--output", "file", "--field", "Range: bytes=0-"],
        ];
        for args in table {
            let ended = LESSON.client().args(args).start()?.expect_end(2)?;
            expect::contains(&ended.stderr, "error: ")?;
            expect::lacks(&ended.stderr, "pa55")?;
            expect::same(&ended.stdout, "")?;
        }
        for (typed, advice) in [
            ("example.org/a b", "write http://example.org/a%20b"),
            ("//localhost", "write http://localhost"),
            (&userinfo, "--user NAME:PASSWORD"),
            ("http://b\u{fc}cher.example/", "xn--"),
        ] {
            expect::contains(LESSON.client().arg(typed).start()?.expect_end(2)?.stderr, advice)?;
        }
        Ok(())
    })
}

/// proves: 9110-15.2-client-1xx
/// proves: 9112-6.3-client-no-body
/// proves: 9110-15-class
/// proves: 9110-15.5-client-display
/// proves: 9110-15.6-client-display
/// proves: 9112-7.1.2-discard-trailers
/// proves: 9112-7.1.2-store-separately
#[test]
fn responses_are_taken_for_what_their_status_says() -> Verdict {
    check("a response was not taken for what it is", "RFC 9110 section 15, RFC 9112 section 6.3", || {
        let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 199 What\r\nContent-Length: 9\r\n\r\n";
        let table: [(&[&str], String, i32, &str); 16] = [
            (&[], format!("{interim}{}", ok("hello\n")), 0, "hello\n"),
            (
                &[],
                "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nX: y\r\n\r\n".into(),
                0,
                "hello",
            ),
            (&[], "HTTP/1.0 200 OK\r\n\r\nuntil the end".into(), 0, "until the end"),
            (&[], "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n".into(), 0, ""),
            (&[], "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n".into(), 0, ""),
            (&[], "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n".into(), 0, ""),
            (
                &["--head"],
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n".into(),
                0,
                "HTTP/1.1 200 OK\nContent-Length: 5\n\n",
            ),
            (
                &["--method", "HEAD"],
                "HTTP/1.1 404 No\r\nContent-Length: 5\r\n\r\n".into(),
                0,
                "HTTP/1.1 404 No\nContent-Length: 5\n\n",
            ),
            (&["--fail"], ok("").replace("200 OK", "299 Fine"), 0, ""),
            (&["--fail"], "HTTP/1.1 399 Elsewhere\r\nLocation: /x\r\nContent-Length: 2\r\n\r\nhi".into(), 0, "hi"),
            (&["--fail"], ok("why").replace("200 OK", "471 Odd"), 7, "why"),
            (&["--fail"], ok("why").replace("200 OK", "599 Odd"), 7, "why"),
            (&["--fail"], ok("why").replace("200 OK", "999 Odd"), 7, "why"),
            (&[], ok("not here\n").replace("200 OK", "404 Not Found"), 0, "not here\n"),
            (&[], ok("sorry\n").replace("200 OK", "500 Internal Server Error"), 0, "sorry\n"),
            (
                &["-i"],
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nSum: 1\r\n\r\n".into(),
                0,
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nhi\nSum: 1\n",
            ),
        ];
        for (args, answer, status, printed) in table {
            let ended = asks("/", args)?.one_response(&answer, status)?;
            expect::same(ended.stdout, printed)?;
        }
        Ok(())
    })
}

/// proves: 9112-8-record-incomplete
/// proves: 9110-2.3-defensive
/// proves: 9112-6.3-te-overrides-cl
/// proves: 9112-6.3-bad-cl-fatal
/// proves: 9112-6.3-client-bad-cl
/// proves: 9112-6.1-te-in-http10
/// proves: 9112-7.1-no-parameters
/// proves: 9110-8.6-repeated-cl
/// proves: 9110-8.6-large-cl
/// proves: 9112-2.2-recv-bare-cr
#[test]
fn what_is_no_whole_response_is_an_error() -> Verdict {
    check("a response that is broken was taken for a whole one", "RFC 9112 section 8", || {
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let table = [
            String::new(),
            "SSH-2.0-OpenSSH_9.2\r\n".into(),
            "HTTP/1.1 200 OK\r\nContent-Le".into(),
            "\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi".into(),
            "HTTP/2.0 200 OK\r\n\r\n".into(),
            "HTTP/1.1 20x OK\r\n\r\n".into(),
            "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi".into(),
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi".into(),
            "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nhi".into(),
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi".into(),
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n".into(),
            "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nhi".into(),
            "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551618\r\n\r\nhi".into(),
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n".into(),
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked;a=b\r\n\r\n2\r\nhi\r\n0\r\n\r\n".into(),
            "HTTP/1.1 200 OK\r\nX: a\rY: b\r\nContent-Length: 2\r\n\r\nhi".into(),
            format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(100_000)),
            format!("{chunked}5\r\nhel"),
            format!("{chunked}5\r\nhello\r\n"),
            format!("{chunked}5\r\nhello\r\n0\r\n"),
            format!("{chunked}x\r\n"),
            format!("{chunked}5\r\nhelloo\r\n0\r\n\r\n"),
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n".into(),
        ];
        for answer in table {
            let ended = asks("/", NONE)?.one_response(&answer, 5)?;
            expect::contains(&ended.stderr, "error: ")?;
            expect::lacks(&ended.stderr, "request")?;
        }
        let scene = asks("/", NONE)?;
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        peer.send("HTTP/1.0 200 OK\r\n\r\nuntil the e")?;
        client.expect_stdout("until the e")?;
        peer.reset()?;
        client.expect_end(5)?;
        Ok(())
    })
}

#[test]
fn arbitrary_octets_end_in_an_exit_status() -> Verdict {
    check("arbitrary octets did not end as an error", "Whatever a server sends, the client ends in order.", || {
        let mut state = 0x2545_F491_4F6C_DD1D_u64;
        let mut octet = || {
            (state, _) = state.overflowing_mul(6_364_136_223_846_793_005);
            state = state.wrapping_add(1);
            state.to_le_bytes()[6]
        };
        for start in ["", "HTTP/1.1 ", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"] {
            for _ in 0..5 {
                let octets: Vec<u8> = start.bytes().chain((0..2000).map(|_| octet())).collect();
                asks("/", ["-i", "-v"])?.one_response(octets, 5)?;
            }
        }
        Ok(())
    })
}

#[test]
fn control_characters_of_a_server_do_not_reach_the_terminal() -> Verdict {
    check("what a server sent could act on the terminal", "Heads are shown so that nothing in them is obeyed.", || {
        let hostile = "HTTP/1.1 200 O\u{9b}31mK\r\nX: a\u{202e}b\u{85}c\tend\r\nContent-Length: 0\r\n\r\n";
        let ended = asks("/", ["-i", "-v"])?.one_response(hostile, 0)?;
        expect::same(
            &ended.stdout,
            "HTTP/1.1 200 O\\u{9b}31mK\nX: a\\u{202e}b\\u{85}c\u{2409}end\nContent-Length: 0\n\n",
        )?;
        for octets in [&ended.stdout, &ended.stderr] {
            let text = String::from_utf8_lossy(octets);
            let harmless = |c: char| c == '\n' || !(c.is_control() || c == '\u{202e}');
            expect::that("no control characters", text.chars().all(harmless), octets)?;
        }
        let ended = asks("/", ["-v"])?.one_response("HTTP/1.1 200 OK\r\nX: \x1b]0;title\x07\r\n\r\n", 5)?;
        expect::contains(&ended.stderr, "< X: \\x1b]0;title\\x07\u{240d}\u{240a}\n")?;
        expect::lacks(&ended.stderr, "\x1b")?;
        let ended = asks("/", ["-v"])?.one_response(b"half a \xff line", 5)?;
        expect::contains(ended.stderr, "< half a ")
    })
}

#[test]
fn content_is_shown_on_a_terminal_and_written_as_it_is_elsewhere() -> Verdict {
    check("content acted on the terminal, or was changed on its way to a file", "A page can hold anything.", || {
        let content = "a\x1b]0;title\x07\x1b[2J\u{9b}31m\u{202e}b\u{e9}\x08\x7f\tend\n\u{e9}";
        let halves = content.as_bytes().split_at(content.len() - 1);
        expect::same(asks("/", NONE)?.one_response(ok(content), 0)?.stdout, content)?;
        if !cfg!(target_os = "linux") {
            return harness::left_out("what a terminal shows", "no `script -c` makes one on this system");
        }
        for (args, shown) in [
            (&[][..], "a\\x1b]0;title\\x07\\x1b[2J\\u{9b}31m\\u{202e}b\u{e9}\\x08\\x7f\tend\r\n\u{e9}".to_owned()),
            (&["--output", "-"], content.replace('\n', "\r\n")),
        ] {
            let Some(script) = harness::tool("script")? else { return Ok(()) };
            let scene = asks("/", args)?;
            let command = format!("{} {}", common::path().display(), scene.args.join(" "));
            let client = script.args(["-qec", &command, "/dev/null"]).start()?;
            let (mut peer, _) = scene.request()?;
            // In two pieces, with a character cut in the middle.
            peer.send(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", content.len()))?;
            peer.send(halves.0)?;
            client.expect_stdout_that(&predicate::str::contains("end"))?;
            peer.send(halves.1)?;
            expect::same(client.expect_end(0)?.stdout, shown)?;
        }
        Ok(())
    })
}

#[test]
fn verbose_shows_the_octets_of_both_heads_and_nothing_else() -> Verdict {
    check("--verbose did not show what went over the wire", "Line ends are part of a head, so they are seen.", || {
        let scene = asks("/a", ["-v", "--data", "secret\n"])?;
        let client = scene.start()?;
        let mut peer = scene.listener.accept()?;
        scene.next_request_ending(&mut peer, "secret\n")?;
        peer.send("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length:  3 \r\n\r\na\r\n")?;
        let ended = client.expect_end(0)?;
        expect::same(&ended.stdout, "a\r\n")?;
        let addr = scene.listener.addr();
        expect::same(
            String::from_utf8_lossy(&ended.stderr).replace(&addr, "ADDR"),
            "* connected to ADDR at ADDR\n\
             > POST /a HTTP/1.1\u{240d}\u{240a}\n> Host: ADDR\u{240d}\u{240a}\n> User-Agent: user-agent-client/0.1.0\u{240d}\u{240a}\n\
             > Content-Type: application/x-www-form-urlencoded\u{240d}\u{240a}\n> Content-Length: 7\u{240d}\u{240a}\n> \u{240d}\u{240a}\n\
             < HTTP/1.1 103 Early Hints\u{240d}\u{240a}\n< \u{240d}\u{240a}\n\
             < HTTP/1.1 200 OK\u{240d}\u{240a}\n< Content-Length:  3 \u{240d}\u{240a}\n< \u{240d}\u{240a}\n",
        )
    })
}

#[test]
fn verbose_shows_no_passwords() -> Verdict {
    check("a password was shown", "What is on a terminal is seen by others, and lands in reports.", || {
        let long = format!("AUTHORIZATION:  Digest {}", "secret".repeat(2000));
        for (args, shown) in [
            (["--user", "name:secret"], "> Authorization: Basic ***\u{240d}\u{240a}\n"),
            (["--field", &long], "> AUTHORIZATION: Digest ***\u{240d}\u{240a}\n> Cookie: a=b\u{240d}"),
        ] {
            let ended = asks("/", ["-v"])?.args(args).args(["--field", "Cookie: a=b"]).one_response(ok(""), 0)?;
            expect::contains(&ended.stderr, shown)?;
            for hidden in ["secret", "bmFtZTpzZWNyZXQ="] {
                expect::lacks(&ended.stderr, hidden)?;
            }
        }
        // Without the name of a scheme all of it may be the secret.
        let ended = asks("/", ["-v", "--field", "authorization:secret"])?.one_response(ok(""), 0)?;
        expect::contains(&ended.stderr, "> authorization: ***\u{240d}")?;
        expect::lacks(&ended.stderr, "secret")
    })
}

#[test]
fn a_proxy_that_is_not_used_is_spoken_of() -> Verdict {
    let Some(_) = harness::tool("env")? else { return Ok(()) };
    check("it was not said that http_proxy is ignored, or said in vain", "Who sets it counts on it.", || {
        for (variables, is_said) in [
            (&["http_proxy=http://user:secret@127.0.0.1:9"][..], true),
            (&["all_proxy=127.0.0.1:9"], true),
            (&["http_proxy=127.0.0.1:9", "no_proxy=example.org,.example.com"], true),
            (&["http_proxy=127.0.0.1:9", "no_proxy=example.org, 127.0.0.1"], false),
            (&["http_proxy=127.0.0.1:9", "NO_PROXY=*"], false),
            (&["http_proxy="], false),
            (&["HTTP_PROXY=127.0.0.1:9"], false),
        ] {
            let scene = asks("/", NONE)?;
            let Some(env) = harness::tool("env")? else { return Ok(()) };
            let client = env.args(["-u", "no_proxy", "-u", "NO_PROXY"]).args(variables).arg(common::path());
            let client = client.args(&scene.args).start()?;
            let (mut peer, _) = scene.request()?;
            peer.send(ok("direct"))?;
            let ended = client.expect_end(0)?;
            expect::same(ended.stdout, "direct")?;
            let said = String::from_utf8_lossy(&ended.stderr).into_owned();
            expect::that(
                &variables.join(" "),
                said.contains("proxy is set, but") == is_said && !said.contains("secret"),
                said,
            )?;
        }
        Ok(())
    })
}

#[cfg(target_os = "linux")]
#[test]
fn content_that_grows_a_thousandfold_is_not_kept_in_memory() -> Verdict {
    check("decompressed content was kept in memory", "A few kilobytes can stand for gigabytes.", || {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        let zipped = encoder.write_all(&vec![0; 24 << 20]).and_then(|()| encoder.finish());
        let zipped = zipped.map_err(broken("cannot compress"))?;
        let scene = asks("/", ["--compressed"])?;
        let client = scene.program().stdout(std::io::sink()).start()?;
        let (mut peer, _) = scene.request()?;
        let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", zipped.len());
        let answer = [head.as_bytes(), &zipped].concat();
        // The last octets wait, so that the memory can be looked at when almost everything was decompressed.
        let (most, last) = answer.split_at(answer.len() - 1);
        peer.send(most)?;
        client.expect_idle()?;
        let memory = client.peak_memory().unwrap_or_default();
        expect::that("at most 12 MiB of memory", memory < 12 << 20, memory.to_string())?;
        peer.send(last)?;
        client.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn a_reader_that_goes_ends_the_client_quietly() -> Verdict {
    check("the client complained that nobody reads on", "`user-agent-client URL | head` is no error.", || {
        let scene = asks("/", ["http://ADDR/second"])?;
        let client = scene.program().stdout_closed().start()?;
        let (mut peer, _) = scene.request()?;
        peer.send(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", 64 << 20))?;
        peer.send(vec![b'x'; 1 << 20])?;
        let ended = client.expect_end(0)?;
        expect::same(ended.stderr, "")
    })
}

#[test]
fn ipv6_addresses_stand_in_brackets() -> Verdict {
    let Ok(listener) = TcpListener::bind("[::1]:0") else { return Ok(()) };
    check("a URL with an IPv6 address was not asked for", "RFC 3986 section 3.2.2", move || {
        let port = listener.local_addr().map_err(broken("no address"))?.port();
        let client = LESSON.client().arg(format!("http://[::1]:{port}/six")).arg("-v").start()?;
        let (mut stream, _) = listener.accept().map_err(broken("no connection"))?;
        let mut request = vec![0; 200];
        let count = std::io::Read::read(&mut stream, &mut request).map_err(broken("no request"))?;
        expect::contains(&request[..count], &format!("GET /six HTTP/1.1\r\nHost: [::1]:{port}\r\n"))?;
        stream.write_all(ok("six").as_bytes()).map_err(broken("no response"))?;
        expect::same(client.expect_end(0)?.stdout, "six")
    })
}

#[test]
fn a_name_is_reached_by_whichever_address_answers() -> Verdict {
    check("a name was given up at its first address", "`localhost` is ::1 and 127.0.0.1 on many systems.", || {
        // Here 127.0.0.1 answers, and ::1 refuses where localhost is that too.
        let listener = Listener::bind()?;
        let port = listener.addr().replace("127.0.0.1:", "");
        let client = LESSON.client().arg(format!("http://localhost:{port}/")).start()?;
        let mut peer = listener.accept()?;
        peer.read_while("a request", 1000, |came| came.ends_with(b"\r\n\r\n"))?;
        peer.send(ok("hi"))?;
        expect::same(client.expect_end(0)?.stdout, "hi")?;
        let Ok(listener) = TcpListener::bind("[::1]:0") else { return Ok(()) };
        let port = listener.local_addr().map_err(broken("no address"))?.port();
        let has_both =
            std::net::ToSocketAddrs::to_socket_addrs(&("localhost", port)).map_err(broken("no localhost"))?;
        if has_both.count() < 2 {
            return Ok(());
        }
        let client = LESSON.client().arg(format!("http://localhost:{port}/")).start()?;
        let (mut stream, _) = listener.accept().map_err(broken("no connection"))?;
        stream.write_all(ok("hi").as_bytes()).map_err(broken("no response"))?;
        expect::same(client.expect_end(0)?.stdout, "hi")
    })
}

#[test]
fn without_a_connection_the_exit_status_is_3() -> Verdict {
    check("a failed connection was not told apart", "Scripts go by the exit status.", || {
        let nobody = RefusingPort::bind()?;
        let ended = LESSON.client().arg(format!("http://{}/", nobody.addr()?)).start()?.expect_end(3)?;
        expect::contains(ended.stderr, "start the server first")?;
        LESSON.client().arg("http://no-such-host.invalid/").start()?.expect_end_within(Duration::from_secs(20), 3)?;
        Ok(())
    })
}

#[cfg(target_os = "linux")]
#[test]
fn a_connection_that_nobody_takes_ends_after_the_connect_timeout() -> Verdict {
    check("connecting had no end", "A host that drops packets never says no.", || {
        use std::net::TcpStream;

        use socket2::{Domain, Socket, Type};
        let full = Socket::new(Domain::IPV4, Type::STREAM, None).map_err(broken("no socket"))?;
        let any = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
        full.bind(&any.into()).and_then(|()| full.listen(0)).map_err(broken("cannot listen"))?;
        let addr = full.local_addr().ok().and_then(|addr| addr.as_socket()).unwrap_or(any);
        // Connections that nobody accepts fill the queue; what comes then is dropped.
        let mut waiting = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&addr, Duration::from_millis(100)) {
            waiting.push(stream);
        }
        let client = LESSON.client().args([&format!("http://{addr}/"), "--connect-timeout", "0.1"]).start()?;
        expect::contains(client.expect_end(3)?.stderr, "timed out")
    })
}

/// proves: 9112-9.5-graceful-timeout
#[test]
fn a_silent_server_ends_in_exit_status_4() -> Verdict {
    check("a silent server was waited for without end, or not told apart", "RFC 9112 section 9.5", || {
        for beginning in [
            "",
            "HTTP/1.1 200 OK\r\nContent-",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
            "HTTP/1.1 100 Continue\r\n\r\n",
        ] {
            let scene = asks("/", ["--timeout", "0.2"])?;
            let client = scene.start()?;
            let (mut peer, _) = scene.request()?;
            peer.send(beginning)?;
            client.expect_end(4)?;
            peer.expect_close()?;
        }
        Ok(())
    })
}

#[test]
fn the_exit_status_is_that_of_the_first_failure_and_the_rest_is_asked_for() -> Verdict {
    check("after a failure the other URLs were forgotten, or the failure was", "Scripts go by the exit status.", || {
        let nobody = RefusingPort::bind()?;
        let scene =
            Script::new(LESSON)?.args([&format!("http://{}/", nobody.addr()?), "http://ADDR/a", "http://ADDR/b"]);
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        peer.send("nonsense\r\n")?;
        let (mut peer, _) = scene.request()?;
        peer.send(ok("b"))?;
        expect::same(client.expect_end(3)?.stdout, "b")
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Uploads

/// proves: 9112-9.5-client-watch
/// proves: 9112-9.5-client-stop
#[test]
fn an_upload_stops_when_the_server_refuses_it_and_closes() -> Verdict {
    check("the client went on sending what nobody wants", "RFC 9112 section 9.5", || {
        let scene = Script::on(LESSON, Listener::bind_with_small_buffer()?);
        let scene = scene.args(["http://ADDR/", "--chunked", "--data", "@-", "--fail"]);
        // An upload without end: only an early response can end it.
        let client = scene.program().stdin(std::io::repeat(b'x')).start()?;
        let mut peer = scene.listener.accept()?;
        peer.read_while("the head", 64 * 1024, |came| came.windows(4).any(|end| end == b"\r\n\r\n"))?;
        peer.send("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 4\r\n\r\nstop")?;
        let ended = client.expect_end(7)?;
        expect::same(ended.stdout, "stop")
    })
}

/// proves: 9110-7.5-keep-sending
#[test]
fn an_early_response_without_close_does_not_stop_an_upload() -> Verdict {
    check("the client stopped sending at a response that did not say so", "RFC 9110 section 7.5", || {
        for early in ["HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"] {
            let scene = Script::on(LESSON, Listener::bind_with_small_buffer()?);
            let folder = Folder::new()?;
            folder.write("data", vec![b'x'; 5_000_000])?;
            let scene = scene.args(["http://ADDR/", "--data", &format!("@{}", folder.path().join("data").display())]);
            let client = scene.start()?;
            let mut peer = scene.listener.accept()?;
            let head = peer.read_while("the head", 64 * 1024, |came| came.windows(4).any(|end| end == b"\r\n\r\n"))?;
            let content = head.len() - head.windows(4).position(|end| end == b"\r\n\r\n").unwrap_or_default() - 4;
            peer.send(early)?;
            // Piece by piece: each has a deadline of its own.
            let mut left = 5_000_000 - content;
            while left > 0 {
                let piece = left.min(200_000);
                peer.read_while("the rest of the content", piece, |came| came.len() == piece)?;
                left -= piece;
            }
            if early.contains("100") {
                peer.send(ok("ok"))?;
            }
            expect::same(client.expect_end_within(5 * deadline(), 0)?.stdout, "ok")?;
        }
        Ok(())
    })
}

#[test]
fn standard_input_can_be_sent_once() -> Verdict {
    check("standard input did not go out as it is", "What is read once cannot be sent again.", || {
        let scene = asks("/", ["--chunked", "--data", "@-"])?;
        let client = scene.program().stdin(&b"typed"[..]).start()?;
        let mut peer = scene.listener.accept()?;
        expect::contains(scene.next_request_ending(&mut peer, "0\r\n\r\n")?, "\r\n\r\n5\r\ntyped\r\n0\r\n\r\n")?;
        peer.send("HTTP/1.1 307 Go\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")?;
        expect::contains(client.expect_end(1)?.stderr, "was read already")
    })
}

#[test]
fn a_file_that_cannot_be_sent_ends_in_exit_status_1() -> Verdict {
    check("a file that cannot be read was not told apart", "Scripts go by the exit status.", || {
        let folder = Folder::new()?;
        let path = folder.path().display().to_string();
        for data in [format!("@{path}/nothing"), format!("@{path}"), "@/dev/zero".to_owned(), "@-".to_owned()] {
            let scene = asks("/", ["--data", &data])?;
            scene.start()?.expect_end(1)?;
        }
        Ok(())
    })
}

#[test]
fn help_names_every_exit_status() -> Verdict {
    check("--help does not say what the exit statuses mean", "Scripts go by the exit status.", || {
        let client = LESSON.client().arg("--help").start()?;
        let lines = (0..=7).map(|status| format!("\n  {status}  "));
        for line in lines {
            client.expect_stdout_that(&predicate::str::contains(line))?;
        }
        client.expect_end(0)?;
        Ok(())
    })
}
