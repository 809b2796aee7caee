//! Takes all octets that came together with the head for content, however long that is.
//!
//! fails: the_client_knows_where_content_ends

// ANCHOR: receive_response
/// Reads the final answer, passes over interim ones, and prints it.
fn receive(stream: &mut TcpStream, method: &Method) -> anyhow::Result<()> {
    let mut decoder = ResponseDecoder::new(Limits::default());
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        let mut input = &buffer[..count];
        if input.is_empty() {
            bail!(decoder.incomplete().map_or_else(|| anyhow!("the server closed without an answer"), Into::into));
        }
        while let Some(head) = decoder.decode(&mut input)? {
            if head.status.class() != Class::Informational {
                print_head(&head)?;
                let length = content_length(&head, method)?;
                if length.is_some_and(|length| length <= input.len() as u64) {
                    return Ok(cli::stdout().write_all(input)?);
                }
                return content(stream, input, length);
            }
        }
    }
}
// ANCHOR_END: receive_response
