//! Arbitrary octets to the whole connection: it never panics, every response is well-formed and belongs to the next request
//! that was acted upon, and the pieces in which the octets come make no difference.
#![allow(clippy::disallowed_methods, reason = "a test reads clocks and writes files")]

mod common;

use arbtest::arbitrary::Unstructured;
use arbtest::{arbitrary, arbtest};
use body::{BodyDecoder, Part};
use common::{Server, serve};
use connection::{ClientConnection, Next, Settings};
use request::{Class, Limits, Method, RequestHead, Target};
use response::{Lists, ResponseDecoder, ResponseHead};

/// What a conversation is made of; put together at random, most of it is right and some of it is wrong. HEAD is not among
/// it: who reads a response must know that it was asked for.
const PARTS: [&str; 33] = [
    "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /read HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /long HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /none HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST /read HTTP/1.1\r\nHost: a\r\n",
    "POST /1 HTTP/1.1\r\nHost: a\r\n",
    "POST /long HTTP/1.0\r\n",
    "GET /1 HTTP/1.0\r\n",
    "GET ",
    "/2",
    " HTTP/1.1\r\n",
    " HTTP/1.0\r\n",
    "Host: a\r\n",
    "Content-Length: 5\r\n",
    "Content-Length: 0\r\n",
    "Content-Length: 300000\r\n",
    "Content-Length: +1\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Transfer-Encoding: gzip\r\n",
    "Connection: close\r\n",
    "Connection: keep-alive\r\n",
    "Expect: 100-continue\r\n",
    "Upgrade: x\r\n",
    "\r\n",
    "hello",
    "5\r\nhello\r\n",
    "0\r\n",
    "0\r\n\r\n",
    "-1\r\n",
    "\r",
    "\n",
    "\0",
    "\u{ff}",
];

fn conversation(u: &mut Unstructured<'_>) -> arbitrary::Result<Vec<u8>> {
    let mut octets = Vec::new();
    for _ in 0..u.int_in_range(0..=24)? {
        if u.ratio(1, 16)? {
            octets.extend_from_slice(u.bytes(1)?);
        } else {
            octets.extend_from_slice(u.choose(&PARTS)?.as_bytes());
        }
    }
    Ok(octets)
}

/// The octets in pieces.
fn pieces<'a>(u: &mut Unstructured<'_>, mut octets: &'a [u8]) -> arbitrary::Result<Vec<&'a [u8]>> {
    let mut pieces = Vec::new();
    while !octets.is_empty() {
        let (piece, rest) = octets.split_at(u.int_in_range(1..=octets.len())?);
        pieces.push(piece);
        octets = rest;
    }
    Ok(pieces)
}

/// Reads what a server sent: each final response, with its content; what is not well-formed fails.
fn responses(mut output: &[u8]) -> Vec<(ResponseHead, Vec<u8>)> {
    let mut decoder = ResponseDecoder::new(Limits::default());
    let mut responses = Vec::new();
    while !output.is_empty() {
        let head = decoder.decode(&mut output).expect("a response").expect("a whole head");
        if head.status.class() == Class::Informational {
            continue;
        }
        let framing = body::response_framing(&Method::Get, &head).expect("one framing");
        let mut body = BodyDecoder::for_response(framing, body::Limits::default());
        let mut content = Vec::new();
        loop {
            match body.decode(&mut output).expect("well-formed content") {
                Some(Part::Content(piece)) => content.extend_from_slice(piece),
                Some(Part::End(_)) => break,
                None => {
                    body.end_of_connection().expect("whole content");
                    break;
                }
            }
        }
        responses.push((head, content));
    }
    responses
}

/// The application of these tests responds with the path, so responses can be told apart.
fn check(octets: &[u8]) -> Server {
    let mut server = Server::new(Settings::default());
    server.feed(octets);
    let responses = responses(&server.output);
    let refused = responses.len() - server.acted.len();
    assert!(refused <= 1, "{} responses to {:?}", responses.len(), server.acted);
    for (number, (head, content)) in responses.iter().enumerate() {
        let closes = head.fields.lists("Connection", "close");
        assert!(!closes || number + 1 == responses.len(), "a response stands after a close");
        if let Some(acted) = server.acted.get(number) {
            let path = acted.split(' ').next().unwrap_or_default();
            assert!(content.is_empty() || content == path.as_bytes(), "the response to {acted} says {content:?}");
        } else {
            assert!(closes && head.status.code() >= 400);
        }
    }
    server
}

#[test]
fn any_conversation_is_answered_in_order_however_it_is_cut() {
    arbtest(|u| {
        let octets = conversation(u)?;
        let server = check(&octets);
        let whole = server.outcome();
        let cut = serve(Settings::default(), pieces(u, &octets)?);
        let final_only = |output: &str| output.replace("HTTP/1.1 100 Continue\r\n\r\n", "");
        assert_eq!(final_only(&cut.output), final_only(&whole.output));
        assert_eq!((cut.acted, cut.next), (whole.acted, whole.next));
        Ok(())
    });
}

/// What a client may expect.
const EXPECTATIONS: [&str; 6] =
    ["", "", "Expect: 100-continue\r\n", "Expect: x\r\n", "Expect: 100-continue, x\r\n", "Expect: ,\r\n"];

/// A request as its head, its content in its framing, and its path.
fn request(u: &mut Unstructured<'_>, number: usize) -> arbitrary::Result<(String, &'static str, String)> {
    let (framing, content) = *u.choose(&[
        ("", ""),
        ("Content-Length: 0\r\n", ""),
        ("Content-Length: 18\r\n", "GET /x HTTP/1.1\r\n\r"),
        ("Transfer-Encoding: chunked\r\n", "12\r\nGET /x HTTP/1.1\r\n\r\r\n0\r\n\r\n"),
    ])?;
    let path = format!("{}{number}", u.choose(&["/", "/read", "/long"])?);
    let expect = u.choose(&EXPECTATIONS)?;
    let method = u.choose(&["GET", "POST", "PUT", "BREW"])?;
    let (version, keep) =
        *u.choose(&[("1.1", ""), ("1.1", "Connection: keep-alive\r\n"), ("1.0", "Connection: keep-alive\r\n")])?;
    let framing = if version == "1.0" {
        framing.replace("Transfer-Encoding: chunked", "Content-Length: 29")
    } else {
        framing.to_owned()
    };
    Ok((format!("{method} {path} HTTP/{version}\r\nHost: a\r\n{expect}{keep}{framing}\r\n"), content, path))
}

/// A client that knows the rules sends each head, waits for what comes, and sends its content unless it got a final response
/// while it was allowed to hold the content back. It then sends the next request, unless the connection closes.
#[test]
fn a_client_that_keeps_the_rules_is_never_misunderstood() {
    arbtest(|u| {
        let mut server = Server::new(Settings::default());
        let mut sent = Vec::new();
        for number in 0..u.int_in_range(1..=6)? {
            if server.connection.next() != Next::Receive {
                break;
            }
            let (head, content, path) = request(u, number)?;
            sent.push(path);
            server.feed(head.as_bytes());
            let is_answered = server.connection.next() != Next::Respond;
            if is_answered && head.contains("Expect:") && !content.is_empty() {
                assert_ne!(server.connection.next(), Next::Receive, "nobody knows what comes now: {head}");
            } else if !content.is_empty() {
                for piece in pieces(u, content.as_bytes())? {
                    server.feed(piece);
                }
            }
        }
        let acted: Vec<&str> = server.acted.iter().filter_map(|acted| acted.split(' ').next()).collect();
        assert_eq!(acted, sent);
        Ok(())
    });
}

#[test]
fn any_octets_leave_the_server_in_a_state_to_go_on_from() {
    arbtest(|u| {
        let octets = if u.ratio(1, 2)? { conversation(u)? } else { u.bytes(u.len().min(300))?.to_vec() };
        let mut server = Server::new(Settings::default());
        for piece in pieces(u, &octets)? {
            server.feed(piece);
        }
        let long_ago = std::time::Instant::now();
        let later = long_ago + std::time::Duration::from_secs(1000);
        for _ in 0..4 {
            if let Some(deadline) = server.connection.deadline(long_ago) {
                assert!(deadline > long_ago);
            }
            if let Err(error) = server.connection.timed_out(later) {
                server.refuse(error);
            }
        }
        server.end();
        assert_eq!(server.connection.next(), Next::Close, "{}", octets.escape_ascii());
        Ok(())
    });
}

#[test]
fn any_octets_are_a_response_or_an_error_to_the_client() {
    const ANSWERS: [&str; 12] = [
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.0 200 OK\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n",
        "Content-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Connection: close\r\n",
        "Connection: keep-alive\r\n",
        "\r\n",
        "hello",
        "5\r\nhello\r\n",
        "0\r\n\r\n",
    ];
    arbtest(|u| {
        let mut octets = Vec::new();
        for _ in 0..u.int_in_range(0..=12)? {
            octets.extend_from_slice(u.choose(&ANSWERS)?.as_bytes());
        }
        let mut connection = ClientConnection::new(Settings::default());
        let uri = Target::uri("http://a/").expect("a URI");
        let mut output = Vec::new();
        let mut failed = false;
        for piece in pieces(u, &octets)? {
            let mut input = piece;
            loop {
                if connection.is_reusable() && !input.is_empty() && !failed {
                    let head = RequestHead::to(Method::Get, &uri).expect("it names a host");
                    connection.ask(head, Some(0), &mut output).expect("it is reusable");
                    connection.end(&mut output).expect("there is no content");
                }
                match connection.receive(&mut input) {
                    Ok(Some(_)) => assert!(!failed, "a response after an error"),
                    Ok(None) => break,
                    Err(_) => {
                        assert!(!connection.is_reusable());
                        failed = true;
                    }
                }
            }
            assert!(input.is_empty());
        }
        let _ = connection.end_of_input();
        assert!(!connection.is_reusable());
        Ok(())
    });
}
