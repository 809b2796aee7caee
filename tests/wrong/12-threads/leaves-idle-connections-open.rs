//! Lets clients that only wait keep the server from ending.
//!
//! fails: the_server_finishes_the_responses_in_flight
//! fails: the_server_does_not_wait_for_ever_when_it_ends

        // ANCHOR: stop
        let table = self.table();
        self.stopping.store(true, Ordering::SeqCst);
        drop(table);
        self.changed.notify_all();
        // ANCHOR_END: stop
