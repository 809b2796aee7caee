//! Methods, and what they get.

use super::super::check::Class::{Courtesy, Must, Should};
use super::super::check::{Check, Judged, broken, broken_as, check, not_offered};
use super::super::message::Response;
use super::super::offers::Need::{Content, Head, NotFound, Options, Persistence, Ranges, Trace};
use super::super::talk::{End, Talk};
use super::{GET, refused};

#[rustfmt::skip]
pub const CHECKS: &[Check] = &[
    check("method-unknown", Should, "9110-9.1-unknown-501", "a method that nobody knows gets 501", &[], |talk| {
        refused(talk, b"FROB {path} HTTP/1.1\r\nHost: {host}\r\n\r\n", &[501])
    }),
    check("method-lower-case", Must, "9112-3.1-method-case", "get in lower case is another method than GET", &[], |talk| {
        let response = talk.ask(b"get {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
        if !response.is_good() { return Ok(()); }
        if talk.offers.takes_any_method { return not_offered("any method gets what GET gets"); }
        broken(format!("it gets {}", response.status))
    }),
    check("method-long", Should, "9112-3-long-method-501", "a method of a hundred letters gets 501", &[], |talk| {
        refused(talk, &[&*vec![b'A'; 100], b" {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"].concat(), &[501])
    }),
    check("method-no-token", Should, "9112-3.2-invalid-line-400", "a method that is no token gets 400", &[], |talk| {
        refused(talk, b"G(T {path} HTTP/1.1\r\nHost: {host}\r\n\r\n", &[400, 501])
    }),
    check("method-allow", Must, "9110-10.2.1-allow-in-405", "a 405 says in Allow which methods there are", &[], |talk| {
        let response = talk.ask(b"DELETE {missing} HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
        allow(&response)
    }),
    check("method-post-allow", Must, "9110-10.2.1-allow-in-405", "a 405 to POST says in Allow which methods there are", &[], |talk| {
        let response = talk.ask(b"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n")?;
        allow(&response)
    }),
    check("head", Must, "9110-9.1-get-head", "HEAD is supported", &[], |talk| {
        let response = talk.ask(b"HEAD {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
        super::is_plain(talk, &response)
    }),
    check("head-no-content", Must, "9110-9.3.2-no-content", "nothing follows after the head of a response to HEAD", &[Head, Persistence], |talk| {
        talk.send(b"HEAD {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
        let first = talk.answer()?;
        if first.lists("Connection", "close") { return not_offered("the connection ends after HEAD"); }
        let after = talk.ask(GET);
        match after {
            Ok(after) => super::is_plain(talk, &after),
            Err(verdict) => broken(format!("the request after HEAD gets no response: {}", verdict.words())),
        }
    }),
    check("head-closing", Must, "9110-9.3.2-no-content", "nothing follows after the head of a response to HEAD before the close", &[Head], |talk| {
        talk.send(b"HEAD {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
        talk.answer()?;
        talk.closes(super::CLOSING);
        if talk.is_empty() { Ok(()) } else { broken("content follows") }
    }),
    check("head-missing", Must, "9110-9.3.2-no-content", "nothing follows after the head of an error for HEAD", &[Head, NotFound], |talk| {
        talk.send(b"HEAD {missing} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
        let response = talk.answer()?;
        talk.closes(super::CLOSING);
        if !talk.is_empty() { return broken("content follows"); }
        if response.status == talk.offers.missing { Ok(()) } else { broken_as(Should, format!("GET gets {}, HEAD {}", talk.offers.missing, response.status)) }
    }),
    check("head-fields", Should, "9110-9.3.2-same-fields", "HEAD gets the fields that GET gets", &[Head], |talk| {
        let response = talk.ask(b"HEAD {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
        let plain = &talk.offers.plain;
        let names = ["Content-Type", "Content-Length", "ETag", "Last-Modified", "Accept-Ranges", "Cache-Control", "Vary"];
        // What is known only after the content was made may be missing; the length of a file is known before.
        let is_late = |name: &str| name == "Content-Length" && !talk.offers.has(Ranges);
        match names.into_iter().find(|name| plain.field(name).is_some() && response.field(name).is_none() && !is_late(name)) {
            Some(name) => broken(format!("{name} is missing")),
            None => Ok(()),
        }
    }),
    check("head-length", Must, "9110-8.6-head-cl-equal", "the Content-Length of HEAD is that of GET", &[Head, Content], |talk| {
        let response = talk.ask(b"HEAD {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
        let Some(length) = response.text("Content-Length") else { return Ok(()) };
        let got = talk.offers.plain.content.len().to_string();
        if length == got { Ok(()) } else { broken(format!("HEAD says {length}, and GET gets {got} octets")) }
    }),
    check("options-fields", Should, "9110-9.3.7-options-fields", "a response to OPTIONS says in Allow what there is", &[Options], |talk| {
        let response = talk.ask(b"OPTIONS {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
        if response.field("Allow").is_some() { Ok(()) } else { broken("there is no Allow") }
    }),
    check("options-asterisk", Courtesy, "9112-3.2.4-asterisk-options-only", "OPTIONS * is answered, whatever is said", &[], |talk| {
        let response = talk.ask(b"OPTIONS * HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
        if response.status == 400 { broken("it is taken for a malformed request") } else { Ok(()) }
    }),
    check("trace-reflects", Should, "9110-9.3.8-reflect", "TRACE gets its own head back", &[Trace], |talk| {
        let response = talk.ask(b"TRACE {path} HTTP/1.1\r\nHost: {host}\r\nX-A: reflected\r\n\r\n")?;
        let has = String::from_utf8_lossy(&response.content).contains("reflected");
        if has { Ok(()) } else { broken("the content is not what was sent") }
    }),
    check("trace-secrets", Should, "9110-9.3.8-strip-secrets", "TRACE leaves out what is secret", &[Trace], |talk| {
        let response = talk.ask(b"TRACE {path} HTTP/1.1\r\nHost: {host}\r\nCookie: secret=1\r\nAuthorization: Basic c2VjcmV0\r\n\r\n")?;
        let text = String::from_utf8_lossy(&response.content).into_owned();
        if text.contains("secret=1") || text.contains("c2VjcmV0") { broken("Cookie or Authorization comes back") } else { Ok(()) }
    }),
    check("connect-bad-port", Must, "9110-9.3.6-bad-port", "CONNECT to a port that is none is refused", &[], |talk| {
        no_tunnel(talk, b"CONNECT localhost:99999 HTTP/1.1\r\nHost: localhost:99999\r\n\r\n")
    }),
    check("connect-no-port", Must, "9110-9.3.6-bad-port", "CONNECT without a port is refused", &[], |talk| {
        no_tunnel(talk, b"CONNECT localhost: HTTP/1.1\r\nHost: localhost\r\n\r\n")
    }),
];

/// Whatever else comes, and be it the end of the connection, is a refusal.
fn no_tunnel(talk: &mut Talk<'_>, request: &[u8]) -> Judged {
    talk.send(request)?;
    match talk.answer() {
        Ok(response) if response.is_good() => broken(format!("it gets {}", response.status)),
        Err(verdict) if talk.end == End::Open => Err(verdict),
        Ok(_) | Err(_) => Ok(()),
    }
}

fn allow(response: &Response) -> Judged {
    match response.status {
        405 if response.field("Allow").is_none() => broken("there is no Allow"),
        405 => Ok(()),
        status => not_offered(format!("no 405 came, but {status}")),
    }
}
