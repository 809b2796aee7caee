//! Has a buffer of its own, of eight bytes: the rest of a datagram is gone.
//!
//! fails: the_server_prints_what_came_in_one_datagram_and_ends
//! fails: the_server_receives_at_the_address_it_is_given
//! fails: the_server_receives_from_every_sender
//! fails: the_server_shows_bytes_that_are_not_text
//! fails: the_server_prints_all_of_a_datagram_that_fits_into_its_buffer
//! fails: the_server_cuts_a_datagram_that_is_too_long
//! fails: the_server_sleeps_while_nothing_comes
//! fails: the_server_tells_real_loss_exactly
//! fails: the_server_knows_its_address_by_name

// ANCHOR: receive
    let mut small = [0; 8];
    let (count, _client_addr) = socket.recv_from(&mut small)?;
    buffer[..count].copy_from_slice(&small[..count]);
    Ok(count)
// ANCHOR_END: receive
