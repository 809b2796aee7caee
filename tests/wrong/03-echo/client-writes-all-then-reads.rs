//! Sends all of the input, and begins to read after that.
//!
//! fails: the_client_ends_when_nobody_takes_its_output
//! fails: the_client_prints_what_comes_before_its_input_ends
//! fails: the_client_says_that_the_server_closed_early
//! fails: the_client_sends_and_receives_at_the_same_time

// ANCHOR: both-ways
    let sent = send(stream)?;
    half_close(stream)?;
    let received = receive(stream)?;
    ensure!(received >= sent, "the server closed the connection after {received} of {sent} bytes");
    Ok(())
// ANCHOR_END: both-ways
