//! Takes chunked for the framing wherever it stands in the list.
//!
//! fails: the_server_wants_chunked_as_the_last_coding
//! fails: the_client_reads_to_the_close_what_is_not_chunked_last

// ANCHOR: coding
    let mut codings = 0;
    let mut chunked = 0;
    for member in members(list) {
        let (name, _) = parameters(member);
        if !syntax::is_token(name) {
            return Err(ErrorKind::CodingInvalid);
        }
        if name.eq_ignore_ascii_case(b"chunked") {
            chunked += 1;
            if name.len() < member.len() {
                return Err(ErrorKind::ChunkedParameters);
            }
        }
        codings += 1;
    }
    match (chunked, codings) {
        (2.., _) => Err(ErrorKind::ChunkedRepeated),
        (1, 1) => Ok(Coding::Chunked),
        (1, _) => Ok(Coding::ChunkedOverOthers),
        _ => Ok(Coding::Endless),
    }
// ANCHOR_END: coding
