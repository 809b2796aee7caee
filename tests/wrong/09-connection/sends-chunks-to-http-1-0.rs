//! Chunks every answer of unknown length.
//!
//! fails: nothing_yet

// ANCHOR: framing
        let tunnel = self.asked.method == Method::Connect && head.status.class() == Class::Successful;
        let framing = match length {
            _ if tunnel || matches!(head.status, Status::NO_CONTENT | Status::NOT_MODIFIED) => Framing::Empty,
            Some(length) => Framing::Length(length),
            None => Framing::Chunked,
        };
// ANCHOR_END: framing
