//! Sends gzip when the word stands in Accept-Encoding, whatever its weight.
//!
//! fails: the_server_follows_the_weights_of_accept_encoding
//! fails: the_server_says_when_it_has_nothing_acceptable

// ANCHOR: choose
    let text = String::from_utf8_lossy(&value).to_ascii_lowercase();
    Some(if text.contains("gzip") || text.contains('*') { Coding::Gzip } else { Coding::Identity })
// ANCHOR_END: choose
