//! Reads on as long as the client sends.
//!
//! fails: a_client_that_sends_without_end_is_given_up

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(patience))?;
    io::copy(&mut &stream, &mut io::sink()).ok();
    Ok(())
// ANCHOR_END: close
