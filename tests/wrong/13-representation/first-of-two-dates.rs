//! Takes the first of two dates.
//!
//! fails: the_server_disregards_dates_that_are_none

// ANCHOR: date
    parse_date(fields.get(name)?.value())
// ANCHOR_END: date
