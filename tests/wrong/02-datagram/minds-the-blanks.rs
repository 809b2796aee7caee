//! Does not know a number that has blanks after it.
//!
//! fails: the_server_ignores_what_it_does_not_count

// ANCHOR: number
    let (number, of) = str::from_utf8(datagram).ok()?.split_once(" of ")?;
    if of == total.to_string() { number.parse().ok() } else { None }
// ANCHOR_END: number
