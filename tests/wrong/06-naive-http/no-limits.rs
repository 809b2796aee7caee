//! Reads a request as long as bytes come.
//!
//! fails: a_client_that_drips_is_given_up
//! fails: a_request_without_an_end_is_given_up

// ANCHOR: serve
    fn serve(mut stream: &TcpStream, args: &Args) -> io::Result<()> {
        thread::sleep(Duration::from_millis(args.wait));
        if !args.repaired {
            return stream.write_all(NAIVE.as_bytes());
        }
        read_request(stream.take(MOST_REQUEST << 30))?;
        stream.write_all(reply(&args.text).as_bytes())?;
        close(stream, Duration::from_millis(args.patience))
    }
// ANCHOR_END: serve
