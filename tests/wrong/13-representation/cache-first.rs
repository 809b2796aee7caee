//! Tests If-None-Match and If-Modified-Since before If-Match and If-Unmodified-Since.
//!
//! fails: the_server_tests_preconditions_in_their_order

// ANCHOR: preconditions
    if let Some(tags) = fields.combined("If-None-Match") {
        if lists(&tags, current, Comparison::Weak) {
            return has_it;
        }
    } else if let Some(date) = modified_since
        && known.last_modified.is_some_and(|modified| modified.time() <= date)
    {
        return has_it;
    }
    if let Some(tags) = fields.combined("If-Match") {
        if !lists(&tags, current, Comparison::Strong) {
            return Verdict::Failed;
        }
    } else if let Some(date) = date(fields, "If-Unmodified-Since")
        && known.last_modified.is_some_and(|modified| modified.time() > date)
    {
        return Verdict::Failed;
    }
    Verdict::Perform
// ANCHOR_END: preconditions
