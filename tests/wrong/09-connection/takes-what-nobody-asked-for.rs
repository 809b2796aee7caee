//! Takes octets that came before the question for its answer.
//!
//! fails: nothing_yet

// ANCHOR: nothing_has_come
        self.connection.is_reusable()
// ANCHOR_END: nothing_has_come
