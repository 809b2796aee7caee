//! Takes a number that is too large for one from the list.
//!
//! fails: the_server_ignores_what_it_does_not_count

// ANCHOR: tick
    let place = number.wrapping_sub(1) % came.len();
    !std::mem::replace(&mut came[place], true)
// ANCHOR_END: tick
