//! Reads lines: a message of several lines loses all but the first.
//!
//! fails: the_server_prints_a_message_of_several_lines

// ANCHOR: receive
    use std::io::BufRead;
    let mut line = Vec::new();
    io::BufReader::new(stream).read_until(b'\n', &mut line)?;
    Ok(line)
// ANCHOR_END: receive
