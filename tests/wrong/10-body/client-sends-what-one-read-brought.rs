//! Sends what the first read of a file brought, and takes that for all of it.
//!
//! fails: the_client_sends_content_in_chunks
//! fails: the_client_sends_content_with_its_length
//! fails: the_client_reads_a_response_while_it_sends

// ANCHOR: fill
    let count = source.read(piece).context("cannot read the content")?;
    encoder.content(&piece[..count], out)?;
    encoder.end(&Fields::new(), out)?;
    Ok(true)
// ANCHOR_END: fill
