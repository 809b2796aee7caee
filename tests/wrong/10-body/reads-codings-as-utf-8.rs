//! Turns the names of codings into `str` first, and does not expect that to fail.
//!
//! fails: the_server_refuses_codings_that_are_no_names

// ANCHOR: coding
    let mut names = Vec::new();
    for member in members(list) {
        let (name, _) = parameters(member);
        let text = String::from_utf8(name.to_vec()).expect("a name is text").to_lowercase();
        if !syntax::is_token(text.as_bytes()) {
            return Err(ErrorKind::CodingInvalid);
        }
        if text == "chunked" && name.len() < member.len() {
            return Err(ErrorKind::ChunkedParameters);
        }
        names.push(text);
    }
    if names.iter().filter(|name| *name == "chunked").count() > 1 {
        return Err(ErrorKind::ChunkedRepeated);
    }
    Ok(match names.as_slice() {
        [only] if only == "chunked" => Coding::Chunked,
        [.., last] if last == "chunked" => Coding::ChunkedOverOthers,
        _ => Coding::Endless,
    })
// ANCHOR_END: coding
