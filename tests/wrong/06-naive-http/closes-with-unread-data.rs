//! Drops the connection as soon as the reply is written.
//!
//! fails: no_reset_destroys_the_reply

// ANCHOR: close
    let _ = (stream, patience, MOST_REST, Shutdown::Write);
    Ok(())
// ANCHOR_END: close
