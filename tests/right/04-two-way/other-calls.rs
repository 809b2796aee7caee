//! Uses `fill_buf`, one locked output, iterators over bytes, and `io::copy`.

// ANCHOR: receive
    let mut reader = io::BufReader::with_capacity(size, stream);
    Ok(io::BufRead::fill_buf(&mut reader)?.to_vec())
// ANCHOR_END: receive

// ANCHOR: answer
    if !message.is_empty() {
        let mut stdout = io::stdout().lock();
        write!(stdout, "server received: {}\nserver sending reply\n", cli::text(message))?;
        stdout.flush()?;
        drop(stdout);
        stream.write_all(REPLY)?;
        stream.flush()?;
    }
    Ok(())
// ANCHOR_END: answer

// ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(patience))?;
    io::BufReader::new(stream).bytes().take(16 * 1024 * 1024).take_while(Result::is_ok).for_each(drop);
    Ok(())
// ANCHOR_END: close

// ANCHOR: send
    io::copy(&mut &message[..], stream).map(drop)
// ANCHOR_END: send

// ANCHOR: reply
    stream.bytes().collect()
// ANCHOR_END: reply
