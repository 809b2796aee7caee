//! Takes for granted that the words are there.
//!
//! fails: the_server_refuses_a_malformed_header_line

// ANCHOR: parse
    let line = str::from_utf8(line).map_err(|_| FrameError::Malformed)?;
    let words: Vec<&str> = line.split(' ').collect();
    let key = words.get(3).map(|word| visible(word)).transpose()?;
    if words.len() > 4 {
        return Err(FrameError::Malformed);
    }
    Ok(Header { start: token(words[0])?, kind: words[1].parse()?, length: parse_length(words[2])?, key })
// ANCHOR_END: parse
