//! Takes a length that does not fit into 128 bits for malformed.
//!
//! fails: the_server_refuses_a_length_however_long

// ANCHOR: length
    let digits = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || (word.starts_with('0') && word != "0") {
        return Err(FrameError::Malformed);
    }
    let length: u128 = word.parse().map_err(|_| FrameError::Malformed)?;
    Ok(u64::try_from(length).unwrap_or(u64::MAX))
// ANCHOR_END: length
