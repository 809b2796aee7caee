//! Asks whether chunked has a parameter, and not whether anything stands after its name.
//!
//! fails: the_server_refuses_chunked_twice_and_with_parameters

// ANCHOR: coding
    let (mut codings, mut chunked, mut last_is_chunked) = (0, 0, false);
    for member in members(list) {
        let (name, mut values) = parameters(member);
        if !syntax::is_token(name) {
            return Err(ErrorKind::CodingInvalid);
        }
        last_is_chunked = name.eq_ignore_ascii_case(b"chunked");
        if last_is_chunked && values.next().is_some() {
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
