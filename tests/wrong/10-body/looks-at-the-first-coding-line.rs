//! Looks at the first line of Transfer-Encoding and at no other.
//!
//! fails: the_client_prints_content_in_chunks
//! fails: the_server_answers_an_unknown_coding_with_501
//! fails: the_server_refuses_chunked_twice_and_with_parameters
//! fails: the_server_refuses_empty_members_of_transfer_encoding
//! fails: the_server_wants_chunked_as_the_last_coding

// ANCHOR: transfer_coding
    let Some(first) = fields.get("Transfer-Encoding") else { return Ok(None) };
    if first.value().split(|&octet| octet == b',').any(|member| syntax::trim_ows(member).is_empty()) {
        return Err(Error::new(ErrorKind::CodingEmpty, first.offset()));
    }
    coding_of(first.value()).map(Some).map_err(|kind| Error::new(kind, first.offset()))
// ANCHOR_END: transfer_coding
