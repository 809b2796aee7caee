//! The checker of requests, itself checked: each rule finds the request that breaks it, and nothing is found in right
//! ones, wherever they break off and however they are cut.

use std::collections::BTreeSet;

use checker::{Conversation, RULES};

const AGENT: &str = "User-Agent: me/1.0\r\n";

/// A request with Host and User-Agent.
fn request(line: &str, fields: &str, content: &str) -> String {
    format!("{line} HTTP/1.1\r\nHost: a:80\r\n{AGENT}{fields}\r\n{content}")
}

fn get(fields: &str) -> String {
    request("GET /", fields, "")
}

/// The name of a rule, and what breaks it.
fn wrong() -> Vec<(&'static str, String)> {
    let target = |target: &str| request(&format!("GET {target}"), "", "");
    let post = |fields: &str, content: &str| request("POST /", fields, content);
    let mut table = vec![
        ("BARE_LF", get("").replace("\r\nHost", "\nHost")),
        ("BARE_CR", get("X: a\rb\r\n")),
        ("SPACE_FIRST", get("").replace("Host", " Host")),
        ("FOLD", get("X: a\r\n b\r\n")),
        ("FIELD_LINE", get("no colon\r\n")),
        ("SPACE_BEFORE_COLON", get("X : a\r\n")),
        ("FIELD_OCTETS", get("X: \x01\r\n")),
        ("WHITE_SPACE", get("X:a\r\n")),
        ("TRAILING_SPACE", get("X: a \r\n")),
        ("EMPTY_MEMBER", get("Accept: a/b,, c/d\r\n")),
        ("DATE_FORM", get("If-Modified-Since: now\r\n")),
        ("REPEATED", get("Host: a\r\n")),
        ("REPEATED", get("User-Agent: a\r\n")),
        ("REPEATED", post("Content-Length: 2\r\nContent-Length: 2\r\n", "hi")),
        ("ROLE", get("Server: a\r\n")),
        ("ROLE", get("Via: 1.1 a\r\n")),
        ("ROLE", get("Proxy-Connection: keep-alive\r\n")),
        ("HOP_UNLISTED", get("Keep-Alive: timeout=5\r\n")),
        ("UPGRADE_UNLISTED", get("Upgrade: chat\r\n")),
        ("TE_UNLISTED", get("TE: trailers\r\n")),
        ("TE_CHUNKED", get("Connection: TE\r\nTE: trailers, chunked\r\n")),
        ("END_TO_END", get("Connection: close, Host\r\n")),
        ("LENGTH_AND_CODING", post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "hi")),
        ("CODING_TWICE", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n")),
        ("CODING_NOT_CHUNKED", post("Transfer-Encoding: gzip\r\n", "hi")),
        ("CODING_NOT_CHUNKED", post("Transfer-Encoding: chunked, gzip\r\n", "hi")),
        ("CODING_IN_HTTP10", post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n").replace("/1.1", "/1.0")),
        ("CHUNK", post("Transfer-Encoding: chunked\r\n", "x\r\n")),
        ("CHUNK", post("Transfer-Encoding: chunked\r\n", "2\r\nhi!")),
        ("CHUNK_SPACE", post("Transfer-Encoding: chunked\r\n", "2 \r\nhi\r\n0\r\n\r\n")),
        ("TRAILER_FIELD", post("Trailer: Host\r\nTransfer-Encoding: chunked\r\n", "0\r\nHost: a\r\n\r\n")),
        ("TRAILER_UNANNOUNCED", post("Transfer-Encoding: chunked\r\n", "0\r\nX: a\r\n\r\n")),
        ("CUT_SHORT", post("Content-Length: 3\r\n", "hi")),
        ("CUT_SHORT", post("Transfer-Encoding: chunked\r\n", "2\r\nhi\r\n")),
        ("CUT_SHORT", "GET / HT".to_owned()),
        ("REQUEST_LINE", get("").replace("GET /", "GET  /")),
        ("REQUEST_LINE", get("").replace("GET /", "G@T /")),
        ("REQUEST_LINE", get("").replace("GET / ", "GET /")),
        ("REQUEST_LINE", get("").replace("HTTP/1.1", "HTTP/1.10")),
        ("REQUEST_LINE", get("").replace("HTTP/1.1", "http/1.1")),
        ("REQUEST_VERSION", get("").replace("HTTP/1.1", "HTTP/1.0")),
        ("REQUEST_VERSION", get("").replace("HTTP/1.1", "HTTP/2.0")),
        ("TARGET_FORM", target("http://a/")),
        ("TARGET_FORM", target("/a#b")),
        ("TARGET_FORM", target("?q")),
        ("TARGET_FORM", target("/caf\u{e9}")),
        ("TARGET_FORM", target("/%zz")),
        ("TARGET_SPECIAL", target("*")),
        ("TARGET_SPECIAL", target("a:80")),
        ("TARGET_SPECIAL", request("CONNECT /", "", "")),
        ("TARGET_SPECIAL", request("CONNECT a:", "", "")),
        ("HOST_MISSING", format!("GET / HTTP/1.1\r\n{AGENT}\r\n")),
        ("HOST_LATE", format!("GET / HTTP/1.1\r\n{AGENT}Host: a\r\n\r\n")),
        ("LENGTH_NEEDLESS", get("Content-Length: 0\r\n")),
        ("LENGTH_NEEDLESS", request("HEAD /", "Content-Length: 0\r\n", "")),
        ("LENGTH_MISSING", post("", "")),
        ("LENGTH_MISSING", request("PUT /", "", "")),
        ("AGENT_MISSING", "GET / HTTP/1.1\r\nHost: a\r\n\r\n".to_owned()),
        ("EXPECT_EMPTY", get("Expect: 100-continue\r\n")),
        ("EXPECT_EMPTY", post("Expect: 100-continue\r\nContent-Length: 0\r\n", "")),
        ("EXTRA_LINE", format!("\r\n{}", get(""))),
        ("EXTRA_LINE", post("Content-Length: 2\r\n", "hi\r\n")),
        ("AFTER_LAST_REQUEST", get("Connection: close\r\n") + &get("")),
        ("IF_RANGE_ALONE", get("If-Range: \"a\"\r\n")),
        ("IF_RANGE_WEAK", get("Range: bytes=0-1\r\nIf-Range: W/\"a\"\r\n")),
        ("REFERER", get("Referer: http://a/#b\r\n")),
        ("REFERER", get("Referer: http://me@a/\r\n")),
        ("TRACE_CONTENT", request("TRACE /", "Content-Length: 2\r\n", "hi")),
        ("OPTIONS_TYPE", request("OPTIONS /", "Content-Length: 2\r\n", "hi")),
    ];
    let malformed = [
        "Accept-Encoding: gzip;q=0.1234\r\n",
        "Range: bytes=2-1\r\n",
        "If-None-Match: a\r\n",
        "Content-Length: +5\r\n",
        "Authorization: \"x\"\r\n",
        "If-Range: a\r\n",
    ];
    table.extend(malformed.map(|fields| ("FIELD_GRAMMAR", get(fields))));
    for host in ["a b", "user@a", "a:b", "a:70000", "[::1", "http://a", ":80", "caf\u{e9}"] {
        table.push(("FIELD_GRAMMAR", get("").replace("a:80", host)));
    }
    table
}

fn right() -> Vec<String> {
    let chunked = "Transfer-Encoding: chunked\r\nTrailer: X\r\n";
    vec![
        get(""),
        get("").replace("a:80", ""),
        get("").replace("a:80", "[::1]:8080"),
        get("").repeat(3) + &get("Connection: close\r\n"),
        request("GET /a/b?c=d%20e", "Accept: text/html, */*;q=0.1\r\nAccept-Encoding: gzip;q=1.000, *;q=0\r\n", ""),
        request("POST /", "Content-Type: text/plain\r\nContent-Length: 2\r\n", "hi") + &get(""),
        request("POST /", "Content-Length: 0\r\n", ""),
        request("POST /", "Expect: 100-continue\r\nContent-Length: 2\r\n", "hi"),
        request("POST /", chunked, "2;a=b\r\nhi\r\n0\r\nX: y\r\n\r\n") + &get(""),
        request("OPTIONS *", "", ""),
        request("CONNECT a:443", "", "anything"),
        get("Range: bytes=5-\r\nIf-Range: \"a\"\r\n"),
        get("If-None-Match: W/\"a\", \"b\"\r\nReferer: http://a/b\r\n"),
        get("TE: trailers\r\nConnection: TE\r\n"),
        get("X: caf\u{e9}\r\nx: again\r\nCookie: a=b\r\n"),
        String::new(),
    ]
}

fn judge<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, closed: bool) -> Result<(), &'static str> {
    let mut conversation = Conversation::with_client();
    for piece in pieces {
        conversation.received(piece);
    }
    if closed {
        conversation.closed();
    }
    conversation.verdict().map_err(|violation| {
        assert!(violation.to_string().contains(violation.rule.requirement), "{violation}");
        violation.rule.name
    })
}

#[test]
fn every_rule_finds_what_breaks_it() {
    for (name, request) in wrong() {
        assert_eq!(judge([request.as_bytes()], true), Err(name), "{request:?}");
        assert_eq!(judge(request.as_bytes().chunks(1), true), Err(name), "{request:?}");
    }
}

#[test]
fn right_requests_are_right_wherever_they_break_off() {
    for request in right() {
        let request = request.as_bytes();
        assert_eq!(judge([request], true), Ok(()), "{}", request.escape_ascii());
        assert_eq!(judge(request.chunks(1), true), Ok(()), "{}", request.escape_ascii());
        for cut in 0..request.len() {
            assert_eq!(judge([&request[..cut]], false), Ok(()), "{}", request.escape_ascii());
            assert_eq!(judge([&request[..cut], &request[cut..]], true), Ok(()), "{}", request.escape_ascii());
        }
    }
}

#[test]
fn the_table_is_complete() {
    let broken: BTreeSet<&str> = wrong().into_iter().map(|(name, _)| name).chain(["AFTER_RESPONSE_CLOSE"]).collect();
    let requests = RULES.iter().skip_while(|rule| rule.name != "REQUEST_LINE").map(|rule| rule.name);
    let missing: Vec<&str> = requests.filter(|name| !broken.contains(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_was_answered_counts() {
    let mut conversation = Conversation::with_client();
    conversation.received(get("").as_bytes());
    for octet in b"HTTP/1.1 200 OK\r\nCONNECTION: close\r\nContent-Length: 0\r\n\r\n" {
        conversation.sent(&[*octet]);
    }
    assert!(conversation.verdict().is_ok());
    conversation.received(get("").as_bytes());
    assert_eq!(conversation.verdict().err().map(|violation| violation.rule.name), Some("AFTER_RESPONSE_CLOSE"));

    // A client may give up sending when the response is there.
    let mut conversation = Conversation::with_client();
    conversation.received(request("POST /", "Content-Length: 9\r\n", "hi").as_bytes());
    conversation.sent(b"HTTP/1.1 413 Content Too Large\r\n");
    conversation.closed();
    assert!(conversation.verdict().is_ok());
}

#[test]
fn arbitrary_octets_never_make_the_checker_panic() {
    let pieces: Vec<String> = wrong().into_iter().map(|(_, request)| request).chain(right()).collect();
    arbtest::arbtest(|input| {
        let mut conversation = Conversation::with_client();
        for _ in 0..input.int_in_range(1..=4)? {
            let mut piece = input.choose(&pieces)?.clone().into_bytes();
            if !piece.is_empty() {
                let at = input.choose_index(piece.len())?;
                piece[at] = input.arbitrary()?;
                piece.truncate(input.int_in_range(at..=piece.len())?);
            }
            conversation.received(&piece);
            conversation.sent(input.arbitrary()?);
        }
        conversation.closed();
        if let Err(violation) = conversation.verdict() {
            assert!(!violation.to_string().is_empty());
        }
        Ok(())
    })
    .budget_ms(300);
}

#[test]
fn what_may_be_broken_does_not_hide_what_follows() {
    let text = "GET / HTTP/1.0\r\nAccept: */*\r\nHost: a\r\nContent-Length: 0\r\n\r\nnonsense\r\n\r\n";
    let mut forgiven = Vec::new();
    for expected in ["LENGTH_NEEDLESS", "HOST_LATE", "AGENT_MISSING", "REQUEST_VERSION", "REQUEST_LINE"] {
        let mut conversation = Conversation::with_client().forgiving(&forgiven);
        conversation.received(text.as_bytes());
        let found = conversation.verdict().expect_err(expected).rule.name;
        assert_eq!(found, expected);
        forgiven.push(found);
    }
}
