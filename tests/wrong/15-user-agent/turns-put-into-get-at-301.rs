//! Turns every method but HEAD into GET at 301 and 302.
//!
//! fails: the_status_decides_which_method_follows

    // ANCHOR: method
    match status {
        Status::SEE_OTHER if *method != Method::Head => Some(Method::Get),
        Status::MOVED_PERMANENTLY | Status::FOUND if *method != Method::Head => Some(Method::Get),
        Status::SEE_OTHER
        | Status::MOVED_PERMANENTLY
        | Status::FOUND
        | Status::TEMPORARY_REDIRECT
        | Status::PERMANENT_REDIRECT => Some(method.clone()),
        _ => None,
    }
    // ANCHOR_END: method
