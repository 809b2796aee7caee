//! Takes every body for a whole one.
//!
//! fails: the_client_says_when_the_body_is_not_whole

    // ANCHOR: complete
    let _ = (head, body);
    Ok(())
    // ANCHOR_END: complete
