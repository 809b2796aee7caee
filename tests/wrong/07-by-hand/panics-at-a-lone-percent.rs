//! Is sure that two digits follow each %.
//!
//! fails: the_server_decodes_what_a_form_sends

    // ANCHOR: decode
    let text = text.replace('+', " ");
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend(&part.as_bytes()[2..]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
    // ANCHOR_END: decode
