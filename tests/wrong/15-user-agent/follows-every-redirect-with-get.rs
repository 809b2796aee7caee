//! Asks for whatever a redirect leads to with GET.
//!
//! fails: the_status_decides_which_method_follows

    // ANCHOR: method
    match (status, method) {
        (_, Method::Head) if status.code() / 100 == 3 && status.code() != 304 => Some(Method::Head),
        (Status::MOVED_PERMANENTLY | Status::FOUND | Status::SEE_OTHER, _)
        | (Status::TEMPORARY_REDIRECT | Status::PERMANENT_REDIRECT, _) => Some(Method::Get),
        _ => None,
    }
    // ANCHOR_END: method
