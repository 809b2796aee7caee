//! Takes a response of HTTP/1.0 in chunks.
//!
//! fails: the_client_says_what_is_wrong_with_content

// ANCHOR: response_framing
    if has_no_content(method, head.status) {
        return Ok(Framing::Empty);
    }
    let coding = transfer_coding(&head.fields)?;
    let length = content_length(&head.fields)?;
    match (coding, length) {
        (None | Some(Coding::Endless), None) => Ok(Framing::UntilClose),
        (None, Some(length)) => Ok(Framing::Length(length)),
        (Some(_), Some(_)) => Err(error_at("Content-Length", ErrorKind::LengthBesideCoding, &head.fields)),
        (Some(Coding::Chunked | Coding::ChunkedOverOthers), None) => Ok(Framing::Chunked),
    }
// ANCHOR_END: response_framing
