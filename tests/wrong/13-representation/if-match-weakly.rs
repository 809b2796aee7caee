//! Compares If-Match like If-None-Match.
//!
//! fails: the_server_compares_if_match_strongly

// ANCHOR: preconditions
    if let Some(tags) = fields.combined("If-Match") {
        if !lists(&tags, current, Comparison::Weak) {
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
    } else if let Some(date) = modified_since
        && known.last_modified.is_some_and(|modified| modified.time() <= date)
    {
        return has_it;
    }
    Verdict::Perform
// ANCHOR_END: preconditions
