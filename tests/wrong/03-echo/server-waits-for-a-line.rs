//! Returns a line when its end has come.
//!
//! fails: a_client_that_does_not_read_disturbs_nobody
//! fails: a_client_that_resets_disturbs_nobody
//! fails: a_client_that_says_nothing_disturbs_nobody
//! fails: ctrl_c_ends_the_server
//! fails: the_server_answers_before_the_client_closes
//! fails: the_server_goes_on_after_a_write_that_took_a_part
//! fails: the_server_returns_bytes_in_whatever_pieces_they_come
//! fails: the_server_says_that_a_client_was_lost
//! fails: the_server_serves_fifty_clients_at_once
//! fails: the_server_takes_a_client_that_sends_nothing
//! fails: the_server_waits_for_clients_that_take_their_time
//! fails: the_server_goes_on_when_it_gets_no_thread
//! fails: the_server_goes_on_when_it_gets_no_connection

// ANCHOR: echo
    let mut reader = io::BufReader::new(stream.try_clone()?);
    let mut line = Vec::new();
    while io::BufRead::read_until(&mut reader, b'\n', &mut line)? > 0 {
        stream.write_all(&line)?;
        line.clear();
    }
    Ok(())
// ANCHOR_END: echo
