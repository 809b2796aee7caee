//! Takes one call of `write` for all of the frame.
//!
//! fails: the_server_goes_on_after_a_write_that_took_a_part

// ANCHOR: write
    let key = self.key.as_ref().map(|key| format!(" {key}")).unwrap_or_default();
    let mut bytes = format!("{} {} {}{key}\n", self.start, self.kind, self.body.len()).into_bytes();
    bytes.extend_from_slice(&self.body);
    let _ = to.write(&bytes)?;
    Ok(())
// ANCHOR_END: write
