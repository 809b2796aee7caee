//! Reads the first line of If-None-Match, not all of them.
//!
//! fails: the_server_finds_its_tag_in_a_list

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
    if let Some(tags) = fields.get("If-None-Match").map(|field| field.value().to_vec()) {
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
