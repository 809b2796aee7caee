//! Finds no input where the value has an = itself.
//!
//! fails: the_server_finds_the_name_in_the_form

    // ANCHOR: form_value
    let pairs = body.split('&').map(|pair| pair.split('=').collect::<Vec<_>>());
    let found = pairs.filter(|pair| pair.len() == 2).find(|pair| pair[0] == name)?;
    Some(decode(found[1]))
    // ANCHOR_END: form_value
