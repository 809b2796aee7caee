//! Heads of responses as tables: what is accepted and what it means, what is refused, where, and why; each cut in every
//! way.

mod common;

use common::decode_all_ways;
use request::{Class, Limits, Status};
use response::{ErrorKind, ResponseDecoder, ResponseHead};

fn response(message: &[u8]) -> ResponseHead {
    match decode_all_ways::<ResponseDecoder>(Limits::default(), message) {
        Ok(Some((head, taken))) if taken == message.len() => head,
        other => panic!("{}: {other:?}", message.escape_ascii()),
    }
}

#[track_caller]
fn refused(message: &[u8], kind: ErrorKind, offset: usize) {
    let error =
        decode_all_ways::<ResponseDecoder>(Limits::default(), message).expect_err(&message.escape_ascii().to_string());
    assert_eq!((error.kind(), error.offset()), (kind, offset), "{}", message.escape_ascii());
    assert!(error.section().starts_with("RFC 911"), "{error}");
}

/// proves: 9112-5.2-client-fold
/// proves: 9112-4-ignore-reason
/// proves: 9110-15-class
/// proves: 9110-15-invalid-code
/// proves: 9110-6.2-higher-minor
/// proves: 9112-2.2-parse-octets
#[test]
fn a_response_is_read() {
    let head = response(b"HTTP/1.1 404 Not \xe9 Found\r\nX: a \r\n\t b\r\nY:\r\n  c \r\n \r\nZ: \r\n d\r\n\r\n");
    assert_eq!(
        (head.status.code(), head.status.class(), head.reason()),
        (404, Class::ClientError, &b"Not \xe9 Found"[..])
    );
    let fields: Vec<_> = head.fields.iter().map(|field| (field.name(), field.value())).collect();
    assert_eq!(fields, [("X", &b"a     b"[..]), ("Y", b"c"), ("Z", b"d")]);
    for (line, code, class) in [
        ("HTTP/1.1 200 ", 200, Class::Successful),
        ("HTTP/1.1 200", 200, Class::Successful),
        ("HTTP/1.0 471 ?", 471, Class::ClientError),
        ("HTTP/1.9 103 a b  c", 103, Class::Informational),
        ("HTTP/1.1 304 ", 304, Class::Redirection),
        ("HTTP/1.1 000 ", 0, Class::ServerError),
        ("HTTP/1.1 099 ", 99, Class::ServerError),
        ("HTTP/1.1 700 ", 700, Class::ServerError),
    ] {
        let head = response(format!("{line}\r\n\r\n").as_bytes());
        assert_eq!((head.status.code(), head.status.class()), (code, class), "{line}");
    }
}

/// proves: 9112-2.3-version-case
#[test]
fn a_response_that_is_none_is_refused() {
    use ErrorKind::{EmptyLineFirst, Head, StatusInvalid, StatusLineInvalid};
    use request::ErrorKind::{
        BareLf, ControlOctet, SpaceBeforeColon, SpaceBeforeFields, VersionInvalid, VersionUnsupported,
    };
    let table: &[(&[u8], ErrorKind, usize)] = &[
        (b"\r\n", EmptyLineFirst, 0),
        (b"HTTP/1.1\r\n", StatusLineInvalid, 8),
        (b"HTTP\r\n", StatusLineInvalid, 4),
        (b"HTTP/1.1\t200 OK\r\n", StatusLineInvalid, 8),
        (b"HTTP/1.1 20 OK\r\n", StatusInvalid, 9),
        (b"HTTP/1.1 2000\r\n", StatusInvalid, 12),
        (b"HTTP/1.1 +20 OK\r\n", StatusInvalid, 9),
        (b"HTTP/2.0 200 OK\r\n", Head(VersionUnsupported), 0),
        (b"http/1.1 200 OK\r\n", Head(VersionInvalid), 0),
        (b"HTTP/1.1 200 OK\n", Head(BareLf), 15),
        (b"HTTP/1.1 200 OK\r\n X: y\r\n", Head(SpaceBeforeFields), 17),
        (b"HTTP/1.1 200 OK\r\nX : y\r\n", Head(SpaceBeforeColon), 18),
        (b"HTTP/1.1 200 OK\r\nX: y\r\n \0", Head(ControlOctet), 24),
    ];
    for (message, kind, offset) in table {
        refused(message, *kind, *offset);
    }
}

/// proves: 9112-4-status-line-space
/// proves: 9110-15-valid-codes
/// proves: 9110-2.2-grammar
/// proves: 9110-5.6.3-ows-single-sp
/// proves: 9110-5.6.3-no-other-ows
#[test]
fn a_response_is_written_as_it_must_be() {
    let mut head = ResponseHead::new(Status::new(299).expect("it is a status code"));
    head.fields.push("X", b" \ta\xff\t").expect("it is a field");
    let mut out = Vec::new();
    head.encode(&mut out);
    assert_eq!(out, b"HTTP/1.1 299 \r\nX: a\xff\r\n\r\n");
    assert_eq!(response(&out), head);
    assert_eq!((Status::new(99), Status::new(600)), (None, None));
    let old = response(b"HTTP/1.0 200 Fine\r\n\r\n");
    let mut out = Vec::new();
    old.encode(&mut out);
    assert_eq!(out, b"HTTP/1.1 200 OK\r\n\r\n");
}

#[test]
fn each_limit_is_the_last_value_that_is_taken() {
    use request::ErrorKind::{LineTooLong, SectionTooLong, TooManyFields};
    let limits = Limits { line: 18, fields: 2, section: 24, ..Limits::default() };
    let refusal = |message: &str| match decode_all_ways::<ResponseDecoder>(limits, message.as_bytes()) {
        Ok(_) => None,
        Err(error) => Some((error.kind(), error.offset())),
    };
    let long = |kind: request::ErrorKind, offset| Some((ErrorKind::Head(kind), offset));
    assert_eq!(refusal("HTTP/1.1 200 45678\r\n\r\n"), None);
    assert_eq!(refusal("HTTP/1.1 200 456789"), long(LineTooLong, 18));
    assert_eq!(refusal("HTTP/1.1 200 \r\nA: b\r\nA: b\r\n\r\n"), None);
    assert_eq!(refusal("HTTP/1.1 200 \r\nA: b\r\nA: b\r\nA"), long(TooManyFields, 27));
    assert_eq!(refusal("HTTP/1.1 200 \r\nA: 4567890\r\nA: 4567890"), None);
    assert_eq!(refusal("HTTP/1.1 200 \r\nA: 4567890\r\nA: 45678901234"), long(SectionTooLong, 39));
    // A fold is a line of the section as any other.
    assert_eq!(refusal("HTTP/1.1 200 \r\nA: 4567890\r\n 234567890123"), long(SectionTooLong, 39));
}

#[test]
fn an_error_stays() {
    let mut decoder = ResponseDecoder::new(Limits::default());
    let first = decoder.decode(&mut &b"HTTP/1.1 2x0 \r\n"[..]);
    assert!(first.is_err());
    assert_eq!(decoder.decode(&mut &b"HTTP/1.1 200 \r\n\r\n"[..]), first);
}

#[test]
fn one_head_after_another_comes_from_the_same_octets() {
    let stream = b"HTTP/1.1 100 \r\n\r\nHTTP/1.1 103 \r\nLink: a\r\n\r\nHTTP/1.1 200 \r\nA: b\r\n c\r\n\r\nHTTP/1.1 20";
    for size in 1..=stream.len() {
        let mut decoder = ResponseDecoder::new(Limits::default());
        let mut codes = Vec::new();
        for mut piece in stream.chunks(size) {
            while let Some(head) = decoder.decode(&mut piece).expect("all heads are right") {
                codes.push(head.status.code());
            }
        }
        assert_eq!(codes, [100, 103, 200], "pieces of {size}");
        assert!(decoder.has_begun());
        let incomplete = decoder.incomplete().map(|error| (error.kind(), error.offset()));
        assert_eq!(incomplete, Some((ErrorKind::Head(request::ErrorKind::Incomplete), 11)));
    }
    assert_eq!(ResponseDecoder::new(Limits::default()).incomplete(), None);
}
