//! Writes down each step on its own, with early returns and without chains.

// ANCHOR: comparison
        if self.opaque != other.opaque {
            return false;
        }
        match comparison {
            Comparison::Weak => true,
            Comparison::Strong => !(self.is_weak() || other.is_weak()),
        }
// ANCHOR_END: comparison

// ANCHOR: preconditions
    let modified = known.last_modified.map(crate::date::LastModified::time);
    let has = |name: &str| fields.get(name).is_some();
    let listed = |name: &str, comparison| lists(&fields.combined(name).unwrap_or_default(), current, comparison);

    let if_match = if has("If-Match") {
        listed("If-Match", Comparison::Strong)
    } else {
        match (date(fields, "If-Unmodified-Since"), modified) {
            (Some(date), Some(modified)) => modified <= date,
            _ => true,
        }
    };
    if !if_match {
        return Verdict::Failed;
    }
    let is_known = if has("If-None-Match") {
        listed("If-None-Match", Comparison::Weak)
    } else {
        match (date(fields, "If-Modified-Since"), modified) {
            (Some(date), Some(modified)) => reads && modified <= date,
            _ => false,
        }
    };
    match (is_known, reads) {
        (false, _) => Verdict::Perform,
        (true, true) => Verdict::NotModified,
        (true, false) => Verdict::Failed,
    }
// ANCHOR_END: preconditions

// ANCHOR: parse_range
    let text = std::str::from_utf8(text).ok()?;
    let (first, last) = text.split_once('-')?;
    if first.is_empty() {
        return number(last.as_bytes()).map(RangeSpec::Suffix);
    }
    let first = number(first.as_bytes())?;
    if last.is_empty() {
        return Some(RangeSpec::From(first));
    }
    let last = number(last.as_bytes())?;
    if last < first { None } else { Some(RangeSpec::FromTo(first, last)) }
// ANCHOR_END: parse_range

// ANCHOR: within
        let last_of_all = length.checked_sub(1)?;
        let (first, last) = match self {
            Self::FromTo(first, last) => (first, last.min(last_of_all)),
            Self::From(first) => (first, last_of_all),
            Self::Suffix(0) => return None,
            Self::Suffix(count) if count >= length => (0, last_of_all),
            Self::Suffix(count) => (length - count, last_of_all),
        };
        if first > last_of_all { None } else { Some(first..last + 1) }
// ANCHOR_END: within

// ANCHOR: content_range
    let mut value = String::from("bytes ");
    value.push_str(&range.start.to_string());
    value.push('-');
    value.push_str(&(range.end - 1).to_string());
    value.push('/');
    value.push_str(&length.to_string());
    value
// ANCHOR_END: content_range

// ANCHOR: choose
    let mut choices = Vec::new();
    // Of two with the same weight, the first is taken.
    if let Some(gzip @ 1..) = weight(&value, Coding::Gzip) {
        choices.push((gzip, Coding::Gzip));
    }
    match weight(&value, Coding::Identity) {
        Some(0) => {}
        Some(identity) => choices.push((identity, Coding::Identity)),
        None => choices.push((0, Coding::Identity)),
    }
    choices.sort_by_key(|&(weight, _)| std::cmp::Reverse(weight));
    choices.first().map(|&(_, coding)| coding)
// ANCHOR_END: choose
