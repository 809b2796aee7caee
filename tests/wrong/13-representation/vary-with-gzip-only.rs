//! Sends Vary only with what is compressed.
//!
//! fails: the_server_compresses_for_those_who_can_read_it
//! fails: the_server_does_not_send_again_what_the_client_has
//! fails: the_server_sends_parts_with_the_fields_of_the_whole

// ANCHOR: vary
    representation.coding != Coding::Identity
// ANCHOR_END: vary
