//! Ends the reading of every connection: content that is on its way is cut off.
//!
//! fails: the_server_finishes_the_responses_in_flight
//! fails: the_server_does_not_wait_for_ever_when_it_ends

        // ANCHOR: stop
        let table = self.table();
        self.stopping.store(true, Ordering::SeqCst);
        for connection in table.connections.values() {
            let _ = connection.stream.shutdown(Shutdown::Read);
        }
        self.changed.notify_all();
        // ANCHOR_END: stop
