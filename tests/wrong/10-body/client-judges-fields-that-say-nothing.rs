//! Looks at the fields of a response that has no content before it knows that they say nothing about it.
//!
//! fails: the_client_knows_which_responses_have_no_content

// ANCHOR: response_framing
    let coding = transfer_coding_of(head.version, &head.fields)?;
    let length = content_length(&head.fields)?;
    match (coding, length) {
        (Some(_), Some(_)) => Err(error_at("Content-Length", ErrorKind::LengthBesideCoding, &head.fields)),
        _ if has_no_content(method, head.status) => Ok(Framing::Empty),
        (None | Some(Coding::Endless), None) => Ok(Framing::UntilClose),
        (None, Some(length)) => Ok(Framing::Length(length)),
        (Some(Coding::Chunked | Coding::ChunkedOverOthers), None) => Ok(Framing::Chunked),
    }
// ANCHOR_END: response_framing
