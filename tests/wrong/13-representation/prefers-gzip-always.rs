//! Sends gzip when it is acceptable, even if the client likes it less.
//!
//! fails: the_server_follows_the_weights_of_accept_encoding

// ANCHOR: choose
    if weight(&value, Coding::Gzip).unwrap_or(0) > 0 {
        return Some(Coding::Gzip);
    }
    if weight(&value, Coding::Identity) == Some(0) { None } else { Some(Coding::Identity) }
// ANCHOR_END: choose
