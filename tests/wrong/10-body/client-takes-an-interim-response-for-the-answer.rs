//! Takes the first response that comes for the response, whatever its status code.
//!
//! fails: the_client_finds_content_in_all_other_responses

// ANCHOR: receive_response
/// Reads the first response and prints it.
fn receive(mut stream: &TcpStream, method: &Method) -> anyhow::Result<()> {
    let mut decoder = ResponseDecoder::new(request::Limits::default());
    let mut buffer = vec![0; PIECE];
    loop {
        let count = stream.read(&mut buffer)?;
        let mut input = &buffer[..count];
        if input.is_empty() {
            bail!(decoder.incomplete().map_or_else(|| anyhow!("the server closed without a response"), Into::into));
        }
        if let Some(head) = decoder.decode(&mut input)? {
            return print(input.chain(stream), &head, method);
        }
    }
}

/// Prints the head, and the content as it comes.
fn print(input: impl Read, head: &ResponseHead, method: &Method) -> anyhow::Result<()> {
    let framing = body::response_framing(method, head)?;
    let mut out = cli::stdout();
    writeln!(out, "{} {} {}", head.version, head.status, cli::text(head.reason()))?;
    print_fields(&mut out, &head.fields)?;
    writeln!(out)?;
    if framing != Framing::Empty && body::is_coded(&head.fields) {
        cli::note("the content is in a transfer coding, and is shown as it came");
    }
    let decoder = BodyDecoder::for_response(framing, Limits::default());
    let mut input = BufReader::with_capacity(PIECE, input);
    let trailers = content::read(&mut input, decoder, |piece| out.write_all(piece).and_then(|()| out.flush()))?;
    if !trailers.is_empty() {
        writeln!(out)?;
        print_fields(&mut out, &trailers)?;
    }
    Ok(())
}
// ANCHOR_END: receive_response
