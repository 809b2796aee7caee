//! Asks again and again instead of waiting.
//!
//! fails: the_server_sleeps_while_nothing_arrives

// ANCHOR: receive
    stream.set_nonblocking(true)?;
    let mut message = vec![0; size];
    let count = loop {
        match stream.read(&mut message) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            result => break result?,
        }
    };
    stream.set_nonblocking(false)?;
    message.truncate(count);
    Ok(message)
// ANCHOR_END: receive
