//! Passes over an interim response together with all that came after it in the same read.
//!
//! fails: the_client_goes_by_the_status_code
//! fails: the_client_knows_where_content_ends

// ANCHOR: receive_response
/// Reads the final response, passes over interim ones, and shows it.
fn receive(stream: &mut TcpStream, args: &Args) -> anyhow::Result<()> {
    let mut decoder = ResponseDecoder::new(Limits::default());
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        let mut input = &buffer[..count];
        if input.is_empty() {
            bail!(decoder.incomplete().map_or_else(|| anyhow!("the server closed without a response"), Into::into));
        }
        if let Some(head) = decoder.decode(&mut input)? {
            if head.status.class() != Class::Informational {
                return show(&head, args, input.chain(stream));
            }
        }
    }
}
// ANCHOR_END: receive_response
