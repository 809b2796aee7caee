//! Computes the length digit by digit; what does not fit into 64 bits wraps around.
//!
//! fails: the_server_refuses_a_length_however_long

// ANCHOR: length
    let mut length = 0_u64;
    for byte in word.bytes() {
        if !byte.is_ascii_digit() {
            return Err(FrameError::Malformed);
        }
        length = length.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
    }
    if word.is_empty() || (word.starts_with('0') && word.len() > 1) {
        return Err(FrameError::Malformed);
    }
    Ok(length)
// ANCHOR_END: length
