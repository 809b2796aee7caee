//! Says that the server is to stop, but the thread that waits for it sleeps on.
//!
//! fails: ctrl_c_ends_the_server
//! fails: the_server_writes_a_line_for_each_answer
//! fails: the_server_finishes_the_answers_in_flight
//! fails: the_server_does_not_wait_for_ever_when_it_ends

        // ANCHOR: stop
        let table = self.table();
        self.stopping.store(true, Ordering::SeqCst);
        for connection in table.connections.values().filter(|connection| connection.idle.load(Ordering::SeqCst)) {
            let _ = connection.stream.shutdown(Shutdown::Read);
        }
        // ANCHOR_END: stop

        // ANCHOR: left
        // ANCHOR_END: left
