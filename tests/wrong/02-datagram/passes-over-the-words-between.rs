//! Takes any three words for a number.
//!
//! fails: the_server_ignores_what_it_does_not_count

// ANCHOR: number
    let words: Vec<&str> = str::from_utf8(datagram).ok()?.split_whitespace().collect();
    match words[..] {
        [number, _, of] if of == total.to_string() => number.parse().ok(),
        _ => None,
    }
// ANCHOR_END: number
