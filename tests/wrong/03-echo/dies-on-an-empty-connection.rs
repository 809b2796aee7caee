//! Takes a client that sends nothing for the end of the world.
//!
//! fails: the_server_goes_on_when_it_gets_no_connection
//! fails: the_server_sleeps_while_its_clients_are_silent
//! fails: the_server_takes_a_client_that_sends_nothing
//! fails: the_server_takes_a_thousand_clients_one_after_another

// ANCHOR: echo
    let mut buffer = [0; 1024];
    let mut returned = 0;
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 && returned == 0 {
            cli::note("the client sent nothing");
            std::process::exit(1);
        }
        if count == 0 {
            return Ok(());
        }
        stream.write_all(&buffer[..count])?;
        returned += count;
    }
// ANCHOR_END: echo
