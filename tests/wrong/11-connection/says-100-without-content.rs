//! Looks at Expect alone: whoever has no content to send is waited for as well.
//!
//! fails: the_server_leaves_100_out_when_the_content_is_there
//! fails: the_server_remembers_nothing_of_the_request_before

// ANCHOR: expects
    let _ = framing;
    body::expectation(head) == Expectation::Continue
// ANCHOR_END: expects
