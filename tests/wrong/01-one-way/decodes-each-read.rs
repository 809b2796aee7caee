//! Turns each read of eight bytes into text on its own.
//!
//! fails: the_server_keeps_a_character_that_is_split_over_two_packets
//! fails: the_server_shows_bytes_that_are_not_text

// ANCHOR: receive
    let mut message = String::new();
    let mut buffer = [0; 8];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(message.into_bytes());
        }
        message += &String::from_utf8_lossy(&buffer[..count]);
    }
// ANCHOR_END: receive
