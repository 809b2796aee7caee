//! Takes five seconds without bytes for an error of the server.
//!
//! fails: the_client_waits_for_a_server_that_takes_its_time

// ANCHOR: receive
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut received = 0;
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = match stream.read(&mut buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            result => result.context("cannot receive from the server")?,
        };
        if count == 0 {
            return Ok(received);
        }
        print(&buffer[..count])?;
        received += count as u64;
    }
// ANCHOR_END: receive
