//! Ranges.

use super::super::check::Class::{Courtesy, Must, Should};
use super::super::check::{Check, Judged, broken, check};
use super::super::message::Response;
use super::super::offers::Need::{Content, Head, Modified, Ranges, Resource, StrongTag, Tag};
use super::super::talk::Talk;
use super::{has_status, is_plain};

#[rustfmt::skip]
pub const CHECKS: &[Check] = &[
    check("range-first", Must, "9110-15.3.7.1-content-range", "bytes=0-0 brings the first octet, and says which it is", &[Ranges, Content], |talk| {
        brings(talk, "0-0", 0, 0)
    }),
    check("range-suffix", Must, "9110-14.1.2-clamp", "bytes=-1 brings the last octet", &[Ranges, Content], |talk| {
        let last = talk.offers.plain.content.len().saturating_sub(1);
        brings(talk, "-1", last, last)
    }),
    check("range-open", Must, "9110-14.1.2-clamp", "bytes=1- brings all octets but the first", &[Ranges, Content], |talk| {
        let last = talk.offers.plain.content.len().saturating_sub(1);
        brings(talk, "1-", 1, last)
    }),
    check("range-beyond-end", Must, "9110-14.1.2-clamp", "a last position beyond the end means the end", &[Ranges, Content], |talk| {
        let last = talk.offers.plain.content.len().saturating_sub(1);
        brings(talk, "1-99999999999", 1, last)
    }),
    check("range-unsatisfiable", Should, "9110-14.2-416", "a range after the end gets 416", &[Ranges, Content], |talk| {
        let response = ask(talk, "Range: bytes=99999999999-")?;
        has_status(&response, &[416])
    }),
    check("range-416-length", Should, "9110-14.4-416-field", "a 416 says how long the content is", &[Ranges, Content], |talk| {
        let response = ask(talk, "Range: bytes=99999999999-")?;
        has_status(&response, &[416])?;
        let wanted = format!("bytes */{}", talk.offers.plain.content.len());
        let said = response.text("Content-Range").unwrap_or_default();
        if said == wanted { Ok(()) } else { broken(format!("Content-Range is {said:?}; {wanted:?} is due")) }
    }),
    check("range-unknown-unit", Must, "9110-14.2-unknown-unit", "a range of an unknown unit does not count", &[Resource], |talk| {
        let response = ask(talk, "Range: lines=0-0")?;
        has_status(&response, &[200])
    }),
    check("range-invalid", Should, "9110-14.1.1-invalid-set", "an invalid range brings no part", &[Resource, Content], |talk| {
        let response = ask(talk, "Range: bytes=2-1")?;
        has_status(&response, &[200, 400, 416])
    }),
    check("range-no-number", Should, "9110-14.1.1-invalid-set", "a range without numbers brings no part", &[Resource, Content], |talk| {
        let response = ask(talk, "Range: bytes=a-b")?;
        has_status(&response, &[200, 400, 416])
    }),
    check("range-large", Must, "9110-14.1.2-large", "positions of 2^64 and more do not wrap around", &[Resource, Content], |talk| {
        let response = ask(talk, "Range: bytes=18446744073709551616-18446744073709551616")?;
        has_status(&response, &[200, 400, 416])
    }),
    check("range-head", Must, "9110-14.2-get-only", "a range with HEAD does not count", &[Ranges, Head], |talk| {
        let response = talk.ask(b"HEAD {path} HTTP/1.1\r\nHost: {host}\r\nRange: bytes=0-0\r\n\r\n")?;
        is_plain(talk, &response)
    }),
    check("range-unit-case", Must, "9110-14.1-unit-case", "the case of bytes does not matter", &[Ranges], |talk| {
        let response = ask(talk, "Range: Bytes=0-0")?;
        has_status(&response, &[206])
    }),
    check("range-several", Must, "9110-15.3.7.2-multipart", "several ranges bring parts, one range, or everything", &[Ranges, Content], several),
    check("range-many", Courtesy, "9110-14.2-abusive", "a thousand ranges that overlap do not bring a thousand parts", &[Ranges, Content], |talk| {
        let ranges = vec!["0-"; 1000].join(",");
        let response = ask(talk, &format!("Range: bytes={ranges}"))?;
        let whole = talk.offers.plain.content.len();
        if response.content.len() > 20 * whole + 100_000 { broken(format!("{} octets came, of {whole}", response.content.len())) } else { Ok(()) }
    }),
    check("range-accept", Courtesy, "9110-14.2-206", "who serves ranges says Accept-Ranges: bytes", &[Ranges], |talk| {
        if talk.offers.plain.lists("Accept-Ranges", "bytes") { Ok(()) } else { broken("the response to GET does not say it") }
    }),
    check("range-fields", Must, "9110-15.3.7-fields", "a 206 has the ETag, Cache-Control, Expires, Vary and Content-Location of the 200", &[Ranges], |talk| {
        let response = ask(talk, "Range: bytes=0-0")?;
        has_status(&response, &[206])?;
        let names = ["Date", "ETag", "Cache-Control", "Expires", "Vary", "Content-Location"];
        let plain = &talk.offers.plain;
        match names.into_iter().find(|name| plain.field(name).is_some() && response.field(name).is_none()) {
            Some(name) => broken(format!("{name} is missing")),
            None => Ok(()),
        }
    }),
    check("range-after-condition", Must, "9110-14.2-after-preconditions", "a range does not turn a 304 into a 206", &[Ranges, Tag], |talk| {
        let response = ask(talk, "Range: bytes=0-0\r\nIf-None-Match: {etag}")?;
        has_status(&response, &[304])
    }),
    check("if-range", Should, "9110-13.1.5-true-partial", "If-Range with the entity tag gets 206", &[Ranges, StrongTag], |talk| {
        let response = ask(talk, "Range: bytes=0-0\r\nIf-Range: {etag}")?;
        has_status(&response, &[206])
    }),
    check("if-range-other", Must, "9110-13.1.5-false-full", "If-Range with another tag gets 200", &[Ranges], |talk| {
        let response = ask(talk, "Range: bytes=0-0\r\nIf-Range: \"other\"")?;
        has_status(&response, &[200])
    }),
    check("if-range-weak", Must, "9110-13.1.5-evaluate", "If-Range with a weak tag gets 200", &[Ranges, Tag], |talk| {
        let response = ask(talk, "Range: bytes=0-0\r\nIf-Range: {weak}")?;
        has_status(&response, &[200])
    }),
    check("if-range-date", Must, "9110-13.1.5-evaluate", "If-Range with another date than Last-Modified gets 200", &[Ranges, Modified], |talk| {
        let response = ask(talk, "Range: bytes=0-0\r\nIf-Range: Sun, 06 Nov 1994 08:49:37 GMT")?;
        has_status(&response, &[200])
    }),
    check("if-range-alone", Must, "9110-13.1.5-without-range", "If-Range without Range does not count", &[Resource], |talk| {
        let response = ask(talk, "If-Range: \"other\"")?;
        has_status(&response, &[200])
    }),
];

fn ask(talk: &mut Talk<'_>, fields: &str) -> Judged<Response> {
    talk.ask(format!("GET {{path}} HTTP/1.1\r\nHost: {{host}}\r\n{fields}\r\n\r\n").as_bytes())
}

/// A range brings these octets, and says so.
fn brings(talk: &mut Talk<'_>, range: &str, first: usize, last: usize) -> Judged {
    let response = ask(talk, &format!("Range: bytes={range}"))?;
    has_status(&response, &[206])?;
    let plain = &talk.offers.plain.content;
    let wanted = format!("bytes {first}-{last}/{}", plain.len());
    let said = response.text("Content-Range").unwrap_or_default();
    // The length of the whole may be left open.
    if said != wanted && said != format!("bytes {first}-{last}/*") {
        return broken(format!("Content-Range is {said:?}; {wanted:?} is due"));
    }
    if plain.get(first..=last) == Some(&*response.content) { Ok(()) } else { broken("other octets came") }
}

fn several(talk: &mut Talk<'_>) -> Judged {
    let response = ask(talk, "Range: bytes=0-0,2-2")?;
    match response.status {
        200 | 416 => Ok(()),
        206 => {
            let kind = response.text("Content-Type").unwrap_or_default().to_ascii_lowercase();
            let is_parts = kind.starts_with("multipart/byteranges");
            let is_one = response.field("Content-Range").is_some();
            if is_parts == is_one { broken("it is neither multipart/byteranges nor a single range") } else { Ok(()) }
        }
        status => broken(format!("{status} came")),
    }
}
