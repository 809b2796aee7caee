//! Sends the part, whatever If-Range says.
//!
//! fails: the_server_counts_ranges_in_the_coded_octets
//! fails: the_server_sends_parts_of_the_same_version_only

// ANCHOR: if_range
    let _ = (value, current, now);
    true
// ANCHOR_END: if_range
