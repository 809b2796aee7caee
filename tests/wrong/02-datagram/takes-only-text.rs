//! Takes bytes that are not UTF-8 for an error.
//!
//! fails: the_server_shows_bytes_that_are_not_text
//! fails: the_server_ignores_what_it_does_not_count

// ANCHOR: receive
    let (count, _client_addr) = socket.recv_from(buffer)?;
    str::from_utf8(&buffer[..count]).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))?;
    Ok(count)
// ANCHOR_END: receive
