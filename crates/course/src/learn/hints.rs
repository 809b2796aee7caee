//! Help with one gap, one hint more each time it is asked for: `cargo course hint`.

use std::fmt::Write as _;
use std::path::Path;

use crate::error::{Error, Result};
use crate::files;
use crate::grade::check::Again;
use crate::learn::next;
use crate::learn::progress;
use crate::learn::status::{self, Status};
use crate::lessons::Lesson;
use crate::render;
use crate::rooms::depth::Depth;
use crate::rooms::exercise::Gap;
use crate::rooms::own::Heading;
use crate::rooms::starters;
use crate::terminal;

const INDENT: &str = "    ";

/// The hints for a gap of a lesson that have been asked for up to now, this time included.
///
/// `wanted` is the number or the name of the gap; without it, the first gap that is still open is meant, or where none is,
/// that of the test that was red when the lesson was graded last. `again` is how one hint more is asked for.
pub fn hint(root: &Path, lesson: &Lesson, wanted: Option<&str>, again: Again) -> Result<String> {
    let gaps = lesson.exercise()?.gaps;
    let index = match wanted {
        Some(wanted) => find(lesson, &gaps, wanted)?,
        None if starters::depth(lesson) != Depth::Guided => return Err(of_another_depth(lesson, &gaps)),
        None => first_open(root, lesson, &gaps)?,
    };
    let gap = &gaps[index];
    let shown = progress::one_more_hint(root, &format!("{}/{}", lesson.name, gap.name), gap.hints.len())?;

    let places: Vec<String> = gap.files().map(|file| format!("{}/{file}", lesson.room())).collect();
    let mut text = format!("Gap {} of {}: {} in {}\n", index + 1, gaps.len(), gap.name, places.join(" and "));
    for (number, hint) in gap.hints.iter().take(shown).enumerate() {
        let _ = writeln!(text, "\nHint {} of {}:", number + 1, gap.hints.len());
        for line in lines(hint.trim_matches('\n')) {
            let _ = writeln!(text, "{}", format!("{INDENT}{line}").trim_end());
        }
    }
    let number = &lesson.number;
    if shown < gap.hints.len() {
        let _ = match again {
            Again::Key => writeln!(text, "\nOne more: h again"),
            Again::Command | Again::Save => writeln!(text, "\nOne more: cargo course hint {number} {}", index + 1),
        };
    } else {
        let _ =
            writeln!(text, "\nThat was the last one. The course's own way: cargo course solution {number} --anyway");
    }
    Ok(text)
}

/// The lines of a hint: a sentence is folded to the width of the terminal, code is not.
fn lines(hint: &str) -> Vec<String> {
    if hint.contains('\n') {
        return hint.lines().map(str::to_owned).collect();
    }
    render::folded(hint, terminal::width().saturating_sub(INDENT.len()))
}

fn find(lesson: &Lesson, gaps: &[Gap], wanted: &str) -> Result<usize> {
    let found = match wanted.parse::<usize>() {
        Ok(number) => number.checked_sub(1).filter(|index| *index < gaps.len()),
        Err(_) => gaps.iter().position(|gap| gap.name == wanted),
    };
    found.ok_or_else(|| {
        let names: Vec<&str> = gaps.iter().map(|gap| gap.name.as_str()).collect();
        let names = names.join(", ");
        Error::Other(format!("lesson {} has no gap `{wanted}`; it has 1 to {}: {names}", lesson.number, gaps.len()))
    })
}

/// Hints are for gaps, and there are gaps at one depth only; what stands in them helps at the others too.
fn of_another_depth(lesson: &Lesson, gaps: &[Gap]) -> Error {
    let (number, depth) = (&lesson.number, starters::depth(lesson));
    let gaps: Vec<String> = gaps.iter().zip(1..).map(|(gap, number)| format!("{number} {}", gap.name)).collect();
    Error::Other(format!(
        "lesson {number} is at the depth {depth}, which has no gaps; the hints for those of the depth guided may help: \
         cargo course hint {number} 1, and so on: {}",
        gaps.join(", ")
    ))
}

/// The hints for the first open gap of the lesson that comes next, which is named; where no gap is left, what to do instead.
pub fn next(root: &Path) -> Result<String> {
    let Some(lesson) = next::lesson(root)? else {
        let problem = "every lesson is solved; name a lesson and a gap, for example cargo course hint 01 1";
        return Err(Error::Other(problem.to_owned()));
    };
    let (number, name) = (&lesson.number, &lesson.name);
    if starters::depth(&lesson) != Depth::Guided {
        return Err(of_another_depth(&lesson, &lesson.exercise()?.gaps));
    }
    if open_gap(&lesson, &lesson.exercise()?.gaps)?.is_some() {
        return Ok(format!("You are at lesson {number} {name}.\n\n{}", hint(root, &lesson, None, Again::Command)?));
    }
    let filled = format!("You are at lesson {number} {name}, and every gap of it is filled");
    if gap_of_red(root, &lesson, &lesson.exercise()?.gaps)?.is_some() {
        return Ok(format!("{filled}.\n\n{}", hint(root, &lesson, None, Again::Command)?));
    }
    Ok(format!(
        "{filled}.\n\
         Grade it: cargo course check {number}\n\
         The hints for its first gap: cargo course hint {number} 1\n"
    ))
}

fn first_open(root: &Path, lesson: &Lesson, gaps: &[Gap]) -> Result<usize> {
    if let Some(index) = open_gap(lesson, gaps)? {
        return Ok(index);
    }
    gap_of_red(root, lesson, gaps)?.ok_or_else(|| {
        let example = format!("cargo course hint {} 1", lesson.number);
        let count = gaps.len();
        let number = &lesson.number;
        Error::Other(format!(
            "every gap of lesson {number} is filled; ask for one of the {count} by its number, for example {example}"
        ))
    })
}

/// The gap of the test that was red first when the room was graded last, if it is still as it was then.
fn gap_of_red(root: &Path, lesson: &Lesson, gaps: &[Gap]) -> Result<Option<usize>> {
    Ok(match status::known(root, lesson)? {
        Some(Status::InWork { first_failing, .. }) => gaps.iter().position(|gap| gap.tests.contains(&first_failing)),
        _ => None,
    })
}

/// The first gap that still holds what the starter has there.
fn open_gap(lesson: &Lesson, gaps: &[Gap]) -> Result<Option<usize>> {
    let room = starters::derived(lesson, Depth::Guided)?;
    for (index, gap) in gaps.iter().enumerate() {
        for (place, at) in gap.places.iter().zip(1..) {
            let file = format!("{}/{}", lesson.room(), place.file);
            let source = files::read_text(&lesson.path(&file)).map_err(|error| {
                let start = format!("cargo course start {}", lesson.number);
                Error::Other(format!("{error}; `{start}` begins the lesson anew, and keeps what is there"))
            })?;
            let starter = room.get(&place.file).map_or("".into(), |bytes| String::from_utf8_lossy(bytes));
            if (Heading { number: index + 1, gap, place: at }).is_open(&source, &starter) {
                return Ok(Some(index));
            }
        }
    }
    Ok(None)
}
