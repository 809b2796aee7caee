//! Asks again when even a new connection brought no answer.
//!
//! fails: nothing_yet

// ANCHOR: repeat
    let _ = connection_was_used;
    method.is_idempotent() && *error == Error::Fault(Fault::NoAnswer)
// ANCHOR_END: repeat
