//! Takes every method but GET and POST for a mistake in the line.
//!
//! fails: the_server_says_405_and_which_methods_there_are
//! fails: the_server_says_404_where_there_is_no_page

    // ANCHOR: request_line
    let words: Vec<&str> = line.split(' ').collect();
    match words[..] {
        [method @ ("GET" | "POST"), target, "HTTP/1.1" | "HTTP/1.0"] if !target.is_empty() => {
            Some((method.to_owned(), target.to_owned()))
        }
        _ => None,
    }
    // ANCHOR_END: request_line
