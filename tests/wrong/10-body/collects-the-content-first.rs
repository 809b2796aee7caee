//! Collects all of the content before it sends any of it back.
//!
//! fails: the_server_does_not_end_a_response_that_went_wrong
//! fails: the_server_returns_content_of_any_length_in_constant_memory

// ANCHOR: echo
/// Sends the content back.
fn echo(request: &mut Request, response: &mut Outgoing) -> Result<(), Failure> {
    let framing = if request.framing == Framing::Empty { Framing::Length(0) } else { request.framing };
    let mut encoder = BodyEncoder::new(framing);
    let mut all = Vec::new();
    request.content(u64::MAX, |piece| all.write_all(piece))?;
    echo_head(request, framing).map_err(io::Error::other)?.encode(&mut response.buffer);
    response.content(&mut encoder, &all)?;
    encoder.end(&Fields::new(), &mut response.buffer).map_err(io::Error::other)?;
    Ok(response.send()?)
}
// ANCHOR_END: echo
