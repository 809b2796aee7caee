//! Knows the media type of forms without parameters and in small letters only.
//!
//! fails: the_server_answers_what_is_no_form_with_415
//! fails: the_server_reads_a_form

// ANCHOR: is_form
    fields.get("Content-Type").is_some_and(|field| field.value() == MEDIA_TYPE.as_bytes())
// ANCHOR_END: is_form
