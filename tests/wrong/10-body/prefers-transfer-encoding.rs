//! Goes by Transfer-Encoding where Content-Length stands beside it.
//!
//! fails: the_server_refuses_transfer_encoding_beside_content_length
//! fails: the_server_says_what_is_wrong_and_where

// ANCHOR: request_framing
    match (coding, length) {
        (Some(Coding::Chunked), Some(_)) => Ok(Framing::Chunked),
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
