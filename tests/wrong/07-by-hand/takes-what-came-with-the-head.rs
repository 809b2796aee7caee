//! Takes what came with the head for all of the body.
//!
//! fails: the_server_reads_as_much_as_the_length_says
//! fails: the_server_trusts_no_length

    // ANCHOR: read_body
    let _ = client;
    let mut body = beginning;
    body.truncate(length);
    Ok(body)
    // ANCHOR_END: read_body
