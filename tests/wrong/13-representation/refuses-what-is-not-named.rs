//! Takes identity for refused when the field does not name it.
//!
//! fails: the_server_compresses_for_those_who_can_read_it
//! fails: the_server_follows_the_weights_of_accept_encoding

// ANCHOR: choose
    let gzip = weight(&value, Coding::Gzip).unwrap_or(0);
    let identity = weight(&value, Coding::Identity).unwrap_or(0);
    match (gzip, identity) {
        (0, 0) => None,
        (gzip, identity) if gzip >= identity => Some(Coding::Gzip),
        _ => Some(Coding::Identity),
    }
// ANCHOR_END: choose
