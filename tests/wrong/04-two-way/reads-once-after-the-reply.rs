//! Throws away what one read returns.
//!
//! fails: the_server_discards_in_order_what_it_does_not_read
//! fails: what_comes_after_the_reply_is_taken_and_not_answered

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(patience))?;
    let _ = (&stream).read(&mut [0; 1024]);
    Ok(())
// ANCHOR_END: close
