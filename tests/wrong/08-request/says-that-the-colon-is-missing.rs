//! Says of every malformed name that the colon is missing.
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
        rest if syntax::trim_ows_start(rest).starts_with(b":") => ErrorKind::SpaceBeforeColon,
        _ => ErrorKind::ColonMissing,
    };
    Err(Error::new(kind, name))
// ANCHOR_END: field_line
