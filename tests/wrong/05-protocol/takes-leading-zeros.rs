//! Takes digits, with any number of zeros in front.
//!
//! fails: the_client_refuses_malformed_replies
//! fails: the_server_refuses_a_length_that_is_not_plain_digits

// ANCHOR: length
    if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(FrameError::Malformed);
    }
    Ok(word.parse().unwrap_or(u64::MAX))
// ANCHOR_END: length
