//! Sends 304 without the fields that belong to it.
//!
//! fails: the_server_compresses_for_those_who_can_read_it
//! fails: the_server_does_not_send_again_what_the_client_has

// ANCHOR: not_modified
    let _ = whole;
    Fields::new()
// ANCHOR_END: not_modified
