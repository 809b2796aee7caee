//! Ends the connections that are busy, and leaves the idle ones open.
//!
//! fails: the_server_finishes_the_responses_in_flight
//! fails: the_server_does_not_wait_for_ever_when_it_ends

        // ANCHOR: stop
        let table = self.table();
        self.stopping.store(true, Ordering::SeqCst);
        for connection in table.connections.values() {
            if !connection.idle.load(Ordering::SeqCst) {
                let _ = connection.stream.shutdown(Shutdown::Read);
            }
        }
        self.changed.notify_all();
        // ANCHOR_END: stop
