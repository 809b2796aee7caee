//! Small steps and early returns instead of adapters.

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
