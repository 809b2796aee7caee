//! Graded tests of lesson 11: many requests and responses on one connection.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test reads sockets and clocks, the library does not"
)]

use std::io::Write;
use std::thread;
use std::time::{Duration, Instant};

use harness::{Failure, Lesson, Listener, Peer, Reply, Running, Server, Teach, Verdict, common, error_line, test};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON);

/// How many octets of content that nobody reads are thrown away, as documented.
const DISCARD_LIMIT: usize = 256 * 1024;

const HELLO: &str = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";
const ABOUT: &str = "GET /about HTTP/1.1\r\nHost: localhost\r\n\r\n";
const LAST: &str = "GET /about HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// A request for /hello with these field lines added.
fn hello_with(lines: &str) -> String {
    format!("GET /hello HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n\r\n")
}

fn post(path: &str, lines: &str, content: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n\r\n{content}")
}

fn echo(content: &str) -> String {
    post("/echo", &format!("Content-Length: {}", content.len()), content)
}

fn contains(text: &[u8], part: &str) -> bool {
    text.windows(part.len()).any(|window| window == part.as_bytes())
}

/// Whether a field of a response is a list that has this member.
fn lists(reply: &Reply, name: &str, member: &str) -> bool {
    let fields = reply.fields.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
    let mut members = fields.flat_map(|(_, value)| value.split(','));
    members.any(|other| other.trim().eq_ignore_ascii_case(member))
}

fn expect_close_option(reply: &Reply) -> Verdict {
    reply.expect("Connection: close, for the connection ends", lists(reply, "Connection", "close"))
}

fn expect_no_close_option(reply: &Reply) -> Verdict {
    reply.expect("no Connection: close, for the connection goes on", !lists(reply, "Connection", "close"))
}

/// Fields that concern the connection alone must be named in Connection, and no others.
fn expect_connection_fields(reply: &Reply) -> Verdict {
    let hop = ["Keep-Alive", "Upgrade", "TE"];
    let named = hop.iter().all(|name| reply.field(name).is_none() || lists(reply, "Connection", name));
    reply.expect("Connection names each field that is about the connection", named)?;
    let others = reply.fields.iter().filter(|(name, _)| !hop.iter().any(|hop| hop.eq_ignore_ascii_case(name)));
    let only = others.into_iter().all(|(name, _)| !lists(reply, "Connection", name));
    reply.expect("Connection names no field that is for everybody", only)
}

/// The page of this path, and no other.
fn expect_page(reply: &Reply, path: &str) -> Verdict {
    let text = if path == "/hello" { "Hello World" } else { "This is lesson 11" };
    reply.expect_status(200)?;
    reply.expect(&format!("the page of {path}"), contains(&reply.content, text))
}

fn expect_content(reply: &Reply, content: &str) -> Verdict {
    reply.expect_status(200)?;
    reply.expect(&format!("the content {content:?}"), reply.content == content.as_bytes())
}

/// Sends requests together, closes this side, and reads the responses and the close.
fn responses<'a>(server: &Server, requests: &str, methods: impl IntoIterator<Item = &'a str>) -> Verdict<Vec<Reply>> {
    let mut client = server.connect()?;
    client.send(requests)?;
    client.finish()?;
    client.replies_and_close(methods)
}

/// Sends requests together, leaves this side open, and expects the only response, and the server to close.
fn last_response(server: &Server, requests: &str) -> Verdict<Reply> {
    let mut client = server.connect()?;
    client.send(requests)?;
    client.reply_and_close("GET")
}

/// Sends an octet over and over, each when the server has taken in the one before, until it says something or closes.
fn drip(client: &mut Peer, octet: &str) -> Verdict {
    let began = Instant::now();
    for count in 0.. {
        if has_come(client)? {
            break;
        }
        if began.elapsed() > harness::deadline() {
            let expected = "the server gives up a client that never comes to an end";
            let came = format!("{count} octets went out one by one, and it waits for more");
            return Err(Failure::wrong().row("expected", expected).row("came", came));
        }
        client.send_split(["", octet])?;
    }
    Ok(())
}

/// Whether octets have come, or the end.
fn has_come(client: &Peer) -> Verdict<bool> {
    let stream = client.stream();
    let peeked = stream.set_nonblocking(true).and_then(|()| stream.peek(&mut [0]));
    stream.set_nonblocking(false).map_err(|error| Failure::broken("cannot prepare a socket", &error))?;
    Ok(peeked.is_ok())
}

/// Expects a connection that the server has ended, and that `began` so long ago, to take what still comes for a while.
fn expect_lingering(client: &mut Peer, began: Instant) -> Verdict {
    // The first octets may find that the server has let the socket go; the next ones then find a reset.
    client.send_split([TRAP, ""])?;
    let is_refused = client.send_available(TRAP.as_bytes()).is_err();
    // On a busy machine, more than a while may have passed.
    if is_refused && began.elapsed() < Duration::from_secs(1) {
        let came = "a reset (RST), which can destroy a response on the way";
        return Err(Failure::wrong().row("expected", "what still comes is read, for a while").row("came", came));
    }
    Ok(())
}

/// Expects a connection to take another request.
fn expect_going_on(client: &mut Peer) -> Verdict {
    client.send(ABOUT)?;
    expect_page(&client.reply("GET")?, "/about")
}

// ---------------------------------------------------------------------------------------------------------------------
// The client

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
    LESSON.check(teach, || {
        let responses = [
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\nhello\n",
            "HTTP/1.1 200 OK\r\nConnection: keep-alive, Close\r\nContent-Length: 6\r\n\r\nhello\n",
            "HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nhello\n",
        ];
        for response in responses {
            let (client, listener) = client(&[], &["/1", "/2"])?;
            let mut peer = listener.accept()?;
            take(&mut peer, "GET /1 ")?;
            peer.send(response)?;
            // This side stays open: the client must not wait for it.
            let mut next = listener.accept()?;
            take(&mut next, "GET /2 ")?;
            next.send(OK)?;
            client.expect_end(0)?;
            peer.expect_close()?;
        }
        Ok(())
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
    LESSON.check(teach, || {
        let responses = [
            "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhell",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            "HTTP/1.1 200 OK\r\nContent-Le",
            "HTTP/1.1 200 OK\r\nContent-Length: +6\r\n\r\nhello\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        ];
        for response in responses {
            let (client, listener) = client(&[], &["/1", "/2"])?;
            let mut peer = listener.accept()?;
            take(&mut peer, "GET /1 ")?;
            peer.send(OK)?;
            take(&mut peer, "GET /2 ")?;
            peer.send(response)?;
            peer.finish()?;
            client.expect_error_line(&[])?;
            client.expect_end(1)?;
        }
        Ok(())
    })
}

/// proves: 9110-9.2.2-retry-once
/// proves: 9112-9.5-close-any-time
#[test]
fn the_client_asks_again_when_the_server_closed_between_two_requests() -> Verdict {
    let teach = Teach {
        wrong: "an idempotent request that its server had closed on was not sent once more, and once only, on a new connection",
        why: "The server may close, or reset, while the request is on its way. What is idempotent may be asked twice: GET, HEAD, PUT, DELETE, OPTIONS, TRACE. So ask again, with the whole content, but once. (RFC 9112 section 9.3.1)",
        book: "The client's side",
    };
    LESSON.check(teach, || {
        for (method, closes_again) in [
            ("GET", false),
            ("HEAD", false),
            ("PUT", false),
            ("DELETE", false),
            ("OPTIONS", false),
            ("TRACE", false),
            ("GET", true),
        ] {
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
        }
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
    LESSON.check(teach, || {
        // The letter case of a method counts: `get` is nobody's GET.
        for method in ["POST", "PATCH", "BREW", "get"] {
            let (client, listener) = client(&["--method", method], &["/1", "/2"])?;
            let mut peer = listener.accept()?;
            take(&mut peer, &format!("{method} /1 "))?;
            peer.send(OK)?;
            take(&mut peer, &format!("{method} /2 "))?;
            peer.finish()?;
            client.expect_error_line(&[])?;
            client.expect_end(1)?;
        }

        let (first, listener) = client(&[], &["/1"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "GET /1 ")?;
        peer.finish()?;
        first.expect_end(1)?;

        let (begun, listener) = client(&[], &["/1", "/2"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "GET /1 ")?;
        peer.send(OK)?;
        take(&mut peer, "GET /2 ")?;
        peer.send("HTTP/1.1 200 OK\r\nContent-Le")?;
        peer.finish()?;
        begun.expect_end(1)?;

        // A server that is late may be at work on the request.
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
    LESSON.check(teach, || {
        for begun in ["HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"] {
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
        }
        Ok(())
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

// ---------------------------------------------------------------------------------------------------------------------
// The server: keep or close

/// proves: 9112-9.3-persistence
/// proves: 9112-9.3-default-persist
/// proves: 9112-9.6-close-requested
/// proves: 9112-9.6-echo-close
/// proves: 9112-9.6-announce-close
/// proves: 9110-7.6.1-list-hop-fields
/// proves: 9110-7.6.1-no-end-to-end
#[test]
fn the_server_answers_one_request_after_another_on_one_connection() -> Verdict {
    let teach = Teach {
        wrong: "requests that came one after the other on one connection were not all answered as they should be",
        why: "From HTTP/1.1 on, the connection goes on after each response: read the next request from it. After a request with close it ends, and the response says so. (RFC 9112 section 9.3)",
        book: "Keep or close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        for request in [HELLO, ABOUT, HELLO] {
            client.send(request)?;
            let reply = client.reply("GET")?;
            expect_connection_fields(&reply)?;
            expect_page(&reply, &request[4..10])?;
            expect_no_close_option(&reply)?;
        }
        // Every version from 1.1 on.
        client.send(HELLO.replace("HTTP/1.1", "HTTP/1.2"))?;
        let reply = client.reply("GET")?;
        expect_page(&reply, "/hello")?;
        expect_no_close_option(&reply)?;
        client.send(LAST)?;
        let reply = client.reply_and_close("GET")?;
        expect_page(&reply, "/about")?;
        expect_close_option(&reply)?;
        server.expect_stdout("GET /hello 200\nGET /about 200\nGET /hello 200\nGET /hello 200\nGET /about 200\n")
    })
}

#[test]
fn the_server_dates_each_response() -> Verdict {
    let teach = Teach {
        wrong: "two responses, more than a second apart, had the same Date",
        why: "Date is the time at which this response was made: look at the clock for each, not once when the server or a connection begins. (RFC 9110 section 6.6.1)",
        book: "Keep or close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(HELLO)?;
        let first = client.reply("GET")?;
        server.wait_end(Duration::from_millis(1_100))?;
        client.send(HELLO)?;
        // Whether the connection goes on is another test's matter.
        let on_the_same_connection = client.reply("GET").ok();
        let on_another = last_response(&server, LAST)?;
        let date = first.field("Date");
        for later in on_the_same_connection.into_iter().chain([on_another]) {
            later.expect(&format!("another Date than {}", date.unwrap_or("none")), later.field("Date") != date)?;
        }
        Ok(())
    })
}

/// proves: 9110-7.6.1-option-case
/// proves: 9112-9.3-close-wins
/// proves: 9112-9.6-close-requested
/// proves: 9112-9.6-echo-close
/// proves: 9110-5.6.1.2-skip-empty-members
#[test]
fn the_server_finds_close_in_any_letter_case_and_list() -> Verdict {
    let teach = Teach {
        wrong: "close among the connection options did not lead to a response that says close, and the end of the connection",
        why: "Connection is a list, on one line or several, and its options match in any letter case. close wins over keep-alive. (RFC 9112 section 9.3)",
        book: "Keep or close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let lines = [
            "Connection: close",
            "Connection: Close",
            "connection: CLOSE",
            "Connection: keep-alive, close",
            "Connection: close, keep-alive",
            "Connection: x ,\tclose\t, y",
            "Connection: ,close",
            "Connection: keep-alive\r\nConnection: close",
            "Connection: close\r\nConnection: keep-alive",
        ];
        for line in lines {
            let reply = last_response(&server, &hello_with(line))?;
            expect_page(&reply, "/hello")?;
            expect_close_option(&reply)?;
        }
        Ok(())
    })
}

/// proves: 9112-9.3-default-persist
/// proves: 9110-6.2-higher-minor
/// proves: 9110-7.8-ignore
#[test]
fn the_server_keeps_the_connection_whatever_else_the_options_are() -> Verdict {
    let teach = Teach {
        wrong: "the connection did not go on although nobody had said close",
        why: "Only the option close ends an HTTP/1.1 connection. Others, or close as a part of another word, do not. Around an option, spaces and tabs are no part of it; everything else is. Only ASCII letters have two cases. (RFC 9112 section 9.3)",
        book: "Keep or close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let lines = [
            "Connection: keep-alive",
            "Connection: closed",
            "Connection: not-close",
            "Connection: clo se",
            "Connection: x=close",
            "Connection: \u{a0}close",
            "Connection: clo\u{17f}e",
            "Connection:",
            "Connection: upgrade\r\nUpgrade: websocket",
            "Proxy-Connection: close",
            "Keep-Alive: timeout=0, close",
        ];
        let later = b"GET /hello HTTP/1.3\r\nHost: localhost\r\n\r\n".to_vec();
        // An option need not be UTF-8 to be one that nobody knows.
        let octets = b"GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: caf\xe9\r\n\r\n".to_vec();
        for request in lines.map(|line| hello_with(line).into_bytes()).into_iter().chain([later, octets]) {
            let mut client = server.connect()?;
            client.send(request)?;
            let reply = client.reply("GET")?;
            expect_page(&reply, "/hello")?;
            expect_no_close_option(&reply)?;
            expect_going_on(&mut client)?;
        }
        Ok(())
    })
}

/// proves: 9112-9.6-close-ends-requests
/// proves: 9112-9.6-sent-close-no-more
/// proves: 9112-9.6-sent-close-closes
#[test]
fn the_server_answers_nothing_after_a_close() -> Verdict {
    let teach = Teach {
        wrong: "a request with close, and with another one after it, did not get its own response alone",
        why: "Who says close, or HTTP/1.0 without keep-alive, will not take another response, so what stands after that request must not be acted upon. (RFC 9112 section 9.6)",
        book: "Keep or close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        last_response(&server, &format!("{LAST}{HELLO}"))?;
        last_response(&server, &format!("GET /about HTTP/1.0\r\n\r\n{HELLO}"))?;
        server.expect_stdout("GET /about 200\nGET /about 200\n")
    })
}

/// proves: 9112-9.6-sent-close-closes
/// proves: 9112-9.6-sent-close-no-more
#[test]
fn the_server_closes_when_the_page_says_so() -> Verdict {
    let teach = Teach {
        wrong: "after a response with Connection: close from the page itself, the connection did not end",
        why: "Not only the client may say close. After the server's own close nothing is answered either. (RFC 9112 section 9.6)",
        book: "Keep or close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let reply = last_response(&server, &format!("GET /bye HTTP/1.1\r\nHost: a\r\n\r\n{HELLO}"))?;
        reply.expect_status(200)?;
        expect_close_option(&reply)?;
        server.expect_stdout("GET /bye 200\n")
    })
}

/// proves: 9112-9.3-http10-closes
/// proves: 9112-9.3-close-wins
/// proves: 9110-6.2-server-version
#[test]
fn the_server_closes_after_a_response_to_http_1_0() -> Verdict {
    let teach = Teach {
        wrong: "a request of HTTP/1.0 did not get its response and the end of the connection",
        why: "Programs of HTTP/1.0 find the end of a response by the end of the connection, unless they say keep-alive: that very option, and not close beside it. (RFC 9112 section 9.3)",
        book: "Keep or close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let lines = [
            "",
            "Connection: x\r\n",
            "Connection: keep-alive, close\r\n",
            "Connection: \u{a0}keep-alive\r\n",
            "Connection: \u{212a}eep-alive\r\n",
            "Keep-Alive: timeout=5\r\n",
        ];
        for line in lines {
            expect_page(&last_response(&server, &format!("GET /hello HTTP/1.0\r\n{line}\r\n"))?, "/hello")?;
        }
        Ok(())
    })
}

/// proves: 9112-9.3-http10-keep-alive
#[test]
fn the_server_keeps_the_connection_to_http_1_0_when_asked_to() -> Verdict {
    let teach = Teach {
        wrong: "HTTP/1.0 with Connection: keep-alive did not get keep-alive back, and a second response",
        why: "A program of HTTP/1.0 that says keep-alive goes on only when the response says so too. (RFC 9112 section 9.3)",
        book: "Keep or close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        for option in ["keep-alive", "Keep-Alive", "x, KEEP-ALIVE", "x\r\nConnection: keep-alive"] {
            client.send(format!("GET /hello HTTP/1.0\r\nConnection: {option}\r\n\r\n"))?;
            let reply = client.reply("GET")?;
            expect_page(&reply, "/hello")?;
            reply.expect("Connection: keep-alive", lists(&reply, "Connection", "keep-alive"))?;
            expect_connection_fields(&reply)?;
        }
        client.send("GET /about HTTP/1.0\r\n\r\n")?;
        expect_page(&client.reply_and_close("GET")?, "/about")
    })
}

/// proves: 9112-6.1-no-te-to-http10
/// proves: 9112-6.3-delimited-responses
/// proves: 9112-9.3-http10-closes
#[test]
fn the_server_ends_a_response_of_unknown_length_as_the_client_can_see_it() -> Verdict {
    let teach = Teach {
        wrong: "a response whose length is not known beforehand did not end as its client understands it",
        why: "HTTP/1.1 gets chunks and the connection goes on. HTTP/1.0 knows none: there the end of the connection is the end. (RFC 9112 section 6.3)",
        book: "Keep or close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send("GET /count HTTP/1.1\r\nHost: a\r\n\r\n")?;
        let reply = client.reply("GET")?;
        expect_content(&reply, "1\n2\n3\n4\n5\n")?;
        expect_no_close_option(&reply)?;
        expect_going_on(&mut client)?;
        for line in ["", "Connection: keep-alive\r\n"] {
            let reply = last_response(&server, &format!("GET /count HTTP/1.0\r\n{line}\r\n"))?;
            expect_content(&reply, "1\n2\n3\n4\n5\n")?;
            expect_close_option(&reply)?;
            reply.expect("no Transfer-Encoding", reply.field("Transfer-Encoding").is_none())?;
        }
        Ok(())
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: responses in order

/// proves: 9112-9.3.2-in-order
/// proves: 9110-7.6-segmentation
/// proves: 9112-6.3-request-no-length
#[test]
fn the_server_answers_requests_that_come_together_in_their_order() -> Verdict {
    let teach = Teach {
        wrong: "of several requests that came in one packet, not each was answered, in order",
        why: "One read may return several requests. What stands after the first one is the next: keep it. (RFC 9112 section 9.3.2)",
        book: "Responses in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let requests = [HELLO, &echo("one"), ABOUT, &echo("two"), "\r\n", HELLO, LAST].concat();
        let replies = responses(&server, &requests, ["GET", "POST", "GET", "POST", "GET", "GET"])?;
        expect_page(&replies[0], "/hello")?;
        expect_content(&replies[1], "one")?;
        expect_page(&replies[2], "/about")?;
        expect_content(&replies[3], "two")?;
        expect_page(&replies[4], "/hello")?;
        expect_page(&replies[5], "/about")?;
        let long = "long ".repeat(20_000);
        let requests = [HELLO, &echo(&long), ABOUT, LAST].concat();
        let replies = responses(&server, &requests, ["GET", "POST", "GET", "GET"])?;
        expect_page(&replies[0], "/hello")?;
        replies[1].expect("all of the long content", replies[1].content == long.as_bytes())?;
        expect_page(&replies[2], "/about")
    })
}

/// proves: 9110-7.6-segmentation
/// proves: 9112-9.3.2-in-order
#[test]
fn the_server_takes_two_requests_that_are_cut_anywhere() -> Verdict {
    let teach = Teach {
        wrong: "two requests that came in two packets, cut at any place, did not both get their responses",
        why: "TCP is a stream: the first packet may end in the middle of the second request. Remember where you are. (RFC 9112 section 2.2)",
        book: "Responses in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let requests = [echo("one").as_str(), LAST].concat();
        let mut clients = Vec::new();
        for cut in 1..requests.len() {
            let mut client = server.connect()?;
            client.send(&requests[..cut])?;
            clients.push((client, cut));
        }
        for (number, (client, cut)) in clients.iter_mut().enumerate() {
            // One pause is enough for all of the first pieces.
            if number == 0 {
                client.send_split(["", &requests[*cut..]])?;
            } else {
                client.send(&requests[*cut..])?;
            }
            client.finish()?;
            let replies = client.replies_and_close(["POST", "GET"])?;
            expect_content(&replies[0], "one")?;
            expect_page(&replies[1], "/about")?;
        }
        Ok(())
    })
}

/// proves: 9112-9.3.2-in-order
#[test]
fn the_server_answers_a_thousand_requests_that_come_together() -> Verdict {
    let teach = Teach {
        wrong: "of a thousand requests on one connection, not each got its response, in order",
        why: "However many requests wait in the buffer, each is taken when the one before it is answered. (RFC 9112 section 9.3.2)",
        book: "Responses in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let requests: String = (0..1000).map(|number| echo(&number.to_string())).collect::<String>() + LAST;
        let methods = std::iter::repeat_n("POST", 1000).chain(["GET"]);
        let replies = responses(&server, &requests, methods)?;
        for (number, reply) in replies[..1000].iter().enumerate() {
            expect_content(reply, &number.to_string())?;
        }
        expect_page(&replies[1000], "/about")
    })
}

/// proves: 9110-3.3-no-connection-identity
#[test]
fn the_server_remembers_nothing_of_the_request_before() -> Verdict {
    let teach = Teach {
        wrong: "a request that came after another one was not answered as it is when it comes alone",
        why: "A proxy sends the requests of many people over one connection, so each request stands alone: nothing that the one before said counts for it. (RFC 9110 section 3.3)",
        book: "Responses in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let alone = &responses(&server, ABOUT, ["GET"])?[0];
        let who = "Authorization: Basic YTpi\r\nCookie: a=b\r\nFrom: a@example.org\r\nExpect: 100-continue";
        let replies = responses(&server, &format!("{}{ABOUT}{ABOUT}", hello_with(who)), ["GET", "GET", "GET"])?;
        for reply in &replies[1..] {
            let without_date = |reply: &Reply| {
                let fields: Vec<_> = reply.fields.iter().filter(|(name, _)| name != "Date").cloned().collect();
                (reply.status, fields, reply.content.clone())
            };
            reply
                .expect("the same response as to the same request alone", without_date(reply) == without_date(alone))?;
        }
        Ok(())
    })
}

/// proves: 9110-9.3.2-no-content
/// proves: 9112-9.3-default-persist
/// proves: 9110-9.3.2-same-fields
#[test]
fn the_server_sends_no_content_after_head_and_goes_on() -> Verdict {
    let teach = Teach {
        wrong: "the responses to HEAD and to what follows it were not parted right",
        why: "The response to HEAD ends at its empty line, whatever its fields say. The next octet belongs to the next response. (RFC 9110 section 9.3.2)",
        book: "Responses in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let head = |path: &str| format!("HEAD {path} HTTP/1.1\r\nHost: a\r\n\r\n");
        let requests = [&head("/hello"), &head("/count"), &head("/nowhere"), HELLO, LAST].concat();
        let replies = responses(&server, &requests, ["HEAD", "HEAD", "HEAD", "GET", "GET"])?;
        replies[0].expect_status(200)?;
        let same = replies[0].field("Content-Length") == replies[3].field("Content-Length");
        replies[0].expect("the Content-Length of GET", same)?;
        replies[1].expect_status(200)?;
        replies[2].expect_status(404)?;
        expect_page(&replies[3], "/hello")?;
        expect_page(&replies[4], "/about")?;
        for wrong in
            ["HEAD /hello HTTP/1.1\r\nHost : a\r\n\r\n", "HEAD /hello HTTP/1.1\r\nHo", "HEAD /a b HTTP/1.1\r\n"]
        {
            responses(&server, wrong, ["HEAD"])?[0].expect_status(400)?;
        }
        Ok(())
    })
}

/// proves: 9112-2.2-garbage-400
/// proves: 9112-2.2-bad-field-line-400
/// proves: 9112-9.6-sent-close-closes
/// proves: 9112-9.6-sent-close-no-more
#[test]
fn the_server_answers_what_is_right_then_what_is_wrong_then_nothing() -> Verdict {
    let teach = Teach {
        wrong: "a malformed request after a good one did not get its refusal and the end of the connection",
        why: "The good request gets its response. After a malformed one nobody knows where the next begins: 400, then close. (RFC 9112 section 2.2)",
        book: "Responses in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for (wrong, status) in [
            ("GET /hello HTTP/1.1\r\nHost : a\r\n\r\n", 400),
            ("GET /hello HTTP/2.0\r\nHost: a\r\n\r\n", 505),
            ("\0", 400),
            ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
            ("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n+1\r\n\r\n", 400),
        ] {
            let replies = responses(&server, &format!("{HELLO}{wrong}{HELLO}"), ["GET", "GET"])?;
            expect_page(&replies[0], "/hello")?;
            expect_no_close_option(&replies[0])?;
            replies[1].expect_status(status)?;
            expect_close_option(&replies[1])?;
            // Also after content that was read.
            let replies = responses(&server, &format!("{}{wrong}{HELLO}", echo("hello")), ["POST", "GET"])?;
            expect_content(&replies[0], "hello")?;
            replies[1].expect_status(status)?;
        }
        Ok(())
    })
}

/// proves: 9112-9.6-half-close
/// proves: 9112-8-incomplete-request
#[test]
fn the_server_answers_what_came_before_the_client_closed_its_side() -> Verdict {
    let teach = Teach {
        wrong: "what came before the client closed its sending side was not answered as it should be",
        why: "A client that has no more to ask may close its side and read on. What came whole is answered, half a request is not acted upon. (RFC 9112 section 9.6)",
        book: "Responses in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send([HELLO, &echo("one"), ABOUT].concat())?;
        client.finish()?;
        let replies = client.replies_and_close(["GET", "POST", "GET"])?;
        expect_page(&replies[0], "/hello")?;
        expect_content(&replies[1], "one")?;
        expect_page(&replies[2], "/about")?;
        for half in ["GET /hel", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhell"] {
            let mut client = server.connect()?;
            client.send(format!("{HELLO}{half}"))?;
            client.finish()?;
            let replies = client.replies_and_close(["GET", "GET"])?;
            expect_page(&replies[0], "/hello")?;
            replies[1].expect_status(400)?;
        }
        Ok(())
    })
}

/// proves: 9112-9.3-default-persist
#[test]
fn the_server_keeps_the_connection_after_a_large_upload() -> Verdict {
    let teach = Teach {
        wrong: "a large request did not come back whole, or the connection did not go on after it",
        why: "Content that the application reads is not left over, however much of it there is, and however much of the response is out before it ends. (RFC 9112 section 9.3)",
        book: "Content that nobody read",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        let content = "large ".repeat(100_000);
        let mut stream =
            client.stream().try_clone().map_err(|error| Failure::broken("cannot share a socket", &error))?;
        let request = echo(&content);
        // The echo comes while the content still goes out.
        let sending = thread::spawn(move || stream.write_all(request.as_bytes()));
        let reply = client.reply("POST");
        let _ = sending.join();
        let reply = reply?;
        reply.expect("all of the content", reply.content == content.as_bytes())?;
        expect_no_close_option(&reply)?;
        expect_going_on(&mut client)
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: content that nobody read

/// Content that would be a request if it stood alone.
const TRAP: &str = "GET /trap HTTP/1.1\r\nHost: a\r\n\r\n";

/// proves: 9112-9.3-read-or-close
/// proves: 9112-6-request-body-any-method
/// proves: 9110-9.3.1-content-unused
#[test]
fn the_server_never_takes_content_for_a_request() -> Verdict {
    let teach = Teach {
        wrong: "content that the page had no use for was taken for the next request, or the next request was lost",
        why: "Content belongs to its request even when nobody reads it. Throw it away, to its end, then go on. (RFC 9112 section 9.3)",
        book: "Content that nobody read",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let length = format!("Content-Length: {}", TRAP.len());
        let chunked = format!("{:x}\r\n{TRAP}\r\n0\r\nX: y\r\n\r\n", TRAP.len());
        let with = |method: &str| post("/hello", &length, TRAP).replacen("POST", method, 1);
        let unread = [
            ("GET", format!("{}{TRAP}", hello_with(&length)), 200),
            ("POST", with("POST"), 405),
            ("DELETE", with("DELETE"), 405),
            ("BREW", with("BREW"), 501),
            ("POST", post("/nowhere", &length, TRAP), 404),
            ("POST", post("/nowhere", "Transfer-Encoding: chunked", &chunked), 404),
            // A thousand octets, each in a chunk of its own; what else waits in the buffer does not count.
            ("POST", post("/nowhere", "Transfer-Encoding: chunked", &("1\r\nx\r\n".repeat(1000) + "0\r\n\r\n")), 404),
        ];
        for (method, request, status) in unread {
            let replies = responses(&server, &format!("{request}{LAST}"), [method, "GET"])?;
            replies[0].expect_status(status)?;
            expect_no_close_option(&replies[0])?;
            expect_page(&replies[1], "/about")?;
        }
        server.expect_stdout_that(&predicate::str::contains("trap").not())
    })
}

/// proves: 9112-9.3-read-or-close
/// proves: 9110-7.6-segmentation
#[test]
fn the_server_throws_unread_content_away_however_it_comes() -> Verdict {
    let teach = Teach {
        wrong: "unread content that came after the response was taken for the next request, or the next request was lost",
        why: "The response may be out before the content is in. The rest of it comes first on the connection, then the next request. (RFC 9112 section 9.3)",
        book: "Content that nobody read",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let content = TRAP.repeat(200);
        let mut client = server.connect()?;
        client.send(post("/hello", &format!("Content-Length: {}", content.len()), ""))?;
        client.reply("POST")?.expect_status(405)?;
        client.send_split([&content[..5], &content[5..100], &format!("{}{LAST}", &content[100..])])?;
        client.finish()?;
        expect_page(&client.reply_and_close("GET")?, "/about")?;
        let mut client = server.connect()?;
        client.send(post("/hello", "Transfer-Encoding: chunked", ""))?;
        client.reply("POST")?.expect_status(405)?;
        client.send_split(["5\r", "\nGET /\r\n0\r", &format!("\n\r\n{LAST}")])?;
        client.finish()?;
        expect_page(&client.reply_and_close("GET")?, "/about")?;
        server.expect_stdout("POST /hello 405\nGET /about 200\nPOST /hello 405\nGET /about 200\n")
    })
}

/// proves: 9112-9.6-lingering-close
/// proves: 9112-9.3-read-or-close
/// proves: 9110-10.1.1-early-final
/// proves: 9112-9.6-announce-close
#[test]
fn the_server_closes_rather_than_read_much_that_nobody_wants() -> Verdict {
    let teach = Teach {
        wrong: "content that nobody wants did not end the connection where it is more than 256 KiB, and there alone",
        why: "Another connection costs less than ten million octets. Say close, and see to it that the response arrives. Each request counts from 0, and of chunks only what has come can be counted. (RFC 9112 section 9.3)",
        book: "Content that nobody read",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let began = Instant::now();
        let mut client = server.connect()?;
        client.send(post("/hello", "Content-Length: 10000000", ""))?;
        let reply = client.reply("POST")?;
        reply.expect_status(405)?;
        expect_close_option(&reply)?;
        client.send(TRAP.repeat(10_000))?;
        client.expect_close()?;
        expect_lingering(&mut client, began)?;
        drop(client);
        // The bound itself is not more than the bound.
        let mut client = server.connect()?;
        client.send(post("/hello", &format!("Content-Length: {DISCARD_LIMIT}"), ""))?;
        expect_no_close_option(&client.reply("POST")?)?;
        client.send("x".repeat(DISCARD_LIMIT))?;
        expect_going_on(&mut client)?;
        client.send(post("/hello", &format!("Content-Length: {}", DISCARD_LIMIT + 1), ""))?;
        expect_close_option(&client.reply_and_close("POST")?)?;
        // Of chunks nobody knows beforehand how many octets they will be.
        let mut client = server.connect()?;
        client.send(post("/hello", "Transfer-Encoding: chunked", ""))?;
        client.reply("POST")?.expect_status(405)?;
        client.send(format!("2710\r\n{}\r\n", "x".repeat(10_000)).repeat(40))?;
        client.expect_close()?;
        // What was thrown away or read of requests before does not count.
        let mut client = server.connect()?;
        for _ in 0..2 {
            client.send(post("/hello", "Transfer-Encoding: chunked", ""))?;
            expect_no_close_option(&client.reply("POST")?)?;
            client.send(format!("{DISCARD_LIMIT:x}\r\n{}\r\n0\r\n\r\n", "x".repeat(DISCARD_LIMIT)))?;
            client.send(echo("hello"))?;
            expect_content(&client.reply("POST")?, "hello")?;
        }
        // 2 to the power of 32, and 1: lengths have 64 bits.
        client.send(post("/hello", "Content-Length: 4294967297", ""))?;
        expect_close_option(&client.reply_and_close("POST")?)?;
        server.expect_stdout_that(&predicate::str::contains("trap").not())
    })
}

/// proves: 9112-7.1-bad-framing
/// proves: 9112-9.3-read-or-close
#[test]
fn the_server_closes_when_unread_content_is_malformed() -> Verdict {
    let teach = Teach {
        wrong: "after unread content that is malformed, something was taken for a request",
        why: "With its framing broken, nobody knows where the content ends. The response is out already, so only the close is left. (RFC 9112 section 7.1)",
        book: "Content that nobody read",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(post("/hello", "Transfer-Encoding: chunked", ""))?;
        client.reply("POST")?.expect_status(405)?;
        client.send(format!("-1\r\n\r\n{HELLO}"))?;
        client.expect_close()?;
        server.expect_stdout("POST /hello 405\n")
    })
}

/// proves: 9112-9.6-lingering-close
#[test]
fn the_server_does_not_lose_its_last_response_to_a_reset() -> Verdict {
    let teach = Teach {
        wrong: "the last response did not arrive whole, with the end of the connection in order after it",
        why: "Closing with octets unread resets the connection. First end your own side, then read what still comes. (RFC 9112 section 9.6)",
        book: "Closing",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let after = TRAP.repeat(5_000);
        for (request, status) in [(LAST, 200), ("GET /hello HTTP/1.1\r\nHost : a\r\n\r\n", 400)] {
            let began = Instant::now();
            let mut client = server.connect()?;
            client.send(format!("{request}{after}"))?;
            client.reply_and_close("GET")?.expect_status(status)?;
            expect_lingering(&mut client, began)?;
        }
        server.expect_stdout_that(&predicate::str::contains("trap").not())
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: 100 (Continue)

/// proves: 9110-10.1.1-immediate
/// proves: 9110-10.1.1-no-wait
/// proves: 9110-10.1.1-case
/// proves: 9110-10.1.1-final-after-100
#[test]
fn the_server_says_100_when_it_wants_the_content() -> Verdict {
    let teach = Teach {
        wrong: "a client that waits for 100 (Continue) did not get it at once, or no final response after it",
        why: "The client holds its content back until 100 comes. Waiting for the content without saying so is waiting for ever. (RFC 9110 section 10.1.1)",
        book: "100 (Continue)",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        for expect in ["Expect: 100-continue\r\nContent-Length: 5", "Content-Length: 5\r\nexpect: 100-Continue"] {
            client.send(post("/echo", expect, ""))?;
            client.expect("HTTP/1.1 100 Continue\r\n\r\n")?;
            client.send("hello")?;
            expect_content(&client.reply("POST")?, "hello")?;
        }
        client.send(post("/echo", "Transfer-Encoding: chunked\r\nExpect: 100-continue", ""))?;
        client.expect("HTTP/1.1 100 Continue\r\n\r\n")?;
        client.send("5\r\nhello\r\n0\r\n\r\n")?;
        expect_content(&client.reply("POST")?, "hello")?;
        // The response to a request in front of it comes first.
        client.send(ABOUT.to_owned() + &post("/echo", "Expect: 100-continue\r\nContent-Length: 5", ""))?;
        expect_page(&client.reply("GET")?, "/about")?;
        client.expect("HTTP/1.1 100 Continue\r\n\r\n")?;
        client.send("hello")?;
        expect_content(&client.reply("POST")?, "hello")?;
        expect_going_on(&mut client)
    })
}

/// proves: 9110-10.1.1-may-omit-100
#[test]
fn the_server_leaves_100_out_when_the_content_is_there() -> Verdict {
    let teach = Teach {
        wrong: "a client whose content had come, or that has none, did not get its final response, and that alone",
        why: "100 says: send your content now. Who has sent it, or has none, does not wait for that. (RFC 9110 section 10.1.1)",
        book: "100 (Continue)",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let expect = "Expect: 100-continue";
        let requests = [
            post("/echo", &format!("{expect}\r\nContent-Length: 5"), "hello"),
            post("/echo", &format!("{expect}\r\nTransfer-Encoding: chunked"), "5\r\nhello\r\n0\r\n\r\n"),
            post("/echo", &format!("{expect}\r\nContent-Length: 0"), ""),
            post("/echo", expect, ""),
            hello_with(expect),
            LAST.to_owned(),
        ];
        let replies = responses(&server, &requests.concat(), ["POST", "POST", "POST", "POST", "GET", "GET"])?;
        for (reply, content) in replies.iter().zip(["hello", "hello", "", ""]) {
            expect_content(reply, content)?;
        }
        let mut client = server.connect()?;
        client.send_split([&post("/echo", &format!("{expect}\r\nContent-Length: 5"), "h"), "ello"])?;
        expect_content(&client.reply("POST")?, "hello")
    })
}

/// proves: 9110-10.1.1-http10-ignored
/// proves: 9110-15.2-no-1xx-http10
#[test]
fn the_server_never_says_100_to_http_1_0() -> Verdict {
    let teach = Teach {
        wrong: "a request of HTTP/1.0 with Expect did not get its final response, and that alone",
        why: "HTTP/1.0 knows no interim responses: it takes the 100 for the response itself. (RFC 9110 section 15.2)",
        book: "100 (Continue)",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        let head = "POST /echo HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
        client.send_split([head, "hel", "lo"])?;
        expect_content(&client.reply_and_close("POST")?, "hello")
    })
}

/// proves: 9110-10.1.1-early-final
/// proves: 9110-10.1.1-immediate
/// proves: 9112-9.6-announce-close
#[test]
fn the_server_refuses_content_that_it_does_not_want_instead_of_saying_100() -> Verdict {
    let teach = Teach {
        wrong: "a client that waits for 100 was not told at once, with Connection: close, that its content is not wanted",
        why: "The final response takes the place of 100, also that a server cannot do what is expected (417). Whether the content comes all the same nobody knows, so the connection ends. (RFC 9110 section 10.1.1)",
        book: "100 (Continue)",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for (path, expect, status) in [
            ("/nowhere", "100-continue", 404),
            ("/hello", "100-continue", 405),
            ("/echo", "x", 417),
            ("/echo", "100-continue, x", 417),
        ] {
            for framing in ["Content-Length: 5", "Transfer-Encoding: chunked"] {
                let mut client = server.connect()?;
                client.send(post(path, &format!("Expect: {expect}\r\n{framing}"), ""))?;
                let reply = client.reply("POST")?;
                reply.expect_status(status)?;
                expect_close_option(&reply)?;
                client.expect_close()?;
            }
        }
        Ok(())
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: waiting and leaving

/// proves: 9112-9.5-graceful-timeout
/// proves: 9112-9.5-close-any-time
#[test]
fn the_server_ends_a_connection_that_rests_too_long() -> Verdict {
    let teach = Teach {
        wrong: "a connection on which nothing was asked was not closed, without a word, after --idle-timeout",
        why: "Each open connection costs a thread. Nobody has asked, so there is nothing to respond to, not even 408. (RFC 9112 section 9.5)",
        book: "Waiting",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--idle-timeout", "0.2"]).listen()?;
        let mut silent = server.connect()?;
        let mut client = server.connect()?;
        client.send(HELLO)?;
        expect_page(&client.reply("GET")?, "/hello")?;
        silent.expect_close()?;
        client.expect_close()
    })
}

#[test]
fn the_server_counts_a_wait_from_its_own_beginning() -> Verdict {
    let teach = Teach {
        wrong: "clients that kept asking for longer than --idle-timeout, and one that held its content back, were not all answered right",
        why: "Each rest between two requests has the whole time: `next_request` forgets the wait before. And who was told 100 waits no more, so it is said once. (RFC 9112 section 9.5)",
        book: "Waiting",
    };
    LESSON.check(teach, || {
        const IDLE: Duration = Duration::from_millis(1200);
        let server = LESSON.server().args(["--idle-timeout", "1.2"]).listen()?;
        let mut waiting = server.connect()?;
        waiting.send(post("/echo", "Content-Length: 5\r\nExpect: 100-continue", ""))?;
        waiting.expect("HTTP/1.1 100 Continue\r\n\r\n")?;
        let (mut client, mut sender) = (server.connect()?, server.connect()?);
        let begin = Instant::now();
        while begin.elapsed() < IDLE * 5 / 4 {
            // A pause, in which the server waits for the next request.
            client.send_split([HELLO, ""])?;
            expect_page(&client.reply("GET")?, "/hello")?;
            // Content that is read leads to the next request in another way.
            sender.send(echo("hello"))?;
            expect_content(&sender.reply("POST")?, "hello")?;
        }
        waiting.send("hello")?;
        expect_content(&waiting.reply("POST")?, "hello")
    })
}

/// proves: 9112-8-incomplete-request
/// proves: 9112-6.3-short-body
#[test]
fn the_server_gives_up_a_request_that_does_not_end() -> Verdict {
    let teach = Teach {
        wrong: "half a request was not answered with 408 and the end of the connection after --timeout",
        why: "A request that has begun and does not go on keeps a thread waiting. Say that it came too late, then close. (RFC 9110 section 15.5.9)",
        book: "Waiting",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.2"]).listen()?;
        let halves =
            ["GET /hello HT", "GET /hello HTTP/1.1\r\nHost: a\r\n\r", &echo("hello")[..echo("hello").len() - 2]];
        let mut clients = Vec::new();
        for half in halves {
            let mut client = server.connect()?;
            client.send(format!("{HELLO}{half}"))?;
            clients.push(client);
        }
        for mut client in clients {
            let replies = client.replies_and_close(["GET", "GET"])?;
            expect_page(&replies[0], "/hello")?;
            replies[1].expect_status(408)?;
            expect_close_option(&replies[1])?;
        }
        Ok(())
    })
}

/// proves: 9112-9.5-graceful-timeout
/// proves: 9112-8-incomplete-request
#[test]
fn the_server_gives_up_a_client_that_drips() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent an octet now and then kept its connection for as long as it liked",
        why: "A limit that begins anew with each octet is none: one octet a second keeps a thread for a day. A head has one deadline, content must keep a pace, and after the last response the server does not read for ever. (RFC 9112 section 9.5)",
        book: "Waiting",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.2"]).listen()?;
        for begun in ["GET /hello HTTP/1.1\r\nHost: ", &post("/echo", "Content-Length: 100000", "")] {
            let mut client = server.connect()?;
            client.send(begun)?;
            drip(&mut client, "x")?;
            // What it says is another test's matter.
            client.read_to_end()?;
        }
        let mut client = server.connect()?;
        client.send(LAST)?;
        expect_page(&client.reply("GET")?, "/about")?;
        let began = Instant::now();
        // Nobody reads what is sent now: so it is refused as soon as the server has let the socket go.
        while client.send_available(b"x").is_ok() {
            if began.elapsed() > harness::deadline() {
                let came = "it still takes what comes";
                return Err(Failure::wrong().row("expected", "the server lets the socket go").row("came", came));
            }
            client.send_split(["", ""])?;
        }
        Ok(())
    })
}

/// proves: 9110-2.3-defensive
#[test]
fn the_server_keeps_nobody_waiting_for_an_open_connection() -> Verdict {
    let teach = Teach {
        wrong: "while twenty clients kept their connections open, another one was not served, or the server did not rest, or did not end",
        why: "Each connection has a thread of its own, and a thread that waits sleeps in the system: it keeps neither others waiting nor the processor busy.",
        book: "Waiting",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut open = Vec::new();
        for _ in 0..20 {
            let mut client = server.connect()?;
            client.send(HELLO)?;
            client.reply("GET")?.expect_status(200)?;
            client.send("GET /hel")?;
            open.push(client);
        }
        expect_page(&responses(&server, LAST, ["GET"])?[0], "/about")?;
        server.expect_idle()?;
        #[cfg(unix)]
        server.interrupt().and_then(|()| server.expect_end(0))?;
        #[cfg(not(unix))]
        harness::left_out(
            "that open connections do not keep it from ending",
            "a test cannot send Ctrl-C on this system",
        )?;
        Ok(())
    })
}

/// proves: 9112-9.5-monitor-close
/// proves: 9110-2.3-defensive
#[test]
fn the_server_outlives_clients_that_leave() -> Verdict {
    let teach = Teach {
        wrong: "after clients that left in the middle, the next one was not served, or their sockets were kept",
        why: "A connection may end at any octet, in order or by a reset. That client is lost, the server is not; and what was read of its input, its socket and its thread end with it. (RFC 9112 section 9.5)",
        book: "Closing",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let before = server.kept();
        let (pipelined, unread) = (format!("{HELLO}GET"), format!("{LAST}{HELLO}"));
        let cut = echo("hello");
        for _ in 0..5 {
            for stage in ["", HELLO, "GET /hel", &pipelined, cut.trim_end_matches("lo"), LAST, &unread] {
                let mut client = server.connect()?;
                client.send(stage)?;
                client.reset()?;
                // Nothing of that connection is the beginning of this one.
                expect_page(&responses(&server, LAST, ["GET"])?[0], "/about")?;
                let mut client = server.connect()?;
                client.send(stage)?;
                client.finish()?;
                client.read_to_end()?;
                expect_page(&responses(&server, LAST, ["GET"])?[0], "/about")?;
            }
        }
        server.expect_nothing_kept(before, 40)
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
    the_client_hears_a_response_while_it_sends: "no file is without end on this system, as /dev/zero is",
}
