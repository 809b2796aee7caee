//! Sends no Date.
//!
//! fails: the_date_is_now

// ANCHOR: date

// ANCHOR_END: date
