//! Reports the places, which begin with 0, for the numbers.
//!
//! fails: the_server_says_which_numbers_never_came
//! fails: the_server_counts_a_duplicate_once
//! fails: the_server_ignores_what_it_does_not_count
//! fails: the_server_stops_although_old_numbers_go_on_coming

// ANCHOR: missing
    (0..came.len()).filter(|place| !came[*place]).collect()
// ANCHOR_END: missing
