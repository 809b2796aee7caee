//! Prints a line when its end has come.
//!
//! fails: the_client_prints_what_comes_before_its_input_ends
//! fails: the_client_waits_for_a_server_that_takes_its_time

// ANCHOR: receive
    let mut received = 0;
    let mut reader = io::BufReader::new(stream);
    loop {
        let mut line = Vec::new();
        let count = io::BufRead::read_until(&mut reader, b'\n', &mut line)?;
        if count == 0 {
            return Ok(received);
        }
        print(&line)?;
        received += count as u64;
    }
// ANCHOR_END: receive
