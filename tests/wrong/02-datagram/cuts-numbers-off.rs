//! Converts the number to one of 32 bits, and takes 4294967297 for 1.
//!
//! fails: the_server_ignores_what_it_does_not_count

// ANCHOR: tick
    let place = number as i32 - 1;
    if place < 0 || place >= came.len() as i32 {
        return false;
    }
    !std::mem::replace(&mut came[place as usize], true)
// ANCHOR_END: tick
