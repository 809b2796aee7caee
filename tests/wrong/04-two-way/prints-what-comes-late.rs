//! Prints what comes after the reply instead of throwing it away.
//!
//! fails: what_comes_after_the_reply_is_taken_and_not_answered

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(patience))?;
    io::copy(&mut stream.take(MOST), &mut io::stdout()).ok();
    Ok(())
// ANCHOR_END: close
