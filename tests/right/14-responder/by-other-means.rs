//! Collects an iterator of octets.

        // ANCHOR: octets
        let refused = Error::new(Status::CONTENT_TOO_LARGE, format!("{} octets of content are the most.", self.limit));
        let most = u64::try_from(self.limit).unwrap_or(u64::MAX);
        match self.content.length() {
            Some(length) if length > most => Err(refused),
            _ => {
                let octets = io::BufReader::new(self.content.take(most.saturating_add(1))).bytes();
                let octets = octets.collect::<io::Result<Vec<u8>>>()?;
                if octets.len() as u64 > most { Err(refused) } else { Ok(octets) }
            }
        }
        // ANCHOR_END: octets
