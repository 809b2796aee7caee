//! Limits the time of each read: a client that drips is never late.
//!
//! fails: the_server_gives_up_a_client_that_drips

// ANCHOR: serve
fn serve(mut stream: &TcpStream, patience: Duration) -> io::Result<()> {
    stream.set_read_timeout(Some(patience))?;
    let (said, response) = match read_request(stream.take(MOST_REQUEST))? {
        Some(request) => (format!("{} {}", request.method, request.target), respond(&request)),
        None => ("(not understood)".to_owned(), page("400 Bad Request", "<p>No.</p>")),
    };
    writeln!(cli::transcript(), "{said} {}", response.status)?;
    stream.write_all(response.text().as_bytes())?;
    close(stream, patience)
}
// ANCHOR_END: serve
