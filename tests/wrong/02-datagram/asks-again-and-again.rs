//! Asks again and again instead of waiting.
//!
//! fails: the_server_sleeps_while_nothing_comes
//! fails: the_server_says_which_numbers_never_came
//! fails: the_server_counts_a_duplicate_once
//! fails: the_server_ignores_what_it_does_not_count
//! fails: the_server_tells_real_loss_exactly
//! fails: ctrl_c_ends_the_counting

// ANCHOR: receive
    socket.set_nonblocking(true)?;
    loop {
        match socket.recv_from(buffer) {
            Ok((count, _client_addr)) => return Ok(count),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
// ANCHOR_END: receive
