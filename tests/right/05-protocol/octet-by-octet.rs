//! Hands over every octet by itself, with a flush behind each.

// ANCHOR: write
    let key = self.key.iter().map(|key| format!(" {key}")).collect::<String>();
    let line = format!("{} {} {}{key}\n", self.start, self.kind, self.body.len());
    for octet in line.bytes().chain(self.body.iter().copied()) {
        to.write_all(&[octet])?;
        to.flush()?;
    }
    Ok(())
// ANCHOR_END: write
