//! Expects content after every response.
//!
//! fails: the_client_knows_which_responses_have_no_content

// ANCHOR: no_content
    false
// ANCHOR_END: no_content
