//! Turns each read of eight bytes into text and returns the text.
//!
//! fails: the_server_goes_on_after_a_write_that_took_a_part
//! fails: the_server_returns_a_long_text_in_constant_memory
//! fails: the_server_returns_all_of_it_after_the_client_has_closed_its_side
//! fails: the_server_returns_bytes_in_whatever_pieces_they_come
//! fails: the_server_returns_every_byte_as_it_came

// ANCHOR: echo
    let mut buffer = [0; 8];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        stream.write_all(String::from_utf8_lossy(&buffer[..count]).as_bytes())?;
    }
// ANCHOR_END: echo
