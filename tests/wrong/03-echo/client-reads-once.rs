//! Prints what one read returns and takes it for all.
//!
//! fails: the_client_prints_what_comes_before_its_input_ends
//! fails: the_client_says_that_the_server_closed_early
//! fails: the_client_sends_and_receives_at_the_same_time
//! fails: the_client_prints_what_comes_back_byte_for_byte
//! fails: the_client_waits_for_a_server_that_takes_its_time

// ANCHOR: receive
    let mut buffer = [0; 16 * 1024];
    let count = stream.read(&mut buffer)?;
    print(&buffer[..count])?;
    Ok(count as u64)
// ANCHOR_END: receive
