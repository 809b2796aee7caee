//! Closes when it has written; what is unread then makes a reset.
//!
//! fails: no_reset_destroys_the_response

// ANCHOR: serve
fn serve(mut stream: &TcpStream, patience: Duration) -> io::Result<()> {
    let (said, response) = match read_request(cli::limited(stream, MOST_REQUEST, patience))? {
        Some(request) => (format!("{} {}", request.method, request.target), respond(&request)),
        None => ("(not understood)".to_owned(), page("400 Bad Request", "<p>No.</p>")),
    };
    writeln!(cli::transcript(), "{said} {}", response.status)?;
    if patience.is_zero() {
        return close(stream, patience);
    }
    stream.write_all(response.text().as_bytes())
}
// ANCHOR_END: serve
