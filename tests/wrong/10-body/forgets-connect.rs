//! Does not know that a 2xx response to CONNECT has no content.
//!
//! fails: the_client_knows_which_responses_have_no_content

// ANCHOR: no_content
    match (method, status.class()) {
        (Method::Head, _) | (_, Class::Informational) => true,
        _ => matches!(status, Status::NO_CONTENT | Status::NOT_MODIFIED),
    }
// ANCHOR_END: no_content
