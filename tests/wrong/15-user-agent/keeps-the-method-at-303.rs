//! Sends once more what 303 says is done.
//!
//! fails: the_status_decides_which_method_follows
//! fails: circles_and_long_chains_of_redirects_end

    // ANCHOR: method
    match status {
        Status::MOVED_PERMANENTLY | Status::FOUND if *method == Method::Post => Some(Method::Get),
        Status::SEE_OTHER
        | Status::MOVED_PERMANENTLY
        | Status::FOUND
        | Status::TEMPORARY_REDIRECT
        | Status::PERMANENT_REDIRECT => Some(method.clone()),
        _ => None,
    }
    // ANCHOR_END: method
