//! Reads and writes a byte at a time: slow, and right.

// ANCHOR: receive
    stream.bytes().collect()
// ANCHOR_END: receive

// ANCHOR: send
    for byte in message {
        stream.write_all(&[*byte])?;
    }
    stream.shutdown(Shutdown::Both)
// ANCHOR_END: send
