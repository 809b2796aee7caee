//! Reads on until the client closes, without a word that the reply is complete: the client waits for just that.
//!
//! fails: a_client_that_never_closes_is_given_up
//! fails: the_reply_is_its_bytes_and_then_the_connection_closes
//! fails: the_two_programs_print_the_transcript

// ANCHOR: close
    io::copy(&mut stream.take(MOST), &mut io::sink())?;
    Ok(())
// ANCHOR_END: close
