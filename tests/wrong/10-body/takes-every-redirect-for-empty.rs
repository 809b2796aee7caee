//! Takes every response of class 3xx for one without content.
//!
//! fails: the_client_finds_content_in_all_other_responses

// ANCHOR: no_content
    match (method, status.class()) {
        (Method::Head, _) | (_, Class::Informational | Class::Redirection) | (Method::Connect, Class::Successful) => true,
        _ => matches!(status, Status::NO_CONTENT | Status::NOT_MODIFIED),
    }
// ANCHOR_END: no_content
