//! Keeps the empty line that stands first in the article's reply.
//!
//! fails: nothing_stands_before_the_status_line

// ANCHOR: status_line
    let status_line = "\r\nHTTP/1.1 200 OK";
// ANCHOR_END: status_line
