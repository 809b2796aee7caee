//! Subtracts the bound from fewer connections: the number has no sign.
//!
//! fails: X

    // ANCHOR: admit
    match open - most {
        0 => Admission::Serve,
        1..=TURNED_AWAY => Admission::TurnAway,
        _ => Admission::Leave,
    }
    // ANCHOR_END: admit
