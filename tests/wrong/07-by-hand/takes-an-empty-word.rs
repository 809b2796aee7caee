//! Counts words, also those with nothing in them.
//!
//! fails: the_server_says_400_to_a_request_line_that_is_none

    // ANCHOR: request_line
    let words: Vec<&str> = line.split(' ').collect();
    match words[..] {
        [method, target, "HTTP/1.1" | "HTTP/1.0"] => Some((method.to_owned(), target.to_owned())),
        _ => None,
    }
    // ANCHOR_END: request_line
