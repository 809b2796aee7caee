//! Reads MOST times, however many bytes each read returns.
//!
//! fails: a_client_that_sends_without_end_is_given_up

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(patience))?;
    let mut buffer = [0; 1024];
    for _ in 0..MOST {
        if !matches!((&stream).read(&mut buffer), Ok(1..)) {
            break;
        }
    }
    Ok(())
// ANCHOR_END: close
