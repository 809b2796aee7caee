//! Leaves the check to `str::parse`, which also takes `+5` and `05`, and fails on what does not fit.
//!
//! fails: the_client_refuses_malformed_replies
//! fails: the_server_ends_a_broken_connection_in_order
//! fails: the_server_refuses_a_length_however_long
//! fails: the_server_refuses_a_length_that_is_not_plain_digits

// ANCHOR: length
    word.parse().map_err(|_| FrameError::Malformed)
// ANCHOR_END: length
