//! Returns 0 for the length of the input.
//!
//! fails: the_client_says_that_the_server_closed_early

// ANCHOR: send
    io::copy(&mut io::stdin(), &mut stream)?;
    Ok(0)
// ANCHOR_END: send
