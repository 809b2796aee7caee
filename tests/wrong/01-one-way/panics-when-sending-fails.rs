//! Panics when the server is gone.
//!
//! fails: the_client_says_that_it_could_not_send

// ANCHOR: send
    stream.write_all(message).unwrap();
    stream.shutdown(Shutdown::Write)
// ANCHOR_END: send
