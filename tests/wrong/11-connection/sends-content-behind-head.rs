//! Sends the content of GET in the answer to HEAD.
//!
//! fails: the_server_sends_no_content_behind_head_and_goes_on

// ANCHOR: bare
        let bare = framing == Framing::Empty;
// ANCHOR_END: bare
