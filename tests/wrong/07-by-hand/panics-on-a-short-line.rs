//! Is sure that there are three words.
//!
//! fails: the_server_says_400_to_a_request_line_that_is_none
//! fails: the_server_says_400_to_a_head_that_is_no_text
//! fails: every_response_says_where_it_ends

    // ANCHOR: request_line
    let words: Vec<&str> = line.split(' ').collect();
    let is_one = words.len() == 3 && words[2].starts_with("HTTP/1.");
    let (method, target) = (words[0], words[1]);
    is_one.then(|| (method.to_owned(), target.to_owned()))
    // ANCHOR_END: request_line
