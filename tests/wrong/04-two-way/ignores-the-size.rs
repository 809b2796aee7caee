//! Reads into a buffer of a size of its own, whatever `--buffer` says.
//!
//! fails: the_server_reads_no_more_than_the_size_it_is_given

// ANCHOR: receive
    let mut buffer = [0; 1024];
    let count = stream.read(&mut buffer)?;
    Ok(buffer[..count].to_vec())
// ANCHOR_END: receive
