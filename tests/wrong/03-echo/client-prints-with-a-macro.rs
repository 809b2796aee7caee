//! Prints with a macro that panics when standard output is closed.
//!
//! fails: the_client_ends_when_nobody_takes_its_output
//! fails: the_client_prints_what_comes_before_its_input_ends
//! fails: the_client_prints_what_comes_back_byte_for_byte
//! fails: the_client_waits_for_a_server_that_takes_its_time

// ANCHOR: receive
    let mut received = 0;
    let mut buffer = [0; 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(received);
        }
        print!("{}", String::from_utf8_lossy(&buffer[..count]));
        received += count as u64;
    }
// ANCHOR_END: receive
