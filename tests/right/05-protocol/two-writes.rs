//! Writes the header line and the body one after the other, and the length as text without `format!`.

// ANCHOR: write
    write!(to, "{} {} {}", self.start, self.kind, self.body.len())?;
    if let Some(key) = &self.key {
        write!(to, " {key}")?;
    }
    to.write_all(b"\n")?;
    to.write_all(&self.body)
// ANCHOR_END: write
