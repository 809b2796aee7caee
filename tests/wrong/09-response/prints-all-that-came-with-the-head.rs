//! Takes all octets that came together with the head for content, however long that is.
//!
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
        while let Some(head) = decoder.decode(&mut input)? {
            if head.status.class() != Class::Informational {
                let length = content_length(&head, args.head)?;
                if args.members.is_none() && length.is_some_and(|length| length <= input.len() as u64) {
                    print_head(&head)?;
                    return Ok(cli::stdout().write_all(input)?);
                }
                return show(&head, args, input.chain(stream));
            }
        }
    }
}
// ANCHOR_END: receive_response
