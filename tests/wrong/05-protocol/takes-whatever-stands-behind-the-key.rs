//! Takes the words it needs, unchecked, and does not look at the rest of the line.
//!
//! fails: the_server_refuses_a_length_that_is_not_plain_digits
//! fails: the_server_refuses_a_malformed_header_line
//! fails: the_server_reports_the_error_that_is_checked_first

// ANCHOR: parse
    let line = String::from_utf8_lossy(line);
    let mut words = line.split(' ');
    let start = words.next().unwrap_or_default().to_owned();
    let kind = words.next().unwrap_or_default().parse()?;
    let length = parse_length(words.next().unwrap_or_default())?;
    let key = words.next().map(str::to_owned);
    Ok(Header { start, kind, length, key })
// ANCHOR_END: parse
