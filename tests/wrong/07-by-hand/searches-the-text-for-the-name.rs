//! Finds name= within surname= too.
//!
//! fails: the_server_finds_the_name_in_the_form

    // ANCHOR: form_value
    let at = body.find(&format!("{name}="))?;
    let value = body[at + name.len() + 1..].split('&').next()?;
    Some(decode(value))
    // ANCHOR_END: form_value
