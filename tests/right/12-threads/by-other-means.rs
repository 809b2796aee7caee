//! Reads before it writes and lets no two threads wait. Compares numbers with their order,
//! tells reads apart before it acts, moves the deadline on only where octets went out,
//! and wakes those that wait before it looks for them.

    // ANCHOR: admit
    let above = |bound: usize| open.cmp(&bound).is_gt();
    if above(most.saturating_add(TURNED_AWAY)) {
        return Admission::Leave;
    }
    if above(most) { Admission::TurnAway } else { Admission::Serve }
    // ANCHOR_END: admit

        // ANCHOR: wait
        while !matches!(self.connection.next(), Next::Linger | Next::Close) {
            let before = Instant::now();
            let until = self.connection.deadline(before);
            let idle_before = self.connection.is_idle();
            let came = match self.read(until.unwrap_or(before), before) {
                Ok(count) => Some(count),
                Err(error) if error.kind() == ErrorKind::TimedOut => None,
                Err(error) => return Err(Trouble::Lost(error)),
            };
            match came {
                Some(0) => {
                    self.connection.end_of_input()?;
                    break;
                }
                Some(_) if idle_before => break,
                Some(_) | None => self.connection.timed_out(Instant::now())?,
            }
            if came.is_some() {
                break;
            }
        }
        Ok(())
        // ANCHOR_END: wait

            // ANCHOR: pace
            if pace.end() <= now {
                return Err(io::Error::from(ErrorKind::TimedOut));
            } else if count > 0 {
                pace.deadline(u64::try_from(count).unwrap_or(u64::MAX), now);
            }
            // ANCHOR_END: pace

        // ANCHOR: stop
        let table = self.table();
        self.stopping.store(true, Ordering::SeqCst);
        self.changed.notify_one();
        for (_, connection) in &table.connections {
            if !connection.idle.load(Ordering::SeqCst) {
                continue;
            }
            if let Err(error) = connection.stream.shutdown(Shutdown::Read) {
                // It has ended already.
                drop(error);
            }
        }
        // ANCHOR_END: stop

        // ANCHOR: meanwhile
        let mut silent_since = None;
        while self.connection.sends_content() && !self.output.is_empty() {
            let before = self.output.len();
            while !self.connection.is_complete() && self.timed.transport().has_input()? {
                silent_since = None;
                self.wait(each)?;
                self.receive(each)?;
            }
            if !self.connection.sends_content() {
                break;
            }
            self.flush_some()?;
            if self.output.len() < before {
                silent_since = None;
            } else if silent_since.get_or_insert_with(Instant::now).elapsed() >= self.patience {
                return Err(ExchangeError::from(io::Error::from(ErrorKind::TimedOut)));
            }
        }
        Ok(())
        // ANCHOR_END: meanwhile

            // ANCHOR: turn
            // It comes back only if nobody else waits.
            if self.waiting.fetch_sub(1, Ordering::SeqCst) == 1 {
                if let Err(error) = self.follow() {
                    self.waiting.fetch_add(1, Ordering::SeqCst);
                    self.tell(Notice::CannotStartThread(error));
                    leave(&stream);
                    continue;
                }
            }
            drop(panic::catch_unwind(AssertUnwindSafe(|| (self.serve)(stream, peer))));
            if self.waiting.fetch_add(1, Ordering::SeqCst) > 0 {
                break;
            }
            // ANCHOR_END: turn

        // ANCHOR: request
        while let Next::Receive = self.connection.next() {
            let head = |event: Event| match event {
                Event::Request(head) => Some(head),
                Event::Content(_) | Event::End(_) => None,
            };
            let Some(come) = self.take(usize::MAX, head)? else {
                self.wait_for_request()?;
                continue;
            };
            if let Some(head) = come {
                self.length = self.connection.content_left();
                return Ok(Some(head));
            }
        }
        Ok(None)
        // ANCHOR_END: request

        // ANCHOR: linger
        // A client that has gone needs no goodbye.
        if self.transport().finish().is_ok() {
            self.waits();
            drop((std::mem::take(&mut self.input), std::mem::take(&mut self.output)));
            self.read_to_the_end();
        }
        Ok(())
        // ANCHOR_END: linger
