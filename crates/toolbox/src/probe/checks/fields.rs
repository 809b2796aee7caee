//! Field lines.

use super::super::check::Class::{Courtesy, Must, Should, Smuggling};
use super::super::check::{Check, Judged, broken, broken_as, check, unclear};
use super::super::offers::Need::Persistence;
use super::super::talk::{End, Talk};
use super::{FOLLOWING, like_plain, refused, unreadable};

/// More octets than any server wishes to read in a field.
const TOO_MANY: usize = 200_000;

#[rustfmt::skip]
pub const CHECKS: &[Check] = &[
    check("field-name-case", Must, "9110-5.1-name-case", "the case of a field name does not matter", &[], |talk| {
        like_plain(talk, b"GET {path} HTTP/1.1\r\nhOsT: {host}\r\n\r\n")
    }),
    check("field-unknown", Should, "9110-5.1-ignore-unknown", "a field that nobody knows changes nothing", &[], |talk| {
        like_plain(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nX-Nobody-Knows-This: 1\r\n\r\n")
    }),
    check("field-white-space", Must, "9110-5.5-trim", "white space around a value is no part of it", &[], |talk| {
        like_plain(talk, b"GET {path} HTTP/1.1\r\nHost: \t {host} \t\r\n\r\n")
    }),
    check("field-no-white-space", Must, "9110-5.5-trim", "no white space need stand after a colon", &[], |talk| {
        like_plain(talk, b"GET {path} HTTP/1.1\r\nHost:{host}\r\n\r\n")
    }),
    check("field-octets", Should, "9110-5.5-obs-text", "octets beyond ASCII may stand in a value", &[], |talk| {
        like_plain(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nX-A: caf\xe9 \xf0\x9f\x98\x80\r\n\r\n")
    }),
    check("field-no-colon", Should, "9112-2.2-bad-field-line-400", "a field line without a colon gets 400", &[], |talk| {
        refused(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nnonsense\r\n\r\n", &[400])
    }),
    check("field-no-name", Should, "9112-2.2-bad-field-line-400", "a field line without a name gets 400", &[], |talk| {
        refused(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\n: nonsense\r\n\r\n", &[400])
    }),
    check("field-bad-name", Should, "9112-2.2-bad-field-line-400", "a field name that is no token gets 400", &[], |talk| {
        refused(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nX(A): b\r\n\r\n", &[400])
    }),
    check("field-space-before-colon", Must, "9112-5.1-space-before-colon-400", "white space before a colon gets 400", &[], |talk| {
        refused(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nX-A : b\r\n\r\n", &[400])
    }),
    check("length-space-before-colon", Smuggling, "9112-5.1-space-before-colon-400", "white space before the colon of Content-Length gets 400", &[], |talk| {
        unreadable(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length : 5\r\n\r\nhello", &[400])
    }),
    check("coding-space-before-colon", Smuggling, "9112-5.1-space-before-colon-400", "white space before the colon of Transfer-Encoding gets 400", &[], |talk| {
        unreadable(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", &[400])
    }),
    check("field-fold", Smuggling, "9112-5.2-server-fold", "a second line of a value gets 400, or is part of the value", &[Persistence], |talk| {
        no_field(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nX-A: b\r\n Content-Length: 60\r\n\r\n")
    }),
    check("field-space-first", Smuggling, "9112-2.2-recv-space-first", "white space in front of the first field gets 400, or the line is left out", &[Persistence], |talk| {
        no_field(talk, b"GET {path} HTTP/1.1\r\n Content-Length: 60\r\nHost: {host}\r\n\r\n")
    }),
    check("field-bare-cr", Smuggling, "9112-2.2-recv-bare-cr", "a CR in a value ends no line", &[Persistence], |talk| {
        no_field(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nX-A: b\rContent-Length: 60\r\n\r\n")
    }),
    check("field-nul", Must, "9110-5.5-cr-lf-nul", "NUL in a value gets 400, or becomes a space", &[], |talk| {
        refused(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nX-A: a\0b\r\n\r\n", &[400]).or_else(|verdict| {
            if talk.end == End::Open && !verdict.words().contains("200") { return Err(verdict); }
            unclear("the request is answered, and nobody sees from outside whether NUL became a space")
        })
    }),
    check("host-nul", Must, "9110-5.5-cr-lf-nul", "NUL in Host gets 400", &[], |talk| {
        refused(talk, b"GET {path} HTTP/1.1\r\nHost: local\0host\r\n\r\n", &[400])
    }),
    check("field-too-large", Must, "9110-5.4-too-large-4xx", "a field of 200,000 octets is read, or gets a 4xx such as 431", &[], too_large),
    check("field-many", Must, "9110-5.4-too-large-4xx", "a thousand fields are read, or get a 4xx such as 431", &[], |talk| {
        let fields: Vec<String> = (0..1000).map(|number| format!("X-{number}: a\r\n")).collect();
        large(talk, &[b"GET {path} HTTP/1.1\r\nHost: {host}\r\n", fields.concat().as_bytes(), b"\r\n"].concat())
    }),
    check("list-empty-members", Must, "9110-5.6.1.2-skip-empty-members", "empty members of a list are skipped", &[Persistence], |talk| {
        super::connection::closes_after(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: , close,,\r\n\r\n")
    }),
    check("list-lines", Must, "9110-5.2-combine", "a list may stand in several lines", &[Persistence], |talk| {
        super::connection::closes_after(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: x-a\r\nConnection: close\r\n\r\n")
    }),
];

/// What looks like Content-Length here is none: the request after it is answered, or nothing is.
fn no_field(talk: &mut Talk<'_>, request: &[u8]) -> Judged {
    talk.send(&[request, FOLLOWING].concat())?;
    let answers = talk.answers()?;
    let Some(first) = answers.first() else {
        return match talk.end {
            End::Open => broken("the server waits for content: it has read a Content-Length that is not there"),
            End::Closed | End::Reset => {
                broken_as(Courtesy, "the connection is closed without a response: nobody hears why")
            }
        };
    };
    if first.is_refusal() || answers.len() > 1 {
        return Ok(());
    }
    if talk.closes(super::CLOSING) {
        return unclear("the connection is closed after the response, so it cannot be seen where the request ended");
    }
    broken(format!(
        "it gets {}, and the request after it gets nothing: the server has read a Content-Length that is not there",
        first.status
    ))
}

fn too_large(talk: &mut Talk<'_>) -> Judged {
    large(talk, &[b"GET {path} HTTP/1.1\r\nHost: {host}\r\nX-A: ", &*vec![b'a'; TOO_MANY], b"\r\n\r\n"].concat())
}

fn large(talk: &mut Talk<'_>, request: &[u8]) -> Judged {
    talk.send(request)?;
    match talk.answer() {
        Ok(response) if (400..500).contains(&response.status) => Ok(()),
        Ok(response) if response.status == talk.offers.plain.status => Ok(()),
        Ok(response) => broken(format!("it gets {} where a 4xx is due", response.status)),
        Err(_) if talk.end == End::Reset => unclear("the connection was reset: a response may have been lost with it"),
        Err(verdict) => Err(verdict),
    }
}
