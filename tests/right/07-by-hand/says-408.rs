//! Tells a client that was too slow that it was.

// ANCHOR: serve
fn serve(mut stream: &TcpStream, patience: Duration) -> io::Result<()> {
    let (said, response) = match read_request(cli::limited(stream, MOST_REQUEST, patience)) {
        Ok(Some(request)) => (format!("{} {}", request.method, request.target), respond(&request)),
        Ok(None) => ("(not understood)".to_owned(), page("400 Bad Request", "<p>No.</p>")),
        Err(error) if error.kind() == ErrorKind::TimedOut => ("(late)".to_owned(), page("408 Request Timeout", "<p>Late.</p>")),
        Err(error) => return Err(error),
    };
    writeln!(cli::transcript(), "{said} {}", response.status)?;
    stream.write_all(response.text().as_bytes())?;
    close(stream, patience)
}
// ANCHOR_END: serve
