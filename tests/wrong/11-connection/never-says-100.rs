//! Waits for content without telling the client that it may come.
//!
//! fails: the_server_counts_a_wait_from_its_own_beginning
//! fails: the_server_says_100_when_it_wants_the_content
//! fails: the_server_says_100_in_its_turn_and_once

// ANCHOR: continue
        let _ = output;
// ANCHOR_END: continue
