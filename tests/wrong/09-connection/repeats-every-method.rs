//! Sends a POST twice.
//!
//! fails: nothing_yet

// ANCHOR: repeat
    let _ = method;
    connection_was_used && *error == Error::Fault(Fault::NoAnswer)
// ANCHOR_END: repeat
