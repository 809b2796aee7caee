//! Calls `write` once and takes it for all of the bytes.
//!
//! fails: the_server_goes_on_after_a_write_that_took_a_part

// ANCHOR: echo
    let mut buffer = [0; 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        let _ = stream.write(&buffer[..count])?;
    }
// ANCHOR_END: echo
