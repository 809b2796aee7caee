//! Starts a thread for each connection, and lets all of them wait for another one.
//!
//! fails: the_server_uses_its_threads_again
//! fails: the_server_turns_clients_away_when_it_gets_no_thread

    // ANCHOR: work
    fn work(self: Arc<Self>) {
        while let Ok((stream, peer)) = self.listener.accept() {
            if self.stopping.load(Ordering::SeqCst) {
                break;
            }
            let _ = self.follow();
            let _ = panic::catch_unwind(AssertUnwindSafe(|| (self.serve)(stream, peer)));
        }
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        self.count.fetch_sub(1, Ordering::SeqCst);
    }
    // ANCHOR_END: work
