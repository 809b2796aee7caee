//! Responds with 501 to a request whose last coding is not chunked.
//!
//! fails: the_server_says_what_is_wrong_and_where
//! fails: the_server_wants_chunked_as_the_last_coding

// ANCHOR: request_framing
    match (coding, length) {
        (Some(Coding::Endless), None) => Err(error_at("Transfer-Encoding", ErrorKind::CodingUnknown, &head.fields)),
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
