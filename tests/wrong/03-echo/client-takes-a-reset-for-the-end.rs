//! Takes an error of the connection for its end.
//!
//! fails: the_client_says_that_the_server_closed_early

// ANCHOR: receive
    let mut received = 0;
    let mut buffer = [0; 16 * 1024];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        print(&buffer[..count])?;
        received += count as u64;
    }
    Ok(received)
// ANCHOR_END: receive
