//! Refuses clients that speak HTTP/1.0.
//!
//! fails: the_server_takes_the_request_line_apart

    // ANCHOR: request_line
    let words: Vec<&str> = line.split(' ').collect();
    match words[..] {
        ["", ..] | [_, "", _] => None,
        [method, target, "HTTP/1.1"] => Some((method.to_owned(), target.to_owned())),
        _ => None,
    }
    // ANCHOR_END: request_line
