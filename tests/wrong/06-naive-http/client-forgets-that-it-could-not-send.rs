//! Reads on where the message could not be sent whole, and says nothing of it.
//!
//! fails: the_client_prints_the_reply_of_a_server_that_did_not_take_the_message

// ANCHOR: exchange
    let mut reply = Vec::new();
    let _ = stream.write_all(message);
    let read = stream.read_to_end(&mut reply).map(drop);
    (reply, read)
// ANCHOR_END: exchange
