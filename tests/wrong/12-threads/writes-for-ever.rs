//! Writes until the client has taken everything, however long that takes.
//!
//! fails: the_server_gives_up_a_client_that_does_not_read
//! fails: the_server_gives_up_a_client_that_only_sends
//! fails: the_server_gives_up_a_client_that_reads_too_little

            // ANCHOR: pace
            // ANCHOR_END: pace
