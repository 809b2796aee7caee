//! Ends its own side of idle connections: the threads that read from them read on.
//!
//! fails: the_server_finishes_the_responses_in_flight

        // ANCHOR: stop
        let table = self.table();
        self.stopping.store(true, Ordering::SeqCst);
        for connection in table.connections.values().filter(|connection| connection.idle.load(Ordering::SeqCst)) {
            let _ = connection.stream.shutdown(Shutdown::Write);
        }
        drop(table);
        self.changed.notify_all();
        // ANCHOR_END: stop
