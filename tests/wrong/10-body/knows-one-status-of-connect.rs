//! Knows that 200 to CONNECT has no content, and no other 2xx.
//!
//! fails: the_client_knows_which_responses_have_no_content

// ANCHOR: no_content
    match (method, status.class()) {
        (Method::Head, _) | (_, Class::Informational) => true,
        (Method::Connect, _) if status == Status::OK => true,
        _ => matches!(status, Status::NO_CONTENT | Status::NOT_MODIFIED),
    }
// ANCHOR_END: no_content
