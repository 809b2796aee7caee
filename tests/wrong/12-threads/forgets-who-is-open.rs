//! Takes all connections out of the table: nobody waits for their responses.
//!
//! fails: the_server_finishes_the_responses_in_flight
//! fails: the_server_does_not_wait_for_ever_when_it_ends

        // ANCHOR: stop
        let mut table = self.table();
        self.stopping.store(true, Ordering::SeqCst);
        for connection in table.connections.values() {
            if connection.idle.load(Ordering::SeqCst) {
                let _ = connection.stream.shutdown(Shutdown::Read);
            }
        }
        table.connections.clear();
        self.changed.notify_all();
        // ANCHOR_END: stop
