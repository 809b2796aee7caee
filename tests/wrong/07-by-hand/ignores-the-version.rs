//! Looks at the first two words only.
//!
//! fails: the_server_says_400_to_a_request_line_that_is_none

    // ANCHOR: request_line
    let mut words = line.split(' ');
    Some((words.next()?.to_owned(), words.next()?.to_owned()))
    // ANCHOR_END: request_line
