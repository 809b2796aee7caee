//! Ends the first idle connection that it finds, and no other.
//!
//! fails: the_server_finishes_the_responses_in_flight

        // ANCHOR: stop
        let table = self.table();
        self.stopping.store(true, Ordering::SeqCst);
        for connection in table.connections.values() {
            if connection.idle.load(Ordering::SeqCst) {
                let _ = connection.stream.shutdown(Shutdown::Read);
                break;
            }
        }
        self.changed.notify_all();
        // ANCHOR_END: stop
