//! Loops and early returns, a `match` for each comparison; reads once and lets the callers come again, and says that it stops
//! before it takes the lock.

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

        // ANCHOR: meanwhile
        let mut give_up = Instant::now() + self.patience;
        loop {
            if self.output.is_empty() || !self.connection.sends_content() {
                return Ok(());
            }
            let mut moved = self.flush_some()?;
            loop {
                if self.connection.is_complete() || !self.timed.transport().has_input()? {
                    break;
                }
                self.wait(each)?;
                self.receive(each)?;
                moved = true;
            }
            if moved {
                give_up = Instant::now() + self.patience;
            }
            if Instant::now() >= give_up {
                return Err(ExchangeError::Lost(io::Error::new(ErrorKind::TimedOut, "the server takes nothing")));
            }
        }
        // ANCHOR_END: meanwhile

            // ANCHOR: turn
            let waiting_before = self.waiting.fetch_sub(1, Ordering::SeqCst);
            let followed = if waiting_before == 1 { self.follow() } else { Ok(()) };
            match followed {
                Ok(()) => {
                    let _ = panic::catch_unwind(AssertUnwindSafe(|| (self.serve)(stream, peer)));
                }
                Err(error) => {
                    self.tell(Notice::CannotStartThread(error));
                    leave(&stream);
                }
            }
            let spare = self.waiting.fetch_add(1, Ordering::SeqCst);
            if spare >= SPARE {
                break;
            }
            // ANCHOR_END: turn

        // ANCHOR: request
        loop {
            if self.connection.next() != Next::Receive {
                return Ok(None);
            }
            let mut come = None;
            let event = self.take(usize::MAX, |event| {
                if let Event::Request(head) = event {
                    come = Some(head);
                }
            })?;
            if come.is_some() {
                self.length = self.connection.content_left();
                return Ok(come);
            }
            if event.is_none() {
                self.wait_for_request()?;
            }
        }
        // ANCHOR_END: request

        // ANCHOR: linger
        self.waits();
        self.timed.transport().finish()?;
        self.input.release();
        self.output = Vec::new();
        self.read_to_the_end();
        Ok(())
        // ANCHOR_END: linger
