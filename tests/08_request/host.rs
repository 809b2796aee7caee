//! The server: Host.

use harness::test;

use super::*;

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
