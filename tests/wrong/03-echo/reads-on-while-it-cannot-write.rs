//! Reads on while a write waits, and keeps in memory what is not written yet.
//!
//! fails: a_client_that_does_not_read_disturbs_nobody

// ANCHOR: echo
    let (to_writer, parts) = std::sync::mpsc::channel::<Vec<u8>>();
    let mut writer = stream.try_clone()?;
    let writing =
        thread::Builder::new().spawn(move || parts.into_iter().try_for_each(|part| writer.write_all(&part)))?;
    let mut buffer = [0; 16 * 1024];
    while let count @ 1.. = stream.read(&mut buffer)? {
        if to_writer.send(buffer[..count].to_vec()).is_err() {
            break;
        }
    }
    drop(to_writer);
    writing.join().unwrap_or_else(|_panic| Err(io::ErrorKind::Other.into()))
// ANCHOR_END: echo
