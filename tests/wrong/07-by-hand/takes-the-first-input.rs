//! Takes the first input, whatever it is called.
//!
//! fails: the_server_finds_the_name_in_the_form

    // ANCHOR: form_value
    let (_, value) = body.split('&').next()?.split_once('=')?;
    let _ = name;
    Some(decode(value))
    // ANCHOR_END: form_value
