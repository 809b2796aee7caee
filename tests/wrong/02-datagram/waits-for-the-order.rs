//! Counts a number only when the one before it has come.
//!
//! fails: the_server_counts_a_duplicate_once
//! fails: the_server_ignores_what_it_does_not_count
//! fails: the_server_says_which_numbers_never_came

// ANCHOR: tick
    if number == 0 || number > came.len() || (number > 1 && !came[number - 2]) {
        return false;
    }
    !std::mem::replace(&mut came[number - 1], true)
// ANCHOR_END: tick
