//! Keeps the connection however much unread content is to come.
//!
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants

// ANCHOR: keep
        self.request.persists
            && !head.fields.lists("Connection", "close")
            && framing != Framing::UntilClose
            && !self.request.expects_continue
// ANCHOR_END: keep

// ANCHOR: discard
        self.request.discarded += octets as u64;
// ANCHOR_END: discard
