//! What stands in responses.

use std::time::{Duration, SystemTime};

use super::super::check::Class::{Courtesy, Must, Should};
use super::super::check::{Check, Judged, broken, check};
use super::super::message::Response;
use super::super::offers::Need::{Coding, Content, Directory, NotFound, Resource, StrongTag};
use super::super::talk::Talk;
use super::GET;

/// How far Date may be from the probe's own clock.
const NEAR: Duration = Duration::from_secs(5);

#[rustfmt::skip]
pub const CHECKS: &[Check] = &[
    check("date", Must, "9110-6.6.1-date-in-response", "a response to GET has a Date", &[], |talk| {
        let response = talk.ask(GET)?;
        dated(&response).map(drop)
    }),
    check("date-missing", Must, "9110-6.6.1-date-in-response", "an error for what is not there has a Date", &[NotFound], |talk| {
        let response = talk.ask(b"GET {missing} HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
        dated(&response).map(drop)
    }),
    check("date-400", Must, "9110-6.6.1-date-in-response", "a 4xx for a malformed request has a Date", &[], |talk| {
        let response = talk.ask(b"GET {path} HTTP/1.1\r\n\r\n")?;
        if response.is_refusal() { dated(&response).map(drop) } else { Ok(()) }
    }),
    check("date-true", Should, "9110-6.6.1-date-accurate", "Date is the present time", &[], |talk| {
        let response = talk.ask(GET)?;
        let date = dated(&response)?;
        let now = SystemTime::now();
        let apart = now.duration_since(date).or_else(|_| date.duration_since(now)).unwrap_or_default();
        if apart <= NEAR { Ok(()) } else { broken(format!("it is {apart:.0?} from the clock of this machine")) }
    }),
    check("content-type", Should, "9110-8.3-content-type", "content has a Content-Type", &[Content], |talk| typed(talk, GET)),
    check("content-type-error", Should, "9110-8.3-content-type", "the content of an error has a Content-Type", &[NotFound], |talk| {
        typed(talk, b"GET {missing} HTTP/1.1\r\nHost: {host}\r\n\r\n")
    }),
    check("error-explains", Should, "9110-15.5-explain", "a 404 has content that explains it", &[NotFound], |talk| {
        let response = talk.ask(b"GET {missing} HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
        if response.content.is_empty() { broken("it has none") } else { Ok(()) }
    }),
    check("content-delimited", Should, "9112-6.3-delimited-responses", "the content of a response has a length, or chunks", &[Resource, super::super::offers::Need::Http11], |talk| {
        let response = talk.ask(b"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
        if response.is_delimited { Ok(()) } else { broken("it ends with the connection") }
    }),
    check("validators", Should, "9110-15.3.1-validators", "a resource has an ETag or Last-Modified", &[Resource], |talk| {
        let response = talk.ask(GET)?;
        let has = response.field("ETag").is_some() || response.field("Last-Modified").is_some();
        // Only who serves files can be known to have a date for them.
        if has || !is_listing_or_file(talk) { Ok(()) } else { broken("it has neither") }
    }),
    check("folder-redirect", Courtesy, "9110-15.4.2-location", "a folder without its slash redirects to the one with it", &[Directory], |talk| {
        let response = talk.ask(b"GET {directory} HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
        let location = response.text("Location").unwrap_or_default();
        match response.status {
            301 | 302 | 303 | 307 | 308 if location.ends_with('/') => Ok(()),
            301 | 302 | 303 | 307 | 308 => broken(format!("Location is {location:?}")),
            status => broken(format!("it gets {status}, and relative links in it lead elsewhere")),
        }
    }),
    check("coding-plain", Must, "9110-12.5.3-acceptable", "Accept-Encoding: identity gets content without a coding", &[Coding], |talk| {
        uncoded(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: identity\r\n\r\n")
    }),
    check("coding-refused", Must, "9110-12.5.3-acceptable", "Accept-Encoding: gzip;q=0 gets content without a coding", &[Coding], |talk| {
        uncoded(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip;q=0\r\n\r\n")
    }),
    check("coding-vary", Should, "9110-12.5.5-vary", "coded content says Vary: Accept-Encoding", &[Coding], |talk| {
        let response = talk.ask(b"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n")?;
        if response.lists("Vary", "Accept-Encoding") || response.lists("Vary", "*") { Ok(()) } else { broken("it does not") }
    }),
    check("coding-tag", Must, "9110-8.8.3.3-coded-tag", "coded content has another strong ETag than plain content", &[Coding, StrongTag], |talk| {
        let response = talk.ask(b"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n")?;
        let tag = response.text("ETag");
        if tag.is_some() && tag == talk.offers.etag { broken("both have the same") } else { Ok(()) }
    }),
];

/// The time in Date.
fn dated(response: &Response) -> Judged<SystemTime> {
    let Some(text) = response.text("Date") else { return broken(format!("a {} has no Date", response.status)) };
    match httpdate::parse_http_date(&text) {
        Ok(date) if text.len() == 29 => Ok(date),
        _ => broken(format!("{text:?} is no date of the form Sun, 06 Nov 1994 08:49:37 GMT")),
    }
}

fn typed(talk: &mut Talk<'_>, request: &[u8]) -> Judged {
    let response = talk.ask(request)?;
    if response.content.is_empty() || response.field("Content-Type").is_some() { Ok(()) } else { broken("it has none") }
}

fn uncoded(talk: &mut Talk<'_>, request: &[u8]) -> Judged {
    let response = talk.ask(request)?;
    match response.text("Content-Encoding") {
        Some(coding) => broken(format!("Content-Encoding is {coding}")),
        None => Ok(()),
    }
}

/// Whether the resource looks like a file: a server says so by offering ranges of it.
fn is_listing_or_file(talk: &Talk<'_>) -> bool {
    talk.offers.has(super::super::offers::Need::Ranges)
}
