//! Stops before the last number.
//!
//! fails: the_server_says_which_numbers_never_came
//! fails: the_server_ignores_what_it_does_not_count
//! fails: the_server_tells_real_loss_exactly
//! fails: the_server_stops_although_old_numbers_go_on_coming

// ANCHOR: missing
    (1..came.len()).filter(|number| !came[number - 1]).collect()
// ANCHOR_END: missing
