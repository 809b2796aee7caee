//! Takes a read that does not fill the buffer for the last one.
//!
//! fails: the_server_sleeps_while_its_client_is_silent
//! fails: the_server_reads_until_the_client_closes
//! fails: the_server_prints_a_message_longer_than_any_buffer
//! fails: the_server_keeps_a_character_that_is_split_over_two_packets
//! fails: the_server_outlives_a_client_that_resets
//! fails: the_server_waits_for_a_client_that_takes_its_time

// ANCHOR: receive
    let mut message = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        message.extend_from_slice(&buffer[..count]);
        if count < buffer.len() {
            return Ok(message);
        }
    }
// ANCHOR_END: receive
