//! Takes every response of class 3xx for one without content.
//!
//! fails: the_client_knows_which_responses_have_no_content

// ANCHOR: no_content
    match (method, status.class()) {
        (Method::Head, _) | (_, Class::Informational | Class::Redirection) | (Method::Connect, Class::Successful) => true,
        _ => matches!(status, Status::NO_CONTENT | Status::NOT_MODIFIED),
    }
// ANCHOR_END: no_content
