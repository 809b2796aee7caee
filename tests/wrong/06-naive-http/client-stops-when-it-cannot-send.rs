//! Reads nothing where the message could not be sent whole, although the server has replied.
//!
//! fails: the_client_prints_the_reply_of_a_server_that_did_not_take_the_message

// ANCHOR: exchange
    let mut reply = Vec::new();
    if let Err(error) = stream.write_all(message) {
        return (reply, Err(error));
    }
    let read = stream.read_to_end(&mut reply).map(drop);
    (reply, read)
// ANCHOR_END: exchange
