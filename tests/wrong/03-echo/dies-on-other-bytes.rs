//! Reads text: bytes that are not UTF-8 end the whole server.
//!
//! fails: the_server_returns_every_byte_as_it_came

// ANCHOR: echo
    let mut buffer = [0; 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        let Ok(text) = str::from_utf8(&buffer[..count]) else { std::process::exit(1) };
        stream.write_all(text.as_bytes())?;
    }
// ANCHOR_END: echo
