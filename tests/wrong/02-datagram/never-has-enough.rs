//! Goes on with other datagrams, whatever it was told.
//!
//! fails: the_server_prints_what_came_in_one_datagram_and_ends
//! fails: the_server_prints_all_of_a_datagram_that_fits_into_its_buffer
//! fails: the_server_takes_an_empty_datagram_for_a_message

// ANCHOR: printing
    loop {
        let (message, cut) = next_datagram(socket, args.buffer.into())?;
        if cut {
            cli::note(format_args!("cut: the datagram is longer than the buffer of {} bytes", args.buffer));
        }
        writeln!(cli::transcript(), "server received: {}", cli::text(&message))?;
    }
// ANCHOR_END: printing
