//! Wakes everybody, and sets no flag: they look at it and sleep on.
//!
//! fails: ctrl_c_ends_the_server
//! fails: the_server_does_not_wait_for_ever_when_it_ends
//! fails: the_server_finishes_the_responses_in_flight

        // ANCHOR: stop
        let table = self.table();
        for connection in table.connections.values() {
            if connection.idle.load(Ordering::SeqCst) {
                let _ = connection.stream.shutdown(Shutdown::Read);
            }
        }
        self.changed.notify_all();
        // ANCHOR_END: stop
