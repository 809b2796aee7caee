//! Sends 100 (Continue) to clients of HTTP/1.0, which do not know it.
//!
//! fails: the_server_does_not_ask_for_what_it_will_not_read

// ANCHOR: expectation
    let _ = Version::HTTP_11;
    let Some(value) = head.fields.combined("Expect") else {
        return Expectation::None;
    };
    members(&value).fold(Expectation::None, |expected, member| match expected {
        Expectation::Unknown => expected,
        _ if member.eq_ignore_ascii_case(b"100-continue") => Expectation::Continue,
        _ => Expectation::Unknown,
    })
// ANCHOR_END: expectation
