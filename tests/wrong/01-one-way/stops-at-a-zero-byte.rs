//! Takes a zero for the end, as in a string of C.
//!
//! fails: the_server_shows_bytes_that_are_not_text

// ANCHOR: receive
    let mut message = Vec::new();
    io::BufRead::read_until(&mut io::BufReader::new(&mut stream), 0, &mut message)?;
    Ok(message)
// ANCHOR_END: receive
