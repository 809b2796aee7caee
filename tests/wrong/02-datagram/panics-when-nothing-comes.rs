//! Panics when a receive fails, as it does where the counting server's patience ends.
//!
//! fails: the_server_counts_a_duplicate_once
//! fails: the_server_ignores_what_it_does_not_count
//! fails: the_server_says_which_numbers_never_came
//! fails: the_server_tells_real_loss_exactly
//! fails: the_server_counts_on_after_it_was_stopped_and_continued
//! fails: the_server_stops_although_old_numbers_go_on_coming

// ANCHOR: receive
    let (count, _client_addr) = socket.recv_from(buffer).unwrap();
    Ok(count)
// ANCHOR_END: receive
