//! What the encoder writes and refuses, what heads declare, what clients expect, and what is a form.

use body::{BodyEncoder, EncodeError, Expectation, Framing, form};
use request::{Fields, RequestDecoder, RequestHead};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

fn encoded(framing: Framing, pieces: &[&[u8]]) -> std::result::Result<Vec<u8>, EncodeError> {
    let (mut encoder, mut out) = (BodyEncoder::new(framing), Vec::new());
    for piece in pieces {
        encoder.content(piece, &mut out)?;
    }
    encoder.end(&Fields::new(), &mut out)?;
    assert_eq!(encoder.content(b"more", &mut out), Err(EncodeError::Ended));
    assert_eq!(encoder.end(&Fields::new(), &mut out), Err(EncodeError::Ended));
    Ok(out)
}

/// proves: 9112-6.1-no-double-chunked
/// proves: 9110-5.6.3-no-bws
#[test]
fn content_is_framed_as_its_head_says() {
    type Case<'a> = (Framing, &'a [&'a [u8]], std::result::Result<&'a [u8], EncodeError>);
    let hello: &[&[u8]] = &[b"Hello ", b"", b"World"];
    let cases: [Case; 9] = [
        (Framing::Chunked, hello, Ok(b"6\r\nHello \r\n5\r\nWorld\r\n0\r\n\r\n")),
        (Framing::Chunked, &[&[b'x'; 16]], Ok(b"10\r\nxxxxxxxxxxxxxxxx\r\n0\r\n\r\n")),
        (Framing::Chunked, &[b""], Ok(b"0\r\n\r\n")),
        (Framing::Length(11), hello, Ok(b"Hello World")),
        (Framing::UntilClose, hello, Ok(b"Hello World")),
        (Framing::Empty, &[b""], Ok(b"")),
        (Framing::Empty, hello, Err(EncodeError::TooMuch)),
        (Framing::Length(10), hello, Err(EncodeError::TooMuch)),
        (Framing::Length(12), hello, Err(EncodeError::TooLittle)),
    ];
    for (framing, pieces, expected) in cases {
        assert_eq!(encoded(framing, pieces), expected.map(<[u8]>::to_vec), "{framing:?}");
    }
}

/// proves: 9110-6.5.1-only-permitted
#[test]
fn trailers_are_sent_where_they_may_stand() -> Result {
    let with = |framing, name: &str| -> Result<_> {
        let mut trailers = Fields::new();
        trailers.push(name, "1")?;
        let mut out = Vec::new();
        Ok(BodyEncoder::new(framing).end(&trailers, &mut out).map(|()| String::from_utf8_lossy(&out).into_owned()))
    };
    assert_eq!(with(Framing::Chunked, "X-Sum")?, Ok("0\r\nX-Sum: 1\r\n\r\n".to_owned()));
    for framing in [Framing::Empty, Framing::Length(0), Framing::UntilClose] {
        assert_eq!(with(framing, "X-Sum")?, Err(EncodeError::NoTrailers));
    }
    for name in
        ["content-length", "Transfer-Encoding", "HOST", "Authorization", "Content-Type", "Set-Cookie", "Trailer"]
    {
        assert_eq!(with(Framing::Chunked, name)?, Err(EncodeError::NotATrailer), "{name}");
    }
    Ok(())
}

/// proves: 9112-6.2-no-cl-with-te
#[test]
fn a_head_declares_one_framing() -> Result {
    let mut fields = Fields::new();
    fields.push("content-length", "3")?;
    fields.push("TRANSFER-ENCODING", "gzip")?;
    for (framing, declared) in [
        (Framing::Chunked, "Transfer-Encoding: chunked\r\n\r\n"),
        (Framing::Length(5), "Content-Length: 5\r\n\r\n"),
        (Framing::Length(0), "Content-Length: 0\r\n\r\n"),
        (Framing::Empty, "\r\n"),
        (Framing::UntilClose, "\r\n"),
    ] {
        let mut out = Vec::new();
        framing.declare(&mut fields)?;
        fields.encode(&mut out);
        assert_eq!(String::from_utf8_lossy(&out), declared);
    }
    Ok(())
}

fn request(version: &str, fields: &str) -> Result<RequestHead> {
    let text = format!("POST / HTTP/{version}\r\nHost: a\r\n{fields}\r\n");
    Ok(RequestDecoder::new(request::Limits::default()).decode(&mut text.as_bytes())?.ok_or("no whole head")?)
}

/// proves: 9110-10.1.1-case
/// proves: 9110-10.1.1-http10-ignored
#[test]
fn expectations_are_known_or_not() -> Result {
    let cases = [
        ("1.1", "", Expectation::None),
        ("1.1", "Expect:\r\n", Expectation::None),
        ("1.1", "Expect: 100-continue\r\n", Expectation::Continue),
        ("1.1", "expect: 100-CONTINUE\r\nExpect: ,100-continue\r\n", Expectation::Continue),
        ("1.1", "Expect: 100-continue, other\r\n", Expectation::Unknown),
        ("1.1", "Expect: other\r\nExpect: 100-continue\r\n", Expectation::Unknown),
        ("1.1", "Expect: 100-continue;a=b\r\n", Expectation::Unknown),
        ("1.0", "Expect: 100-continue\r\n", Expectation::None),
        ("1.0", "Expect: other\r\n", Expectation::None),
    ];
    for (version, fields, expected) in cases {
        assert_eq!(body::expectation(&request(version, fields)?), expected, "{version} {fields}");
    }
    Ok(())
}

/// proves: 9110-8.3.1-type-case
#[test]
fn a_form_is_known_by_its_media_type() -> Result {
    let cases = [
        ("Content-Type: application/x-www-form-urlencoded\r\n", true),
        ("content-type: Application/X-WWW-Form-URLEncoded ; charset=utf-8\r\n", true),
        ("", false),
        ("Content-Type: text/plain; a=\"application/x-www-form-urlencoded\"\r\n", false),
        ("Content-Type: application/x-www-form-urlencoded, text/plain\r\n", false),
        ("Content-Type: application/x-www-form-urlencoded\r\nContent-Type: text/plain\r\n", false),
        ("Content-Type: application/x-www-form-urlencoded\r\nContent-Encoding: gzip\r\n", false),
    ];
    for (fields, expected) in cases {
        assert_eq!(form::is_form(&request("1.1", fields)?.fields), expected, "{fields}");
    }
    Ok(())
}
