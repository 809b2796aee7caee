//! Says that the server is to stop, but the thread that waits for it sleeps on.
//!
//! fails: ctrl_c_ends_the_server

        // ANCHOR: stop
        let table = self.table();
        self.stopping.store(true, Ordering::SeqCst);
        for connection in table.connections.values().filter(|connection| connection.idle.load(Ordering::SeqCst)) {
            let _ = connection.stream.shutdown(Shutdown::Read);
        }
        // ANCHOR_END: stop
