//! Looks at the datagram and leaves it where it is.
//!
//! fails: the_server_sends_nothing_back
//! fails: the_server_keeps_two_datagrams_apart
//! fails: the_server_takes_an_empty_datagram_for_a_message
//! fails: the_server_receives_from_every_sender
//! fails: the_server_shows_bytes_that_are_not_text
//! fails: the_server_cuts_a_datagram_that_is_too_long
//! fails: the_server_says_which_numbers_never_came
//! fails: the_server_counts_a_duplicate_once
//! fails: the_server_ignores_what_it_does_not_count
//! fails: nothing_is_lost_where_nothing_overflows
//! fails: the_server_counts_on_after_it_was_stopped_and_continued

// ANCHOR: receive
    let (count, _client_addr) = socket.peek_from(buffer)?;
    Ok(count)
// ANCHOR_END: receive
