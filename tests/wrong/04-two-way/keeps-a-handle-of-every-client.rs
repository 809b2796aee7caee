//! Keeps a handle of the socket of every client that leaves by itself, for ever.
//!
//! fails: a_connection_without_a_byte_is_not_a_message

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(patience))?;
    let rest = io::copy(&mut (&stream).take(MOST), &mut io::sink()).unwrap_or(MOST);
    if rest < MOST {
        std::mem::forget(stream);
    }
    Ok(())
// ANCHOR_END: close
