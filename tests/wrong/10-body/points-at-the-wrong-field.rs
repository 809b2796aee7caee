//! Says that both framings stand there, but at the place of Transfer-Encoding.
//!
//! fails: the_server_says_what_is_wrong_and_where

// ANCHOR: request_framing
    match (coding, length) {
        (None, None) => Ok(Framing::Empty),
        (None, Some(length)) => Ok(Framing::Length(length)),
        (Some(_), Some(_)) => Err(error_at("Transfer-Encoding", ErrorKind::LengthBesideCoding, &head.fields)),
        (Some(Coding::Chunked), None) => Ok(Framing::Chunked),
        (Some(Coding::ChunkedOverOthers), None) => {
            Err(error_at("Transfer-Encoding", ErrorKind::CodingUnknown, &head.fields))
        }
        (Some(Coding::Endless), None) => Err(error_at("Transfer-Encoding", ErrorKind::ChunkedNotLast, &head.fields)),
    }
// ANCHOR_END: request_framing
