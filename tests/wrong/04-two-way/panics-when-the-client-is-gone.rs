//! Takes it for granted that the reply can be sent, and the rest be read.
//!
//! fails: a_client_that_never_closes_is_given_up
//! fails: the_server_outlives_resets_at_every_stage

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(patience))?;
    io::copy(&mut stream.take(MOST), &mut io::sink()).unwrap();
    Ok(())
// ANCHOR_END: close
