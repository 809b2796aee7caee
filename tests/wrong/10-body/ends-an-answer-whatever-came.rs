//! Ends the echo as if it were whole when the content turns out to be malformed.
//!
//! fails: the_server_does_not_end_a_response_that_went_wrong

// ANCHOR: echo
/// Sends the content back.
fn echo(request: &mut Request, response: &mut Outgoing) -> Result<(), Failure> {
    let framing = if request.framing == Framing::Empty { Framing::Length(0) } else { request.framing };
    let mut encoder = BodyEncoder::new(framing);
    echo_head(request, framing).map_err(io::Error::other)?.encode(&mut response.buffer);
    let read = request.content(u64::MAX, |piece| response.content(&mut encoder, piece));
    if !response.has_begun {
        read?;
    }
    encoder.end(&Fields::new(), &mut response.buffer).map_err(io::Error::other)?;
    Ok(response.send()?)
}
// ANCHOR_END: echo
