//! Arbitrary octets against the decoder, and generated heads against another parser.
//!
//! `httparse` and we accept and refuse the same requests but for these differences; each has its reason:
//!
//! - It ends lines at LF alone; we do not (RFC 9112 section 2.2 allows both; see `LineFinder::find`).
//! - It skips any number of empty lines; we skip a few.
//! - It knows HTTP/1.0 and HTTP/1.1 only; we take HTTP/1.2 to HTTP/1.9 for HTTP/1.1 (RFC 9110 section 6.2), and tell other
//!   major versions (505) from malformed ones (400).
//! - It takes more octets in targets, and every form of target with every method (RFC 9112 section 3.2).
//! - It does not look at Host, nor at lengths (RFC 9112 section 3.2, RFC 9110 section 17.5).

mod common;

use arbtest::arbitrary::{Result, Unstructured};
use common::{decode_all_ways, decode_pieces, most_held};
use request::{Error, ErrorKind, Limits, RequestDecoder};

/// Pieces of heads, right ones and wrong ones, so that random rows of them are often nearly right.
const PIECES: &[&[u8]] = &[
    b"GET",
    b" ",
    b"/",
    b" ",
    b"HTTP/1.1",
    b"\r\n",
    b"\r\n",
    b"\r\n\r\n",
    b"Host: a\r\n",
    b"Host",
    b":",
    b"a",
    b" b ",
    b"\t",
    b"\r",
    b"\n",
    b"\0",
    b"\xff",
    b"\x7f",
    b"HTTP/1.0",
    b"HTTP/1.2",
    b"HTTP/2.0",
    b"http/1.1",
    b"OPTIONS * ",
    b"CONNECT a:1 ",
    b"http://a/",
    b"%41",
    b"?",
    b"@",
    b"[::1]",
    b" 200 ",
    b"X: y\r\n",
    b"x,\"y\"",
    b"(",
    b"get",
];

/// Lines that are right.
const LINES: &[&[u8]] =
    &[b"X: y\r\n", b"Accept:*/*\r\n", b"x-y:\t a b \t\r\n", b"Z:\r\n", b"A: \xe9\xff\r\n", b"Via: 1.1 a, 1.0 b\r\n"];

fn pieces(u: &mut Unstructured) -> Result<Vec<u8>> {
    let mut message = Vec::new();
    if u.ratio(3, 4)? {
        message.extend_from_slice(u.choose(&[
            &b"GET / HTTP/1.1\r\nHost: a\r\n"[..],
            b"GET /",
            b"HTTP/1.1 200 OK\r\n",
        ])?);
    }
    for _ in 0..u.int_in_range(0..=12)? {
        message.extend_from_slice(if u.ratio(5, 6)? { u.choose(LINES)? } else { u.choose(PIECES)? });
    }
    if u.ratio(2, 3)? {
        message.extend_from_slice(b"\r\n");
    }
    Ok(message)
}

/// proves: 9110-2.3-defensive
/// proves: 9110-7.6-segmentation
#[test]
fn any_octets_give_the_same_however_they_are_cut() {
    arbtest::arbtest(|u| {
        let message = if u.ratio(1, 3)? { u.bytes(u.len().min(64))?.to_vec() } else { pieces(u)? };
        let _ = decode_all_ways::<RequestDecoder>(Limits::default(), &message);
        Ok(())
    });
}

/// proves: 9110-2.3-defensive
/// proves: 9110-17.5-limit-elements
#[test]
fn no_octets_take_more_memory_than_the_limits_allow() {
    let limits = Limits { line: 200, section: 1000, fields: 20, target: 100, ..Limits::default() };
    let allowed = 2 * (limits.section + limits.line + limits.request_line() + 16 * limits.fields) + 4096;
    arbtest::arbtest(|u| {
        let mut message = Vec::new();
        let piece = pieces(u)?;
        let tail = u.choose(PIECES)?;
        message.extend_from_slice(&piece);
        message.extend_from_slice(&tail.repeat(5000 / tail.len()));
        let size = u.int_in_range(1..=message.len())?;
        let memory = most_held::<RequestDecoder>(limits, &message, size);
        assert!(memory <= allowed, "{memory} octets held for {}", message.escape_ascii());
        Ok(())
    });
}

/// How many octets a head has, and its fields.
type Read = (usize, Vec<(String, Vec<u8>)>);

/// What the other parser says: a head, or that more is needed, or an error.
fn httparse_request(message: &[u8]) -> std::result::Result<Option<Read>, httparse::Error> {
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut request = httparse::Request::new(&mut headers);
    Ok(match request.parse(message)? {
        httparse::Status::Partial => None,
        httparse::Status::Complete(taken) => {
            let fields = request.headers.iter().map(|header| (header.name.to_owned(), header.value.to_owned()));
            Some((taken, fields.collect()))
        }
    })
}

/// Whether the difference is one of those listed above.
fn is_listed(message: &[u8], ours: &common::Decoded<RequestDecoder>) -> bool {
    use ErrorKind::{
        AuthorityInvalid, BareLf, HostEmpty, HostInvalid, HostMissing, HostRepeated, TargetForm, TargetInvalid,
        TooManyEmptyLines, UserInformation,
    };
    match ours.as_ref().map_err(Error::kind) {
        Ok(_) => message.windows(9).any(|window| window == b" HTTP/1.2"),
        Err(kind) => [
            BareLf,
            TooManyEmptyLines,
            TargetInvalid,
            TargetForm,
            AuthorityInvalid,
            HostEmpty,
            UserInformation,
            HostMissing,
            HostRepeated,
            HostInvalid,
        ]
        .contains(&kind),
    }
}

#[test]
fn requests_are_accepted_and_refused_as_by_httparse() {
    let (mut accepted, mut refused, mut listed) = (0, 0, 0);
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    // A fixed number of rounds, not a time: the counts at the end must not depend on the machine.
    for _ in 0..20_000 {
        let choices: Vec<u8> = (0..32)
            .flat_map(|_| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                random.to_le_bytes()
            })
            .collect();
        let message = pieces(&mut Unstructured::new(&choices)).expect("there are choices enough");
        let ours = decode_pieces::<RequestDecoder>(Limits::default(), [&*message]);
        match (&ours, httparse_request(&message)) {
            (Ok(Some((head, taken))), Ok(Some((their_taken, their_fields)))) => {
                let fields = head.fields.iter().map(|field| (field.name().to_owned(), field.value().to_owned()));
                assert_eq!(
                    (*taken, fields.collect::<Vec<_>>()),
                    (their_taken, their_fields),
                    "{}",
                    message.escape_ascii()
                );
                accepted += 1;
            }
            (Err(_), Err(_)) => refused += 1,
            // Of a part of a head, one of the two may see earlier that it will never be right.
            (Ok(None), Ok(None) | Err(_)) | (Err(_), Ok(None)) => {}
            (_, theirs) => {
                assert!(is_listed(&message, &ours), "{}: {ours:?}, {theirs:?}", message.escape_ascii());
                listed += 1;
            }
        }
    }
    assert!(
        accepted > 1000 && refused > 1000 && listed > 100,
        "{accepted} accepted, {refused} refused, {listed} differ"
    );
}
