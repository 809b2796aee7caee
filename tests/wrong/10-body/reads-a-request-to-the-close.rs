//! Reads a request without framing until the connection is closed, as if it were a response.
//!
//! fails: the_server_does_not_ask_for_what_it_will_not_read
//! fails: the_server_takes_a_request_without_framing_for_empty

// ANCHOR: request_framing
    match (coding, length) {
        (None, None) if head.method == Method::Post => Ok(Framing::UntilClose),
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
