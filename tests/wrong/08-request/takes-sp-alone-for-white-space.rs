//! Takes SP alone for optional whitespace, and HTAB for an octet like others.
//!
//! fails: the_server_reads_fields_however_they_are_written
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: ows
    octet == b' '
// ANCHOR_END: ows
