//! Takes every response to CONNECT for one without content, also a refusal.
//!
//! fails: the_client_finds_content_in_all_other_responses

// ANCHOR: no_content
    match (method, status.class()) {
        (Method::Head, _) | (_, Class::Informational) | (Method::Connect, _) => true,
        _ => matches!(status, Status::NO_CONTENT | Status::NOT_MODIFIED),
    }
// ANCHOR_END: no_content
