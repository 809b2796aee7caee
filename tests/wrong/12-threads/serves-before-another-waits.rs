//! Lets another thread wait for the next client only when its own has gone.
//!
//! fails: the_server_serves_many_clients_at_a_time

            // ANCHOR: turn
            let _ = panic::catch_unwind(AssertUnwindSafe(|| (self.serve)(stream, peer)));
            if self.waiting.load(Ordering::SeqCst) >= SPARE {
                break;
            }
            // ANCHOR_END: turn
