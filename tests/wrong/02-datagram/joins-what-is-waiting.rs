//! Takes all datagrams that are waiting for one message.
//!
//! fails: the_server_keeps_two_datagrams_apart
//! fails: the_server_takes_an_empty_datagram_for_a_message
//! fails: the_server_shows_bytes_that_are_not_text
//! fails: the_server_cuts_a_datagram_that_is_too_long
//! fails: the_server_says_which_numbers_never_came
//! fails: the_server_counts_a_duplicate_once
//! fails: the_server_ignores_what_it_does_not_count
//! fails: the_server_tells_real_loss_exactly
//! fails: nothing_is_lost_where_nothing_overflows

// ANCHOR: receive
    let (mut count, _client_addr) = socket.recv_from(buffer)?;
    socket.set_nonblocking(true)?;
    while let Ok((more, _client_addr)) = socket.recv_from(&mut buffer[count..]) {
        count += more;
    }
    socket.set_nonblocking(false)?;
    Ok(count)
// ANCHOR_END: receive
