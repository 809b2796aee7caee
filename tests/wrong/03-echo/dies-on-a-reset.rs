//! Takes a broken connection for a reason to end.
//!
//! fails: a_client_that_resets_disturbs_nobody
//! fails: the_server_says_that_a_client_was_lost

// ANCHOR: echo
    let mut buffer = [0; 1024];
    loop {
        let Ok(count) = stream.read(&mut buffer) else { std::process::exit(1) };
        if count == 0 {
            return Ok(());
        }
        if stream.write_all(&buffer[..count]).is_err() {
            std::process::exit(1);
        }
    }
// ANCHOR_END: echo
