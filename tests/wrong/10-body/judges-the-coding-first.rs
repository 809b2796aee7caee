//! Responds with 501 to a coding that it does not know, though Content-Length stands beside it.
//!
//! fails: the_server_refuses_transfer_encoding_beside_content_length

// ANCHOR: request_framing
    match (coding, length) {
        (None, None) => Ok(Framing::Empty),
        (None, Some(length)) => Ok(Framing::Length(length)),
        (Some(Coding::Chunked | Coding::Endless), Some(_)) => {
            Err(error_at("Content-Length", ErrorKind::LengthBesideCoding, &head.fields))
        }
        (Some(Coding::Chunked), None) => Ok(Framing::Chunked),
        (Some(Coding::ChunkedOverOthers), _) => {
            Err(error_at("Transfer-Encoding", ErrorKind::CodingUnknown, &head.fields))
        }
        (Some(Coding::Endless), None) => Err(error_at("Transfer-Encoding", ErrorKind::ChunkedNotLast, &head.fields)),
    }
// ANCHOR_END: request_framing
