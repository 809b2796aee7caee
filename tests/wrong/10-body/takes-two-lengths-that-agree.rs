//! Takes two Content-Length lines with the same value for one.
//!
//! fails: the_server_refuses_a_second_length

// ANCHOR: content_length
    let mut lengths = fields.all("Content-Length").map(number);
    let Some(first) = lengths.next().transpose()? else { return Ok(None) };
    for other in lengths {
        if other? != first {
            return Err(Error::new(ErrorKind::LengthRepeated, 0));
        }
    }
    Ok(Some(first))
// ANCHOR_END: content_length
