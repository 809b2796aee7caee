//! Takes a length that is no number for no length.
//!
//! fails: the_client_says_when_the_body_is_not_whole

    // ANCHOR: complete
    let mut fields = head.lines().filter_map(|line| line.split_once(':'));
    if let Some((_, value)) = fields.find(|(name, _)| name.eq_ignore_ascii_case("Content-Length")) {
        if let Ok(length) = value.trim().parse::<usize>() {
            ensure!(body.len() >= length, "{} bytes of {length} came", body.len());
        }
    }
    Ok(())
    // ANCHOR_END: complete
