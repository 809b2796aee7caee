//! Does not count a thread that has served its client among those that wait, so each client gets a new one.
//!
//! fails: the_server_uses_its_threads_again
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away

            // ANCHOR: turn
            if self.waiting.fetch_sub(1, Ordering::SeqCst) == 1
                && let Err(error) = self.follow()
            {
                self.waiting.fetch_add(1, Ordering::SeqCst);
                self.tell(Notice::CannotStartThread(error));
                leave(&stream);
                continue;
            }
            let _ = panic::catch_unwind(AssertUnwindSafe(|| (self.serve)(stream, peer)));
            if self.waiting.load(Ordering::SeqCst) >= SPARE {
                break;
            }
            // ANCHOR_END: turn
