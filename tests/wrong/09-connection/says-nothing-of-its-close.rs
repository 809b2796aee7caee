//! Closes without Connection: close in the answer.
//!
//! fails: nothing_yet

// ANCHOR: announce
        if self.asked.persists && self.asked.version < Version::HTTP_11 {
            return fields.push("Connection", "keep-alive");
        }
        Ok(())
// ANCHOR_END: announce
