//! Refuses what was modified at the very date of If-Unmodified-Since.
//!
//! fails: the_server_compares_dates_in_whole_seconds
//! fails: the_server_refuses_what_was_modified_when_it_should_not_be

// ANCHOR: preconditions
    if let Some(tags) = fields.combined("If-Match") {
        if !lists(&tags, current, Comparison::Strong) {
            return Verdict::Failed;
        }
    } else if let Some(date) = date(fields, "If-Unmodified-Since")
        && known.last_modified.is_some_and(|modified| modified.time() >= date)
    {
        return Verdict::Failed;
    }
    if let Some(tags) = fields.combined("If-None-Match") {
        if lists(&tags, current, Comparison::Weak) {
            return has_it;
        }
    } else if let Some(date) = modified_since
        && known.last_modified.is_some_and(|modified| modified.time() <= date)
    {
        return has_it;
    }
    Verdict::Perform
// ANCHOR_END: preconditions
