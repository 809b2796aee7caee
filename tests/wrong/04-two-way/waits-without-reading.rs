//! Waits a while after the reply instead of reading.
//!
//! fails: a_client_that_sends_without_end_is_given_up
//! fails: the_server_discards_in_order_what_it_does_not_read

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    thread::sleep(patience);
    Ok(())
// ANCHOR_END: close
