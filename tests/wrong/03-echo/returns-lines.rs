//! Reads lines and returns each with a line end of its own.
//!
//! fails: a_client_that_does_not_read_disturbs_nobody
//! fails: a_client_that_resets_disturbs_nobody
//! fails: a_client_that_says_nothing_disturbs_nobody
//! fails: ctrl_c_ends_the_server
//! fails: the_server_answers_before_the_client_closes
//! fails: the_server_goes_on_after_a_write_that_took_a_part
//! fails: the_server_returns_a_long_text_in_constant_memory
//! fails: the_server_returns_all_of_it_after_the_client_has_closed_its_side
//! fails: the_server_returns_bytes_in_whatever_pieces_they_come
//! fails: the_server_returns_every_byte_as_it_came
//! fails: the_server_says_that_a_client_was_lost
//! fails: the_server_serves_fifty_clients_at_once
//! fails: the_server_takes_a_client_that_sends_nothing
//! fails: the_server_takes_a_thousand_clients_one_after_another
//! fails: the_server_waits_for_clients_that_take_their_time
//! fails: the_server_goes_on_when_it_gets_no_thread
//! fails: the_server_goes_on_when_it_gets_no_connection

// ANCHOR: echo
    use std::io::BufRead;
    let reader = io::BufReader::new(stream.try_clone()?);
    for line in reader.lines() {
        writeln!(stream, "{}", line?)?;
    }
    Ok(())
// ANCHOR_END: echo
