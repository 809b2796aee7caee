//! Locks the table a second time while it holds the lock, and waits for itself.
//!
//! fails: ctrl_c_ends_the_server
//! fails: the_server_finishes_the_responses_in_flight
//! fails: the_server_does_not_wait_for_ever_when_it_ends

        // ANCHOR: stop
        let _table = self.table();
        self.stopping.store(true, Ordering::SeqCst);
        for connection in self.table().connections.values() {
            if connection.idle.load(Ordering::SeqCst) {
                let _ = connection.stream.shutdown(Shutdown::Read);
            }
        }
        self.changed.notify_all();
        // ANCHOR_END: stop
