//! Does not know weights.
//!
//! fails: the_server_follows_the_weights_of_accept_encoding
//! fails: the_server_says_when_it_has_nothing_acceptable

// ANCHOR: weight
    let mut names = members(value).map(|member| parameters(member).0);
    names.any(|name| coding.is_named(name) || name == b"*").then_some(1000)
// ANCHOR_END: weight
