//! Receives until 0 bytes come, as over TCP: nobody closes, so it waits for ever.
//!
//! fails: the_server_prints_what_came_in_one_datagram_and_ends
//! fails: the_server_receives_at_the_address_it_is_given
//! fails: the_server_sends_nothing_back
//! fails: the_server_keeps_two_datagrams_apart
//! fails: the_server_takes_an_empty_datagram_for_a_message
//! fails: the_server_receives_from_every_sender
//! fails: the_server_shows_bytes_that_are_not_text
//! fails: the_server_prints_all_of_a_datagram_that_fits_into_its_buffer
//! fails: the_server_cuts_a_datagram_that_is_too_long
//! fails: the_server_sleeps_while_nothing_comes
//! fails: the_server_says_which_numbers_never_came
//! fails: the_server_counts_a_duplicate_once
//! fails: the_server_ignores_what_it_does_not_count
//! fails: the_server_tells_real_loss_exactly
//! fails: nothing_is_lost_where_nothing_overflows
//! fails: the_server_knows_its_address_by_name
//! fails: the_server_counts_on_after_it_was_stopped_and_continued
//! fails: the_server_stops_although_old_numbers_go_on_coming

// ANCHOR: receive
    let mut count = 0;
    loop {
        let (more, _client_addr) = socket.recv_from(&mut buffer[count..])?;
        if more == 0 {
            return Ok(count);
        }
        count += more;
    }
// ANCHOR_END: receive
