//! Help with one gap, one hint more each time it is asked for: `cargo course hint`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::error::{Error, Result};
use crate::exercise::{Gap, marker};
use crate::files;
use crate::lessons::Lesson;
use crate::memory;

const MEMORY: &str = "hints";

/// The hints for a gap of a lesson that have been asked for up to now, this time included.
///
/// `wanted` is the number or the name of the gap; without it, the first gap that is still empty is meant.
pub fn hint(root: &Path, lesson: &Lesson, wanted: Option<&str>) -> Result<String> {
    let gaps = lesson.exercise()?.gaps;
    let index = match wanted {
        Some(wanted) => find(lesson, &gaps, wanted)?,
        None => first_empty(lesson, &gaps)?,
    };
    let gap = &gaps[index];
    let mut given: BTreeMap<String, usize> = memory::recall(root, MEMORY);
    let count = given.entry(format!("{}/{}", lesson.folder(), gap.anchor)).or_default();
    *count = gap.hints.len().min(*count + 1);
    let shown = *count;
    memory::remember(root, MEMORY, &given)?;

    let mut text = format!("Gap {} of {}: {} in {}/{}\n", index + 1, gaps.len(), gap.anchor, lesson.room(), gap.file);
    for (number, hint) in gap.hints.iter().take(shown).enumerate() {
        let _ = writeln!(text, "\nHint {} of {}:", number + 1, gap.hints.len());
        for line in hint.trim_matches('\n').lines() {
            let _ = writeln!(text, "{}", format!("    {line}").trim_end());
        }
    }
    if shown < gap.hints.len() {
        let _ = writeln!(text, "\nThe same command again shows one more.");
    }
    Ok(text)
}

fn find(lesson: &Lesson, gaps: &[Gap], wanted: &str) -> Result<usize> {
    let found = match wanted.parse::<usize>() {
        Ok(number) => number.checked_sub(1).filter(|index| *index < gaps.len()),
        Err(_) => gaps.iter().position(|gap| gap.anchor == wanted),
    };
    found.ok_or_else(|| {
        let names: Vec<&str> = gaps.iter().map(|gap| gap.anchor.as_str()).collect();
        let names = names.join(", ");
        Error::Other(format!("lesson {} has no gap `{wanted}`; it has 1 to {}: {names}", lesson.number, gaps.len()))
    })
}

fn first_empty(lesson: &Lesson, gaps: &[Gap]) -> Result<usize> {
    for (index, gap) in gaps.iter().enumerate() {
        let source = files::read_text(&lesson.path(&format!("{}/{}", lesson.room(), gap.file)))?;
        if source.contains(&marker(index + 1, &gap.anchor)) {
            return Ok(index);
        }
    }
    let example = format!("cargo course hint {} 1", lesson.number);
    Err(Error::Other(format!(
        "every gap of lesson {} is filled; ask for one of the {} by its number, for example {example}",
        lesson.number,
        gaps.len()
    )))
}
