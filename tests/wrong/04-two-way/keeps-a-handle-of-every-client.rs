//! Closes both directions in the end, and keeps a handle of the socket for ever.
//!
//! fails: a_connection_without_a_byte_is_not_a_message

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(patience))?;
    io::copy(&mut (&stream).take(MOST), &mut io::sink()).ok();
    stream.shutdown(Shutdown::Both).ok();
    std::mem::forget(stream);
    Ok(())
// ANCHOR_END: close
