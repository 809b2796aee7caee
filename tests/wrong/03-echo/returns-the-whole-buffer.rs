//! Writes back the whole buffer after each read, with whatever the last read left in it.
//!
//! fails: the_server_answers_before_the_client_closes
//! fails: the_server_goes_on_after_a_write_that_took_a_part
//! fails: the_server_returns_a_long_text_in_constant_memory
//! fails: the_server_returns_all_of_it_after_the_client_has_closed_its_side
//! fails: the_server_returns_bytes_in_whatever_pieces_they_come
//! fails: the_server_returns_every_byte_as_it_came
//! fails: the_server_serves_fifty_clients_at_once
//! fails: the_server_takes_a_thousand_clients_one_after_another
//! fails: the_server_waits_for_clients_that_take_their_time

// ANCHOR: echo
    let mut buffer = [0; 1000];
    while stream.read(&mut buffer)? > 0 {
        stream.write_all(&buffer)?;
    }
    Ok(())
// ANCHOR_END: echo
