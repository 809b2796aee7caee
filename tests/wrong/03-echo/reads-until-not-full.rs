//! Takes a read that does not fill the buffer for the last one. (With a smaller buffer, luck decides how far it comes.)
//!
//! fails: a_client_that_does_not_read_disturbs_nobody
//! fails: the_server_answers_before_the_client_closes
//! fails: the_server_goes_on_after_a_write_that_took_a_part
//! fails: the_server_returns_a_long_text_in_constant_memory
//! fails: the_server_returns_bytes_in_whatever_pieces_they_come
//! fails: the_server_says_that_a_client_was_lost
//! fails: the_server_serves_fifty_clients_at_once
//! fails: the_server_waits_for_clients_that_take_their_time

// ANCHOR: echo
    let mut buffer = vec![0; 1024 * 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        stream.write_all(&buffer[..count])?;
        if count < buffer.len() {
            return Ok(());
        }
    }
// ANCHOR_END: echo
