//! Compares If-Modified-Since letter by letter with what was sent.
//!
//! fails: the_server_disregards_dates_that_are_none
//! fails: the_server_sends_what_was_modified_since
//! fails: the_server_tests_preconditions_in_their_order

// ANCHOR: preconditions
    if let Some(tags) = fields.combined("If-Match") {
        if !lists(&tags, current, Comparison::Strong) {
            return Verdict::Failed;
        }
    } else if let Some(date) = date(fields, "If-Unmodified-Since")
        && known.last_modified.is_some_and(|modified| modified.time() > date)
    {
        return Verdict::Failed;
    }
    if let Some(tags) = fields.combined("If-None-Match") {
        if lists(&tags, current, Comparison::Weak) {
            return has_it;
        }
    } else if let Some(date) = fields.get("If-Modified-Since").and_then(|field| field.text())
        && reads
        && known.last_modified.is_some_and(|modified| modified.to_value() == date)
    {
        return has_it;
    }
    Verdict::Perform
// ANCHOR_END: preconditions
