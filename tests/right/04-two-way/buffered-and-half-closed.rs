//! Reads through `BufRead`, prints both lines at once, and lets the client close its side before it reads the reply.

// ANCHOR: receive
    use std::io::BufRead;
    Ok(io::BufReader::with_capacity(size, stream).fill_buf()?.to_vec())
// ANCHOR_END: receive

// ANCHOR: answer
    if let [_, ..] = message {
        let lines = format!("server received: {}\nserver sending reply\n", cli::text(message));
        io::stdout().write_all(lines.as_bytes())?;
        stream.write_all(REPLY)?;
    }
    Ok(())
// ANCHOR_END: answer

// ANCHOR: reply
    stream.shutdown(std::net::Shutdown::Write)?;
    let mut reply = Vec::new();
    io::copy(&mut stream, &mut reply)?;
    Ok(reply)
// ANCHOR_END: reply
