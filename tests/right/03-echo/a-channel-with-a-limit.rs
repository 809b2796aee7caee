//! Reads and writes in two threads, with a few parts between them.

// ANCHOR: echo
    let (to_writer, parts) = std::sync::mpsc::sync_channel::<Vec<u8>>(4);
    let mut writer = stream.try_clone()?;
    let writing =
        thread::Builder::new().spawn(move || parts.into_iter().try_for_each(|part| writer.write_all(&part)))?;
    let mut buffer = [0; 16 * 1024];
    let read = loop {
        match stream.read(&mut buffer) {
            Ok(0) => break Ok(()),
            Ok(count) if to_writer.send(buffer[..count].to_vec()).is_ok() => {}
            Ok(_not_taken) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    drop(to_writer);
    writing.join().unwrap_or_else(|_panic| Err(io::ErrorKind::Other.into())).and(read)
// ANCHOR_END: echo
