//! Takes what one read returns for everything.
//!
//! fails: the_client_prints_everything_until_the_server_closes
//! fails: the_client_prints_what_came_before_a_reset

// ANCHOR: exchange
    let mut reply = vec![0; 64 * 1024];
    let sent = stream.write_all(message);
    let read = stream.read(&mut reply);
    reply.truncate(*read.as_ref().unwrap_or(&0));
    (reply, read.map(drop).and(sent))
// ANCHOR_END: exchange
