//! Sets no time limit for a client that does not close.
//!
//! fails: a_client_that_never_closes_is_given_up

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    io::copy(&mut stream.take(MOST), &mut io::sink()).ok();
    Ok(())
// ANCHOR_END: close
