//! Takes the last of several Content-Length lines.
//!
//! fails: the_server_refuses_a_second_length

// ANCHOR: content_length
    fields.all("Content-Length").last().map(number).transpose()
// ANCHOR_END: content_length
