//! Chunked content.

use super::super::check::Class::{Must, Smuggling};
use super::super::check::{Check, Judged, broken, check};
use super::super::offers::Need::Chunked;
use super::super::talk::{End, Talk};
use super::{FOLLOWING, ends_where_it_should};

#[rustfmt::skip]
pub const CHECKS: &[Check] = &[
    check("chunk-sizes", Must, "9112-7.1-decode", "sizes in either case and with leading zeros are read", &[Chunked], |talk| {
        good(talk, b"chunked", b"A\r\n0123456789\r\na\r\n0123456789\r\n0005\r\nhello\r\n000\r\n\r\n")
    }),
    check("chunk-extension", Must, "9112-7.1.1-ignore-ext", "chunk extensions are skipped", &[Chunked], |talk| {
        good(talk, b"chunked", b"5;a=b;c;d=\"e f\"\r\nhello\r\n0;last\r\n\r\n")
    }),
    check("chunk-bad-white-space", Must, "9110-5.6.3-accept-bws", "white space around the parts of a chunk extension is accepted", &[Chunked], |talk| {
        good(talk, b"chunked", b"5 ; a = b\r\nhello\r\n0\r\n\r\n")
    }),
    check("chunk-coding-case", Must, "9112-7-coding-case", "the case of chunked does not matter", &[Chunked], |talk| {
        good(talk, b"ChUnKeD", b"5\r\nhello\r\n0\r\n\r\n")
    }),
    check("chunk-trailers", Smuggling, "9112-7.1.2-no-blind-merge", "a trailer field says nothing about where the request ends", &[Chunked], |talk| {
        trailers(talk)
    }),
    check("chunk-hex-prefix", Smuggling, "9112-7.1-bad-framing", "a chunk size 0x5 is an error", &[Chunked], |talk| bad(talk, b"0x5\r\nhello\r\n0\r\n\r\n")),
    check("chunk-plus", Smuggling, "9112-7.1-bad-framing", "a chunk size +5 is an error", &[Chunked], |talk| bad(talk, b"+5\r\nhello\r\n0\r\n\r\n")),
    check("chunk-minus", Smuggling, "9112-7.1-bad-framing", "a chunk size -0 is an error", &[Chunked], |talk| bad(talk, b"5\r\nhello\r\n-0\r\n\r\n")),
    check("chunk-no-size", Smuggling, "9112-7.1-bad-framing", "a missing chunk size is an error", &[Chunked], |talk| bad(talk, b"\r\nhello\r\n0\r\n\r\n")),
    check("chunk-underscore", Smuggling, "9112-7.1-bad-framing", "a chunk size 0_5 is an error", &[Chunked], |talk| bad(talk, b"0_5\r\nhello\r\n0\r\n\r\n")),
    check("chunk-word", Smuggling, "9112-7.1-bad-framing", "a chunk size that is no number is an error", &[Chunked], |talk| bad(talk, b"xyz\r\nhello\r\n0\r\n\r\n")),
    check("chunk-space-first", Smuggling, "9112-7.1-bad-framing", "white space in front of a chunk size is an error", &[Chunked], |talk| bad(talk, b" 5\r\nhello\r\n0\r\n\r\n")),
    check("chunk-huge", Smuggling, "9112-7.1-large-size", "a chunk size of 2^64 + 5 is not taken for 5", &[Chunked], |talk| {
        bad(talk, b"10000000000000005\r\nhello\r\n0\r\n\r\n")
    }),
    check("chunk-data-end", Smuggling, "9112-7.1-bad-framing", "other octets than CR LF after the data of a chunk are an error", &[Chunked], |talk| {
        bad(talk, b"5\r\nhelloXX0\r\n\r\n")
    }),
    check("chunk-data-long", Smuggling, "9112-7.1-bad-framing", "a chunk that is longer than its size is an error", &[Chunked], |talk| {
        bad(talk, b"5\r\nhello, world\r\n0\r\n\r\n")
    }),
    check("chunk-size-lf", Smuggling, "9112-7.1-bad-framing", "LF alone does not end the line of a chunk size", &[Chunked], |talk| bad(talk, b"5\nhello\r\n0\r\n\r\n")),
    check("chunk-data-lf", Smuggling, "9112-7.1-bad-framing", "LF alone does not stand after the data of a chunk", &[Chunked], |talk| bad(talk, b"5\r\nhello\n0\r\n\r\n")),
    check("chunk-size-cr", Smuggling, "9112-7.1-bad-framing", "CR alone does not end the line of a chunk size", &[Chunked], |talk| bad(talk, b"5\rXhello\r\n0\r\n\r\n")),
    check("chunk-extension-lf", Smuggling, "9112-7.1-bad-framing", "LF alone does not end a chunk extension", &[Chunked], |talk| bad(talk, b"5;a\nhello\r\n0\r\n\r\n")),
];

const HEAD: &[u8] = b"GET {path} HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: ";

fn good(talk: &mut Talk<'_>, coding: &[u8], chunks: &[u8]) -> Judged {
    ends_where_it_should(talk, &[HEAD, coding, b"\r\n\r\n", chunks].concat())
}

/// Such a trailer field may be refused, but it takes no octet of what follows.
fn trailers(talk: &mut Talk<'_>) -> Judged {
    let chunks = b"5\r\nhello\r\n0\r\nContent-Length: 60\r\nX-A: b\r\n\r\n";
    talk.send(&[HEAD, b"chunked\r\n\r\n", chunks, FOLLOWING].concat())?;
    let answers = talk.answers()?;
    let is_refused = answers.last().is_some_and(|answer| answer.status == 400) || talk.end != End::Open;
    let is_followed = answers.len() == 2 && answers.last().is_some_and(|answer| answer.status == talk.offers.missing);
    if is_refused || is_followed { Ok(()) } else { broken("what follows after it gets no response") }
}

/// After such chunks nobody knows where the request ends, so what follows is never answered. The request itself may have been
/// answered before.
fn bad(talk: &mut Talk<'_>, chunks: &[u8]) -> Judged {
    talk.send(&[HEAD, b"chunked\r\n\r\n", chunks, FOLLOWING].concat())?;
    let answers = talk.answers()?;
    // Whoever waits for more of the chunk has read its size, and takes nothing for a request.
    talk.was_late = false;
    let missing = talk.offers.missing;
    let followed = answers.len() > 1 && answers.last().is_some_and(|answer| answer.status == missing && missing != 400);
    if followed {
        return broken(format!("the chunks are accepted, and what follows is read as a request, which gets {missing}"));
    }
    Ok(())
}
