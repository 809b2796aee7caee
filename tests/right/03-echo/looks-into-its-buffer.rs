//! Uses `BufRead::fill_buf` and `consume`.

// ANCHOR: echo
    use std::io::BufRead;
    let mut reader = io::BufReader::new(stream.try_clone()?);
    loop {
        let part = reader.fill_buf()?;
        let count = part.len();
        if count == 0 {
            return Ok(());
        }
        stream.write_all(part)?;
        reader.consume(count);
    }
// ANCHOR_END: echo

// ANCHOR: send
    use std::io::BufRead;
    let mut stdin = io::stdin().lock();
    let mut sent = 0;
    loop {
        let part = stdin.fill_buf()?;
        let count = part.len();
        if count == 0 {
            return Ok(sent);
        }
        stream.write_all(part)?;
        stdin.consume(count);
        sent += count as u64;
    }
// ANCHOR_END: send

// ANCHOR: receive
    let mut received = 0;
    for byte in stream.bytes() {
        print(&[byte?])?;
        received += 1;
    }
    Ok(received)
// ANCHOR_END: receive
