//! Ends the thread when no other one could be started: it was the last that waited.
//!
//! fails: the_server_turns_clients_away_when_it_gets_no_thread

            // ANCHOR: turn
            if self.waiting.fetch_sub(1, Ordering::SeqCst) == 1
                && let Err(error) = self.follow()
            {
                self.waiting.fetch_add(1, Ordering::SeqCst);
                self.tell(Notice::CannotStartThread(error));
                leave(&stream);
                break;
            }
            let _ = panic::catch_unwind(AssertUnwindSafe(|| (self.serve)(stream, peer)));
            if self.waiting.fetch_add(1, Ordering::SeqCst) >= SPARE {
                break;
            }
            // ANCHOR_END: turn
