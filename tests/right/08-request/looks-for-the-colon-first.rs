//! Looks for the colon first, and at the name after that.

// ANCHOR: field_line
    let Some(colon) = line.iter().position(|&octet| octet == b':') else {
        return Err(Error::new(ErrorKind::ColonMissing, line.len()));
    };
    let name = &line[..colon];
    let valid = syntax::token_length(name);
    if name.is_empty() {
        return Err(Error::new(ErrorKind::FieldNameEmpty, 0));
    }
    if valid < colon {
        let blank = name[valid..].iter().all(|&octet| syntax::is_ows(octet));
        return Err(Error::new(if blank { ErrorKind::SpaceBeforeColon } else { ErrorKind::FieldNameInvalid }, valid));
    }
    let value = syntax::trim_ows(&line[colon + 1..]);
    let start = colon + 1 + line[colon + 1..].iter().take_while(|octet| syntax::is_ows(**octet)).count();
    Ok(Split { name: colon, value: start..start + value.len() })
// ANCHOR_END: field_line
