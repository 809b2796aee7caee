//! Takes Content_Length for a field that means nothing.
//!
//! fails: the_server_refuses_names_that_others_take_for_those_of_the_framing
//! fails: the_server_says_what_is_wrong_and_where

// ANCHOR: underscores
    let _ = fields;
    Ok(())
// ANCHOR_END: underscores
