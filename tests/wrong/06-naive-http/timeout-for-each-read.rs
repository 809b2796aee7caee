//! Gives every read the time that the whole request may take.
//!
//! fails: a_client_that_drips_is_given_up

// ANCHOR: serve
    fn serve(mut stream: &TcpStream, args: &Args) -> io::Result<()> {
        thread::sleep(Duration::from_millis(args.wait));
        if !args.repaired {
            return stream.write_all(NAIVE.as_bytes());
        }
        let patience = Duration::from_millis(args.patience);
        stream.set_read_timeout(Some(patience))?;
        read_request(stream.take(MOST_REQUEST))?;
        stream.write_all(reply(&args.text).as_bytes())?;
        close(stream, patience)
    }
// ANCHOR_END: serve
