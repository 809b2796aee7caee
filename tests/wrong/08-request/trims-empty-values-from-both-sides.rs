//! Counts the white space in front of a value and after it: where nothing else stands, the end comes before the start.
//!
//! fails: the_server_reads_fields_however_they_are_written
//! fails: the_server_refuses_a_host_that_is_none

// ANCHOR: field_line
    let name = syntax::token_length(line);
    let kind = match &line[name..] {
        [b':', value @ ..] if name > 0 => {
            let front = value.iter().take_while(|octet| syntax::is_ows(**octet)).count();
            let back = value.iter().rev().take_while(|octet| syntax::is_ows(**octet)).count();
            return Ok(Split { name, value: name + 1 + front..line.len() - back });
        }
        [b':', ..] => ErrorKind::FieldNameEmpty,
        [] => ErrorKind::ColonMissing,
        rest if syntax::trim_ows_start(rest).starts_with(b":") => ErrorKind::SpaceBeforeColon,
        _ => ErrorKind::FieldNameInvalid,
    };
    Err(Error::new(kind, name))
// ANCHOR_END: field_line
