//! Looks for the word chunked in the parameters of other codings too.
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
        if name.len() < member.len() && member.windows(7).any(|w| w.eq_ignore_ascii_case(b"chunked")) {
            return Err(ErrorKind::ChunkedParameters);
        }
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
