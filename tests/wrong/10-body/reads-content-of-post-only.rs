//! Takes every request but POST for one without content.
//!
//! fails: the_server_reads_the_content_of_every_method

// ANCHOR: request_framing
    match (coding, length) {
        _ if head.method != Method::Post => Ok(Framing::Empty),
        (None, None) => Ok(Framing::Empty),
        (None, Some(length)) => Ok(Framing::Length(length)),
        (Some(_), Some(_)) => Err(error_at("Content-Length", ErrorKind::LengthBesideCoding, &head.fields)),
        (Some(Coding::Chunked), None) => Ok(Framing::Chunked),
        (Some(Coding::ChunkedOverOthers), None) => {
            Err(error_at("Transfer-Encoding", ErrorKind::CodingUnknown, &head.fields))
        }
        (Some(Coding::Endless), None) => Err(error_at("Transfer-Encoding", ErrorKind::ChunkedNotLast, &head.fields)),
    }
// ANCHOR_END: request_framing
