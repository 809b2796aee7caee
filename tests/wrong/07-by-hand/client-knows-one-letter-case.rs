//! Knows the length in the letters of the chapter.
//!
//! fails: the_client_says_when_the_body_is_not_whole

    // ANCHOR: complete
    let fields = head.lines().filter_map(|line| line.split_once(':'));
    if let Some((_, value)) = fields.filter(|(name, _)| *name == "Content-Length").next() {
        let length: usize = value.trim().parse().context("its Content-Length is no number")?;
        ensure!(body.len() >= length, "{} bytes of {length} came", body.len());
    }
    Ok(())
    // ANCHOR_END: complete
