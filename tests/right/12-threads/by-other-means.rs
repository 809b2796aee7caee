//! Compares numbers with their order, tells reads apart before it acts, moves the deadline on only where octets went out,
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
