//! Has a limit of its own for what comes after the reply.
//!
//! fails: the_server_discards_in_order_what_it_does_not_read

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(patience))?;
    io::copy(&mut stream.take(1024 * 1024), &mut io::sink()).ok();
    Ok(())
// ANCHOR_END: close
