//! Takes more bytes than were announced for a broken response.
//!
//! fails: the_client_says_when_the_body_is_not_whole

    // ANCHOR: complete
    let mut fields = head.lines().filter_map(|line| line.split_once(':'));
    if let Some((_, value)) = fields.find(|(name, _)| name.eq_ignore_ascii_case("Content-Length")) {
        let length: usize = value.trim().parse().context("its Content-Length is no number")?;
        ensure!(body.len() == length, "{} bytes of {length} came", body.len());
    }
    Ok(())
    // ANCHOR_END: complete
