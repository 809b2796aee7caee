//! Sends the content of GET in the response to HEAD.
//!
//! fails: the_server_sends_no_content_after_head_and_goes_on

// ANCHOR: bare
        let bare = framing == Framing::Empty;
// ANCHOR_END: bare
