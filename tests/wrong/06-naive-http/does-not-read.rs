//! Answers without having read the request.
//!
//! fails: a_client_that_drips_is_given_up
//! fails: a_request_is_read_before_it_is_answered
//! fails: a_request_is_read_however_its_bytes_come

// ANCHOR: read_request
    Ok(())
// ANCHOR_END: read_request
