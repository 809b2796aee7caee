//! Decodes the body before it is parted: an encoded & parts it too.
//!
//! fails: the_server_decodes_what_a_form_sends

    // ANCHOR: form_value
    let body = decode(body);
    let (_, value) = body.split('&').filter_map(|pair| pair.split_once('=')).find(|(found, _)| *found == name)?;
    Some(value.to_owned())
    // ANCHOR_END: form_value
