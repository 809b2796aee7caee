//! Says as much as possible in one expression, with tables and iterators.

// ANCHOR: comparison
        (&self.opaque, comparison == Comparison::Strong && (self.weak || other.weak)) == (&other.opaque, false)
// ANCHOR_END: comparison

// ANCHOR: lists
    let tag = || current?.etag.as_ref();
    match tags {
        b"*" => current.is_some(),
        _ => entity_tags(tags).zip(std::iter::repeat_with(tag)).any(|(a, b)| b.is_some_and(|b| b.equals(&a, comparison))),
    }
// ANCHOR_END: lists

// ANCHOR: preconditions
    let tags = |name, comparison| fields.combined(name).map(|tags| lists(&tags, current, comparison));
    let unmodified = |date: SystemTime| Some(known.last_modified?.time() <= date);
    let holds = tags("If-Match", Comparison::Strong).or_else(|| unmodified(date(fields, "If-Unmodified-Since")?));
    let is_the_same = tags("If-None-Match", Comparison::Weak).or_else(|| unmodified(modified_since?));
    match (holds.unwrap_or(true), is_the_same.unwrap_or(false)) {
        (false, _) => Verdict::Failed,
        (true, true) => has_it,
        (true, false) => Verdict::Perform,
    }
// ANCHOR_END: preconditions

// ANCHOR: parse_range
    let mut sides = text.splitn(2, |&octet| octet == b'-');
    let sides = [sides.next()?, sides.next()?].map(|side| (side.is_empty(), number(side)));
    match sides {
        [(true, _), (_, Some(count))] => Some(RangeSpec::Suffix(count)),
        [(_, Some(first)), (true, _)] => Some(RangeSpec::From(first)),
        [(_, Some(first)), (_, Some(last))] if first <= last => Some(RangeSpec::FromTo(first, last)),
        _ => None,
    }
// ANCHOR_END: parse_range

// ANCHOR: within
        let (start, end) = match self {
            Self::FromTo(first, last) => (u128::from(first), u128::from(last) + 1),
            Self::From(first) => (u128::from(first), u128::MAX),
            Self::Suffix(count) => (u128::from(length).saturating_sub(u128::from(count)), u128::MAX),
        };
        let end = end.min(u128::from(length));
        (start < end).then(|| u64::try_from(start).ok().zip(u64::try_from(end).ok())).flatten().map(|(a, b)| a..b)
// ANCHOR_END: within

// ANCHOR: choose
    let [gzip, identity] = [Coding::Gzip, Coding::Identity].map(|coding| weight(&value, coding));
    let wanted = gzip.filter(|&gzip| gzip > 0 && identity.is_none_or(|identity| identity <= gzip));
    wanted.map(|_| Coding::Gzip).or_else(|| (identity != Some(0)).then_some(Coding::Identity))
// ANCHOR_END: choose

// ANCHOR: weight
    let weights: Vec<(Vec<u8>, u16)> = members(value)
        .map(|member| {
            let (name, parameters) = parameters(member);
            let q = parameters.flatten().find(|parameter| matches!(parameter.name, b"q" | b"Q"));
            (name.to_ascii_lowercase(), q.map_or(1000, |q| qvalue(&q.value).unwrap_or_default()))
        })
        .collect();
    let of = |is: &dyn Fn(&[u8]) -> bool| weights.iter().find(|(name, _)| is(name)).map(|&(_, weight)| weight);
    of(&|name| coding.is_named(name)).or(of(&|name| name == b"*"))
// ANCHOR_END: weight
