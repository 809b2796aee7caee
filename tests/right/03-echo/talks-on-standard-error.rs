//! Says on standard error what it does.

// ANCHOR: serve
    eprintln!("a thread for a client");
    dbg!(thread::Builder::new().spawn(echo)).map(drop)
// ANCHOR_END: serve

// ANCHOR: echo
    let mut buffer = vec![0; 5000];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            eprintln!("a client has closed its side");
            return stream.flush();
        }
        stream.write_all(&buffer[..count])?;
    }
// ANCHOR_END: echo

// ANCHOR: send
    let (mut input, mut sent) = (io::stdin().lock(), 0);
    let mut buffer = vec![0; 5000];
    loop {
        let count = input.read(&mut buffer).inspect_err(|error| eprintln!("input: {error}"))?;
        if count == 0 {
            eprintln!("progress: all {sent} bytes sent");
            return Ok(sent);
        }
        stream.write_all(&buffer[..count]).inspect_err(|error| eprintln!("progress: {error} after {sent} bytes"))?;
        sent += u64::try_from(count)?;
    }
// ANCHOR_END: send

// ANCHOR: half-close
    dbg!(stream.shutdown(Shutdown::Write))
// ANCHOR_END: half-close

// ANCHOR: receive
    let mut received = 0;
    let mut buffer = vec![0; 5000];
    while let count @ 1.. = dbg!(stream.read(&mut buffer))? {
        print(&buffer[..count])?;
        received += count as u64;
    }
    Ok(received)
// ANCHOR_END: receive
