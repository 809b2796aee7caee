//! Lets Transfer-Encoding stand beside a Content-Length of 0.
//!
//! fails: the_server_refuses_transfer_encoding_beside_content_length

// ANCHOR: request_framing
    match (coding, length) {
        (None, None) => Ok(Framing::Empty),
        (None, Some(length)) => Ok(Framing::Length(length)),
        (Some(Coding::Chunked), Some(0)) => Ok(Framing::Chunked),
        (Some(_), Some(_)) => Err(error_at("Content-Length", ErrorKind::LengthBesideCoding, &head.fields)),
        (Some(Coding::Chunked), None) => Ok(Framing::Chunked),
        (Some(Coding::ChunkedOverOthers), None) => {
            Err(error_at("Transfer-Encoding", ErrorKind::CodingUnknown, &head.fields))
        }
        (Some(Coding::Endless), None) => Err(error_at("Transfer-Encoding", ErrorKind::ChunkedNotLast, &head.fields)),
    }
// ANCHOR_END: request_framing
