//! Ends every connection that waits for its client, also one that has sent the half of a head.
//!
//! fails: the_server_finishes_the_responses_in_flight

        // ANCHOR: stop
        let table = self.table();
        self.stopping.store(true, Ordering::SeqCst);
        for connection in table.connections.values().filter(|connection| connection.wait.load(Ordering::SeqCst) != BUSY) {
            let _ = connection.stream.shutdown(Shutdown::Read);
        }
        drop(table);
        self.changed.notify_all();
        // ANCHOR_END: stop
