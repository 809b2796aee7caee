//! Sends what is not coded also when that is ruled out.
//!
//! fails: the_server_says_when_it_has_nothing_acceptable

// ANCHOR: choose
    let gzip = weight(&value, Coding::Gzip).unwrap_or(0);
    let identity = weight(&value, Coding::Identity).unwrap_or(0);
    Some(if gzip > 0 && gzip >= identity { Coding::Gzip } else { Coding::Identity })
// ANCHOR_END: choose
