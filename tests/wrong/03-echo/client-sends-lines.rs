//! Reads lines and sends each with a line end of its own.
//!
//! fails: the_client_goes_on_after_a_write_that_took_a_part
//! fails: the_client_sends_and_receives_at_the_same_time
//! fails: the_client_sends_its_input_byte_for_byte_then_closes_its_side
//! fails: the_client_sends_what_a_short_read_brought
//! fails: the_client_prints_what_comes_back_byte_for_byte

// ANCHOR: send
    let mut sent = 0;
    for line in io::stdin().lines() {
        let line = line? + "\n";
        stream.write_all(line.as_bytes())?;
        sent += line.len() as u64;
    }
    Ok(sent)
// ANCHOR_END: send
