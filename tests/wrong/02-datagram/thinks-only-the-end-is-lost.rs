//! Takes everything before the last number that came for received.
//!
//! fails: the_server_says_which_numbers_never_came
//! fails: the_server_counts_a_duplicate_once
//! fails: the_server_ignores_what_it_does_not_count

// ANCHOR: missing
    let last = came.iter().rposition(|came| *came).map_or(0, |place| place + 1);
    (last + 1..=came.len()).collect()
// ANCHOR_END: missing
