//! Trims what Unicode calls white space off the names of codings.
//!
//! fails: the_server_refuses_codings_that_are_no_names

// ANCHOR: coding
    let (mut codings, mut chunked, mut last_is_chunked) = (0, 0, false);
    for member in members(list) {
        let member = std::str::from_utf8(member).map_or(member, |text| text.trim().as_bytes());
        let (name, _) = parameters(member);
        let name = std::str::from_utf8(name).map_or(name, |text| text.trim().as_bytes());
        if !syntax::is_token(name) {
            return Err(ErrorKind::CodingInvalid);
        }
        last_is_chunked = name.eq_ignore_ascii_case(b"chunked");
        if last_is_chunked && name.len() < member.len() {
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
