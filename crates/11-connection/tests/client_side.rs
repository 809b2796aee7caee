//! The client's side of a connection as tables over octets, each cut in every way.

use connection::{ClientConnection, ResponseError, ResponseEvent, Settings, may_repeat};
use request::{Method, RequestHead, Target};

/// What came of one response.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    interim: Vec<u16>,
    status: Option<u16>,
    content: Vec<u8>,
    /// `Ok` whether the response is complete.
    complete: Result<bool, ResponseError>,
    reusable: bool,
}

fn request(method: Method, fields: &[(&str, &str)]) -> RequestHead {
    let uri = Target::uri("http://a/").expect("a URI");
    let mut head = RequestHead::to(method, &uri).expect("it names a host");
    for (name, value) in fields {
        head.fields.push(name, value).expect("a field");
    }
    head
}

/// Asks, and receives these pieces; at the end the server closes its side where `closes` says so.
fn ask<'a>(head: RequestHead, pieces: impl IntoIterator<Item = &'a [u8]>, closes: bool) -> Outcome {
    let mut connection = ClientConnection::new(Settings::default());
    let mut output = Vec::new();
    connection.ask(head, Some(0), &mut output).expect("nothing was asked yet");
    connection.end(&mut output).expect("there is no content");
    let mut outcome =
        Outcome { interim: Vec::new(), status: None, content: Vec::new(), complete: Ok(false), reusable: false };
    for mut piece in pieces {
        // The responses to come do not belong to this one.
        while !connection.is_complete() {
            match connection.receive(&mut piece) {
                Ok(None) => break,
                Ok(Some(event)) => outcome.take(event),
                Err(error) => {
                    outcome.complete = Err(error);
                    return outcome;
                }
            }
        }
    }
    if closes {
        match connection.end_of_input() {
            Ok(event) => event.into_iter().for_each(|event| outcome.take(event)),
            Err(error) => outcome.complete = Err(error),
        }
    }
    outcome.reusable = connection.is_reusable();
    outcome
}

impl Outcome {
    fn take(&mut self, event: ResponseEvent<'_>) {
        match event {
            ResponseEvent::Interim(head) => self.interim.push(head.status.code()),
            ResponseEvent::Response(head) => self.status = Some(head.status.code()),
            ResponseEvent::Content(piece) => self.content.extend_from_slice(piece),
            ResponseEvent::End(_) => self.complete = Ok(true),
        }
    }
}

#[track_caller]
fn ask_all_ways(head: &RequestHead, response: &str, closes: bool) -> Outcome {
    let response = response.as_bytes();
    let whole = ask(head.clone(), [response], closes);
    assert_eq!(ask(head.clone(), response.chunks(1), closes), whole, "octet by octet: {}", response.escape_ascii());
    for cut in 1..response.len() {
        let (first, second) = response.split_at(cut);
        assert_eq!(ask(head.clone(), [first, second], closes), whole, "cut at {cut}: {}", response.escape_ascii());
    }
    whole
}

/// proves: 9112-9.3-client-read-all
/// proves: 9112-9.6-client-got-close
/// proves: 9112-9.3-http10-closes
/// proves: 9112-6.3-client-no-body
/// proves: 9110-15.2-client-1xx
/// proves: 9110-7.6.1-option-case
/// proves: 9110-5.6.1.2-skip-empty-members
/// proves: 9110-5.2-combine
/// proves: 9112-7.1.2-no-blind-merge
#[test]
fn a_connection_is_used_again_after_a_complete_response_without_close() {
    let get = request(Method::Get, &[]);
    let head = request(Method::Head, &[]);
    let last = request(Method::Get, &[("Connection", "close")]);
    let table = [
        (&get, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "hi", true),
        (&get, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX: y\r\n\r\n", "hi", true),
        (&get, "HTTP/1.1 204 No Content\r\n\r\n", "", true),
        (&get, "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", "", true),
        (&head, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "", true),
        (&get, "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "", true),
        (&get, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: x, Close\r\n\r\nhi", "hi", false),
        (&get, "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", "hi", false),
        (&get, "HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nhi", "hi", true),
        (&last, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "hi", false),
        (&get, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: ,, close,\r\n\r\nhi", "hi", false),
        (&get, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: x\r\nConnection: close\r\n\r\nhi", "hi", false),
        // What a trailer says comes too late to count.
        (
            &get,
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nConnection: close\r\nContent-Length: 9\r\n\r\n",
            "hi",
            true,
        ),
    ];
    for (head, response, content, reusable) in table {
        let outcome = ask_all_ways(head, response, false);
        let expected = (Ok(true), content.as_bytes(), reusable);
        assert_eq!((outcome.complete, outcome.content.as_slice(), outcome.reusable), expected, "{response:?}");
    }
    for part in ["Content-Length: 3\r\n\r\nhi", "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n"] {
        let part = ask_all_ways(&get, &format!("HTTP/1.1 200 OK\r\n{part}"), false);
        assert_eq!((part.complete, part.reusable), (Ok(false), false), "some of the response is still to come");
    }
    let endless = ask_all_ways(&get, "HTTP/1.1 200 OK\r\n\r\nhi", false);
    assert_eq!((endless.complete, endless.reusable), (Ok(false), false));
    let ended = ask_all_ways(&get, "HTTP/1.1 200 OK\r\n\r\nhi", true);
    assert_eq!((ended.complete, ended.content.as_slice(), ended.reusable), (Ok(true), &b"hi"[..], false));
}

/// proves: 9112-8-record-incomplete
/// proves: 9112-6.3-short-body
/// proves: 9112-6.3-client-bad-cl
#[test]
fn what_is_incomplete_or_malformed_is_an_error() {
    let get = request(Method::Get, &[]);
    for response in [
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "what?",
    ] {
        let outcome = ask_all_ways(&get, response, true);
        assert!(outcome.complete.is_err() && !outcome.reusable, "{response:?}: {outcome:?}");
    }
}

/// proves: 9110-9.2.2-no-auto-retry
#[test]
fn only_silence_on_a_used_connection_is_worth_another_try() {
    let get = request(Method::Get, &[]);
    let no_answer = ask(get.clone(), [], true).complete.expect_err("nothing came");
    assert_eq!(no_answer, ResponseError::NoResponse);
    let cut_off = ask(get, [&b"HTTP"[..]], true).complete.expect_err("the head is cut off");
    let patch = Method::new(b"PATCH").expect("a token");
    for (method, repeats) in
        [(Method::Get, true), (Method::Put, true), (Method::Delete, true), (Method::Post, false), (patch, false)]
    {
        assert_eq!(may_repeat(&method, true, &no_answer), repeats, "{method}");
        assert!(!may_repeat(&method, false, &no_answer));
        assert!(!may_repeat(&method, true, &cut_off));
    }
}

/// proves: 9112-9.2-unsolicited
/// proves: 9112-9.2-unsolicited-close
#[test]
fn octets_that_nobody_asked_for_are_refused() {
    let mut connection = ClientConnection::new(Settings::default());
    assert_eq!(connection.receive(&mut &b"\r\n\r\n"[..]), Ok(None));
    assert!(connection.is_reusable());
    let mut planted: &[u8] = b"HTTP/1.1 200 OK\r\n\r\n";
    assert_eq!(connection.receive(&mut planted), Err(ResponseError::Unsolicited));
    assert!(!connection.is_reusable());
    assert!(connection.ask(request(Method::Get, &[]), Some(0), &mut Vec::new()).is_err());
}

/// proves: 9110-7.5-keep-sending
/// proves: 9112-9.5-client-stop
#[test]
fn an_early_response_stops_the_request_only_when_it_refuses_and_closes() {
    let table = [
        ("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", false),
        ("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n", true),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", true),
        ("HTTP/1.1 100 Continue\r\n\r\n", true),
    ];
    for (response, goes_on) in table {
        let mut connection = ClientConnection::new(Settings::default());
        let mut output = Vec::new();
        connection.ask(request(Method::Post, &[]), Some(5), &mut output).expect("nothing was asked yet");
        connection.send(b"he", &mut output).expect("it fits");
        let mut input = response.as_bytes();
        while connection.receive(&mut input).expect("it is a response").is_some() && !connection.is_complete() {}
        assert_eq!(connection.sends_content(), goes_on, "{response:?}");
        assert!(!connection.is_reusable(), "the request is not out");
        if goes_on {
            connection.send(b"llo", &mut output).expect("it fits");
            connection.end(&mut output).expect("nothing is missing");
            assert!(output.ends_with(b"Content-Length: 5\r\n\r\nhello"));
        }
    }
}
