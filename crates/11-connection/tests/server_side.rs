//! The server's side of a connection as tables over octets, each cut in every way.

mod common;

use body::EncodeError;
use common::{FIELDS, Server, serve, serve_all_ways};
use connection::{Event, LocalError, Next, ServerConnection, Settings};
use request::{Fields, Status};
use response::ResponseHead;

/// A server with room for 20 octets of unread content.
fn settings() -> Settings {
    Settings { discard: 20, ..Settings::default() }
}

/// The status codes of the responses, `+` where the connection goes on and `.` where a response says that it does not.
fn in_short(output: &str) -> String {
    let heads = output.split("HTTP/1.1 ").skip(1);
    heads.map(|head| head[..3].to_owned() + if head.contains("Connection: close\r\n") { "." } else { "+" }).collect()
}

#[track_caller]
fn check(input: &str, responses: &str, acted: &[&str], next: Next) {
    let outcome = serve_all_ways(settings(), input.as_bytes());
    assert_eq!(
        (in_short(&outcome.output).as_str(), outcome.acted.as_slice()),
        (responses, &acted.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>()[..]),
        "{input:?}"
    );
    assert_eq!(outcome.next, next, "{input:?}");
}

/// proves: 9110-7.6-segmentation
/// proves: 9112-9.3.2-in-order
/// proves: 9112-9.3-default-persist
#[test]
fn requests_are_answered_in_order() {
    check("", "", &[], Next::Receive);
    check("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n", "200+", &["/1"], Next::Receive);
    check(
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nHEAD /2 HTTP/1.1\r\nHost: a\r\n\r\n\r\nGET /long HTTP/1.1\r\nHost: a\r\n\r\n",
        "200+200+200+",
        &["/1", "/2", "/long"],
        Next::Receive,
    );
    check(
        "PUT /read HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcPOST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n0\r\nX: y\r\n\r\nGET /read HTTP/1.1\r\nHost: a\r\n\r\nGET /n",
        "200+200+200+",
        &["/read abc", "/read de", "/read "],
        Next::Receive,
    );
}

/// proves: 9112-9.3-close-wins
/// proves: 9112-9.3-http10-closes
/// proves: 9112-9.3-http10-keep-alive
/// proves: 9112-9.6-close-ends-requests
/// proves: 9110-7.6.1-option-case
#[test]
fn the_connection_goes_on_or_not() {
    let table = [
        ("1.1", "", true),
        ("1.1", "Connection: close", false),
        ("1.1", "connection: a, CLOSE ,b", false),
        ("1.1", "Connection: keep-alive, close", false),
        ("1.1", "Connection: a\r\nConnection: close", false),
        ("1.1", "Connection: \"close\"", true),
        ("1.1", "Connection: closed", true),
        ("1.9", "", true),
        ("1.0", "", false),
        ("1.0", "Connection: Keep-Alive", true),
        ("1.0", "Connection: keep-alive\r\nConnection: close", false),
        ("1.0", "Keep-Alive: timeout=5", false),
    ];
    for (version, line, goes_on) in table {
        let line = if line.is_empty() { String::new() } else { format!("{line}\r\n") };
        let input = format!("GET /1 HTTP/{version}\r\nHost: a\r\n{line}\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
        if goes_on {
            check(&input, "200+200+", &["/1", "/2"], Next::Receive);
        } else {
            check(&input, "200.", &["/1"], Next::Linger);
        }
    }
    check(
        "GET /close HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
        "200.",
        &["/close"],
        Next::Linger,
    );
    check(
        "GET /long HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\n",
        "200.",
        &["/long"],
        Next::Linger,
    );
}

/// proves: 9112-9.3-read-or-close
/// proves: 9112-6-request-body-any-method
#[test]
fn unread_content_is_thrown_away_within_bounds() {
    let after = "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n";
    let post = |fields: &str, content: &str| format!("POST /1 HTTP/1.1\r\nHost: a\r\n{fields}\r\n\r\n{content}{after}");
    check(&post("Content-Length: 16", "GET / HTTP/1.1\r\n"), "200+200+", &["/1", "/2"], Next::Receive);
    check(&post("Content-Length: 20", &"x".repeat(20)), "200+200+", &["/1", "/2"], Next::Receive);
    check(&post("Content-Length: 21", &"x".repeat(21)), "200.", &["/1"], Next::Linger);
    let chunk = "a\r\n0123456789\r\n";
    let chunked = "Transfer-Encoding: chunked";
    check(&post(chunked, &format!("{}0\r\n\r\n", chunk.repeat(2))), "200+200+", &["/1", "/2"], Next::Receive);
    check(&post(chunked, &format!("{}0\r\n\r\n", chunk.repeat(3))), "200+", &["/1"], Next::Linger);
    check(&post(chunked, "zz\r\n"), "200+", &["/1"], Next::Linger);
    // Whatever the method is.
    for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "BREW"] {
        let length = post("Content-Length: 16", "GET / HTTP/1.1\r\n").replace("POST", method);
        check(&length, "200+200+", &["/1", "/2"], Next::Receive);
        let chunks = post(chunked, &format!("{chunk}0\r\n\r\n")).replace("POST", method);
        check(&chunks, "200+200+", &["/1", "/2"], Next::Receive);
    }
    // What is read is not left over.
    let read = format!("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\n{}{after}", "x".repeat(30));
    check(&read, "200+200+", &[&format!("/read {}", "x".repeat(30)), "/2"], Next::Receive);
}

/// proves: 9112-2.2-garbage-400
/// proves: 9112-6.3-bad-cl-400
/// proves: 9112-6.1-cl-and-te-close
/// proves: 9112-6.1-unknown-coding-501
/// proves: 9112-7.1-bad-framing
#[test]
fn what_is_malformed_is_answered_once_and_ends_the_connection() {
    let good = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n";
    let wrong = [
        ("GET /2 HTTP/1.1\r\n\r\n", 400),
        ("GET /2 HTTP/3.0\r\nHost: a\r\n\r\n", 505),
        ("POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n1", 400),
        ("POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        ("POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n-1\r\n", 400),
        ("POST /read HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    ];
    for (wrong, status) in wrong {
        check(&format!("{good}{wrong}{good}"), &format!("200+{status}."), &["/1"], Next::Linger);
    }
}

/// proves: 9110-10.1.1-immediate
/// proves: 9110-10.1.1-may-omit-100
/// proves: 9110-10.1.1-http10-ignored
/// proves: 9110-10.1.1-early-final
#[test]
fn a_client_that_waits_gets_100_or_its_response() {
    let post = |path: &str, version: &str, fields: &str| {
        format!("POST {path} HTTP/{version}\r\nHost: a\r\nExpect: 100-continue\r\n{fields}\r\n\r\n")
    };
    let length = "Content-Length: 2";
    let table = [
        (post("/read", "1.1", length), "100+"),
        (post("/read", "1.1", "Transfer-Encoding: chunked"), "100+"),
        (post("/read", "1.1", length) + "hi", "200+"),
        (post("/read", "1.1", length) + "h", ""),
        (post("/read", "1.1", "Transfer-Encoding: chunked") + "2", ""),
        (post("/read", "1.1", "Content-Length: 0"), "200+"),
        (post("/read", "1.1", "X: y"), "200+"),
        (post("/read", "1.0", length), ""),
        (post("/1", "1.1", length), "200."),
        (post("/1", "1.1", "Content-Length: 0"), "200+"),
        (post("/1", "1.1", length) + "hi", "200."),
    ];
    for (input, responses) in table {
        let outcome = serve(settings(), [input.as_bytes()]);
        assert_eq!(in_short(&outcome.output), responses, "{input:?}");
    }
    let head = post("/read", "1.1", length);
    let outcome = serve(settings(), [head.as_bytes(), b"h", b"i"]);
    assert_eq!(in_short(&outcome.output), "100+200+");
}

/// proves: 9110-10.1.1-immediate
#[test]
fn a_client_that_waits_is_told_once() {
    let mut connection = ServerConnection::new(settings());
    let mut output = Vec::new();
    let request = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
    connection.receive(&mut request.as_bytes()).expect("a request");
    for _ in 0..3 {
        connection.want_content(&mut output);
        assert_eq!(output, b"HTTP/1.1 100 Continue\r\n\r\n");
    }
    for piece in [&b"h"[..], b"i"] {
        assert_eq!(connection.receive(&mut &piece[..]), Ok(Some(Event::Content(piece))));
        connection.want_content(&mut output);
        assert_eq!(output, b"HTTP/1.1 100 Continue\r\n\r\n");
    }
}

/// A client that expects something may leave its content out after a final response, whatever it expects and whatever the
/// response is: what comes next could be either, so the connection closes.
///
/// proves: 9110-10.1.1-early-final
#[test]
fn nobody_guesses_whether_content_comes_after_a_final_response() {
    let next = "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n";
    let expectations = ["100-continue", "100-Continue, x", "x, 100-continue", "x", "x=\"100-continue\"", ","];
    let requests = ["POST /1", "GET /1", "HEAD /1", "PUT /none", "PUT /reset", "BREW /long"];
    for (request, expect) in requests.iter().flat_map(|request| expectations.map(|expect| (request, expect))) {
        let path = request.split(' ').next_back().unwrap_or_default();
        let ask = |version: &str, fields: &str| {
            let input = format!("{request} HTTP/{version}\r\nHost: a\r\nExpect: {expect}\r\n{fields}\r\n\r\n{next}");
            serve(settings(), [input.as_bytes()])
        };
        for content in ["Content-Length: 15", "Content-Length: 1", "Transfer-Encoding: chunked"] {
            let outcome = ask("1.1", content);
            assert!(
                outcome.output.contains("Connection: close\r\n"),
                "{request} {expect} {content}: {}",
                outcome.output
            );
            assert_eq!(
                (outcome.acted, outcome.next),
                (vec![path.to_owned()], Next::Linger),
                "{request} {expect} {content}"
            );
        }
        let outcome = ask("1.0", "Connection: keep-alive\r\nContent-Length: 1");
        assert_eq!((outcome.acted, outcome.next), (vec![path.to_owned()], Next::Linger), "{request} {expect} HTTP/1.0");
        for nothing in ["Content-Length: 0", "X: y"] {
            let outcome = ask("1.1", nothing);
            assert_eq!((outcome.acted, outcome.next), (vec![path.to_owned(), "/2".to_owned()], Next::Receive));
        }
    }
    // Once some of it has come, the rest comes too.
    let begun = format!("POST /read HTTP/1.1\r\nHost: a\r\nExpect: x\r\nContent-Length: 2\r\n\r\nhi{next}");
    check(&begun, "200+200+", &["/read hi", "/2"], Next::Receive);
    // What a client sends into a tunnel that it does not get is no request.
    let mut connection = ServerConnection::new(settings());
    let (input, mut output) = (format!("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n{next}"), Vec::new());
    let mut rest = input.as_bytes();
    while connection.receive(&mut rest).expect("a request").is_some() {}
    connection.respond_with(ResponseHead::new(Status::NOT_IMPLEMENTED), b"", &mut output).expect("a response is due");
    assert_eq!((in_short(&String::from_utf8_lossy(&output)).as_str(), connection.next()), ("501.", Next::Linger));
}

/// proves: 9110-9.3.2-no-content
/// proves: 9110-8.6-no-cl-1xx-204
/// proves: 9112-6.1-no-te-1xx-204
/// proves: 9112-6.3-no-body-status
/// proves: 9112-6.1-no-te-to-http10
/// proves: 9110-15.3.6-no-content
/// proves: 9112-6.2-no-cl-with-te
/// proves: 9110-8.6-no-cl-connect
/// proves: 9112-6.1-no-te-connect
#[test]
fn responses_are_framed_as_their_client_understands() {
    let sent = |request: &str| serve_all_ways(settings(), request.as_bytes()).output.replace(FIELDS, "");
    let table = [
        ("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n", "Content-Length: 2\r\n\r\n/1"),
        ("HEAD /1 HTTP/1.1\r\nHost: a\r\n\r\n", "Content-Length: 2\r\n\r\n"),
        ("GET /long HTTP/1.1\r\nHost: a\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n5\r\n/long\r\n0\r\n\r\n"),
        ("HEAD /long HTTP/1.1\r\nHost: a\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"),
        ("GET /long HTTP/1.0\r\n\r\n", "Connection: close\r\n\r\n/long"),
        ("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "Content-Length: 2\r\nConnection: keep-alive\r\n\r\n/1"),
        ("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", "\r\n"),
    ];
    for (request, response) in table {
        assert_eq!(sent(request), format!("HTTP/1.1 200 OK\r\n{response}"), "{request:?}");
    }
    assert_eq!(sent("GET /none HTTP/1.1\r\nHost: a\r\n\r\n"), "HTTP/1.1 204 No Content\r\n\r\n");
    // The lengths that an application gives to such responses make no difference either.
    for (request, status, response) in [
        ("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", Status::OK, "HTTP/1.1 200 OK\r\n\r\n"),
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Status::NO_CONTENT, "HTTP/1.1 204 No Content\r\n\r\n"),
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Status::NOT_MODIFIED, "HTTP/1.1 304 Not Modified\r\n\r\n"),
    ] {
        for length in [None, Some(2)] {
            let (mut connection, mut output) = (ServerConnection::new(settings()), Vec::new());
            connection.receive(&mut request.as_bytes()).expect("a request");
            let mut head = ResponseHead::new(status);
            head.fields.push("Content-Length", "2").expect("a field");
            head.fields.push("Transfer-Encoding", "chunked").expect("a field");
            connection.respond(head, length, &mut output).expect("a response is due");
            connection.send(b"hi", &mut output).expect("it is left out");
            connection.end(&Fields::new(), &mut output).expect("nothing is missing");
            assert_eq!(String::from_utf8_lossy(&output), response);
        }
    }
    let reset = sent("GET /reset HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_eq!(reset, "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n");
}

/// proves: 9112-9.6-half-close
/// proves: 9112-8-incomplete-request
#[test]
fn the_end_of_input_ends_what_is_not_whole() {
    let ended = |input: &str| {
        let mut server = Server::new(settings());
        server.feed(input.as_bytes());
        server.end();
        let outcome = server.outcome();
        (in_short(&outcome.output), outcome.next)
    };
    let good = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n";
    assert_eq!(ended(""), (String::new(), Next::Close));
    assert_eq!(ended(good), ("200+".to_owned(), Next::Close));
    assert_eq!(ended(&format!("{good}GET")), ("200+400.".to_owned(), Next::Close));
    assert_eq!(ended("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx"), ("400.".to_owned(), Next::Close));
    assert_eq!(ended("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx"), ("200+".to_owned(), Next::Close));
    assert_eq!(ended("GET /close HTTP/1.1\r\nHost: a\r\n\r\n"), ("200.".to_owned(), Next::Close));
    // The end is known before the request is answered.
    let (mut connection, mut output) = (ServerConnection::new(settings()), Vec::new());
    let mut input = good.as_bytes();
    while connection.receive(&mut input).expect("a request").is_some() {}
    assert_eq!(connection.end_of_input(), Ok(()));
    assert_eq!(connection.next(), Next::Respond);
    connection.respond_with(ResponseHead::new(Status::OK), b"hi", &mut output).expect("a response is due");
    assert!(output.ends_with(b"hi"));
}

#[test]
fn the_application_cannot_break_the_order() {
    let ok = || ResponseHead::new(Status::OK);
    let mut output = Vec::new();
    let mut connection = ServerConnection::new(settings());
    assert_eq!(connection.respond_with(ok(), b"", &mut output), Err(LocalError::NotDue));
    assert_eq!(connection.inform(&ResponseHead::new(Status::CONTINUE), &mut output), Err(LocalError::NotDue));
    assert_eq!(connection.send(b"x", &mut output), Err(LocalError::NotBegun));
    assert_eq!(connection.end(&Fields::new(), &mut output), Err(LocalError::NotBegun));
    let mut input: &[u8] = b"GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n";
    assert!(matches!(connection.receive(&mut input), Ok(Some(Event::Request(_)))));
    assert!(matches!(connection.receive(&mut input), Ok(Some(Event::End(_)))));
    assert_eq!(connection.receive(&mut input), Ok(None));
    assert!(input.starts_with(b"GET /2"), "the next request waits");
    assert_eq!(connection.next(), Next::Respond);
    let interim = ResponseHead::new(Status::CONTINUE);
    assert_eq!(connection.respond(interim, None, &mut output), Err(LocalError::NotFinal));
    assert_eq!(connection.inform(&ok(), &mut output), Err(LocalError::NotInterim));
    assert!(output.is_empty(), "nothing of what is refused is written");
    assert_eq!(connection.respond(ok(), Some(2), &mut output), Ok(()));
    assert_eq!(connection.respond(ok(), Some(2), &mut output), Err(LocalError::NotDue));
    assert_eq!(connection.send(b"123", &mut output), Err(LocalError::Content(EncodeError::TooMuch)));
    assert_eq!(connection.send(b"1", &mut output), Ok(()));
    let cut = connection.end(&Fields::new(), &mut output).expect_err("an octet is missing");
    assert_eq!(cut, LocalError::Content(EncodeError::TooLittle));
    let cause = std::error::Error::source(&cut).map(ToString::to_string);
    assert_eq!(cause, Some(EncodeError::TooLittle.to_string()), "the cause is kept");
    connection.abort();
    assert_eq!(connection.next(), Next::Linger);
    assert_eq!(connection.receive(&mut input), Ok(None));
    assert!(input.is_empty(), "nothing after a response that was broken off is a request");
}

#[test]
fn content_that_was_looked_at_and_left_counts_as_unread() {
    for (length, leaves, responses) in [(100, true, "200."), (100, false, "200+"), (21, true, "200+")] {
        let mut connection = ServerConnection::new(settings());
        let input = format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\nabc");
        let (mut input, mut output) = (input.as_bytes(), Vec::new());
        while let Some(event) = connection.receive(&mut input).expect("a request") {
            assert!(matches!(event, Event::Request(_) | Event::Content(b"abc")));
        }
        if leaves {
            connection.leave_content();
        }
        connection.respond_with(ResponseHead::new(Status::OK), b"", &mut output).expect("a response");
        assert_eq!(in_short(&String::from_utf8_lossy(&output)), responses, "{length}");
    }
}

/// proves: 9110-15.2-no-1xx-http10
#[test]
fn interim_responses_go_to_http_1_1_only() {
    for (request, informed) in [("GET / HTTP/1.1\r\nHost: a\r\n\r\n", true), ("GET / HTTP/1.0\r\n\r\n", false)] {
        let mut connection = ServerConnection::new(settings());
        let mut output = Vec::new();
        let hints = ResponseHead::new(Status::new(103).expect("a status"));
        assert!(connection.inform(&hints, &mut output).is_err());
        connection.receive(&mut request.as_bytes()).expect("a request");
        assert!(connection.inform(&ResponseHead::new(Status::OK), &mut output).is_err());
        assert!(connection.inform(&ResponseHead::new(Status::SWITCHING_PROTOCOLS), &mut output).is_err());
        connection.inform(&hints, &mut output).expect("no response has begun");
        assert_eq!(!output.is_empty(), informed);
    }
}

/// proves: 9112-9.3.2-in-order
#[test]
fn a_thousand_requests_in_one_piece() {
    let requests = (0..1000).map(|number| format!("GET /{number} HTTP/1.1\r\nHost: a\r\n\r\n"));
    let input = requests.collect::<Vec<_>>().concat();
    let outcome = serve(settings(), [input.as_bytes()]);
    assert_eq!(outcome.acted, (0..1000).map(|number| format!("/{number}")).collect::<Vec<_>>());
    assert_eq!(in_short(&outcome.output), "200+".repeat(1000));
    let pieces = serve(settings(), input.as_bytes().chunks(7));
    assert_eq!(pieces, outcome);
}
