//! Adds the length twice.
//!
//! fails: the_fields_have_a_name_a_colon_and_a_value

// ANCHOR: content_length
    head.push(format!("Content-Length: {}", body.len()));
    head.push(format!("Content-Length: {}", body.len()));
// ANCHOR_END: content_length
