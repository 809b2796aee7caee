//! Reads from the socket itself, as much and as long as it comes.
//!
//! fails: the_server_gives_up_a_request_that_does_not_end
//! fails: the_server_gives_up_a_client_that_drips

// ANCHOR: serve
fn serve(mut stream: &TcpStream, patience: Duration) -> io::Result<()> {
    let (said, response) = match read_request(stream)? {
        Some(request) => (format!("{} {}", request.method, request.target), respond(&request)),
        None => ("(not understood)".to_owned(), page("400 Bad Request", "<p>No.</p>")),
    };
    writeln!(cli::transcript(), "{said} {}", response.status)?;
    stream.write_all(response.text().as_bytes())?;
    close(stream, patience)
}
// ANCHOR_END: serve
