//! Ticks off the first place for 0, and the last one for a number that is too large.
//!
//! fails: the_server_ignores_what_it_does_not_count

// ANCHOR: tick
    let place = number.clamp(1, came.len()) - 1;
    let place = &mut came[place];
    let is_news = !*place;
    *place = true;
    is_news
// ANCHOR_END: tick
