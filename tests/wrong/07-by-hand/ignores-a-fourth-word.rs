//! Does not look whether the line goes on after its version.
//!
//! fails: the_server_says_400_to_a_request_line_that_is_none

    // ANCHOR: request_line
    let mut words = line.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    version.starts_with("HTTP/1.").then(|| (method.to_owned(), target.to_owned()))
    // ANCHOR_END: request_line
