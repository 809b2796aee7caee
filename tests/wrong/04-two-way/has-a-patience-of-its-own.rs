//! Waits for 300 ms, whatever `--patience` says.
//!
//! fails: the_server_waits_for_a_client_that_takes_its_time

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_millis(300)))?;
    io::copy(&mut stream.take(MOST), &mut io::sink()).ok();
    Ok(())
// ANCHOR_END: close
