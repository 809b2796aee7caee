//! Content-Length and Transfer-Encoding: where a request ends.

use super::super::check::Class::{Must, Should, Smuggling};
use super::super::check::{Check, Judged, broken, broken_as, check};
use super::super::offers::Need::{Http11, KeepAlive10, Persistence};
use super::super::talk::{End, Talk};
use super::{CLOSING, FOLLOWING, unreadable};

#[rustfmt::skip]
pub const CHECKS: &[Check] = &[
    check("content-with-get", Smuggling, "9112-9.3-read-or-close", "content that nobody asked for is not read as a request", &[Persistence], |talk| {
        content_with_get(talk)
    }),
    check("length-word", Smuggling, "9112-6.3-bad-cl-400", "Content-Length: abc gets 400", &[], |talk| length(talk, b"abc", b"hello")),
    check("length-plus", Smuggling, "9112-6.3-bad-cl-400", "Content-Length: +5 gets 400", &[], |talk| length(talk, b"+5", b"hello")),
    check("length-minus", Smuggling, "9112-6.3-bad-cl-400", "Content-Length: -5 gets 400", &[], |talk| length(talk, b"-5", b"")),
    check("length-hex", Smuggling, "9112-6.3-bad-cl-400", "Content-Length: 0x5 gets 400", &[], |talk| length(talk, b"0x5", b"hello")),
    check("length-space", Smuggling, "9112-6.3-bad-cl-400", "Content-Length: 5 5 gets 400", &[], |talk| length(talk, b"5 5", b"hello")),
    check("length-fraction", Smuggling, "9112-6.3-bad-cl-400", "Content-Length: 5.0 gets 400", &[], |talk| length(talk, b"5.0", b"hello")),
    check("length-underscore", Smuggling, "9112-6.3-bad-cl-400", "Content-Length: 0_5 gets 400", &[], |talk| length(talk, b"0_5", b"hello")),
    check("length-list", Smuggling, "9112-6.3-bad-cl-400", "Content-Length: 5, 6 gets 400", &[], |talk| length(talk, b"5, 6", b"hello")),
    check("length-twice", Smuggling, "9112-6.3-bad-cl-400", "two different lengths get 400", &[], |talk| {
        length(talk, b"5\r\nContent-Length: 6", b"hello")
    }),
    check("length-empty", Smuggling, "9112-6.3-bad-cl-fatal", "an empty Content-Length gets 400", &[], |talk| length(talk, b"", b"")),
    check("length-same-twice", Smuggling, "9110-8.6-repeated-cl", "the same length twice gets 400, or counts once", &[Persistence], |talk| {
        let request = b"GET {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello";
        refused_or_read(talk, request)
    }),
    check("length-huge", Smuggling, "9110-8.6-large-cl", "a Content-Length of 2^64 + 5 is not taken for 5", &[], |talk| {
        huge(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 18446744073709551621\r\n\r\nhello")
    }),
    check("length-and-coding", Smuggling, "9112-6.1-cl-and-te-close", "the connection is closed after a request with both lengths", &[], |talk| {
        closed_after(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    }),
    check("coding-and-length", Smuggling, "9112-6.1-cl-and-te-close", "the connection is closed after a request with both lengths, Transfer-Encoding first", &[], |talk| {
        closed_after(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n")
    }),
    check("coding-not-chunked", Smuggling, "9112-6.3-te-not-chunked-400", "Transfer-Encoding: gzip gets 400, or 501", &[], |talk| {
        coding(talk, b"gzip", b"", &[400, 501])
    }),
    check("coding-chunked-not-last", Smuggling, "9112-6.3-te-not-chunked-400", "Transfer-Encoding: chunked, gzip gets 400, or 501", &[], |talk| {
        coding(talk, b"chunked, gzip", b"0\r\n\r\n", &[400, 501])
    }),
    check("coding-unknown", Should, "9112-6.1-unknown-coding-501", "a transfer coding that the server does not know gets 501", &[Http11], |talk| {
        coding(talk, b"x-nobody-knows-this, chunked", b"0\r\n\r\n", &[501])
    }),
    check("coding-identity", Smuggling, "9112-6.3-te-not-chunked-400", "Transfer-Encoding: identity gets 400, or 501", &[], |talk| {
        coding(talk, b"identity", b"", &[400, 501])
    }),
    check("coding-nearly-chunked", Smuggling, "9112-6.3-te-not-chunked-400", "Transfer-Encoding: xchunked gets 400, or 501", &[], |talk| {
        coding(talk, b"xchunked", b"0\r\n\r\n", &[400, 501])
    }),
    check("coding-control-octet", Smuggling, "9112-6.3-te-not-chunked-400", "a control octet in front of chunked gets 400, or 501", &[], |talk| {
        coding(talk, b"\x0bchunked", b"0\r\n\r\n", &[400, 501])
    }),
    check("coding-quoted", Smuggling, "9112-6.3-te-not-chunked-400", "Transfer-Encoding: \"chunked\" gets 400, or 501", &[], |talk| {
        coding(talk, b"\"chunked\"", b"0\r\n\r\n", &[400, 501])
    }),
    check("coding-two-lines", Smuggling, "9112-6.3-te-not-chunked-400", "chunked in one line and identity in the next get 400, or 501", &[], |talk| {
        coding(talk, b"chunked\r\nTransfer-Encoding: identity", b"0\r\n\r\n", &[400, 501])
    }),
    check("coding-http10", Smuggling, "9112-6.1-te-in-http10", "the connection is closed after a request in HTTP/1.0 with Transfer-Encoding", &[KeepAlive10], |talk| {
        closed_after(talk, b"GET {path} HTTP/1.0\r\nHost: {host}\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    }),
    check("content-cut-short", Must, "9112-6.3-short-body", "a request whose content breaks off is not taken for whole, and the connection is closed", &[], |talk| {
        talk.send(b"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 100\r\n\r\nhello")?;
        talk.finish()?;
        if talk.closes(CLOSING) { Ok(()) } else { broken("the connection stays open") }
    }),
];

/// Such content may be refused: nobody has a use for it, but those who attack.
fn content_with_get(talk: &mut Talk<'_>) -> Judged {
    let request = b"GET {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\n\r\nhello";
    talk.send(&[request.as_slice(), FOLLOWING].concat())?;
    let answers = talk.answers()?;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    let offers = talk.offers;
    match statuses[..] {
        [first, second] if first == offers.plain.status && second == offers.missing => Ok(()),
        [400..=499] => Ok(()),
        [_] if talk.end != End::Open => Ok(()),
        _ => broken(format!("{statuses:?} came: the content, or what follows after it, is taken for something else")),
    }
}

fn length(talk: &mut Talk<'_>, value: &[u8], content: &[u8]) -> Judged {
    let head = b"GET {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: ";
    unreadable(talk, &[head, value, b"\r\n\r\n", content].concat(), &[400])
}

fn coding(talk: &mut Talk<'_>, value: &[u8], content: &[u8], wanted: &[u16]) -> Judged {
    let head = b"GET {path} HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: ";
    unreadable(talk, &[head, value, b"\r\n\r\n", content].concat(), wanted)
}

fn refused_or_read(talk: &mut Talk<'_>, request: &[u8]) -> Judged {
    talk.send(&[request, FOLLOWING].concat())?;
    let answers = talk.answers()?;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    let offers = talk.offers;
    match statuses[..] {
        [400] => Ok(()),
        [first, second] if first == offers.plain.status && second == offers.missing => Ok(()),
        [] => broken_as(Must, "no response came"),
        _ => broken(format!("{statuses:?} came: neither 400, nor what both requests get alone")),
    }
}

/// No server has so much content to wait for: what follows is neither answered nor taken for the rest of it.
fn huge(talk: &mut Talk<'_>, request: &[u8]) -> Judged {
    talk.send(&[request, FOLLOWING].concat())?;
    let answers = talk.answers()?;
    if let Some(second) = answers.get(1) {
        return broken(format!("what follows after five octets is read as a request, and gets {}", second.status));
    }
    // Whoever waits for the content handles it, too.
    talk.was_late = false;
    Ok(())
}

/// Whatever the request gets, it is the last one on its connection.
fn closed_after(talk: &mut Talk<'_>, request: &[u8]) -> Judged {
    talk.send(&[request, FOLLOWING].concat())?;
    let answers = talk.answers()?;
    let Some(first) = answers.first() else {
        return if talk.end == End::Open {
            broken_as(Must, "no response came, and the connection is open")
        } else {
            super::refused_silently()
        };
    };
    if let Some(second) = answers.get(1) {
        return broken(format!(
            "it gets {}, and what follows is read as another request, which gets {}",
            first.status, second.status
        ));
    }
    if talk.closes(CLOSING) { Ok(()) } else { broken(format!("it gets {}, and the connection goes on", first.status)) }
}
