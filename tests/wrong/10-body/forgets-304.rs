//! Expects content after 304.
//!
//! fails: the_client_knows_which_responses_have_no_content

// ANCHOR: no_content
    match (method, status.class()) {
        (Method::Head, _) | (_, Class::Informational) | (Method::Connect, Class::Successful) => true,
        _ => status == Status::NO_CONTENT,
    }
// ANCHOR_END: no_content
