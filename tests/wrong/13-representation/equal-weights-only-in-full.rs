//! Takes gzip where its weight is the greatest that there is, and else only where identity has a smaller one.
//!
//! fails: the_server_follows_the_weights_of_accept_encoding

// ANCHOR: choose
    let gzip = weight(&value, Coding::Gzip).unwrap_or(0);
    let identity = weight(&value, Coding::Identity);
    if gzip == 1000 || gzip > identity.unwrap_or(0) {
        Some(Coding::Gzip)
    } else if identity == Some(0) {
        None
    } else {
        Some(Coding::Identity)
    }
// ANCHOR_END: choose
