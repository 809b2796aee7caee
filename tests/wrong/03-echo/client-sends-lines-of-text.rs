//! Reads its input as lines of text, each with its line end.
//!
//! fails: the_client_goes_on_after_a_write_that_took_a_part
//! fails: the_client_sends_its_input_byte_for_byte_then_closes_its_side
//! fails: the_client_sends_what_a_short_read_brought
//! fails: the_client_prints_what_comes_back_byte_for_byte

// ANCHOR: send
    let mut sent = 0;
    let mut line = String::new();
    while let count @ 1.. = io::stdin().read_line(&mut line)? {
        stream.write_all(line.as_bytes())?;
        sent += count as u64;
        line.clear();
    }
    Ok(sent)
// ANCHOR_END: send
