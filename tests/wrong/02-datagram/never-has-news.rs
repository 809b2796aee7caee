//! Ticks the numbers off, and says of none that it is news: the server waits for ever for the first one.
//!
//! fails: the_server_says_which_numbers_never_came
//! fails: the_server_counts_a_duplicate_once
//! fails: the_server_ignores_what_it_does_not_count
//! fails: the_server_tells_real_loss_exactly
//! fails: nothing_is_lost_where_nothing_overflows
//! fails: the_server_counts_on_after_it_was_stopped_and_continued
//! fails: the_server_stops_although_old_numbers_go_on_coming

// ANCHOR: tick
    if (1..=came.len()).contains(&number) {
        came[number - 1] = true;
    }
    false
// ANCHOR_END: tick
