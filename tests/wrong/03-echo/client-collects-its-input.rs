//! Reads all of its input before it sends anything.
//!
//! fails: the_client_goes_on_after_a_write_that_took_a_part
//! fails: the_client_prints_what_comes_before_its_input_ends
//! fails: the_client_says_that_it_could_not_send
//! fails: the_client_says_that_the_server_closed_early
//! fails: the_client_sends_and_receives_at_the_same_time
//! fails: the_client_sends_what_a_short_read_brought

// ANCHOR: send
    let mut input = Vec::new();
    io::stdin().read_to_end(&mut input)?;
    stream.write_all(&input)?;
    Ok(input.len() as u64)
// ANCHOR_END: send
