//! Joins a part that begins one octet too late.
//!
//! fails: what_does_not_fit_is_not_joined

    // ANCHOR: fitting
    if !kept.validator.is_of(&head.fields) {
        return Ok(None);
    }
    let mut ranges = head.fields.all("Content-Range").map(|field| ContentRange::parse(field.value()));
    let (Some(Some(range)), None) = (ranges.next(), ranges.next()) else {
        return Err(Failure::response("the part does not say which octets it has"));
    };
    if let (Some(before), Some(now)) = (kept.length, range.length)
        && before != now
    {
        return Err(Failure::response("the length has changed"));
    }
    if range.first > octets + 1 || range.last < octets {
        return Err(Failure::response("the part does not go on after what is kept"));
    }
    Ok(Some((range, range.length.or(kept.length))))
    // ANCHOR_END: fitting
