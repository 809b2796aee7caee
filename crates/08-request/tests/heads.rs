//! Heads of requests as tables: what is accepted and what it means, what is refused, where, and why; each cut in every way.

#![allow(clippy::disallowed_methods, reason = "a test measures how long something takes")]

mod common;

use common::{decode_all_ways, decode_pieces};
use request::{ErrorKind, Form, InvalidUrl, Limits, Method, RequestDecoder, RequestHead, Status, Target, Version};

fn request(message: &[u8]) -> RequestHead {
    match decode_all_ways::<RequestDecoder>(Limits::default(), message) {
        Ok(Some((head, taken))) if taken == message.len() => head,
        other => panic!("{}: {other:?}", message.escape_ascii()),
    }
}

/// The request is refused for this reason at this octet, and with this status.
#[track_caller]
fn refused(message: impl AsRef<[u8]>, kind: ErrorKind, offset: usize, status: Status) {
    let message = message.as_ref();
    let error =
        decode_all_ways::<RequestDecoder>(Limits::default(), message).expect_err(&message.escape_ascii().to_string());
    assert_eq!((error.kind(), error.offset(), error.status()), (kind, offset, status), "{}", message.escape_ascii());
    assert!(error.section().starts_with("RFC 911"), "{error}");
}

/// proves: 9110-7.6-segmentation
/// proves: 9110-5.5-obs-text
#[test]
fn a_request_is_read() {
    let head = request(b"POST /a/b?c=d&e HTTP/1.1\r\nHost: Example.org:8080\r\nX:\r\nx: \tb\xff \t\r\n\r\n");
    assert_eq!(head.method, Method::Post);
    assert_eq!((head.target.form(), head.target.path(), head.target.query()), (Form::Origin, "/a/b", Some("c=d&e")));
    assert_eq!(head.version, Version::HTTP_11);
    let fields: Vec<_> = head.fields.iter().map(|field| (field.name(), field.value())).collect();
    assert_eq!(fields, [("Host", &b"Example.org:8080"[..]), ("X", b""), ("x", b"b\xff")]);
    let authority = head.authority().expect("there is a Host field");
    assert_eq!((authority.host(), authority.port()), ("Example.org", Some(8080)));
}

#[test]
fn the_offset_of_a_field_is_where_its_value_stands() {
    let message = b"\r\nGET / HTTP/1.1\r\nHost:  a\r\n\r\n";
    let head = request(message);
    let offset = head.fields.get("host").expect("there is a Host field").offset();
    assert_eq!(&message[offset..=offset], b"a");
}

/// proves: 9112-3.2.2-absolute-over-host
/// proves: 9112-3.3-reconstruct-uri
/// proves: 9112-3.3-empty-authority
#[test]
fn the_target_names_the_host_before_the_field_does() {
    let uri = |line: &str, host: &str| {
        request(format!("{line} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).target_uri("http", "default")
    };
    assert_eq!(uri("GET http://a:1/x?y", "b"), "http://a:1/x?y");
    assert_eq!(uri("GET /x?y", "b:2"), "http://b:2/x?y");
    assert_eq!(uri("GET /x?", ""), "http://default/x?");
    assert_eq!(uri("GET //x", "b"), "http://b//x");
    assert_eq!(uri("OPTIONS *", "b"), "http://b");
    assert_eq!(uri("CONNECT a:1", "b"), "http://a:1");
    let old = request(b"GET / HTTP/1.0\r\n\r\n");
    assert!(old.authority().is_none());
    let absolute = request(b"GET HTTPS://[::1]:80/ HTTP/1.1\r\nHost: b\r\n\r\n");
    assert_eq!(absolute.target.scheme(), Some("HTTPS"));
    assert_eq!(absolute.authority().map(|authority| (authority.host(), authority.port())), Some(("[::1]", Some(80))));
}

#[test]
fn options_may_be_about_the_whole_server() {
    for (line, server_wide) in [
        ("OPTIONS *", true),
        ("OPTIONS http://a", true),
        ("OPTIONS http://a/", false),
        ("OPTIONS /", false),
        ("GET http://a", false),
    ] {
        let head = request(format!("{line} HTTP/1.1\r\nHost: a\r\n\r\n").as_bytes());
        assert_eq!(head.target.is_server_wide(&head.method), server_wide, "{line}");
    }
}

/// proves: 9112-3.1-method-case
#[test]
fn methods_are_what_they_are_called() {
    for method in Method::KNOWN {
        assert!(method.is_known());
        assert_eq!(Method::new(method.as_str().as_bytes()), Some(method.clone()));
        let lower = Method::new(method.as_str().to_ascii_lowercase().as_bytes()).expect("it is a token");
        assert!(!lower.is_known());
    }
    assert_eq!(Method::new(b""), None);
    assert_eq!(Method::new(b"G T"), None);
    assert!(
        Method::Get.is_safe() && !Method::Put.is_safe() && Method::Put.is_idempotent() && !Method::Post.is_idempotent()
    );
}

/// proves: 9112-2.2-bare-lf
/// proves: 9112-2.2-recv-bare-cr
/// proves: 9110-5.5-cr-lf-nul
/// proves: 9112-5.1-space-before-colon-400
/// proves: 9112-5.2-server-fold
/// proves: 9112-2.2-recv-space-first
/// proves: 9112-3.2-host-missing-400
/// proves: 9112-3.2-host-duplicate-400
/// proves: 9112-3.2-host-invalid-400
/// proves: 9112-2.2-bad-field-line-400
/// proves: 9112-3.2-invalid-line-400
/// proves: 9110-15.6.6-major-505
/// proves: 9112-3.2.4-asterisk-options-only
/// proves: 9112-3.2.3-authority-connect-only
#[test]
fn a_refusal_says_what_and_where() {
    use ErrorKind::*;
    let bad = Status::BAD_REQUEST;
    let version = Status::HTTP_VERSION_NOT_SUPPORTED;
    let table: &[(&[u8], ErrorKind, usize, Status)] = &[
        (b"GET / HTTP/1.1\n", BareLf, 14, bad),
        (b"GET / HTTP/1.1\r\nHost: a\n", BareLf, 23, bad),
        (b"GET / HTTP/1.1\r\nHost: a\rb", BareCr, 23, bad),
        (b"GET / HTTP/1.1\r\nHost: a\r\r\n", BareCr, 23, bad),
        (b"GET / HTTP/1.1\r\n\rX", BareCr, 16, bad),
        (b"\x16\x03", ControlOctet, 0, bad),
        (b"GET / HTTP/1.1\r\nHost: a\0b", ControlOctet, 23, bad),
        (b"GET / HTTP/1.1\r\nHost: a\x7f", ControlOctet, 23, bad),
        (b"\r\n\r\n\r\n\r\n\r\n", TooManyEmptyLines, 8, bad),
        (b"\r\n\r\nGET\r\n", PartMissing, 7, bad),
        (b"GET /\r\n", PartMissing, 5, bad),
        (b"\tGET / HTTP/1.1\r\n", MethodInvalid, 0, bad),
        (b"G@T / HTTP/1.1\r\n", MethodInvalid, 1, bad),
        (b"GET  / HTTP/1.1\r\n", ExtraSpace, 4, bad),
        (b"GET /  HTTP/1.1\r\n", ExtraSpace, 6, bad),
        (b"GET / HTTP/1.1 \r\n", ExtraSpace, 14, bad),
        (b"GET /a b HTTP/1.1\r\n", ExtraSpace, 8, bad),
        (b"GET / http/1.1\r\n", VersionInvalid, 6, bad),
        (b"GET / HTTP/1.10\r\n", VersionInvalid, 6, bad),
        (b"PRI * HTTP/2.0\r\n", VersionUnsupported, 6, version),
        (b"GET /\x80 HTTP/1.1\r\n", TargetInvalid, 5, bad),
        (b"GET /#a HTTP/1.1\r\n", TargetInvalid, 5, bad),
        (b"GET /%4 HTTP/1.1\r\n", TargetInvalid, 4, bad),
        (b"GET a:80 HTTP/1.1\r\n", TargetForm, 4, bad),
        (b"GET * HTTP/1.1\r\n", TargetForm, 4, bad),
        (b"GET urn:a HTTP/1.1\r\n", TargetForm, 4, bad),
        (b"CONNECT a HTTP/1.1\r\n", TargetForm, 8, bad),
        (b"CONNECT / HTTP/1.1\r\n", AuthorityInvalid, 8, bad),
        (b"GET http:///a HTTP/1.1\r\n", HostEmpty, 11, bad),
        (b"GET http://b@a/ HTTP/1.1\r\n", UserInformation, 12, bad),
        (b"GET http://a:b/ HTTP/1.1\r\n", AuthorityInvalid, 13, bad),
        (b"GET / HTTP/1.1\r\n Host: a\r\n", SpaceBeforeFields, 16, bad),
        (b"GET / HTTP/1.1\r\nX: a\r\n b\r\n", Folded, 22, bad),
        (b"GET / HTTP/1.1\r\nHost\r\n", ColonMissing, 20, bad),
        (b"GET / HTTP/1.1\r\n: a\r\n", FieldNameEmpty, 16, bad),
        (b"GET / HTTP/1.1\r\nHost : a\r\n", SpaceBeforeColon, 20, bad),
        (b"GET / HTTP/1.1\r\nA b: c\r\n", FieldNameInvalid, 17, bad),
        (b"GET / HTTP/1.1\r\n\xe9: c\r\n", FieldNameInvalid, 16, bad),
        (b"GET / HTTP/1.1\r\n\r\n", HostMissing, 18, bad),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", HostRepeated, 31, bad),
        (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", HostInvalid, 22, bad),
    ];
    for (message, kind, offset, status) in table {
        refused(message, *kind, *offset, *status);
    }
}

/// proves: 9112-3-long-method-501
/// proves: 9112-3-long-target-414
/// proves: 9110-5.4-too-large-4xx
/// proves: 9110-17.5-limit-elements
#[test]
fn each_limit_is_the_last_value_that_is_taken() {
    use ErrorKind::*;
    let limits = Limits { empty_lines: 1, method: 4, target: 6, line: 12, fields: 3, section: 30 };
    let status = |message: &str| match decode_all_ways::<RequestDecoder>(limits, message.as_bytes()) {
        Ok(_) => None,
        Err(error) => Some((error.kind(), error.offset(), error.status().code())),
    };
    let line = |line: &str| status(&format!("{line}\r\nHost: a\r\n\r\n"));
    let fields = |fields: &str| status(&format!("GET / HTTP/1.0\r\n{fields}\r\n\r\n"));

    assert_eq!(line("POST /23456 HTTP/1.1"), None);
    assert_eq!(line("POST /234567 HTTP/1.1"), Some((TargetTooLong, 5 + 6, 414)));
    assert_eq!(line("PATCH / HTTP/1.1"), Some((MethodTooLong, 4, 501)));
    assert_eq!(line("G /2345678901234567890123"), Some((TargetTooLong, 2 + 6, 414)));
    assert_eq!(line("G / 45678901234567890123"), Some((ExtraSpace, 20, 400)));
    assert_eq!(line("GGGGGGGGGGGGGGGGGGGGGGGG"), Some((MethodTooLong, 4, 501)));
    // Also before the line ends, and whatever comes after it.
    assert_eq!(status("G /23456"), None);
    assert_eq!(status("G /234567"), Some((TargetTooLong, 2 + 6, 414)));
    assert_eq!(status("G /234567\0"), Some((TargetTooLong, 2 + 6, 414)));
    assert_eq!(status("GGGG"), None);
    assert_eq!(status("GGGGG"), Some((MethodTooLong, 4, 501)));
    assert_eq!(status("GGGGG\n"), Some((MethodTooLong, 4, 501)));
    assert_eq!(line("G /23456 "), Some((VersionInvalid, 9, 400)));
    assert_eq!(status("G /23456\r"), None);
    assert_eq!(line("G@GGGGGGGGGGGGGGGGGGGGGG"), Some((MethodInvalid, 1, 400)));

    assert_eq!(fields("A: 456789012"), None);
    assert_eq!(fields("A: 4567890123"), Some((LineTooLong, 16 + 12, 431)));
    assert_eq!(fields("A: b\r\nA: b\r\nA: b"), None);
    assert_eq!(fields("A: b\r\nA: b\r\nA: b\r\nA: b"), Some((TooManyFields, 34, 431)));
    assert_eq!(fields("A: 4567890\r\nA: 45678901\r\nA: bc"), None);
    assert_eq!(fields("A: 4567890\r\nA: 45678901\r\nA: bcd"), Some((SectionTooLong, 46, 431)));
    assert_eq!(status("\r\nGET / HTTP/1.0\r\n\r\n"), None);
    assert_eq!(status("\r\n\r\nGET / HTTP/1.0\r\n\r\n"), Some((TooManyEmptyLines, 2, 400)));
}

/// proves: 9112-2.2-skip-empty-line
/// proves: 9112-6.3-request-no-length
#[test]
fn one_head_after_another_comes_from_the_same_octets() {
    let stream = b"GET /1 HTTP/1.1\r\nHost: a\r\n\r\n\r\nGET /2 HTTP/1.1\r\nHost: b\r\n\r\nGET /3 HT";
    for size in 1..=stream.len() {
        let mut decoder = RequestDecoder::new(Limits::default());
        let mut targets = Vec::new();
        for mut piece in stream.chunks(size) {
            while let Some(head) = decoder.decode(&mut piece).expect("all heads are right") {
                targets.push(head.target.as_str().to_owned());
            }
        }
        assert_eq!(targets, ["/1", "/2"], "pieces of {size}");
        assert!(decoder.has_begun());
        assert_eq!(decoder.incomplete().map(|error| (error.kind(), error.offset())), Some((ErrorKind::Incomplete, 9)));
    }
    assert_eq!(RequestDecoder::new(Limits::default()).incomplete(), None);
}

#[test]
fn an_error_stays() {
    let mut decoder = RequestDecoder::new(Limits::default());
    let first = decoder.decode(&mut &b"GET / HTTP/1.1\n"[..]);
    assert!(first.is_err());
    assert_eq!(decoder.decode(&mut &b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"[..]), first);
}

/// proves: 9112-3.2.1-origin-form
/// proves: 9112-3.2.1-empty-path
/// proves: 9112-3.2.4-client-asterisk
/// proves: 9110-7.1-special-targets
/// proves: 9112-3.2-client-host-value
/// proves: 9110-7.2-host-first
/// proves: 9110-4.2.3-host-case
#[test]
fn a_request_is_written_for_the_server_of_its_uri() {
    let written = |method: &Method, uri: &str| {
        let uri = Target::uri(uri).expect("it is a URI");
        let head = RequestHead::to(method.clone(), &uri).expect("it is absolute");
        let mut out = Vec::new();
        head.encode(&mut out);
        assert_eq!(request(&out), head);
        String::from_utf8(out).expect("it is ASCII")
    };
    for (method, uri, expected) in [
        (Method::Get, "http://a/b?c", "GET /b?c HTTP/1.1\r\nHost: a\r\n\r\n"),
        (Method::Get, "HTTP://A:80?c", "GET /?c HTTP/1.1\r\nHost: A:80\r\n\r\n"),
        (Method::Options, "http://[::1]:8", "OPTIONS * HTTP/1.1\r\nHost: [::1]:8\r\n\r\n"),
        (Method::Options, "http://a/", "OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n"),
        (Method::Connect, "https://a/", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"),
    ] {
        assert_eq!(written(&method, uri), expected);
    }
    for uri in ["/a", "*", "a:80", "http://", "http://u@a/", "http://a b/", "urn:a", ""] {
        assert!(Target::uri(uri).is_err(), "{uri}");
    }
}

#[test]
fn a_url_says_where_to_connect_to() {
    for (url, expected) in [
        ("http://Example.org/a#b", "example.org:80"),
        ("HTTP://[::1]:8080", "[::1]:8080"),
        ("http://127.0.0.1:?a", "127.0.0.1:80"),
    ] {
        let server = Target::http_url(url).expect("it is a URL").server().expect("it names a server");
        assert_eq!(server.to_string(), expected);
        assert!(!server.host.contains('['), "{server}");
    }
    assert_eq!(Target::http_url("http://a/b?c#d").expect("it is a URL").as_str(), "http://a/b?c");
    for (url, scheme) in
        [("https://a/", "https"), ("mailto:b@a", "mailto"), ("javascript:c", "javascript"), ("file:///a", "file")]
    {
        assert_eq!(Target::http_url(url), Err(InvalidUrl::Scheme(scheme.to_owned())));
    }
    for url in ["/a", "#http://a/", "http://", "http://u@a/", ""] {
        assert!(matches!(Target::http_url(url), Err(InvalidUrl::Uri(_))), "{url}");
    }
    assert_eq!(Target::uri("ftp://a/").expect("it is a URI").server(), None);
}

/// proves: 9110-7.6-segmentation
#[test]
fn each_octet_is_looked_at_once() {
    use std::time::{Duration, Instant};
    // Four times as many octets, one by one: four times the time if each is looked at once, sixteen times if each look
    // begins at the start again.
    let limits = Limits { line: usize::MAX, section: usize::MAX, ..Limits::default() };
    let time = |octets: usize| {
        let message = [b"GET / HTTP/1.1\r\nHost: a\r\nX: ", "x".repeat(octets).as_bytes(), b"\r\n\r\n"].concat();
        let once = || {
            let start = Instant::now();
            let decoded = decode_pieces::<RequestDecoder>(limits, message.chunks(1));
            assert!(matches!(decoded, Ok(Some(_))));
            start.elapsed()
        };
        (0..3).map(|_| once()).min().unwrap_or(Duration::MAX)
    };
    // What else the machine does may slow one of them, but not in each of many attempts.
    let attempts: Vec<_> = (0..5).map(|_| (time(50_000), time(200_000))).collect();
    assert!(attempts.iter().any(|(short, long)| *long < *short * 9), "50,000 and 200,000 octets took {attempts:?}");
}
