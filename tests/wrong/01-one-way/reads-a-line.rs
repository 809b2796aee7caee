//! Reads a line: there is none.
//!
//! fails: the_server_prints_what_the_client_sent

// ANCHOR: receive
    use std::io::BufRead;
    let mut line = Vec::new();
    io::BufReader::new(stream).read_until(b' ', &mut line)?;
    Ok(line)
// ANCHOR_END: receive
