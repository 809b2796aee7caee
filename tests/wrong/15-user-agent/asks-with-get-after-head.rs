//! Turns HEAD into GET at 303, and so asks for content that nobody wanted.
//!
//! fails: the_status_decides_which_method_follows

    // ANCHOR: method
    match status {
        Status::SEE_OTHER => Some(Method::Get),
        Status::MOVED_PERMANENTLY | Status::FOUND if *method == Method::Post => Some(Method::Get),
        Status::SEE_OTHER
        | Status::MOVED_PERMANENTLY
        | Status::FOUND
        | Status::TEMPORARY_REDIRECT
        | Status::PERMANENT_REDIRECT => Some(method.clone()),
        _ => None,
    }
    // ANCHOR_END: method
