//! Forgets what stands in its buffer behind the first request.
//!
//! fails: nothing_yet

// ANCHOR: taken
        let _ = left;
        self.start = self.end;
// ANCHOR_END: taken
