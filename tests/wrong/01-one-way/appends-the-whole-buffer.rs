//! Appends the whole buffer after each read, with whatever the last read left in it.
//!
//! fails: the_server_prints_what_the_client_sent
//! fails: the_server_keeps_nothing_of_clients_that_have_left
//! fails: the_server_reads_until_the_client_closes
//! fails: the_server_prints_a_message_longer_than_any_buffer
//! fails: the_server_keeps_a_character_that_is_split_over_two_packets
//! fails: the_server_shows_bytes_that_are_not_text
//! fails: the_server_ends_after_one_client
//! fails: the_server_outlives_a_client_that_resets
//! fails: the_server_goes_on_with_forever
//! fails: the_server_prints_a_message_of_several_lines
//! fails: the_server_listens_where_it_is_told
//! fails: the_server_waits_for_a_client_that_takes_its_time

// ANCHOR: receive
    let mut message = Vec::new();
    let mut buffer = [0; 1000];
    while stream.read(&mut buffer)? > 0 {
        message.extend_from_slice(&buffer);
    }
    Ok(message)
// ANCHOR_END: receive
