//! Ranges: whether a 206 or 416 response brings, or refuses, what was asked for.

use crate::fault::{Checked, Fault};
use crate::fields::Fields;
use crate::grammar::{self, Wanted};
use crate::rules;

/// A 206 or 416, against the Range field of the request where that is known.
pub(crate) fn check(status: u16, fields: &Fields, asked: Option<&[u8]>) -> Checked {
    let range = fields.get("Content-Range");
    let wanted = asked.and_then(grammar::ranges);
    let single = wanted.as_deref().and_then(|wanted| if let [one] = wanted { Some(*one) } else { None });
    let said = range.and_then(grammar::content_range);
    if status == 416 {
        let Some(length) = said.filter(|said| said.range.is_none()).and_then(|said| said.complete) else {
            return Err(Fault::new(&rules::LENGTH_UNSAID));
        };
        return match single.and_then(|single| single.of(length)) {
            Some(_) => Err(fields.fault(&rules::RANGE_SATISFIABLE, "Content-Range")),
            None => Ok(()),
        };
    }
    let multipart = is_multipart(fields);
    match (range, multipart) {
        (None, false) => Err(Fault::new(&rules::RANGE_MISSING)),
        (Some(_), true) => Err(fields.fault(&rules::RANGE_TWICE, "Content-Range")),
        (None, true) if single.is_some() => Err(fields.fault(&rules::PARTS_FOR_ONE, "Content-Type")),
        (None, true) => Ok(()),
        (Some(_), false) => {
            // A unit that is not bytes has rules of its own.
            let Some(said) = said else { return Ok(()) };
            let Some(range) = said.range else {
                return Err(fields.fault(&rules::RANGE_MISSING, "Content-Range"));
            };
            let is_asked = wanted.is_none_or(|wanted| is_asked(&wanted, range, said.complete));
            if is_asked { Ok(()) } else { Err(fields.fault(&rules::RANGE_OTHER, "Content-Range")) }
        }
    }
}

/// Whether a range is one of those that were asked for: several may have become one.
pub(crate) fn is_asked(wanted: &[Wanted], (first, last): (u64, u64), complete: Option<u64>) -> bool {
    let whole = complete.unwrap_or(u64::MAX);
    match wanted {
        [Wanted::Suffix(count)] if complete.is_none() => last - first < *count,
        [Wanted::From(from, to)] if complete.is_none() => *from == first && to.is_none_or(|to| last <= to),
        [one] => one.of(whole) == Some((first, last)),
        several => several
            .iter()
            .filter_map(|one| one.of(whole))
            .any(|(from, to)| complete.is_none() || (first <= from && to <= last)),
    }
}

pub(crate) fn is_multipart(fields: &Fields) -> bool {
    let kind = fields.get("Content-Type").and_then(grammar::media_type);
    kind.is_some_and(|(name, _)| name == "multipart/byteranges")
}
