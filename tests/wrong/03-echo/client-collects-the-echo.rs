//! Prints nothing before the server has closed.
//!
//! fails: the_client_ends_when_nobody_takes_its_output
//! fails: the_client_prints_what_comes_before_its_input_ends
//! fails: the_client_says_that_the_server_closed_early
//! fails: the_client_sends_and_receives_at_the_same_time
//! fails: the_client_waits_for_a_server_that_takes_its_time

// ANCHOR: receive
    let mut echo = Vec::new();
    stream.read_to_end(&mut echo)?;
    print(&echo)?;
    Ok(echo.len() as u64)
// ANCHOR_END: receive
