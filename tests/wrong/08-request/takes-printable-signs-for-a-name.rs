//! Takes every printable sign but the colon and brackets for one of a name.
//!
//! fails: the_server_refuses_a_line_that_is_no_field

// ANCHOR: field_line
    let is_sign = |octet: &u8| octet.is_ascii_graphic() && !b":()<>[]{}\"/".contains(octet);
    let name = line.iter().position(|octet| !is_sign(octet)).unwrap_or(line.len());
    let kind = match &line[name..] {
        [b':', ..] if name > 0 => {
            let value = syntax::trim_ows_start(&line[name + 1..]);
            let start = line.len() - value.len();
            return Ok(Split { name, value: start..start + syntax::trim_ows_end(value).len() });
        }
        [b':', ..] => ErrorKind::FieldNameEmpty,
        [] => ErrorKind::ColonMissing,
        rest if syntax::trim_ows_start(rest).starts_with(b":") => ErrorKind::SpaceBeforeColon,
        _ => ErrorKind::FieldNameInvalid,
    };
    Err(Error::new(kind, name))
// ANCHOR_END: field_line
