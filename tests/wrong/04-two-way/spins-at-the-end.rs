//! Reads on after the end, where every read returns 0 at once.
//!
//! fails: a_client_that_never_closes_is_given_up
//! fails: a_client_that_sends_without_end_is_given_up
//! fails: a_connection_without_a_byte_is_not_a_message
//! fails: the_server_sleeps_while_nothing_arrives

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    let mut stream = stream;
    let mut buffer = [0; 1024];
    loop {
        stream.read(&mut buffer)?;
    }
// ANCHOR_END: close
