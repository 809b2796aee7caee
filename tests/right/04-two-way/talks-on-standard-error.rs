//! Says on standard error what it does.

// ANCHOR: receive
    let mut message = vec![0; size];
    eprintln!("reading at most {size} bytes");
    let count = dbg!(stream.read(&mut message))?;
    Ok(message[..count].to_vec())
// ANCHOR_END: receive

// ANCHOR: answer
    if dbg!(message).is_empty() {
        return Ok(());
    }
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "server received: {}\nserver sending reply", cli::text(message))?;
    drop(stdout);
    dbg!(stream.write_all(REPLY))
// ANCHOR_END: answer

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(patience))?;
    let mut rest = stream.take(MOST);
    let mut buffer = [0; 4096];
    loop {
        match rest.read(&mut buffer) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                eprintln!("closing: {error}");
                break;
            }
        }
    }
    Ok(())
// ANCHOR_END: close

// ANCHOR: send
    eprintln!("progress: sending {} bytes", message.len());
    dbg!(stream.write_all(message))
// ANCHOR_END: send

// ANCHOR: reply
    let mut reply = Vec::new();
    let mut buffer = [0; 777];
    loop {
        match dbg!(stream.read(&mut buffer)) {
            Ok(0) => return Ok(reply),
            Ok(count) => reply.extend(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
// ANCHOR_END: reply
