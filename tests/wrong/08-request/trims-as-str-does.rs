//! Leaves out whatever Unicode calls white space around a value.
//!
//! fails: the_server_refuses_a_host_that_is_none

// ANCHOR: field_line
    let name = syntax::token_length(line);
    let kind = match &line[name..] {
        [b':', value @ ..] if name > 0 => {
            let (start, end) = match std::str::from_utf8(value) {
                Ok(text) => (text.len() - text.trim_start().len(), text.trim_end().len()),
                Err(_) => (0, value.len()),
            };
            let after = name + 1;
            return Ok(Split { name, value: after + start..after + end.max(start) });
        }
        [b':', ..] => ErrorKind::FieldNameEmpty,
        [] => ErrorKind::ColonMissing,
        rest if syntax::trim_ows_start(rest).starts_with(b":") => ErrorKind::SpaceBeforeColon,
        _ => ErrorKind::FieldNameInvalid,
    };
    Err(Error::new(kind, name))
// ANCHOR_END: field_line
