//! Reads a line: there is none.
//!
//! fails: the_server_prints_what_the_client_sent
//! fails: the_server_goes_on_with_forever
//! fails: the_server_outlives_a_client_that_resets
//! fails: the_server_reads_until_the_client_closes

// ANCHOR: receive
    use std::io::BufRead;
    let mut line = Vec::new();
    io::BufReader::new(stream).read_until(b' ', &mut line)?;
    Ok(line)
// ANCHOR_END: receive
