//! Who waits for 100 (Continue) (RFC 9110 section 10.1.1).

use request::{RequestHead, Version};
use response::members;

/// What a client expects of the server before it sends the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expectation {
    /// Nothing.
    None,
    /// 100 (Continue), or a final response.
    Continue,
    /// Something that RFC 9110 does not define. The response may be 417 (Expectation Failed).
    Unknown,
}

/// What the client of this request expects. HTTP/1.0 has no expectations.
#[must_use]
pub fn expectation(head: &RequestHead) -> Expectation {
    let Some(value) = head.fields.combined("Expect").filter(|_| head.version >= Version::HTTP_11) else {
        return Expectation::None;
    };
    members(&value).fold(Expectation::None, |expected, member| match expected {
        Expectation::Unknown => expected,
        _ if member.eq_ignore_ascii_case(b"100-continue") => Expectation::Continue,
        _ => Expectation::Unknown,
    })
}
