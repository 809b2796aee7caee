//! How long a connection lasts, and what goes over it in which order.

use std::time::Duration;

use super::super::check::Class::{Courtesy, Must, Should, Smuggling};
use super::super::check::{Check, Judged, broken, broken_as, check, not_offered};
use super::super::offers::Need::{Http11, KeepAlive10, NotFound, Persistence};
use super::super::talk::{End, QUIET, Talk};
use super::{CLOSING, FOLLOWING, GET, has_status, is_plain};

/// The time between two octets of a request that comes in pieces.
const PIECE: Duration = Duration::from_millis(2);

#[rustfmt::skip]
pub const CHECKS: &[Check] = &[
    check("persistence", Must, "9112-9.3-default-persist", "a connection without close from either side stays open", &[Http11], |talk| {
        let first = talk.ask(GET)?;
        if first.lists("Connection", "close") { return not_offered("each response says Connection: close"); }
        if talk.closes(QUIET) { return broken_as(Should, "it is closed, and no response has said so"); }
        let second = talk.ask(GET)?;
        is_plain(talk, &second)
    }),
    check("close", Must, "9112-9.6-close-requested", "the connection is closed after a request with Connection: close", &[], |talk| {
        closes_after(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
    }),
    check("close-echo", Should, "9112-9.6-echo-close", "the response to Connection: close says close too", &[Http11], |talk| {
        let response = talk.ask(b"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
        if response.lists("Connection", "close") { Ok(()) } else { broken("it does not") }
    }),
    check("close-case", Must, "9110-7.6.1-option-case", "Connection: close counts in any case and any place of the list", &[Persistence], |talk| {
        closes_after(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: x-a, CLOSE\r\n\r\n")
    }),
    check("close-wins", Must, "9112-9.3-close-wins", "Connection: close counts, also beside keep-alive", &[Persistence], |talk| {
        closes_after(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: keep-alive, close\r\n\r\n")
    }),
    check("close-is-last", Smuggling, "9112-9.6-close-ends-requests", "what follows after a request with Connection: close is not answered", &[], |talk| {
        talk.send(&[b"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n", FOLLOWING].concat())?;
        let answers = talk.answers()?;
        match answers.get(1) {
            Some(second) => broken(format!("it gets {}", second.status)),
            None => Ok(()),
        }
    }),
    check("http10-closes", Must, "9112-9.3-http10-closes", "the connection is closed after a request in HTTP/1.0", &[], |talk| {
        closes_after(talk, b"GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n")
    }),
    check("http10-keep-alive", Must, "9112-9.3-http10-keep-alive", "who says keep-alive in HTTP/1.0 keeps the connection", &[KeepAlive10], |talk| {
        let keep = b"GET {path} HTTP/1.0\r\nHost: {host}\r\nConnection: keep-alive\r\n\r\n";
        let first = talk.ask(keep)?;
        if !first.lists("Connection", "keep-alive") { return not_offered("the response does not say keep-alive"); }
        let second = talk.ask(keep)?;
        is_plain(talk, &second)
    }),
    check("http10-no-chunks", Must, "9112-6.1-no-te-to-http10", "a response to HTTP/1.0 has no Transfer-Encoding", &[], |talk| {
        let response = talk.ask(b"GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n")?;
        if response.field("Transfer-Encoding").is_some() { broken("it has") } else { Ok(()) }
    }),
    check("http10-version", Should, "9110-6.2-server-version", "a response to HTTP/1.0 says HTTP/1.1", &[Http11], |talk| {
        let response = talk.ask(b"GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n")?;
        if response.http10 { broken("it says HTTP/1.0") } else { Ok(()) }
    }),
    check("pipelining", Must, "9112-9.3.2-in-order", "requests in one piece get their responses in order", &[Persistence, NotFound], |talk| {
        talk.send(&[GET, FOLLOWING, GET].concat())?;
        let first = talk.answer()?;
        is_plain(talk, &first)?;
        let second = talk.answer()?;
        has_status(&second, &[talk.offers.missing])?;
        if second.lists("Connection", "close") { return Ok(()); }
        let third = talk.answer()?;
        is_plain(talk, &third)
    }),
    check("pieces", Must, "9110-7.6-segmentation", "a request may come octet by octet", &[], |talk| {
        let request = talk.filled(GET);
        for octet in &request {
            talk.send_raw(std::slice::from_ref(octet))?;
            std::thread::sleep(PIECE);
        }
        let response = talk.answer()?;
        is_plain(talk, &response)
    }),
    check("cr-lf-apart", Must, "9110-7.6-segmentation", "CR and LF may come in two pieces", &[], |talk| {
        talk.send(b"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r")?;
        if talk.something_comes(QUIET / 3)? { return broken("a response comes before the request is complete"); }
        talk.send(b"\n")?;
        let response = talk.answer()?;
        is_plain(talk, &response)
    }),
    check("half-close", Should, "9112-9.6-half-close", "a client that has closed its own side gets its response", &[], |talk| {
        talk.send(GET)?;
        talk.finish()?;
        let response = talk.answer()?;
        is_plain(talk, &response)
    }),
    check("unread-content", Smuggling, "9112-9.3-read-or-close", "content that was refused is not read as a request", &[NotFound], |talk| {
        talk.send(&[b"POST {missing} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 60\r\n\r\n".as_slice(), HIDDEN, GET].concat())?;
        let answers = talk.answers()?;
        if answers.len() > 2 {
            return broken(format!("{} responses came to two requests: the content of a POST is read as one", answers.len()));
        }
        Ok(())
    }),
    check("early-response", Courtesy, "9112-9.6-lingering-close", "a refusal reaches a client that is still sending", &[NotFound], |talk| {
        let head = b"POST {missing} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000\r\n\r\n";
        talk.send(&[head.as_slice(), &*vec![b'a'; 1_000_000]].concat())?;
        match talk.answer() {
            Ok(_) => Ok(()),
            Err(_) if talk.end == End::Reset => broken("the connection is reset, and the response with it"),
            Err(verdict) => Err(verdict),
        }
    }),
    check("no-1xx-to-http10", Must, "9110-15.2-no-1xx-http10", "a request in HTTP/1.0 gets no 1xx response", &[], |talk| {
        talk.send(b"POST {path} HTTP/1.0\r\nHost: {host}\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello")?;
        let response = talk.response()?;
        if response.is_interim() { broken(format!("it gets {}", response.status)) } else { Ok(()) }
    }),
    check("idle", Courtesy, "9112-9.5-monitor-close", "a client that closes without a word is let go", &[], |talk| {
        talk.send_raw(b"")?;
        talk.finish()?;
        talk.is_foreign = true;
        if talk.closes(CLOSING) { Ok(()) } else { broken("the connection stays open") }
    }),
];

/// 60 octets that would be a request, with a method that no server serves.
const HIDDEN: &[u8] = b"FROB /hidden-request-4f1c9b HTTP/1.1\r\nHost: hidden.local\r\n\r\n";

/// The request is answered like the plain one, and then the connection is closed.
pub fn closes_after(talk: &mut Talk<'_>, request: &[u8]) -> Judged {
    let response = talk.ask(request)?;
    is_plain(talk, &response)?;
    if talk.closes(CLOSING) { Ok(()) } else { broken("the connection is still open") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hidden_request_is_as_long_as_the_length_says() {
        assert_eq!(HIDDEN.len(), 60);
    }
}
