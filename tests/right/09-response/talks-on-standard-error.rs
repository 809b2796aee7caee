//! Says on standard error what comes, and reads in small pieces.

// ANCHOR: receive_response
/// Reads the final response, passes over interim ones, and shows it.
fn receive(stream: &mut TcpStream, args: &Args) -> anyhow::Result<()> {
    let mut decoder = ResponseDecoder::new(Limits::default());
    let mut buffer = [0; 99];
    loop {
        let count = stream.read(&mut buffer)?;
        eprintln!("{count} octets");
        if count == 0 {
            return Err(decoder.incomplete().map_or_else(|| anyhow!("nothing came"), Into::into));
        }
        let mut input = &buffer[..count];
        while let Some(head) = decoder.decode(&mut input)? {
            eprintln!("progress: {}", head.status);
            if head.status.class() == Class::Informational {
                continue;
            }
            return show(&head, args, input.chain(stream));
        }
        if count > buffer.len() {
            bail!("more than the buffer holds");
        }
    }
}
// ANCHOR_END: receive_response
