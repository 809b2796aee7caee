//! Small steps instead of adapters; a time that is asked for once more after every read.

    // ANCHOR: admit
    match open.saturating_sub(most) {
        0 => Admission::Serve,
        1..=TURNED_AWAY => Admission::TurnAway,
        _ => Admission::Leave,
    }
    // ANCHOR_END: admit

        // ANCHOR: wait
        let was_idle = self.connection.is_idle();
        let mut count = None;
        while count.is_none() && !matches!(self.connection.next(), Next::Linger | Next::Close) {
            let now = Instant::now();
            let deadline = self.connection.deadline(now).unwrap_or(now);
            count = match self.read(deadline, now) {
                Err(error) if error.kind() == ErrorKind::TimedOut => None,
                read => Some(read?),
            };
            let brought_a_request = was_idle && count.is_some();
            if count != Some(0) && !brought_a_request {
                self.connection.timed_out(Instant::now())?;
            }
        }
        if count == Some(0) {
            self.connection.end_of_input()?;
        }
        Ok(())
        // ANCHOR_END: wait

            // ANCHOR: pace
            let octets = u64::try_from(count).unwrap_or(u64::MAX);
            let in_time = now < pace.end();
            let _next = pace.deadline(octets, now);
            if !in_time {
                return Err(io::Error::new(ErrorKind::TimedOut, "the client takes too little"));
            }
            // ANCHOR_END: pace

        // ANCHOR: stop
        let table = self.table();
        self.stopping.store(true, Ordering::SeqCst);
        self.changed.notify_all();
        table.connections.values().for_each(|connection| {
            if connection.idle.load(Ordering::SeqCst) {
                drop(connection.stream.shutdown(Shutdown::Read));
            }
        });
        // ANCHOR_END: stop
