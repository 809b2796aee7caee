//! Lets a dropped buffer write the message, which hides that it cannot.
//!
//! fails: the_client_says_that_it_could_not_send

// ANCHOR: send
    let mut writer = io::BufWriter::with_capacity(1 << 20, stream);
    writer.write_all(message)
// ANCHOR_END: send
