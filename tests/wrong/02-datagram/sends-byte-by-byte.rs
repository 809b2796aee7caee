//! Sends each byte on its own, which makes a datagram of each.
//!
//! fails: nothing_is_lost_where_nothing_overflows
//! fails: the_client_sends_its_message_in_one_datagram
//! fails: the_client_sends_an_empty_datagram
//! fails: the_client_sends_each_message_in_a_datagram_of_its_own
//! fails: the_client_sends_a_long_message_in_one_datagram
//! fails: the_client_says_that_a_message_is_too_long
//! fails: the_client_numbers_its_datagrams
//! fails: the_client_needs_nobody_to_receive
//! fails: the_client_sends_over_ipv6

// ANCHOR: send
    for byte in datagram {
        socket.send(&[*byte])?;
    }
    Ok(())
// ANCHOR_END: send
