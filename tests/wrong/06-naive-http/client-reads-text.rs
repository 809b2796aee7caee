//! Takes what comes for text, and loses what is none.
//!
//! fails: the_client_prints_everything_until_the_server_closes

// ANCHOR: exchange
    let mut reply = String::new();
    let sent = stream.write_all(message);
    let read = stream.read_to_string(&mut reply).map(drop);
    (reply.into_bytes(), read.and(sent))
// ANCHOR_END: exchange
