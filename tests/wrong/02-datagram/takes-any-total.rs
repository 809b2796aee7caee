//! Takes the number of a datagram that belongs to another count for one of its own.
//!
//! fails: the_server_ignores_what_it_does_not_count

// ANCHOR: number
    let (number, _of) = str::from_utf8(datagram).ok()?.trim_end().split_once(" of ")?;
    number.parse().ok()
// ANCHOR_END: number
