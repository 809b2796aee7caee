//! Expects content after the response to HEAD.
//!
//! fails: the_client_knows_which_responses_have_no_content

// ANCHOR: no_content
    match (method, status.class()) {
        (_, Class::Informational) | (Method::Connect, Class::Successful) => true,
        _ => matches!(status, Status::NO_CONTENT | Status::NOT_MODIFIED),
    }
// ANCHOR_END: no_content
