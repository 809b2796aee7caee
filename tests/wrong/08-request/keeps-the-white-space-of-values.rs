//! Leaves out the one space after the colon, and no other white space.
//!
//! fails: the_server_reads_fields_however_they_are_written

// ANCHOR: field_line
    let name = syntax::token_length(line);
    let kind = match &line[name..] {
        [b':', b' ', ..] if name > 0 => return Ok(Split { name, value: name + 2..line.len() }),
        [b':', ..] if name > 0 => return Ok(Split { name, value: name + 1..line.len() }),
        [b':', ..] => ErrorKind::FieldNameEmpty,
        [] => ErrorKind::ColonMissing,
        rest if syntax::trim_ows_start(rest).starts_with(b":") => ErrorKind::SpaceBeforeColon,
        _ => ErrorKind::FieldNameInvalid,
    };
    Err(Error::new(kind, name))
// ANCHOR_END: field_line
