//! Writes to standard output, which keeps an unfinished line until more comes.
//!
//! fails: the_client_prints_what_comes_before_its_input_ends
//! fails: the_client_waits_for_a_server_that_takes_its_time

// ANCHOR: receive
    let mut received = 0;
    let mut buffer = [0; 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(received);
        }
        io::stdout().write_all(&buffer[..count])?;
        received += count as u64;
    }
// ANCHOR_END: receive
