//! Compares Last-Modified as it was written.
//!
//! fails: a_part_is_continued

// ANCHOR: is_of
        match self {
            Self::Tag(tag) => match (EntityTag::parse(tag), entity_tag(fields)) {
                (Some(tag), Some(other)) => tag.equals(&other, Comparison::Strong),
                _ => false,
            },
            Self::Date(value) => only(fields, "Last-Modified") == Some(value.as_bytes()),
        }
// ANCHOR_END: is_of
