//! Bodies and heads fed at every split, and what must come out.

use body::{BodyDecoder, Error, ErrorKind, Framing, Limits, Part};
use request::{Fields, Method, RequestDecoder, RequestHead};
use response::ResponseDecoder;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What a body comes to: its content, its trailers, and how many octets are after it.
type Decoded = std::result::Result<(Vec<u8>, Fields, usize), Error>;

/// Feeds pieces one after the other; the connection ends after the last.
fn decode_pieces<'a>(framing: Framing, limits: Limits, pieces: impl IntoIterator<Item = &'a [u8]>) -> Decoded {
    decode_with(BodyDecoder::for_request(framing, limits), pieces)
}

fn decode_with<'a>(mut decoder: BodyDecoder, pieces: impl IntoIterator<Item = &'a [u8]>) -> Decoded {
    let (mut content, mut end, mut after) = (Vec::new(), None, 0);
    for piece in pieces {
        let mut input = piece;
        while let Some(part) = decoder.decode(&mut input)? {
            match part {
                Part::Content(octets) => {
                    assert!(!octets.is_empty(), "a piece without octets");
                    content.extend_from_slice(octets);
                }
                Part::End(trailers) => assert!(end.replace(trailers).is_none(), "a second end"),
            }
        }
        assert!(end.is_some() || input.is_empty(), "octets were left before the end");
        after += input.len();
    }
    decoder.end_of_connection()?;
    Ok((content, end.unwrap_or_default(), after))
}

/// Feeds a body whole, octet by octet, and cut in two at each position: always the same comes out.
fn decode(framing: Framing, limits: Limits, body: &[u8]) -> Decoded {
    let whole = decode_pieces(framing, limits, [body]);
    let octets = decode_pieces(framing, limits, body.chunks(1));
    assert_eq!(octets, whole, "octet by octet: {}", body.escape_ascii());
    for cut in 0..=body.len() {
        let halves = decode_pieces(framing, limits, [&body[..cut], &body[cut..]]);
        assert_eq!(halves, whole, "cut at {cut}: {}", body.escape_ascii());
    }
    whole
}

fn chunked(body: impl AsRef<[u8]>) -> Decoded {
    decode(Framing::Chunked, Limits::default(), body.as_ref())
}

fn kind(decoded: &Decoded) -> Option<ErrorKind> {
    decoded.as_ref().err().map(Error::kind)
}

/// proves: 9112-7.1-decode
/// proves: 9110-7.6-segmentation
/// proves: 9110-5.6.3-accept-bws
/// proves: 9112-7.1.1-ignore-ext
#[test]
fn chunks_become_content() -> Result {
    let bodies: [(&str, &str); 13] = [
        ("0\r\n\r\n", ""),
        ("5\r\nHello\r\n0\r\n\r\n", "Hello"),
        ("5\r\nHello\r\n6\r\n World\r\n0\r\n\r\n", "Hello World"),
        ("a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        ("A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        ("00000000000000000005\r\nHello\r\n000\r\n\r\n", "Hello"),
        ("2\r\n\r\n\r\n1\r\n\n\r\n0\r\n\r\n", "\r\n\n"),
        ("3\r\n0\r\n\r\n0\r\n\r\n", "0\r\n"),
        ("5;a\r\nHello\r\n0;last\r\n\r\n", "Hello"),
        ("5 ; a = b ;c\t=\t\"d\" ; e\r\nHello\r\n0\r\n\r\n", "Hello"),
        ("5;a=\"\"\r\nHello\r\n0\r\n\r\n", "Hello"),
        ("5;a=\"caf\u{e9};\\\"\"\r\nHello\r\n0\r\n\r\n", "Hello"),
        ("1\r\na\r\n1\r\nb\r\n1\r\nc\r\n0\r\n\r\n", "abc"),
    ];
    for (body, content) in bodies {
        let (came, trailers, after) = chunked(format!("{body}GET"))?;
        assert_eq!((&*came, trailers.len(), after), (content.as_bytes(), 0, 3), "{body:?}");
        // The client reads the chunks of a response as the server reads those of a request.
        let response = BodyDecoder::for_response(Framing::Chunked, Limits::default());
        assert_eq!(decode_with(response, body.as_bytes().chunks(1))?.0, content.as_bytes(), "{body:?}");
    }
    Ok(())
}

/// proves: 9112-7.1.2-store-separately
/// proves: 9112-7.1.2-no-blind-merge
#[test]
fn trailers_come_with_the_end() -> Result {
    let (content, trailers, after) = chunked("1\r\na\r\n0\r\nX-Sum: 1\r\nHost: evil\r\n\r\nHost: b\r\n\r\n")?;
    let came: Vec<_> = trailers.iter().map(|field| (field.name(), field.value())).collect();
    assert_eq!(came, [("X-Sum", &b"1"[..]), ("Host", b"evil")]);
    assert_eq!((&*content, after), (&b"a"[..], 11));
    let response = BodyDecoder::for_response(Framing::Chunked, Limits::default());
    let (content, trailers, _) = decode_with(response, [&b"1\r\na\r\n0\r\nContent-Length: 9\r\n\r\n"[..]])?;
    assert_eq!((&*content, trailers.get("Content-Length").is_some()), (&b"a"[..], true));
    Ok(())
}

/// proves: 9112-7.1-bad-framing
/// proves: 9112-7.1-large-size
/// proves: 9112-2.2-bare-lf
/// proves: 9112-2.2-recv-bare-cr
/// proves: 9112-5.2-server-fold
#[test]
fn chunks_are_refused_where_they_are_wrong() {
    use ErrorKind::{ChunkTooLong, ExtensionInvalid, Incomplete, Line, SizeInvalid, SizeTooLarge};
    use request::ErrorKind::{BareCr, BareLf, ColonMissing, ControlOctet, Folded, SpaceBeforeColon};
    let bodies: [(&str, ErrorKind, usize); 48] = [
        ("", Incomplete, 0),
        ("5", Incomplete, 1),
        ("5\r\nHel", Incomplete, 6),
        ("5\r\nHello", Incomplete, 8),
        ("5\r\nHello\r", Incomplete, 9),
        ("5\r\nHello\r\n", Incomplete, 10),
        ("5\r\nHello\r\n0\r\n", Incomplete, 13),
        ("5\r\nHello\r\n0\r\n\r", Incomplete, 14),
        ("0\r\nX: y\r\n", Incomplete, 9),
        ("\r\n", SizeInvalid, 0),
        ("\r\n5\r\nHello\r\n0\r\n\r\n", SizeInvalid, 0),
        (";a\r\n", SizeInvalid, 0),
        ("+5\r\nHello\r\n", SizeInvalid, 0),
        ("-1\r\n", SizeInvalid, 0),
        (" 5\r\nHello\r\n", SizeInvalid, 0),
        ("\t5\r\n", SizeInvalid, 0),
        ("x5\r\n", SizeInvalid, 0),
        ("g\r\n", SizeInvalid, 0),
        ("\u{ff15}\r\n", SizeInvalid, 0),
        ("0x5\r\nHello\r\n", ExtensionInvalid, 1),
        ("5x\r\n", ExtensionInvalid, 1),
        ("5h\r\n", ExtensionInvalid, 1),
        ("5 \r\nHello\r\n", ExtensionInvalid, 1),
        ("5\t\r\nHello\r\n", ExtensionInvalid, 1),
        ("5 5\r\n", ExtensionInvalid, 1),
        ("5_0\r\n", ExtensionInvalid, 1),
        ("5,5\r\n", ExtensionInvalid, 1),
        ("5.0\r\n", ExtensionInvalid, 1),
        ("5;\r\n", ExtensionInvalid, 2),
        ("5;a;\r\n", ExtensionInvalid, 4),
        ("5;;a\r\n", ExtensionInvalid, 2),
        ("5;a=\r\n", ExtensionInvalid, 4),
        ("5;a=\"b\r\n", ExtensionInvalid, 6),
        ("5;a=\"b\"c\r\n", ExtensionInvalid, 7),
        ("5;a \r\n", ExtensionInvalid, 3),
        ("10000000000000000\r\n", SizeTooLarge, 0),
        ("FFFFFFFFFFFFFFFFF\r\n", SizeTooLarge, 0),
        ("000000000000000000000000000000001\r\n", SizeTooLarge, 32),
        ("5\nHello\r\n", Line(BareLf), 1),
        ("5\rHello\r\n", Line(BareCr), 1),
        ("5;a\0\r\n", Line(ControlOctet), 3),
        ("5\r\nHello\n0\r\n\r\n", Line(BareLf), 8),
        ("5\r\nHello0\r\n\r\n", ChunkTooLong, 8),
        ("5\r\nHello World\r\n0\r\n\r\n", ChunkTooLong, 8),
        ("5\r\nHello\r0\r\n\r\n", Line(BareCr), 8),
        ("0\r\nfield\r\n\r\n", Line(ColonMissing), 8),
        ("0\r\nX : y\r\n\r\n", Line(SpaceBeforeColon), 4),
        ("0\r\nX: y\r\n z\r\n\r\n", Line(Folded), 9),
    ];
    for (body, expected, offset) in bodies {
        let error = chunked(body).expect_err(body);
        assert_eq!((error.kind(), error.offset()), (expected, offset), "{body:?}: {error}");
    }
}

/// proves: 9112-7.1-large-size
#[test]
fn a_huge_chunk_is_counted_and_not_waited_for() -> Result {
    let limits = Limits::content(u64::MAX - 1);
    let refused = decode(Framing::Chunked, limits, b"FFFFFFFFFFFFFFFF\r\nHello");
    assert_eq!(kind(&refused), Some(ErrorKind::ContentTooLarge));
    let mut decoder = BodyDecoder::for_request(Framing::Chunked, Limits::default());
    let mut input: &[u8] = b"FFFFFFFFFFFFFFFF\r\nHello";
    assert_eq!(decoder.decode(&mut input)?, Some(Part::Content(b"Hello")));
    assert_eq!(decoder.decode(&mut input)?, None);
    Ok(())
}

/// proves: 9110-17.5-limit-elements
/// proves: 9112-7.1.1-limit-ext
#[test]
fn everything_has_its_limit() {
    let limits = Limits { content: 8, size_digits: 4, extensions: 10, ..Limits::default() };
    let with = |framing, body: &str| kind(&decode(framing, limits, body.as_bytes()));
    assert_eq!(with(Framing::Length(8), "Hello Wo"), None);
    assert_eq!(with(Framing::Length(9), "Hello Wor"), Some(ErrorKind::ContentTooLarge));
    assert_eq!(with(Framing::Length(u64::MAX), ""), Some(ErrorKind::ContentTooLarge));
    assert_eq!(with(Framing::UntilClose, "Hello Wo"), None);
    assert_eq!(with(Framing::UntilClose, "Hello Wor"), Some(ErrorKind::ContentTooLarge));
    assert_eq!(with(Framing::Chunked, "4\r\nHell\r\n4\r\no Wo\r\n0\r\n\r\n"), None);
    assert_eq!(with(Framing::Chunked, "4\r\nHell\r\n5\r\no Wor\r\n"), Some(ErrorKind::ContentTooLarge));
    assert_eq!(with(Framing::Chunked, "0000\r\n\r\n"), None);
    assert_eq!(with(Framing::Chunked, "00000\r\n\r\n"), Some(ErrorKind::SizeTooLarge));
    assert_eq!(with(Framing::Chunked, "1;abcd\r\na\r\n0;abcd\r\n\r\n"), None);
    assert_eq!(with(Framing::Chunked, "1;abcd\r\na\r\n0;abcde\r\n\r\n"), Some(ErrorKind::ExtensionsTooLong));
    assert_eq!(with(Framing::Chunked, &format!("1;{}", "a".repeat(14))), Some(ErrorKind::ExtensionsTooLong));
    let many = Limits { trailers: request::Limits { fields: 2, ..request::Limits::default() }, ..Limits::default() };
    let refused = decode(Framing::Chunked, many, b"0\r\nA: b\r\nA: b\r\nA: b\r\n\r\n");
    assert_eq!(refused.map_err(|error| error.status().code()), Err(431));
}

/// proves: 9112-6.3-short-body
/// proves: 9112-6.3-request-no-length
#[test]
fn other_content_ends_where_it_should() -> Result {
    let all = |framing, body: &str| decode(framing, Limits::default(), body.as_bytes());
    assert_eq!(all(Framing::Empty, "Hello")?, (vec![], Fields::new(), 5));
    assert_eq!(all(Framing::Length(0), "Hello")?, (vec![], Fields::new(), 5));
    assert_eq!(all(Framing::Length(3), "Hello")?, (b"Hel".to_vec(), Fields::new(), 2));
    assert_eq!(all(Framing::UntilClose, "Hello")?, (b"Hello".to_vec(), Fields::new(), 0));
    assert_eq!(kind(&all(Framing::Length(6), "Hello")), Some(ErrorKind::Incomplete));
    Ok(())
}

#[test]
fn an_error_stays_and_an_end_too() {
    let mut decoder = BodyDecoder::for_request(Framing::Chunked, Limits::default());
    let error = decoder.decode(&mut &b"+5\r\n"[..]).expect_err("a sign is no digit");
    assert_eq!(decoder.decode(&mut &b"0\r\n\r\n"[..]), Err(error));
    assert_eq!(decoder.end_of_connection(), Err(error));
    let mut decoder = BodyDecoder::for_request(Framing::Empty, Limits::default());
    assert_eq!(decoder.decode(&mut &b""[..]), Ok(Some(Part::End(Fields::new()))));
    assert!(decoder.has_ended());
    assert_eq!(decoder.decode(&mut &b"Hello"[..]), Ok(None));
}

/// proves: 9112-5.2-client-fold
#[test]
fn a_folded_trailer_of_a_response_is_read() -> Result {
    let mut decoder = BodyDecoder::for_response(Framing::Chunked, Limits::default());
    let mut input: &[u8] = b"0\r\nX: a\r\n b\r\n\r\n";
    let Some(Part::End(trailers)) = decoder.decode(&mut input)? else { return Err("no end".into()) };
    assert_eq!(trailers.get("X").map(|field| field.value()), Some(&b"a   b"[..]));
    Ok(())
}

fn request(version: &str, fields: &str) -> Result<RequestHead> {
    let text = format!("POST / HTTP/{version}\r\nHost: a\r\n{fields}\r\n");
    Ok(RequestDecoder::new(request::Limits::default()).decode(&mut text.as_bytes())?.ok_or("no whole head")?)
}

/// proves: 9112-6.3-request-no-length
/// proves: 9112-7-coding-case
/// proves: 9110-8.6-large-cl
#[test]
fn a_request_says_how_it_is_framed() -> Result {
    let framings = [
        ("", Framing::Empty),
        ("Content-Length: 0\r\n", Framing::Length(0)),
        ("Content-Length: 5\r\n", Framing::Length(5)),
        ("CONTENT-length:\t00005 \r\n", Framing::Length(5)),
        ("Content-Length: 18446744073709551615\r\n", Framing::Length(u64::MAX)),
        ("Transfer-Encoding: chunked\r\n", Framing::Chunked),
        ("transfer-encoding: CHUNKED\r\n", Framing::Chunked),
        ("X-Content-Length: 5\r\nContent-Lengt: 6\r\n", Framing::Empty),
    ];
    for (fields, framing) in framings {
        assert_eq!(body::request_framing(&request("1.1", fields)?), Ok(framing), "{fields}");
    }
    Ok(())
}

/// proves: 9112-6.3-bad-cl-400
/// proves: 9112-6.3-bad-cl-fatal
/// proves: 9112-6.1-cl-and-te
/// proves: 9112-6.1-te-in-http10
/// proves: 9112-6.1-unknown-coding-501
/// proves: 9112-6.3-te-not-chunked-400
/// proves: 9112-7.1-no-parameters
/// proves: 9110-8.6-repeated-cl
#[test]
fn a_request_that_says_so_in_two_ways_is_refused() -> Result {
    use ErrorKind::{
        ChunkedNotLast, ChunkedParameters, ChunkedRepeated, CodingEmpty, CodingInHttp10, CodingInvalid, CodingUnknown,
        LengthBesideCoding, LengthInvalid, LengthRepeated, LengthTooLarge,
    };
    let lengths = [
        ("", LengthInvalid),
        ("+5", LengthInvalid),
        ("-1", LengthInvalid),
        ("0x5", LengthInvalid),
        ("5 5", LengthInvalid),
        ("5;a", LengthInvalid),
        ("5.0", LengthInvalid),
        ("1e3", LengthInvalid),
        ("abc", LengthInvalid),
        ("\"5\"", LengthInvalid),
        ("5, 5", LengthRepeated),
        ("5, 6", LengthRepeated),
        ("5,", LengthRepeated),
        ("5\r\nContent-Length: 5", LengthRepeated),
        ("5\r\ncontent-length: 6", LengthRepeated),
        ("18446744073709551616", LengthTooLarge),
        ("999999999999999999999999999999", LengthTooLarge),
        ("5\r\nTransfer-Encoding: chunked", LengthBesideCoding),
        ("5\r\nTransfer-Encoding: gzip", LengthBesideCoding),
    ];
    for (length, expected) in lengths {
        let head = request("1.1", &format!("Content-Length: {length}\r\n"))?;
        assert_eq!(body::request_framing(&head).map_err(|error| error.kind()), Err(expected), "{length}");
    }
    let codings = [
        ("", CodingEmpty),
        (",", CodingEmpty),
        ("chunked,", CodingEmpty),
        (", chunked", CodingEmpty),
        ("chunked\r\nTransfer-Encoding:", CodingEmpty),
        ("gzip", ChunkedNotLast),
        ("identity", ChunkedNotLast),
        ("xchunked", ChunkedNotLast),
        ("chunked, gzip", ChunkedNotLast),
        ("chunked\r\nTransfer-Encoding: identity", ChunkedNotLast),
        ("gzip, chunked", CodingUnknown),
        ("gzip\r\nTransfer-Encoding: chunked", CodingUnknown),
        ("foo;a=\"chunked, b\", chunked", CodingUnknown),
        ("chunked, chunked", ChunkedRepeated),
        ("chunked, gzip, chunked", ChunkedRepeated),
        ("chunked\r\nTransfer-Encoding: chunked", ChunkedRepeated),
        ("chunked;a=b", ChunkedParameters),
        ("chunked;", ChunkedParameters),
        ("\"chunked\"", CodingInvalid),
        ("chunked chunked", CodingInvalid),
        ("chunked\u{e9}", CodingInvalid),
        ("chunked\r\nContent-Length: 5", LengthBesideCoding),
    ];
    for (coding, expected) in codings {
        let head = request("1.1", &format!("Transfer-Encoding: {coding}\r\n"))?;
        assert_eq!(body::request_framing(&head).map_err(|error| error.kind()), Err(expected), "{coding}");
    }
    for fields in ["Transfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"] {
        let head = request("1.0", fields)?;
        assert_eq!(body::request_framing(&head).map_err(|error| error.kind()), Err(CodingInHttp10), "{fields}");
    }
    Ok(())
}

/// proves: 9112-6.3-client-no-body
/// proves: 9110-6-client-remembers-request
/// proves: 9112-6.3-client-bad-cl
/// proves: 9112-6.3-response-until-close
/// proves: 9112-6.3-te-response-until-close
/// proves: 9112-6.1-te-in-http10
/// proves: 9112-6.3-te-overrides-cl
/// proves: 9112-6.3-bad-cl-fatal
/// proves: 9110-8.6-repeated-cl
/// proves: 9110-8.6-large-cl
/// proves: 9112-7.1-no-parameters
#[test]
fn a_response_is_framed_by_its_request_and_its_head() -> Result {
    let framing = |method: Method, status: &str, fields: &str| -> Result<_> {
        let text = format!("HTTP/{status}\r\n{fields}\r\n");
        let head = ResponseDecoder::new(request::Limits::default()).decode(&mut text.as_bytes())?;
        Ok(body::response_framing(&method, &head.ok_or("no whole head")?).map_err(|error| error.kind()))
    };
    let length = "Content-Length: 5\r\n";
    let chunked = "Transfer-Encoding: chunked\r\n";
    let both = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n";
    for fields in ["", length, chunked, both, "Content-Length: x\r\n"] {
        assert_eq!(framing(Method::Head, "1.1 200 OK", fields)?, Ok(Framing::Empty));
        assert_eq!(framing(Method::Connect, "1.1 200 OK", fields)?, Ok(Framing::Empty));
        for status in ["1.1 100 Continue", "1.1 204 No Content", "1.1 304 Not Modified"] {
            assert_eq!(framing(Method::Get, status, fields)?, Ok(Framing::Empty), "{status}");
        }
    }
    assert_eq!(framing(Method::Connect, "1.1 400 Bad Request", length)?, Ok(Framing::Length(5)));
    assert_eq!(framing(Method::Get, "1.1 200 OK", "")?, Ok(Framing::UntilClose));
    assert_eq!(framing(Method::Get, "1.0 200 OK", length)?, Ok(Framing::Length(5)));
    assert_eq!(framing(Method::Get, "1.1 200 OK", chunked)?, Ok(Framing::Chunked));
    assert_eq!(framing(Method::Get, "1.1 200 OK", "Transfer-Encoding: gzip, chunked\r\n")?, Ok(Framing::Chunked));
    assert_eq!(framing(Method::Get, "1.1 200 OK", "Transfer-Encoding: chunked, gzip\r\n")?, Ok(Framing::UntilClose));
    assert_eq!(framing(Method::Get, "1.1 200 OK", both)?, Err(ErrorKind::LengthBesideCoding));
    assert_eq!(framing(Method::Get, "1.0 200 OK", chunked)?, Err(ErrorKind::CodingInHttp10));
    assert_eq!(framing(Method::Get, "1.1 200 OK", "Content-Length: +5\r\n")?, Err(ErrorKind::LengthInvalid));
    assert_eq!(framing(Method::Get, "1.1 200 OK", &length.repeat(2))?, Err(ErrorKind::LengthRepeated));
    assert_eq!(framing(Method::Get, "1.1 200 OK", "Content-Length: 5, 5\r\n")?, Err(ErrorKind::LengthRepeated));
    let (largest, too_large) = ("18446744073709551615", "18446744073709551616");
    let length = |digits: &str| format!("Content-Length: {digits}\r\n");
    assert_eq!(framing(Method::Get, "1.1 200 OK", &length(largest))?, Ok(Framing::Length(u64::MAX)));
    assert_eq!(framing(Method::Get, "1.1 200 OK", &length(too_large))?, Err(ErrorKind::LengthTooLarge));
    let parameters = "Transfer-Encoding: chunked;a=b\r\n";
    assert_eq!(framing(Method::Get, "1.1 200 OK", parameters)?, Err(ErrorKind::ChunkedParameters));
    Ok(())
}
