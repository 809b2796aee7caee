//! Looks for the next request behind one that it could not read.
//!
//! fails: nothing_yet

// ANCHOR: give_up
        if matches!(self.outgoing, Outgoing::Nothing) {
            self.asked = Asked { persists: true, ..Asked::nothing() };
            self.outgoing = Outgoing::Due;
        }
        self.asked.expects_continue = false;
        self.incoming = Incoming::Complete;
        self.decoder = RequestDecoder::new(self.settings.head);
// ANCHOR_END: give_up
