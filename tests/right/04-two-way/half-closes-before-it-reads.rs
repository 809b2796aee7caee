//! Says that no message follows, then reads the reply.

// ANCHOR: reply
    stream.shutdown(std::net::Shutdown::Write)?;
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply)?;
    Ok(reply)
// ANCHOR_END: reply
