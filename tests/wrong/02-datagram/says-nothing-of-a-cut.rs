//! Prints what is left of a datagram that was too long, and says nothing of the rest.
//!
//! fails: the_server_cuts_a_datagram_that_is_too_long

// ANCHOR: printing
    loop {
        let (message, _cut) = next_datagram(socket, args.buffer.into())?;
        writeln!(cli::transcript(), "server received: {}", cli::text(&message))?;
        if !args.forever {
            return Ok(());
        }
    }
// ANCHOR_END: printing
