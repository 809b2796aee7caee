//! Takes one client and ends, as the server of lesson 01 did.
//!
//! fails: a_connection_without_a_byte_is_not_a_message
//! fails: a_silent_client_keeps_nobody_waiting
//! fails: ctrl_c_ends_the_server
//! fails: the_server_outlives_resets_at_every_stage
//! fails: the_server_sleeps_while_nothing_arrives
//! fails: what_comes_after_the_reply_is_taken_and_not_answered

// ANCHOR: accept
    let (stream, _addr) = listener.accept()?;
    serve(stream, &args)?;
    Ok(())
// ANCHOR_END: accept
