//! Has a few threads for many connections: who comes ninth waits until one of the others has gone.
//!
//! fails: the_server_serves_many_clients_at_a_time
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away
//! fails: the_server_lets_sixteen_clients_ask_before_it_turns_them_away
//! fails: the_server_turns_clients_away_when_it_gets_no_thread
//! fails: the_server_sleeps_while_its_clients_do
//! fails: the_server_uses_its_threads_again

    // ANCHOR: follow
    fn follow(self: &Arc<Self>) -> io::Result<()> {
        if self.count.fetch_add(1, Ordering::SeqCst) >= 8 {
            self.count.fetch_sub(1, Ordering::SeqCst);
            return Ok(());
        }
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let threads = Arc::clone(self);
        thread::Builder::new().stack_size(STACK).spawn(move || threads.work()).map(drop)
    }
    // ANCHOR_END: follow
