//! The parts of multipart/byteranges.

use crate::fault::{Checked, Fault};
use crate::grammar::{self, Wanted};
use crate::ranges::is_asked;
use crate::reader::{Input, Section};
use crate::rules;

/// Checks the parts of a 206 response; `wanted` are the ranges that were asked for, where they are known.
pub(crate) fn check(content: &[u8], boundary: &[u8], wanted: Option<&[Wanted]>) -> Checked {
    let delimiter = [b"\r\n--", boundary].concat();
    // The line end in front of the first delimiter may be missing, and there may be a preamble.
    let mut rest = match content.strip_prefix(&delimiter[2..]) {
        Some(rest) => rest,
        None => after(content, &delimiter).ok_or_else(|| malformed("no part", content))?,
    };
    let mut complete = None;
    loop {
        if let Some(epilogue) = rest.strip_prefix(b"--") {
            let is_end = complete.is_some() && (epilogue.is_empty() || epilogue.starts_with(b"\r\n"));
            return if is_end { Ok(()) } else { Err(malformed("no part, or octets after the last boundary", rest)) };
        }
        rest = rest.strip_prefix(b"\r\n").ok_or_else(|| malformed("no CR LF after a boundary", rest))?;
        let mut section = Section::new(0);
        let mut input = Input { octets: rest, at: 0 };
        let whole = section.read(&mut input, false).unwrap_or(false);
        let fields = section.fields(0).ok().filter(|_| whole).ok_or_else(|| malformed("the head of a part", rest))?;
        let said = fields.get("Content-Range").and_then(grammar::content_range);
        let fault = |namely: String| Fault::new(&rules::PART_RANGE).namely(namely);
        let Some(((first, last), said)) = said.and_then(|said| Some((said.range?, said))) else {
            return Err(fault("none".to_owned()));
        };
        if !fields.has("Content-Type") {
            return Err(Fault::new(&rules::PART_TYPE));
        }
        if complete.replace(said.complete).is_some_and(|other| other != said.complete) {
            return Err(fault("the parts disagree about the complete length".to_owned()));
        }
        if wanted.is_some_and(|wanted| !is_asked_among(wanted, (first, last), said.complete)) {
            return Err(fault(format!("nobody asked for {first}-{last}")));
        }
        let data = input.octets;
        let length = usize::try_from(last - first + 1).unwrap_or(usize::MAX);
        let after = data.get(length..).and_then(|after| after.strip_prefix(&*delimiter));
        rest = after.ok_or_else(|| {
            let came = data.windows(delimiter.len()).position(|window| window == delimiter).unwrap_or(data.len());
            fault(format!("{first}-{last}, and the part has {came} octets"))
        })?;
    }
}

/// Whether a part holds at least one of the ranges: neighbours may have become one.
fn is_asked_among(wanted: &[Wanted], range: (u64, u64), complete: Option<u64>) -> bool {
    wanted.iter().any(|one| {
        let whole = one.of(complete.unwrap_or(u64::MAX));
        is_asked(&[*one], range, complete) || whole.is_some_and(|(from, to)| range.0 <= from && to <= range.1)
    })
}

fn after<'a>(text: &'a [u8], part: &[u8]) -> Option<&'a [u8]> {
    let at = text.windows(part.len()).position(|window| window == part)?;
    Some(&text[at + part.len()..])
}

fn malformed(what: &str, at: &[u8]) -> Fault {
    Fault::new(&rules::PARTS).namely_at(what, at)
}
