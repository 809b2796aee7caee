//! Takes a read that does not fill the buffer for the last one.
//!
//! fails: the_client_goes_on_after_a_write_that_took_a_part
//! fails: the_client_sends_and_receives_at_the_same_time
//! fails: the_client_says_that_the_server_closed_early
//! fails: the_client_sends_its_input_byte_for_byte_then_closes_its_side
//! fails: the_client_sends_what_a_short_read_brought
//! fails: the_client_prints_what_comes_back_byte_for_byte

// ANCHOR: send
    let mut sent = 0;
    let mut buffer = vec![0; 1024 * 1024];
    loop {
        let count = io::stdin().read(&mut buffer)?;
        stream.write_all(&buffer[..count])?;
        sent += count as u64;
        if count < buffer.len() {
            return Ok(sent);
        }
    }
// ANCHOR_END: send
