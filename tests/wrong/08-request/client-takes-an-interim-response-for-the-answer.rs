//! Takes the first response that comes for the answer, whatever its status code.
//!
//! fails: the_client_goes_by_the_status_code
//! fails: the_client_knows_where_content_ends

// ANCHOR: receive_response
/// Reads the first answer and prints it.
fn receive(stream: &mut TcpStream, method: &Method) -> anyhow::Result<()> {
    let mut decoder = ResponseDecoder::new(Limits::default());
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        let mut input = &buffer[..count];
        if input.is_empty() {
            bail!(decoder.incomplete().map_or_else(|| anyhow!("the server closed without an answer"), Into::into));
        }
        if let Some(head) = decoder.decode(&mut input)? {
            print_head(&head)?;
            return content(stream, input, content_length(&head, method)?);
        }
    }
}
// ANCHOR_END: receive_response
