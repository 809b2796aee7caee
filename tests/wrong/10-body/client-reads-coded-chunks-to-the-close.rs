//! Reads chunks around another coding until the connection is closed, sizes and all.
//!
//! fails: the_client_prints_content_in_chunks

// ANCHOR: response_framing
    if has_no_content(method, head.status) {
        return Ok(Framing::Empty);
    }
    let coding = transfer_coding_of(head.version, &head.fields)?;
    let length = content_length(&head.fields)?;
    match (coding, length) {
        (None | Some(Coding::Endless | Coding::ChunkedOverOthers), None) => Ok(Framing::UntilClose),
        (None, Some(length)) => Ok(Framing::Length(length)),
        (Some(_), Some(_)) => Err(error_at("Content-Length", ErrorKind::LengthBesideCoding, &head.fields)),
        (Some(Coding::Chunked), None) => Ok(Framing::Chunked),
    }
// ANCHOR_END: response_framing
