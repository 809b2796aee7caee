//! Does not say that sending failed.
//!
//! fails: the_client_says_that_it_could_not_send

// ANCHOR: send
    let _ = stream.write_all(message);
    let _ = stream.shutdown(Shutdown::Write);
    Ok(())
// ANCHOR_END: send
