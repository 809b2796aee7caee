//! Knows the statuses of RFC 2616 only.
//!
//! fails: the_status_decides_which_method_follows

    // ANCHOR: method
    match status {
        Status::SEE_OTHER if *method != Method::Head => Some(Method::Get),
        Status::MOVED_PERMANENTLY | Status::FOUND if *method == Method::Post => Some(Method::Get),
        Status::SEE_OTHER
        | Status::MOVED_PERMANENTLY
        | Status::FOUND
        | Status::TEMPORARY_REDIRECT => Some(method.clone()),
        _ => None,
    }
    // ANCHOR_END: method
