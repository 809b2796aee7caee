//! The request line.

use super::super::check::Class::{Courtesy, Must, Should};
use super::super::check::{Check, Judged, broken, broken_as, check, unclear};
use super::super::offers::Need::{Http11, Resource};
use super::super::talk::{End, Talk};
use super::{is_plain, like_plain, refused};

/// So many octets a request line may have for every server to take it.
const USUAL: usize = 8000;

/// More than any server wishes to read.
const TOO_MANY: usize = 100_000;

#[rustfmt::skip]
pub const CHECKS: &[Check] = &[
    check("line-noise", Should, "9112-2.2-garbage-400", "octets that are no HTTP get 400", &[], |talk| {
        refused(talk, b"\x16\x03\x01\x00\x05hello\r\n\r\n", &[400])
    }),
    check("line-words", Should, "9112-2.2-garbage-400", "a line of words gets 400", &[], |talk| {
        refused(talk, b"hello, who is there?\r\n\r\n", &[400])
    }),
    check("line-no-version", Courtesy, "9112-C.1-no-http09", "a request line without a version is not served as HTTP/0.9", &[], no_version),
    check("line-space-in-target", Should, "9112-3.2-no-autocorrect", "a target with a space in it is not served", &[], |talk| {
        refused(talk, b"GET {path} x HTTP/1.1\r\nHost: {host}\r\n\r\n", &[400, 301])
    }),
    check("line-two-parts", Should, "9112-3.2-invalid-line-400", "a request line without a target gets 400", &[], |talk| {
        refused(talk, b"GET HTTP/1.1\r\nHost: {host}\r\n\r\n", &[400])
    }),
    check("line-no-slash", Should, "9112-3.2-invalid-line-400", "a target that is neither a path nor a URI gets 400", &[], |talk| {
        refused(talk, b"GET index.html HTTP/1.1\r\nHost: {host}\r\n\r\n", &[400])
    }),
    check("version-lower-case", Should, "9112-2.3-version-case", "http/1.1 in lower case is no version, and gets 400", &[], |talk| {
        refused(talk, b"GET {path} http/1.1\r\nHost: {host}\r\n\r\n", &[400, 505])
    }),
    check("version-malformed", Should, "9112-3.2-invalid-line-400", "HTTP/1.1x is no version, and gets 400", &[], |talk| {
        refused(talk, b"GET {path} HTTP/1.1x\r\nHost: {host}\r\n\r\n", &[400, 505])
    }),
    check("version-2", Should, "9110-15.6.6-major-505", "HTTP/2.0 in a request line gets 505", &[], |talk| {
        refused(talk, b"GET {path} HTTP/2.0\r\nHost: {host}\r\n\r\n", &[505, 400])
    }),
    check("version-1.9", Should, "9110-6.2-higher-minor", "a request in HTTP/1.9 is handled as one in HTTP/1.1", &[Http11], |talk| {
        like_plain(talk, b"GET {path} HTTP/1.9\r\nHost: {host}\r\n\r\n")
    }),
    check("target-8000", Should, "9112-3-request-line-8000", "a request line of 8000 octets is read", &[Resource], |talk| {
        let request = with_query(USUAL - 40);
        let response = talk.ask(&request)?;
        if [400, 413, 414, 431].contains(&response.status) {
            return broken(format!("it gets {}", response.status));
        }
        Ok(())
    }),
    check("target-too-long", Must, "9112-3-long-target-414", "a target of 100,000 octets is read, or gets 414", &[], too_long),
    check("target-absolute", Must, "9112-3.2.2-accept-absolute", "a target in absolute form is accepted", &[], |talk| {
        like_plain(talk, b"GET http://{host}{path} HTTP/1.1\r\nHost: {host}\r\n\r\n")
    }),
    check("target-over-host", Must, "9112-3.2.2-absolute-over-host", "the host of a target in absolute form counts, not Host", &[], |talk| {
        like_plain(talk, b"GET http://{host}{path} HTTP/1.1\r\nHost: other.invalid\r\n\r\n")
    }),
    check("target-https", Must, "9110-7.4-https-unsecured", "a target of https is not served without TLS", &[], |talk| {
        let response = talk.ask(b"GET https://{host}{path} HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
        if response.is_good() { broken(format!("it gets {}", response.status)) } else { Ok(()) }
    }),
    check("target-empty-host", Must, "9110-4.2.1-reject-empty-host", "a target with an empty host is refused", &[], |talk| {
        let response = talk.ask(b"GET http:///x HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
        if response.status == talk.offers.missing && response.status == 404 {
            return unclear("it gets 404: as a URI that is invalid, or as a path at which nothing is");
        }
        if response.is_refusal() { Ok(()) } else { broken(format!("it gets {}", response.status)) }
    }),
    check("target-authority", Should, "9112-3.2.3-authority-connect-only", "a target host:port with GET is refused", &[], |talk| {
        refused(talk, b"GET example.com:80 HTTP/1.1\r\nHost: example.com:80\r\n\r\n", &[400])
    }),
    check("target-asterisk", Should, "9112-3.2.4-asterisk-options-only", "a target * with GET is refused", &[], |talk| {
        refused(talk, b"GET * HTTP/1.1\r\nHost: {host}\r\n\r\n", &[400])
    }),
    check("line-after-empty-line", Should, "9112-2.2-skip-empty-line", "an empty line in front of a request is skipped", &[], |talk| {
        like_plain(talk, b"\r\nGET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")
    }),
    check("line-bare-lf", Courtesy, "9112-2.2-bare-lf", "a head whose lines end with LF alone is read or refused", &[], |talk| {
        let response = talk.ask(b"GET {path} HTTP/1.1\nHost: {host}\n\n")?;
        if response.status == 400 { Ok(()) } else { is_plain(talk, &response) }
    }),
    check("line-bare-cr", Must, "9112-2.2-recv-bare-cr", "a CR in a target makes the request line invalid", &[], |talk| {
        let response = talk.ask(b"GET {path}?a\rb HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
        if response.is_good() { broken(format!("it gets {}", response.status)) } else { Ok(()) }
    }),
];

fn with_query(length: usize) -> Vec<u8> {
    [b"GET {path}?", &*vec![b'a'; length], b" HTTP/1.1\r\nHost: {host}\r\n\r\n"].concat()
}

/// What HTTP/0.9 had for a response is no message of HTTP/1.1, so the connection is judged by this check alone.
fn no_version(talk: &mut Talk<'_>) -> Judged {
    talk.is_foreign = true;
    talk.send(b"GET {path}\r\n\r\n")?;
    match talk.answer() {
        Ok(response) if response.is_refusal() => Ok(()),
        Ok(response) => broken(format!("it gets {}", response.status)),
        Err(_) if talk.is_empty() && talk.end != End::Open => Ok(()),
        Err(_) if talk.is_empty() => broken("no response comes, and the connection stays open"),
        Err(_) => broken("content comes without a head, as in HTTP/0.9"),
    }
}

fn too_long(talk: &mut Talk<'_>) -> Judged {
    talk.send(&with_query(TOO_MANY))?;
    let response = match talk.answer() {
        Ok(response) => response,
        Err(_) if talk.is_empty() && talk.end != End::Open => {
            return broken_as(Courtesy, "the connection is closed without a response: nobody hears why");
        }
        Err(verdict) => return Err(verdict),
    };
    match response.status {
        414 => Ok(()),
        431 => broken_as(Courtesy, "it gets 431, as if its fields were too large; 414 says that it is the target"),
        400..=599 if response.status != talk.offers.plain.status => {
            broken(format!("it gets {} where 414 is due", response.status))
        }
        _ => Ok(()),
    }
}
