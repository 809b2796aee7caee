//! Compares what is expected in exact case.
//!
//! fails: the_server_asks_for_content_that_is_held_back

// ANCHOR: expectation
    let Some(value) = head.fields.combined("Expect").filter(|_| head.version >= Version::HTTP_11) else {
        return Expectation::None;
    };
    members(&value).fold(Expectation::None, |expected, member| match expected {
        Expectation::Unknown => expected,
        _ if member == b"100-continue" => Expectation::Continue,
        _ => Expectation::Unknown,
    })
// ANCHOR_END: expectation
