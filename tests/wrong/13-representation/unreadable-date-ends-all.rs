//! Performs the method as soon as If-Unmodified-Since cannot be read or compared, without a look at the second pair.
//!
//! fails: the_server_disregards_dates_that_are_none

// ANCHOR: preconditions
    if let Some(tags) = fields.combined("If-Match") {
        if !lists(&tags, current, Comparison::Strong) {
            return Verdict::Failed;
        }
    } else if fields.get("If-Unmodified-Since").is_some() {
        let Some(date) = date(fields, "If-Unmodified-Since") else { return Verdict::Perform };
        let Some(modified) = known.last_modified else { return Verdict::Perform };
        if modified.time() > date {
            return Verdict::Failed;
        }
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
