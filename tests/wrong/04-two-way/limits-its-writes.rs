//! Sets the time limit for writes, of which none follow.
//!
//! fails: a_client_that_never_closes_is_given_up

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    stream.set_write_timeout(Some(patience))?;
    io::copy(&mut stream.take(MOST), &mut io::sink()).ok();
    Ok(())
// ANCHOR_END: close
