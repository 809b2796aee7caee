//! Says once what it sends, however many messages it is.
//!
//! fails: the_client_sends_every_message_whole

// ANCHOR: speak
    writeln!(cli::stdout(), "client sending: {}", args.messages.join(" "))?;
    for (number, message) in args.messages.iter().enumerate() {
        if number > 0 {
            thread::sleep(Duration::from_millis(args.pause));
        }
        send(&mut stream, message.as_bytes()).with_context(|| format!("cannot send to {addr}"))?;
    }
// ANCHOR_END: speak
