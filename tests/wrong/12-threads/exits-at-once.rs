//! Ends the program at the first Ctrl-C.
//!
//! fails: the_server_finishes_the_responses_in_flight
//! fails: the_server_does_not_wait_for_ever_when_it_ends

        // ANCHOR: stop
        std::process::exit(0)
        // ANCHOR_END: stop
