//! Counts the octets itself, piece by piece.

        // ANCHOR: octets
        let refusal = || Error::new(Status::CONTENT_TOO_LARGE, format!("No more than {} octets, please.", self.limit));
        let announced = self.content.length().unwrap_or(0);
        if usize::try_from(announced).map_or(true, |announced| announced > self.limit) {
            return Err(refusal());
        }
        let mut content = self.content;
        let (mut collected, mut piece) = (Vec::new(), [0; 512]);
        loop {
            let room = piece.len().min((self.limit - collected.len()).saturating_add(1));
            match content.read(&mut piece[..room]) {
                Ok(0) => return Ok(collected),
                Ok(count) if count > self.limit - collected.len() => return Err(refusal()),
                Ok(count) => collected.extend_from_slice(&piece[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        // ANCHOR_END: octets
