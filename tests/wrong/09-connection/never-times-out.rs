//! Waits for ever.
//!
//! fails: nothing_yet

// ANCHOR: timed_out
        let _ = now;
        Ok(())
// ANCHOR_END: timed_out
