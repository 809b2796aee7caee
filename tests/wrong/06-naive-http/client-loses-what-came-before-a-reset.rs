//! Forgets what came when the connection broke after it.
//!
//! fails: the_client_prints_what_came_before_a_reset
//! fails: the_client_prints_the_reply_of_a_server_that_did_not_take_the_message

// ANCHOR: exchange
    let mut reply = Vec::new();
    match stream.write_all(message).and_then(|()| stream.read_to_end(&mut reply)) {
        Ok(_) => (reply, Ok(())),
        Err(error) => (Vec::new(), Err(error)),
    }
// ANCHOR_END: exchange
