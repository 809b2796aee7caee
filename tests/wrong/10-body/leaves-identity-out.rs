//! Leaves identity out of the list, as RFC 2616 had it.
//!
//! fails: the_server_answers_an_unknown_coding_with_501

// ANCHOR: coding
    let (mut codings, mut chunked, mut last_is_chunked) = (0, 0, false);
    for member in members(list) {
        let (name, _) = parameters(member);
        if !syntax::is_token(name) {
            return Err(ErrorKind::CodingInvalid);
        }
        last_is_chunked = name.eq_ignore_ascii_case(b"chunked");
        if last_is_chunked && name.len() < member.len() {
            return Err(ErrorKind::ChunkedParameters);
        }
        if name.eq_ignore_ascii_case(b"identity") { continue; }
        codings += 1;
        chunked += usize::from(last_is_chunked);
    }
    match (last_is_chunked, chunked, codings) {
        (_, 2.., _) => Err(ErrorKind::ChunkedRepeated),
        (true, _, 1) => Ok(Coding::Chunked),
        (true, _, _) => Ok(Coding::ChunkedOverOthers),
        (false, _, _) => Ok(Coding::Endless),
    }
// ANCHOR_END: coding
