//! Follows a 300 as well, which offers a choice.
//!
//! fails: a_redirect_that_is_not_to_be_followed_is_a_response_like_any_other
//! fails: a_response_that_is_not_the_file_does_not_become_it

    // ANCHOR: method
    match status {
        Status::SEE_OTHER if *method != Method::Head => Some(Method::Get),
        Status::MOVED_PERMANENTLY | Status::FOUND if *method == Method::Post => Some(Method::Get),
        Status::SEE_OTHER
        | Status::MOVED_PERMANENTLY
        | Status::FOUND
        | Status::TEMPORARY_REDIRECT
        | Status::PERMANENT_REDIRECT => Some(method.clone()),
        _ if status.code() == 300 => Some(method.clone()),
        _ => None,
    }
    // ANCHOR_END: method
