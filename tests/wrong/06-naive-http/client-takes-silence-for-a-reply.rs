//! Prints a reply even where there is none.
//!
//! fails: the_client_prints_everything_until_the_server_closes
//! fails: the_client_prints_what_came_before_a_reset

// ANCHOR: told
    let (reply, end) = exchange(&mut stream, message.as_bytes());
    writeln!(cli::stdout(), "client received: {}", cli::text(&reply))?;
    end.unwrap_or_else(|error| cli::note(format_args!("the connection broke after these bytes: {error}")));
    Ok(())
// ANCHOR_END: told
