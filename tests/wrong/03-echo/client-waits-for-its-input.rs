//! When the server has closed, waits for the end of the input before it says so.
//!
//! fails: the_client_says_that_the_server_closed_early

// ANCHOR: both-ways
    let to_server = stream.try_clone()?;
    let sender = thread::Builder::new().spawn(move || {
        let sent = send(&to_server);
        let _ = half_close(&to_server);
        sent
    })?;
    let received = receive(stream)?;
    let sent = sender.join().map_err(|_| anyhow!("the sending thread panicked"))??;
    ensure!(received >= sent, "the server closed the connection after {received} of {sent} bytes");
    Ok(())
// ANCHOR_END: both-ways
