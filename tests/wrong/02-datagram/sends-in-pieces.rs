//! Sends long messages in pieces of 1,024 bytes.
//!
//! fails: the_client_sends_an_empty_datagram
//! fails: the_client_sends_each_message_in_a_datagram_of_its_own
//! fails: the_client_sends_a_long_message_in_one_datagram
//! fails: the_client_says_that_a_message_is_too_long

// ANCHOR: send
    for piece in datagram.chunks(1024) {
        socket.send(piece)?;
    }
    Ok(())
// ANCHOR_END: send
