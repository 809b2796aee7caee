//! Expect: 100-continue.

use super::super::check::Class::{Must, Should};
use super::super::check::{Check, Judged, broken, broken_as, check, not_offered};
use super::super::offers::Need::{Http11, Resource};
use super::super::talk::Talk;

const HEAD: &[u8] =
    b"POST {path} HTTP/1.1\r\nHost: {host}\r\nExpect: 100-continue\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n";

#[rustfmt::skip]
pub const CHECKS: &[Check] = &[
    check("expect", Must, "9110-10.1.1-immediate", "Expect: 100-continue gets 100, or a final response, before the content comes", &[Http11], |talk| {
        talk.send(HEAD)?;
        if talk.response().is_ok() { Ok(()) } else { broken("nothing comes until the content is there") }
    }),
    check("expect-final", Must, "9110-10.1.1-final-after-100", "after 100 and the content, a final response comes", &[Http11], after_continue),
    check("expect-case", Must, "9110-10.1.1-case", "the case of 100-continue does not matter", &[Http11], |talk| {
        talk.send(b"POST {path} HTTP/1.1\r\nHost: {host}\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n")?;
        if talk.response().is_ok() { Ok(()) } else { broken("nothing comes until the content is there") }
    }),
    check("expect-refused", Should, "9110-10.1.1-early-final", "a refusal before the content says that the connection is closed, or the content is read", &[Http11, Resource], refused_early),
];

fn after_continue(talk: &mut Talk<'_>) -> Judged {
    talk.send(HEAD)?;
    let first = talk.response()?;
    if !first.is_interim() {
        return not_offered(format!("no 100 came: {} decides it", first.status));
    }
    talk.send(b"hello")?;
    let last = talk.answer()?;
    if last.status >= 200 { Ok(()) } else { broken(format!("{} came", last.status)) }
}

/// After a final response without 100 a client may send its content, or not: a server that keeps the connection has to
/// have said what it expects, or else another request is taken for content, or content for a request.
fn refused_early(talk: &mut Talk<'_>) -> Judged {
    talk.send(HEAD)?;
    let first = talk.response()?;
    if first.is_interim() {
        return not_offered("100 came, so nothing is refused");
    }
    if first.lists("Connection", "close") || talk.closes(super::super::talk::QUIET) {
        return Ok(());
    }
    talk.send(b"hello")?;
    let after = talk.ask(super::GET);
    match after {
        Ok(after) if after.status == talk.offers.plain.status => Ok(()),
        Ok(after) => broken_as(Must, format!("the content is read as a request: it gets {}", after.status)),
        Err(verdict) => Err(verdict),
    }
}
