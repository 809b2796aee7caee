//! Turns the mark over each time that the number comes.
//!
//! fails: the_server_counts_a_duplicate_once
//! fails: the_server_stops_although_old_numbers_go_on_coming

// ANCHOR: tick
    if number == 0 || number > came.len() {
        return false;
    }
    came[number - 1] = !came[number - 1];
    came[number - 1]
// ANCHOR_END: tick
