//! Looks for one SP in front of the colon, not for HTAB or several.
//!
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: field_line
    let name = syntax::token_length(line);
    let kind = match &line[name..] {
        [b':', ..] if name > 0 => {
            let value = syntax::trim_ows_start(&line[name + 1..]);
            let start = line.len() - value.len();
            return Ok(Split { name, value: start..start + syntax::trim_ows_end(value).len() });
        }
        [b':', ..] => ErrorKind::FieldNameEmpty,
        [] => ErrorKind::ColonMissing,
        [b' ', b':', ..] => ErrorKind::SpaceBeforeColon,
        _ => ErrorKind::FieldNameInvalid,
    };
    Err(Error::new(kind, name))
// ANCHOR_END: field_line
