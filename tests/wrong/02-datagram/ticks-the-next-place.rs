//! Takes the number for the place: number 1 is ticked off in the second place, the last one nowhere.
//!
//! fails: the_server_says_which_numbers_never_came
//! fails: the_server_counts_a_duplicate_once
//! fails: the_server_ignores_what_it_does_not_count
//! fails: nothing_is_lost_where_nothing_overflows
//! fails: the_server_counts_on_after_it_was_stopped_and_continued
//! fails: the_server_stops_although_old_numbers_go_on_coming

// ANCHOR: tick
    match came.get_mut(number) {
        Some(came) if !*came => {
            *came = true;
            true
        }
        _ => false,
    }
// ANCHOR_END: tick
