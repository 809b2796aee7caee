//! Leaves the loops to `io::copy`.

// ANCHOR: serve
    thread::Builder::new().spawn(echo).map(drop)
// ANCHOR_END: serve

// ANCHOR: echo
    io::copy(&mut stream.try_clone()?, &mut stream).map(drop)
// ANCHOR_END: echo

// ANCHOR: send
    Ok(io::copy(&mut io::stdin().lock(), &mut stream)?)
// ANCHOR_END: send

// ANCHOR: receive
    struct Printer;
    impl Write for Printer {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            print(bytes).map(|()| bytes.len()).map_err(io::Error::other)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    Ok(io::copy(&mut stream, &mut Printer)?)
// ANCHOR_END: receive
