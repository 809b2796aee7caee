//! Keeps the connection however much unread content is to come.
//!
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants

// ANCHOR: keep
        self.asked.persists
            && !head.fields.lists("Connection", "close")
            && framing != Framing::UntilClose
            && !self.asked.expects_continue
// ANCHOR_END: keep

// ANCHOR: drain
        self.asked.drained += octets as u64;
// ANCHOR_END: drain
