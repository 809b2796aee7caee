//! Compares with `match`, reads once and lets the callers come again, and says that it stops before it takes the lock.

    // ANCHOR: admit
    match open.saturating_sub(most) {
        0 => Admission::Serve,
        1..=TURNED_AWAY => Admission::TurnAway,
        _ => Admission::Leave,
    }
    // ANCHOR_END: admit

        // ANCHOR: wait
        let now = Instant::now();
        let deadline = match self.connection.deadline(now) {
            Some(deadline) => deadline,
            None => now,
        };
        let was_idle = self.connection.is_idle();
        let late = match self.read(deadline, now) {
            Ok(0) => return self.connection.end_of_input().map_err(Trouble::from),
            Ok(_) => !was_idle,
            Err(error) => match error.kind() {
                ErrorKind::TimedOut | ErrorKind::WouldBlock => true,
                _ => return Err(Trouble::Lost(error)),
            },
        };
        if late { self.connection.timed_out(Instant::now()).map_err(Trouble::Refused) } else { Ok(()) }
        // ANCHOR_END: wait

            // ANCHOR: pace
            match pace.end().checked_duration_since(now) {
                Some(left) if !left.is_zero() => pace.deadline(count as u64, now),
                _ => return Err(io::Error::new(ErrorKind::TimedOut, "the client takes too little")),
            };
            // ANCHOR_END: pace

        // ANCHOR: stop
        self.stopping.store(true, Ordering::SeqCst);
        let table = self.table();
        table
            .connections
            .values()
            .filter(|connection| connection.idle.load(Ordering::SeqCst))
            .for_each(|connection| drop(connection.stream.shutdown(Shutdown::Both)));
        self.changed.notify_all();
        drop(table);
        // ANCHOR_END: stop
