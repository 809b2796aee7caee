//! Turns each field line into a `str` first, and does not expect that to fail.
//!
//! fails: the_server_refuses_a_line_that_is_no_field
//! fails: the_server_says_where_a_request_is_wrong
//! fails: the_server_takes_any_octets_above_127_in_a_value
//! fails: the_server_refuses_a_host_that_is_none

// ANCHOR: field_line
    let text = std::str::from_utf8(line).expect("a field line is text");
    let name = syntax::token_length(line);
    match text.split_once(':') {
        Some((before, value)) if before.len() == name && name > 0 => {
            let value = value.trim_start_matches([' ', '\t']);
            let start = line.len() - value.len();
            Ok(Split { name, value: start..start + value.trim_end_matches([' ', '\t']).len() })
        }
        Some((before, _)) if before.trim_end().len() == name => Err(Error::new(ErrorKind::SpaceBeforeColon, name)),
        Some(_) => Err(Error::new(ErrorKind::FieldNameInvalid, name)),
        None => Err(Error::new(ErrorKind::ColonMissing, name)),
    }
// ANCHOR_END: field_line
