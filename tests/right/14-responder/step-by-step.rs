//! Small steps and early returns instead of adapters; a time that is asked for once more behind every read.

        // ANCHOR: octets
        let limit = self.limit;
        let refuse = move || Err(Error::new(Status::CONTENT_TOO_LARGE, format!("More than {limit} octets.")));
        match self.content.length() {
            Some(length) if usize::try_from(length).is_ok_and(|length| length <= limit) => {}
            Some(_) => return refuse(),
            None => {}
        }
        let mut octets = Vec::new();
        let mut piece = [0; 1024];
        let mut content = self.content();
        loop {
            let room = (limit - octets.len()).saturating_add(1).min(piece.len());
            match content.read(&mut piece[..room]) {
                Ok(0) => return Ok(octets),
                Ok(count) => octets.extend_from_slice(&piece[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
            if octets.len() > limit {
                return refuse();
            }
        }
        // ANCHOR_END: octets

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
