//! Uses the number as a place without a look: 0 and numbers that are too large panic.
//!
//! fails: the_server_ignores_what_it_does_not_count

// ANCHOR: tick
    let is_news = !came[number - 1];
    came[number - 1] = true;
    is_news
// ANCHOR_END: tick
