//! Passes on the error with which the reading after the reply ends.
//!
//! fails: a_client_that_never_closes_is_given_up

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(patience))?;
    io::copy(&mut stream.take(MOST), &mut io::sink())?;
    Ok(())
// ANCHOR_END: close
