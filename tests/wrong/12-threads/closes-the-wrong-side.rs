//! Ends its own side of every connection, and with it the responses in flight.
//!
//! fails: the_server_finishes_the_responses_in_flight

        // ANCHOR: stop
        let table = self.table();
        self.stopping.store(true, Ordering::SeqCst);
        for connection in table.connections.values() {
            let _ = connection.stream.shutdown(Shutdown::Write);
        }
        drop(table);
        self.changed.notify_all();
        // ANCHOR_END: stop
