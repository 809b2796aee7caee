//! Sends as much as a datagram carries, and leaves the rest out.
//!
//! fails: the_client_says_that_a_message_is_too_long

// ANCHOR: send
    socket.send(&datagram[..datagram.len().min(65_507)]).map(drop)
// ANCHOR_END: send
