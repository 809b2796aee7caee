//! Looks at the beginning of the version only.
//!
//! fails: the_server_says_400_to_a_request_line_that_is_none

    // ANCHOR: request_line
    let words: Vec<&str> = line.split(' ').collect();
    match words[..] {
        ["", ..] | [_, "", _] => None,
        [method, target, version] if version.starts_with("HTTP/1.") => Some((method.to_owned(), target.to_owned())),
        _ => None,
    }
    // ANCHOR_END: request_line
