//! Puts a space between a name and its colon.
//!
//! fails: the_fields_have_a_name_a_colon_and_a_value

// ANCHOR: date
    head.push(format!("Date : {}", httpdate::fmt_http_date(SystemTime::now())));
// ANCHOR_END: date
