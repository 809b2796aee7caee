//! Arbitrary octets against the decoder, what the encoder writes against the decoder, and chunk lines against another
//! parser.
//!
//! `httparse::parse_chunk_size` and we read the same sizes from the same lines but for these differences; each has its
//! reason:
//!
//! - It takes a line without a digit for size 0; a chunk size has at least one digit (RFC 9112 section 7.1).
//! - It skips white space after the digits; that may stand there only in front of an extension (RFC 9112 section 7.1.1).
//! - It skips whatever stands after a semicolon, control octets among it; we look whether it is an extension.
//! - It takes 16 digits at most; we take more when they are leading zeros.

use arbtest::arbitrary::{Result, Unstructured};
use body::{BodyDecoder, BodyEncoder, Error, ErrorKind, Framing, Limits, Part};
use request::Fields;

/// Pieces of chunked bodies, right ones and wrong ones, so that random rows of them are often nearly right.
const PIECES: &[&[u8]] = &[
    b"5\r\nHello\r\n",
    b"5\r\nHello\r\n",
    b"1\r\na\r\n",
    b"0\r\n\r\n",
    b"0\r\n",
    b"\r\n",
    b"X: y\r\n",
    b"5",
    b"a",
    b"F",
    b";a",
    b"=",
    b"\"b;c\"",
    b"\"",
    b"\\",
    b" ",
    b"\t",
    b"\r",
    b"\n",
    b"\0",
    b"\xff",
    b"+",
    b"0x",
    b"ffffffffffffffff\r\n",
    b"00000000000000000000000000000000",
    b"Hello",
];

/// Limits that are soon reached.
const LIMITS: Limits = Limits {
    content: 64,
    size_digits: 20,
    extensions: 48,
    trailers: request::Limits { empty_lines: 0, method: 0, target: 0, line: 24, fields: 3, section: 48 },
};

/// More than decoders hold for these limits: some room that is asked for in advance, and themselves.
const MOST_MEMORY: usize = 4096;

fn octets(u: &mut Unstructured) -> Result<Vec<u8>> {
    let mut octets = Vec::new();
    for _ in 0..u.int_in_range(0..=12)? {
        octets.extend_from_slice(u.choose(PIECES)?);
    }
    Ok(octets)
}

fn framing(u: &mut Unstructured) -> Result<Framing> {
    let length = Framing::Length(u.int_in_range(0..=80)?);
    Ok(*u.choose(&[
        Framing::Chunked,
        Framing::Chunked,
        Framing::Chunked,
        Framing::Empty,
        Framing::UntilClose,
        length,
    ])?)
}

/// What a body comes to: content and trailers so far, the error if there is one, and how many octets were left.
type Decoded = (Vec<u8>, Option<Fields>, Option<Error>, usize);

fn decode<'a>(framing: Framing, limits: Limits, pieces: impl IntoIterator<Item = &'a [u8]>) -> Decoded {
    let mut decoder = BodyDecoder::for_request(framing, limits);
    let (mut content, mut end, mut left) = (Vec::new(), None, 0);
    for piece in pieces {
        let mut input = piece;
        loop {
            match decoder.decode(&mut input) {
                Ok(Some(Part::Content(piece))) => content.extend_from_slice(piece),
                Ok(Some(Part::End(trailers))) => end = Some(trailers),
                Ok(None) => break,
                Err(error) => return (content, end, Some(error), 0),
            }
            assert!(decoder.memory() <= MOST_MEMORY, "{} octets of memory", decoder.memory());
        }
        assert!(content.len() as u64 <= limits.content);
        left += input.len();
    }
    let error = decoder.end_of_connection().err();
    (content, end, error, left)
}

/// Cuts octets at arbitrary places. The first piece is empty: a decoder is always asked at least once.
fn cut<'a>(u: &mut Unstructured, mut octets: &'a [u8]) -> Result<Vec<&'a [u8]>> {
    let mut pieces = vec![&octets[..0]];
    while !octets.is_empty() {
        let (piece, rest) = octets.split_at(u.int_in_range(0..=octets.len().min(12))?.max(1));
        pieces.push(piece);
        octets = rest;
    }
    Ok(pieces)
}

/// proves: 9110-2.3-defensive
/// proves: 9110-7.6-segmentation
/// proves: 9110-17.5-limit-elements
#[test]
fn arbitrary_octets_come_to_the_same_however_they_are_cut() {
    arbtest::arbtest(|u| {
        let (framing, octets) = (framing(u)?, octets(u)?);
        let (content, end, error, left) = decode(framing, LIMITS, [&octets[..]]);
        let cut = decode(framing, LIMITS, cut(u, &octets)?);
        // Content in front of an error may be handed on or not: that depends on what came together with the error.
        let (more, less) = (content.len().max(cut.0.len()), content.len().min(cut.0.len()));
        assert!(error.is_some() || more == less, "{}", octets.escape_ascii());
        assert_eq!(content[..less], cut.0[..less], "{}", octets.escape_ascii());
        assert_eq!((end, error, left), (cut.1, cut.2, cut.3), "{}", octets.escape_ascii());
        Ok(())
    });
}

/// proves: 9110-2.3-defensive
#[test]
fn random_octets_are_no_chunks_and_no_danger() {
    arbtest::arbtest(|u| {
        let octets = u.bytes(u.len().min(200))?;
        decode(Framing::Chunked, LIMITS, [octets]);
        decode(Framing::Chunked, Limits::default(), octets.chunks(1));
        Ok(())
    });
}

/// proves: 9112-7.1-decode
/// proves: 9112-2.2-count-final-crlf
#[test]
fn what_is_encoded_is_decoded_to_the_same() {
    arbtest::arbtest(|u| {
        let content: Vec<u8> = u.arbitrary_iter()?.collect::<Result<_>>()?;
        let pieces = cut(u, &content)?;
        let length = Framing::Length(content.len() as u64);
        let framing = *u.choose(&[Framing::Chunked, Framing::Chunked, length, Framing::UntilClose])?;
        let mut trailers = Fields::new();
        if framing == Framing::Chunked && u.ratio(1, 2)? {
            trailers.push("X-Sum", content.len().to_string()).expect("digits may stand in a field");
        }
        let (mut encoder, mut out) = (BodyEncoder::new(framing), Vec::new());
        for piece in pieces {
            encoder.content(piece, &mut out).expect("it is within the length");
        }
        encoder.end(&trailers, &mut out).expect("it is all of the length");
        assert!(encoder.has_ended());
        let after = if framing == Framing::UntilClose { 0 } else { 3 };
        out.extend_from_slice(&b"GET"[..after]);
        let (came, end, error, left) = decode(framing, Limits { size_digits: 32, ..Limits::default() }, cut(u, &out)?);
        assert_eq!((came, error, left), (content, None, after));
        assert_eq!(end.unwrap_or_default(), trailers);
        Ok(())
    });
}

fn line(u: &mut Unstructured) -> Result<Vec<u8>> {
    let mut line: Vec<u8> = Vec::new();
    for _ in 0..u.int_in_range(0..=4)? {
        line.extend_from_slice(u.choose(&[&b"0"[..], b"5", b"a", b"F", b"1c", b"0000000000", b"ffffffffffffff"])?);
    }
    for _ in 0..u.int_in_range(0..=4)? {
        let signs =
            [&b";"[..], b";", b" ", b"\t", b"a", b"=", b"b", b"\"c;d\"", b"\"", b"\\", b"+", b"\n", b"\r", b"\xe9"];
        line.extend_from_slice(u.choose(&signs)?);
    }
    line.extend_from_slice(b"\r\n");
    Ok(line)
}

/// What we read from a chunk line: nothing tells the size but how much content it lets through.
fn is_size(line: &[u8], size: u64) -> bool {
    let result =
        |limit| BodyDecoder::for_request(Framing::Chunked, Limits::content(limit)).decode(&mut &line[..]).err();
    let too_large = |error: Option<Error>| error.is_some_and(|error| error.kind() == ErrorKind::ContentTooLarge);
    result(size).is_none() && (size == 0 || too_large(result(size - 1)))
}

/// proves: 9112-7.1-decode
/// proves: 9112-7.1-bad-framing
/// proves: 9112-7.1.1-ignore-ext
#[test]
fn chunk_lines_are_read_as_httparse_reads_them() {
    arbtest::arbtest(|u| {
        let line = line(u)?;
        let shown = line.escape_ascii();
        let mut decoder = BodyDecoder::for_request(Framing::Chunked, Limits::default());
        let ours = decoder.decode(&mut &line[..]).map(|_| ()).map_err(|error| error.kind());
        let digits = line.iter().take_while(|octet| octet.is_ascii_hexdigit()).count();
        match (httparse::parse_chunk_size(&line), ours) {
            (Ok(httparse::Status::Complete((_, size))), Ok(())) => assert!(is_size(&line, size), "{size}: {shown}"),
            (Err(_), Ok(())) => assert!(digits > 16, "{shown}"),
            (Ok(_), Err(ErrorKind::SizeInvalid)) => assert_eq!(digits, 0, "{shown}"),
            (Ok(_), Err(ErrorKind::ExtensionInvalid)) => assert!(b"; \t".contains(&line[digits]), "{shown}"),
            (Ok(_), Err(ErrorKind::Line(_))) => assert!(line[digits..line.len() - 2].contains(&b'\n'), "{shown}"),
            (Ok(_), Err(kind)) => panic!("{kind:?}: {shown}"),
            (Err(_), Err(_)) => {}
            (Ok(httparse::Status::Partial), Ok(())) => panic!("the line is whole: {shown}"),
        }
        Ok(())
    });
}
