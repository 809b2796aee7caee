//! The client.

use harness::test;

use super::*;

/// Starts the client for these paths of the test's own server.
fn client(args: &[&str], paths: &[&str]) -> Verdict<(Running, Listener)> {
    let listener = Listener::bind()?;
    let urls = paths.iter().map(|path| format!("http://{}{path}", listener.addr()));
    let client = LESSON.client().args(urls).args(args).start()?;
    Ok((client, listener))
}

/// Takes the next request on a connection, and expects it to begin like this; returns its head.
fn take(peer: &mut Peer, line: &str) -> Verdict<String> {
    take_with(peer, line, "")
}

/// The same for a request with this content.
fn take_with(peer: &mut Peer, line: &str, content: &str) -> Verdict<String> {
    let expected = match content {
        "" => "a request that ends with an empty line".to_owned(),
        content => format!("a request that ends with an empty line and {content:?}"),
    };
    let end = format!("\r\n\r\n{content}");
    let head = peer.read_while(&expected, 64 * 1024, |came| came.ends_with(end.as_bytes()))?;
    let head = String::from_utf8_lossy(&head).into_owned();
    if head.starts_with(line) { Ok(head) } else { Err(Failure::differ(line.as_bytes(), head.as_bytes())) }
}

/// Expects a head to have this field line, or not to have it.
fn expect_line(head: &str, line: &str, has: bool) -> Verdict {
    if head.split("\r\n").any(|other| other == line) == has {
        return Ok(());
    }
    let expected = format!("a request with{} the line {line}", if has { "" } else { "out" });
    Err(Failure::wrong().row("expected", expected).row("came", head.replace("\r\n", "␍␊")))
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n";
const OK_SHOWN: &str = "HTTP/1.1 200 OK\nContent-Length: 6\n\nhello\n";

/// proves: 9112-9.3-persistence
/// proves: 9112-9.3-default-persist
/// proves: 9112-9.3-client-read-all
/// proves: 9112-9.6-announce-close
/// proves: 9112-9.6-client-closes
/// proves: 9112-9.6-client-no-more
/// proves: 9110-7.6.1-list-hop-fields
/// proves: 9110-7.6.1-no-end-to-end
#[test]
fn the_client_asks_for_many_urls_on_one_connection() -> Verdict {
    let teach = Teach {
        wrong: "the client did not use its connection again, or did not say close with its last request",
        why: "A new connection costs a round trip and a socket. The one that is open does as well, until the last request. (RFC 9112 section 9.3)",
        book: "The client's side",
    };
    LESSON.check(teach, || {
        let (client, listener) = client(&[], &["/1", "/2?q", "/3"])?;
        let mut peer = listener.accept()?;
        for (line, last) in [("GET /1 ", false), ("GET /2?q ", false), ("GET /3 ", true)] {
            let head = take(&mut peer, line)?;
            expect_line(&head, "Connection: close", last)?;
            let fields = head.to_ascii_lowercase();
            let hop = ["\r\nte:", "\r\nupgrade:", "\r\nkeep-alive:"].iter().any(|name| fields.contains(name));
            if hop || fields.matches("\r\nconnection:").count() != usize::from(last) {
                let expected = "Connection: close in the last request, and no other field about the connection";
                return Err(Failure::wrong().row("expected", expected).row("came", head.replace("\r\n", "␍␊")));
            }
            peer.send_split([&OK[..20], &OK[20..]])?;
        }
        client.expect_end(0)?;
        peer.expect_close()?;
        client.expect_stdout(OK_SHOWN.repeat(3))
    })
}

#[test]
fn the_client_has_a_connection_for_each_server() -> Verdict {
    let teach = Teach {
        wrong: "URLs of two servers were not asked of the right one, each on one connection",
        why: "A connection leads to one host and port. Only URLs that agree in both can share it.",
        book: "The client's side",
    };
    LESSON.check(teach, || {
        let (first, second) = (Listener::bind()?, Listener::bind()?);
        let (a, b) = (format!("http://{}", first.addr()), format!("http://{}", second.addr()));
        let urls = [format!("{a}/1"), format!("{b}/2"), format!("{a}/3"), format!("{b}/4")];
        let client = LESSON.client().args(urls).start()?;
        let mut peer = first.accept()?;
        take(&mut peer, "GET /1 ")?;
        peer.send(OK)?;
        let mut other = second.accept()?;
        take(&mut other, "GET /2 ")?;
        other.send(OK)?;
        take(&mut peer, "GET /3 ")?;
        peer.send(OK)?;
        take(&mut other, "GET /4 ")?;
        other.send(OK)?;
        client.expect_end(0)?;
        Ok(())
    })
}

/// proves: 9112-9.6-client-got-close
/// proves: 9112-9.3-close-wins
/// proves: 9112-9.3-http10-closes
/// proves: 9110-7.6.1-option-case
#[test]
fn the_client_connects_anew_when_the_server_said_close() -> Verdict {
    let teach = Teach {
        wrong: "the client sent another request on a connection that its server had said to close",
        why: "After close the server reads nothing more, nor after an HTTP/1.0 response without keep-alive. (RFC 9112 section 9.6)",
        book: "The client's side",
    };
    let responses = [
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\nhello\n",
        "HTTP/1.1 200 OK\r\nConnection: keep-alive, Close\r\nContent-Length: 6\r\n\r\nhello\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nhello\n",
    ];
    LESSON.check_each(teach, responses, |response| {
        let (client, listener) = client(&[], &["/1", "/2"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "GET /1 ")?;
        peer.send(response)?;
        // This side stays open: the client must not wait for it.
        let mut next = listener.accept()?;
        take(&mut next, "GET /2 ")?;
        next.send(OK)?;
        client.expect_end(0)?;
        peer.expect_close()
    })
}

/// proves: 9112-6.3-response-until-close
/// proves: 9112-9.3-client-read-all
#[test]
fn the_client_takes_the_close_for_the_end_of_a_response_without_length() -> Verdict {
    let teach = Teach {
        wrong: "a response that ends with its connection was not printed whole, or no new connection came after it",
        why: "Without Content-Length and chunks the content ends where the connection ends, so nothing can follow it. (RFC 9112 section 6.3)",
        book: "The client's side",
    };
    LESSON.check(teach, || {
        let (client, listener) = client(&[], &["/1", "/2"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "GET /1 ")?;
        peer.send_split(["HTTP/1.1 200 OK\r\n\r\nhel", "lo\n"])?;
        peer.finish()?;
        let mut next = listener.accept()?;
        take(&mut next, "GET /2 ")?;
        next.send(OK)?;
        client.expect_stdout(format!("HTTP/1.1 200 OK\n\nhello\n{OK_SHOWN}"))?;
        client.expect_end(0)?;
        Ok(())
    })
}

/// proves: 9112-6.3-client-no-body
/// proves: 9110-15.2-client-1xx
/// proves: 9112-7.1-decode
#[test]
fn the_client_finds_the_end_of_each_kind_of_response() -> Verdict {
    let teach = Teach {
        wrong: "the client lost its place between one response and the next",
        why: "204 and 304 have no content, interim responses (1xx, known or not) come before the real one, chunks end with a chunk of size 0. (RFC 9112 section 6.3)",
        book: "The client's side",
    };
    LESSON.check(teach, || {
        let (client, listener) = client(&[], &["/1", "/2", "/3", "/4", "/5"])?;
        let mut peer = listener.accept()?;
        let responses = [
            "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 199 Odd\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
            "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
        ];
        for (number, response) in responses.iter().enumerate() {
            take(&mut peer, &format!("GET /{} ", number + 1))?;
            peer.send(response)?;
        }
        let ended = client.expect_end(0)?;
        let statuses: Vec<_> = ended.stdout.split(|&octet| octet == b'\n').filter(|line| contains(line, "HTTP/1.")).collect();
        let expected = "five status lines, none of them interim";
        let right = statuses.len() == 5 && !contains(&ended.stdout, "100 Continue");
        if right { Ok(()) } else { Err(Failure::wrong().row("expected", expected).row("came", harness::visible(&ended.stdout))) }
    })
}

/// proves: 9112-9.2-unsolicited
/// proves: 9112-9.2-unsolicited-close
/// proves: 9112-6.3-no-extra-as-response
#[test]
fn the_client_takes_nothing_that_it_has_not_asked_for() -> Verdict {
    let teach = Teach {
        wrong: "a response that nobody had asked for was taken for the response to the next request",
        why: "What comes before the request cannot be its response. It may have been planted. Close, and ask on a new connection. (RFC 9112 section 9.2)",
        book: "The client's side",
    };
    LESSON.check(teach, || {
        let (client, listener) = client(&[], &["/1", "/2"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "GET /1 ")?;
        peer.send(format!("{OK}{}", OK.replace("hello", "trap!")))?;
        let mut next = listener.accept()?;
        take(&mut next, "GET /2 ")?;
        next.send(OK)?;
        client.expect_stdout(OK_SHOWN.repeat(2))?;
        client.expect_end(0)?;
        Ok(())
    })
}

/// proves: 9112-6.3-client-frames-body
/// proves: 9112-6.3-client-prefers-cl
/// proves: 9110-8.6-client-sends-cl
/// proves: 9110-8.6-client-no-cl
#[test]
fn the_client_sends_content_with_each_request() -> Verdict {
    let teach = Teach {
        wrong: "the content of the second request was missing or not framed right",
        why: "Each request has content of its own, from its first octet to its last. (RFC 9112 section 6.3)",
        book: "The client's side",
    };
    LESSON.check(teach, || {
        let cases: [(&[&str], &str, &str); 4] = [
            (&["--data", "hello"], "Content-Length: 5", "hello"),
            (&["--data", "hello", "--chunked"], "Transfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\n"),
            (&["--method", "POST"], "Content-Length: 0", ""),
            (&["--method", "PUT"], "Content-Length: 0", ""),
        ];
        for (args, line, content) in cases {
            let (client, listener) = client(args, &["/1", "/2"])?;
            let mut peer = listener.accept()?;
            for path in ["/1", "/2"] {
                let head = peer.read_while("the head of a request", 64 * 1024, |came| contains(came, "\r\n\r\n"))?;
                let text = String::from_utf8_lossy(&head).into_owned();
                expect_line(&text, line, true)?;
                let (head, came) = text.split_once("\r\n\r\n").unwrap_or_default();
                let method = if args.contains(&"PUT") { "PUT" } else { "POST" };
                if !head.starts_with(&format!("{method} {path} ")) {
                    return Err(Failure::differ(format!("{method} {path} HTTP/1.1").as_bytes(), head.as_bytes()));
                }
                peer.expect(content.strip_prefix(came).unwrap_or("the content"))?;
                peer.send(OK)?;
            }
            client.expect_end(0)?;
        }
        let (get, listener) = client(&[], &["/1"])?;
        let mut peer = listener.accept()?;
        let head = take(&mut peer, "GET /1 ")?;
        expect_line(&head, "Content-Length: 0", false)?;
        peer.send(OK)?;
        get.expect_end(0)?;
        Ok(())
    })
}

/// proves: 9112-9.5-client-watch
/// proves: 9112-9.5-client-stop
#[cfg(unix)]
#[test]
fn the_client_hears_a_response_while_it_sends() -> Verdict {
    let teach = Teach {
        wrong: "a response that came before the end of a large request was not printed",
        why: "A server may respond early: to refuse the content, or because it echoes. A client that only sends would wait for ever. (RFC 9112 section 9.5)",
        book: "The client's side",
    };
    LESSON.check(teach, || {
        // Content without end: only a response that is heard meanwhile stops it.
        let (client, listener) = client(&["--data", "@/dev/zero", "--chunked"], &["/1"])?;
        let mut peer = listener.accept()?;
        peer.read_while("the head of a request", 64 * 1024, |came| contains(came, "\r\n\r\n"))?;
        peer.send("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno\n")?;
        client.expect_stdout("HTTP/1.1 413 Content Too Large\nConnection: close\nContent-Length: 3\n\nno\n")?;
        client.expect_end(0)?;
        Ok(())
    })
}

/// proves: 9112-8-record-incomplete
/// proves: 9112-6.3-short-body
/// proves: 9112-6.3-client-bad-cl
#[test]
fn the_client_says_that_a_response_is_incomplete() -> Verdict {
    let teach = Teach {
        wrong: "a response that was cut short, or malformed, was taken for a whole one",
        why: "With octets missing, what was printed is not what the server meant. One clear line, and exit status 1. (RFC 9112 section 8)",
        book: "The client's side",
    };
    let responses = [
        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: +6\r\n\r\nhello\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    ];
    LESSON.check_each(teach, responses, |response| {
        let (client, listener) = client(&[], &["/1", "/2"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "GET /1 ")?;
        peer.send(OK)?;
        take(&mut peer, "GET /2 ")?;
        peer.send(response)?;
        peer.finish()?;
        client.expect_error_line(&[])?;
        client.expect_end(1)?;
        Ok(())
    })
}

/// proves: 9110-9.2.2-retry-once
/// proves: 9112-9.5-close-any-time
#[test]
fn the_client_asks_again_when_the_server_closed_between_two_requests() -> Verdict {
    let teach = Teach {
        wrong: "an idempotent request that its server had closed on was not sent once more, and once only, on a new connection",
        why: "The server may close, or reset, while the request is on its way. What is idempotent may be asked twice: GET, HEAD, PUT, DELETE, OPTIONS, TRACE. So ask again, with the whole content, but once. (RFC 9110 section 9.2.2)",
        book: "The client's side",
    };
    let methods = [
        ("GET", false),
        ("HEAD", false),
        ("PUT", false),
        ("DELETE", false),
        ("OPTIONS", false),
        ("TRACE", false),
        ("GET", true),
    ];
    LESSON.check_each(teach, methods, |(method, closes_again)| {
        let left_out = if method == "HEAD" { "hello\n" } else { "" };
        let (ok, shown) =
            (OK.strip_suffix(left_out).unwrap_or(OK), OK_SHOWN.strip_suffix(left_out).unwrap_or(OK_SHOWN));
        let (client, listener) = client(&["--method", method], &["/1", "/2"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, &format!("{method} /1 "))?;
        peer.send(ok)?;
        take(&mut peer, &format!("{method} /2 "))?;
        peer.finish()?;
        let mut next = listener.accept()?;
        take(&mut next, &format!("{method} /2 "))?;
        if closes_again {
            next.finish()?;
            client.expect_error_line(&[])?;
            client.expect_end(1)?;
        } else {
            next.send(ok)?;
            client.expect_stdout(shown.repeat(2))?;
            client.expect_end(0)?;
        }
        Ok(())
    })?;
    LESSON.check(teach, || {
        // A server that is gone resets what comes; and a request is sent again with all of its content.
        let (client, listener) = client(&["--method", "PUT", "--data", "hello"], &["/1", "/2"])?;
        let mut peer = listener.accept()?;
        take_with(&mut peer, "PUT /1 ", "hello")?;
        peer.send(OK)?;
        take_with(&mut peer, "PUT /2 ", "hello")?;
        peer.reset()?;
        let mut next = listener.accept()?;
        take_with(&mut next, "PUT /2 ", "hello")?;
        next.send(OK)?;
        client.expect_stdout(OK_SHOWN.repeat(2))?;
        client.expect_end(0)?;
        Ok(())
    })
}

/// proves: 9110-9.2.2-no-auto-retry
#[test]
fn the_client_does_not_ask_twice_for_what_may_be_done_twice() -> Verdict {
    let teach = Teach {
        wrong: "a request was sent once more although it may have been carried out already, or is not worth it",
        why: "Nobody knows whether a POST or PATCH was carried out: twice may mean two orders. And only a connection that was used before, and closed without a word, was just resting. (RFC 9110 section 9.2.2)",
        book: "The client's side",
    };
    // The letter case of a method counts: `get` is nobody's GET.
    LESSON.check_each(teach, ["POST", "PATCH", "BREW", "get"], |method| {
        let (client, listener) = client(&["--method", method], &["/1", "/2"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, &format!("{method} /1 "))?;
        peer.send(OK)?;
        take(&mut peer, &format!("{method} /2 "))?;
        peer.finish()?;
        client.expect_error_line(&[])?;
        client.expect_end(1)?;
        Ok(())
    })?;
    LESSON.check(teach, || {
        let (first, listener) = client(&[], &["/1"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "GET /1 ")?;
        peer.finish()?;
        first.expect_end(1)?;
        Ok(())
    })?;
    LESSON.check(teach, || {
        let (begun, listener) = client(&[], &["/1", "/2"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "GET /1 ")?;
        peer.send(OK)?;
        take(&mut peer, "GET /2 ")?;
        peer.send("HTTP/1.1 200 OK\r\nContent-Le")?;
        peer.finish()?;
        begun.expect_end(1)?;
        Ok(())
    })?;
    // A server that is late may be at work on the request.
    LESSON.check(teach, || {
        let (late, listener) = client(&["--timeout", "0.2"], &["/1", "/2"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "GET /1 ")?;
        peer.send(OK)?;
        take(&mut peer, "GET /2 ")?;
        let said = String::from_utf8_lossy(&late.expect_end(1)?.stderr).into_owned();
        if said.contains("once more") {
            let expected = "no second attempt when the response is late";
            return Err(Failure::wrong().row("expected", expected).row("stderr", said.trim_end()));
        }
        Ok(())
    })
}

#[test]
fn the_client_gives_up_a_server_that_drips() -> Verdict {
    let teach = Teach {
        wrong: "a server that sent an octet of its response now and then kept the client waiting for as long as it liked",
        why: "A limit that begins anew with each octet is none. The head of a response has one deadline, and content must keep a pace.",
        book: "Waiting",
    };
    LESSON.check_each(teach, ["HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"], |begun| {
        let (client, listener) = client(&["--timeout", "0.2"], &["/1"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "GET /1 ")?;
        peer.send(begun)?;
        let began = Instant::now();
        while client.wait_end(Duration::from_millis(20))?.is_none() {
            if began.elapsed() > harness::deadline() {
                let came = format!("it is still waiting after {begun:?} and many octets, one by one");
                return Err(Failure::wrong().row("expected", "the client gives up").row("came", came));
            }
            peer.send("x")?;
        }
        client.expect_error_line(&[])?;
        client.expect_end(1)?;
        Ok(())
    })
}

#[test]
fn the_client_waits_for_content_that_keeps_its_pace() -> Verdict {
    let teach = Teach {
        wrong: "a response whose pieces came steadily, for longer than --timeout in all, was not taken whole",
        why: "The deadline of a head stands, that of content moves on with the octets that have come: a long download is no server that drips.",
        book: "Waiting",
    };
    LESSON.check(teach, || {
        let (seconds, most, pause) = PACED;
        let (client, listener) = client(&["--timeout", seconds], &["/1"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "GET /1 ")?;
        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
        let (began, mut octets) = (Instant::now(), 0);
        while began.elapsed() < most * 3 / 2 && client.wait_end(pause)?.is_none() {
            peer.send(paced_piece())?;
            octets += 500;
        }
        if client.wait_end(Duration::ZERO)?.is_none() {
            peer.send("0\r\n\r\n")?;
        }
        client.expect_end(0)?;
        client.expect_stdout(format!("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n{}", "x".repeat(octets)))
    })
}

/// proves: 9110-4.2.1-reject-empty-host
/// proves: 9110-4.2.4-reject-userinfo
#[test]
fn the_client_refuses_what_it_cannot_ask_for() -> Verdict {
    let teach = Teach {
        wrong: "a URL, method or field that cannot be sent did not end in one clear line and exit status 1",
        why: "What is malformed must not go out: a line end in a value would be another field. (RFC 9110 section 5.5)",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let url = "http://127.0.0.1:1/";
        let commands: [&[&str]; 10] = [
            &[url, "--field", "TE: trailers"],
            &[url, "--field", "upgrade: x"],
            &["http:///hello"],
            &["http://user:word@127.0.0.1/"],
            &["https://127.0.0.1/"],
            &[url, "127.0.0.1:1/hello"],
            &[url, "--method", "G T"],
            &[url, "--field", "X: a\r\nY: b"],
            &[url, "--field", "no colon"],
            &[url, "--field", "Connection: keep-alive"],
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
        &[],
    )
}
