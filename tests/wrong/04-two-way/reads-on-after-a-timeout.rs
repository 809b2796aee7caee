//! Sets a time limit, and reads on when it has passed.
//!
//! fails: a_client_that_never_closes_is_given_up

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(patience))?;
    let mut rest = stream.take(MOST);
    let mut buffer = [0; 1024];
    loop {
        match rest.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(_) | Err(_) => {}
        }
    }
// ANCHOR_END: close
