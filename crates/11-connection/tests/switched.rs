//! The way out of HTTP: 101 (Switching Protocols) and CONNECT, on both sides.
#![allow(clippy::disallowed_methods, reason = "a test reads clocks")]

use body::EncodeError;
use connection::{
    ClientConnection, Event, LocalError, Next, RequestError, ResponseError, ResponseEvent, ServerConnection, Settings,
};
use request::{Fields, Method, RequestHead, Status, Target};
use response::ResponseHead;

const UPGRADE: &str = "GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket, chat/2\r\nConnection: x, Upgrade\r\n\r\n";
const CONNECT: &str = "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n";

/// A server that was asked this, and what is left of it.
fn asked(request: &str) -> (ServerConnection, &str) {
    let mut connection = ServerConnection::new(Settings::default());
    let mut input = request.as_bytes();
    while connection.receive(&mut input).expect("a request").is_some() {}
    (connection, &request[request.len() - input.len()..])
}

fn head(status: Status, lines: &[(&str, &str)]) -> ResponseHead {
    let mut head = ResponseHead::new(status);
    for (name, value) in lines {
        head.fields.push(name, value).expect("it is a field");
    }
    head
}

fn switching(protocol: &str) -> ResponseHead {
    head(Status::SWITCHING_PROTOCOLS, &[("Upgrade", protocol)])
}

#[test]
fn the_server_switches_to_what_was_offered() {
    for (protocol, lines) in [
        ("websocket", "Upgrade: websocket\r\nConnection: upgrade\r\n"),
        ("CHAT/2", "Upgrade: CHAT/2\r\nConnection: upgrade\r\n"),
        ("chat/2, websocket", "Upgrade: chat/2, websocket\r\nConnection: upgrade\r\n"),
    ] {
        let request = format!("{UPGRADE}\x01\x05Hello");
        let (mut connection, left) = asked(&request);
        assert_eq!(left, "\x01\x05Hello", "what follows is not looked at before the response");
        let mut output = Vec::new();
        connection.respond_with(switching(protocol), b"", &mut output).expect("it was offered");
        assert_eq!(String::from_utf8_lossy(&output), format!("HTTP/1.1 101 Switching Protocols\r\n{lines}\r\n"));
        expect_switched(&mut connection, left);
    }
    // What the head says itself is not said twice, and how content is framed is not said at all.
    let (mut connection, _) = asked(UPGRADE);
    let said = [
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Content-Length", "5"),
        ("Transfer-Encoding", "chunked"),
    ];
    let mut output = Vec::new();
    connection.respond(head(Status::SWITCHING_PROTOCOLS, &said), None, &mut output).expect("it was offered");
    let lines = "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    assert_eq!(String::from_utf8_lossy(&output), format!("HTTP/1.1 101 Switching Protocols\r\n{lines}"));
    assert_eq!(connection.next(), Next::Respond, "its end was not said");
    connection.send(b"left out", &mut output).expect("nothing of it is sent");
    connection.end(&Fields::new(), &mut output).expect("it is whole");
    assert!(output.ends_with(lines.as_bytes()));
    assert_eq!(connection.next(), Next::Switched);
    assert_eq!(connection.end(&Fields::new(), &mut output), Err(LocalError::NotBegun), "it has ended");
}

/// Expects a server to leave everything to the new protocol, for good.
fn expect_switched(connection: &mut ServerConnection, left: &str) {
    let now = std::time::Instant::now();
    let mut rest = left.as_bytes();
    for _ in 0..2 {
        assert_eq!(connection.next(), Next::Switched);
        assert_eq!(connection.receive(&mut rest), Ok(None));
        assert_eq!(rest, left.as_bytes(), "nothing is taken");
        assert_eq!(connection.deadline(now), None, "nobody is waited for");
        assert_eq!(connection.timed_out(now + std::time::Duration::from_hours(1)), Ok(()));
        assert_eq!(connection.end_of_input(), Ok(()));
    }
    let mut output = Vec::new();
    let refused = connection.respond_with(ResponseHead::new(Status::OK), b"", &mut output);
    assert_eq!((refused, output.len()), (Err(LocalError::NotDue), 0));
}

#[test]
fn the_server_switches_to_nothing_else() {
    let without = |what: &str| UPGRADE.replace(what, "");
    for (request, protocol) in [
        (UPGRADE.to_owned(), "h2c"),
        (UPGRADE.to_owned(), "websocket, h2c"),
        (UPGRADE.to_owned(), "chat"),
        (UPGRADE.to_owned(), ""),
        // An offer that is not about this connection, or in HTTP/1.0, is none.
        (without("Connection: x, Upgrade\r\n"), "websocket"),
        (without("Upgrade: WebSocket, chat/2\r\n"), "websocket"),
        (UPGRADE.replace("HTTP/1.1", "HTTP/1.0"), "websocket"),
        (CONNECT.to_owned(), "websocket"),
    ] {
        let (mut connection, _) = asked(&request);
        let mut output = Vec::new();
        assert_eq!(
            connection.respond(switching(protocol), None, &mut output),
            Err(LocalError::NotOffered),
            "{request}"
        );
        let unnamed = ResponseHead::new(Status::SWITCHING_PROTOCOLS);
        assert_eq!(connection.respond(unnamed, None, &mut output), Err(LocalError::NotOffered));
        assert_eq!((output.len(), connection.next()), (0, Next::Respond), "another response may follow");
        connection.respond_with(ResponseHead::new(Status::NOT_FOUND), b"", &mut output).expect("a response is due");
        assert_ne!(connection.next(), Next::Switched);
    }
}

#[test]
fn an_offer_that_is_not_taken_is_left_alone() {
    let requests = format!("{UPGRADE}GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
    let (mut connection, left) = asked(&requests);
    let mut output = Vec::new();
    connection.respond_with(ResponseHead::new(Status::OK), b"hi", &mut output).expect("a response is due");
    assert_eq!(connection.next(), Next::Receive, "the connection goes on");
    let mut input = left.as_bytes();
    let second = connection.receive(&mut input).expect("a request");
    assert!(matches!(second, Some(Event::Request(head)) if head.target.path() == "/2"));
    // Nor does the offer of one request count for the next.
    while connection.receive(&mut input).expect("a request").is_some() {}
    assert_eq!(connection.respond(switching("websocket"), None, &mut output), Err(LocalError::NotOffered));
}

#[test]
fn the_server_says_100_before_101_and_reads_the_content_before_the_new_protocol() {
    let head = UPGRADE.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    let (mut connection, _) = asked(&head);
    let mut output = Vec::new();
    connection.respond_with(switching("websocket"), b"", &mut output).expect("it was offered");
    let said = String::from_utf8_lossy(&output).into_owned();
    assert!(said.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Switching Protocols\r\n"), "{said}");
    connection.want_content(&mut output);
    assert_eq!(said.len(), output.len(), "100 is said once");
    // The request ends in HTTP/1.1, whatever follows.
    assert_eq!(connection.next(), Next::Receive);
    let mut input: &[u8] = b"He";
    assert_eq!(connection.receive(&mut input), Ok(Some(Event::Content(b"He"))));
    assert_eq!((connection.receive(&mut input), connection.next()), (Ok(None), Next::Receive));
    let mut input: &[u8] = b"llo\x01\x05Hello";
    assert_eq!(connection.receive(&mut input), Ok(Some(Event::Content(b"llo"))));
    assert_eq!(connection.receive(&mut input), Ok(Some(Event::End(Fields::new()))));
    expect_switched(&mut connection, std::str::from_utf8(input).unwrap_or_default());

    // A request that does not end leads nowhere.
    let (mut connection, _) = asked(&head);
    connection.respond_with(switching("websocket"), b"", &mut output).expect("it was offered");
    assert!(matches!(connection.end_of_input(), Err(RequestError::Content(_))));
    assert_eq!((connection.next(), connection.is_due()), (Next::Close, false));
}

/// proves: 9110-8.6-no-cl-connect
/// proves: 9112-6.1-no-te-connect
#[test]
fn a_tunnel_begins_after_2xx_to_connect() {
    for (version, status) in [("1.1", 200), ("1.1", 201), ("1.1", 299), ("1.0", 200)] {
        let request = format!("{}\x16\x03\x01", CONNECT.replace("1.1", version));
        let (mut connection, left) = asked(&request);
        let status = Status::new(status).expect("a status");
        let mut output = Vec::new();
        let said = [("Content-Length", "5"), ("Transfer-Encoding", "chunked")];
        connection.respond_with(head(status, &said), b"hello", &mut output).expect("a response is due");
        let output = String::from_utf8_lossy(&output).into_owned();
        let (line, fields) = output.split_once("\r\n").expect("a status line");
        assert!(line.starts_with(&format!("HTTP/1.1 {status}")) && fields == "\r\n", "{output}");
        expect_switched(&mut connection, left);
    }
    // A refusal ends the connection: what follows may be meant for the tunnel.
    let request = format!("{CONNECT}GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
    for status in [Status::MULTIPLE_CHOICES, Status::BAD_REQUEST, Status::NOT_IMPLEMENTED] {
        let (mut connection, left) = asked(&request);
        connection.respond_with(ResponseHead::new(status), b"", &mut Vec::new()).expect("a response is due");
        let mut rest = left.as_bytes();
        assert_eq!((connection.receive(&mut rest), rest.len()), (Ok(None), 0));
        assert_eq!(connection.next(), Next::Linger);
    }
}

#[test]
fn a_response_that_would_switch_can_be_taken_back() {
    for (request, response) in [(UPGRADE, switching("websocket")), (CONNECT, ResponseHead::new(Status::OK))] {
        let (mut connection, _) = asked(request);
        connection.respond(response, None, &mut Vec::new()).expect("a response is due");
        connection.retract();
        let mut output = Vec::new();
        connection.respond_with(ResponseHead::new(Status::NOT_FOUND), b"", &mut output).expect("another one is due");
        assert_eq!(connection.next(), Next::Linger);
    }
}

/// A client that has sent this request, and what it sent.
fn asking(method: Method, lines: &[(&str, &str)], content: &[u8]) -> (ClientConnection, String) {
    let uri = Target::uri("http://a:1/").expect("a URI");
    let mut head = RequestHead::to(method, &uri).expect("it names a server");
    for (name, value) in lines {
        head.fields.push(name, value).expect("it is a field");
    }
    let mut connection = ClientConnection::new(Settings::default());
    let mut output = Vec::new();
    connection.ask(head, Some(content.len() as u64), &mut output).expect("nothing was asked before");
    connection.send(content, &mut output).expect("as long as was said");
    (connection, String::from_utf8_lossy(&output).into_owned())
}

const OFFER: [(&str, &str); 2] = [("Upgrade", "websocket, chat/2"), ("Connection", "Upgrade")];

fn switched(protocol: &str) -> String {
    format!("HTTP/1.1 101 Switching Protocols\r\nUpgrade: {protocol}\r\nConnection: Upgrade\r\n\r\n")
}

/// What comes of a response: its status and whether the connection has switched, and what is left.
fn hear<'a>(connection: &mut ClientConnection, response: &'a str) -> Result<(u16, bool, &'a str), ResponseError> {
    let (mut input, mut status) = (response.as_bytes(), 0);
    while let Some(event) = connection.receive(&mut input)? {
        match event {
            ResponseEvent::Response(head) => status = head.status.code(),
            ResponseEvent::Interim(_) => {}
            ResponseEvent::Content(_) => panic!("content within a response that has none"),
            ResponseEvent::End(_) => break,
        }
    }
    let left = &response[response.len() - input.len()..];
    assert_eq!(connection.receive(&mut input), Ok(None));
    assert_eq!(input, left.as_bytes(), "nothing is taken");
    Ok((status, connection.has_switched(), left))
}

#[test]
fn the_client_switches_to_what_it_offered() {
    for protocol in ["websocket", "Chat/2", "chat/2, websocket"] {
        let (mut connection, sent) = asking(Method::Get, &OFFER, b"");
        assert!(sent.contains("Upgrade: websocket, chat/2\r\nConnection: Upgrade\r\n"));
        connection.end(&mut Vec::new()).expect("it is whole");
        let response = format!("HTTP/1.1 100 Continue\r\n\r\n{}\r\n\x01\x05Hello", switched(protocol));
        assert_eq!(hear(&mut connection, &response), Ok((101, true, "\r\n\x01\x05Hello")), "{protocol}");
        expect_left(&mut connection);
    }
}

/// Expects a client to leave everything to the new protocol, for good.
fn expect_left(connection: &mut ClientConnection) {
    let now = std::time::Instant::now();
    assert!(connection.is_complete() && !connection.is_reusable() && !connection.sends_content());
    assert_eq!(connection.deadline(now), None);
    assert_eq!(connection.end_of_input(), Ok(None));
    assert_eq!(connection.timed_out(now + std::time::Duration::from_hours(1)), Ok(()));
    assert!(connection.has_switched());
    let again = RequestHead::to(Method::Get, &Target::uri("http://a/").expect("a URI")).expect("a server");
    assert_eq!(connection.ask(again, Some(0), &mut Vec::new()), Err(LocalError::NotReusable));
}

#[test]
fn the_client_ends_its_request_before_the_new_protocol() {
    let (mut connection, _) = asking(Method::Post, &OFFER, b"content");
    assert_eq!(hear(&mut connection, &switched("websocket")), Ok((101, false, "")), "the request has no end yet");
    assert!(connection.sends_content());
    assert_eq!(connection.send(b"more", &mut Vec::new()), Err(LocalError::Content(EncodeError::TooMuch)));
    connection.end(&mut Vec::new()).expect("it is whole");
    expect_left(&mut connection);
}

#[test]
fn the_client_switches_to_nothing_else() {
    let named = [("Upgrade", "websocket")];
    let nothing = &OFFER[..0];
    for (method, lines, response) in [
        (Method::Get, nothing, switched("websocket")),
        (Method::Get, &named[..], switched("websocket")),
        (Method::Get, &OFFER[..], switched("h2c")),
        (Method::Get, &OFFER[..], switched("websocket, h2c")),
        (Method::Get, &OFFER[..], "HTTP/1.1 101 Switching Protocols\r\n\r\n".to_owned()),
        (Method::Connect, nothing, switched("websocket")),
    ] {
        let (mut connection, _) = asking(method, lines, b"");
        connection.end(&mut Vec::new()).expect("it is whole");
        assert_eq!(hear(&mut connection, &response), Err(ResponseError::Switched), "{response}");
        assert!(!connection.is_reusable() && !connection.has_switched());
    }
    // An offer that is not taken changes nothing.
    let (mut connection, _) = asking(Method::Get, &OFFER, b"");
    connection.end(&mut Vec::new()).expect("it is whole");
    let response = "HTTP/1.1 204 No Content\r\n\r\n";
    assert_eq!(hear(&mut connection, response), Ok((204, false, "")));
    assert!(connection.is_reusable());
}

#[test]
fn the_client_gets_its_tunnel() {
    let (mut connection, _) = asking(Method::Connect, &[], b"");
    connection.end(&mut Vec::new()).expect("it is whole");
    // Neither field has a meaning there (RFC 9110 section 9.3.6).
    let response = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n\x16\x03\x03";
    assert_eq!(hear(&mut connection, response), Ok((200, true, "\x16\x03\x03")));
    expect_left(&mut connection);

    let (mut connection, _) = asking(Method::Connect, &[], b"");
    connection.end(&mut Vec::new()).expect("it is whole");
    let response = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    assert_eq!(hear(&mut connection, response), Ok((404, false, "")));
    assert!(!connection.has_switched());
}
