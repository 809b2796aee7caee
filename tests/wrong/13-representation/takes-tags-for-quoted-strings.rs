//! Reads tags like quoted strings, in which a backslash means something.
//!
//! fails: the_server_finds_its_tag_in_a_list

// ANCHOR: entity_tags
    response::members(list).filter_map(EntityTag::parse)
// ANCHOR_END: entity_tags
