//! What `cargo course` prints: the lessons, where the learner stands, and the next step.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use crate::error::Result;
use crate::learn::contents::Contents;
use crate::learn::kept;
use crate::learn::next;
use crate::learn::path;
use crate::learn::stack;
use crate::learn::standing::Standing;
use crate::learn::status::{Place, Status, Stop};
use crate::lessons::Lesson;
use crate::render::{cut, fitted, folded};
use crate::rooms::depth::Depth;
use crate::rooms::exercise::{Exercise, Gap};
use crate::rooms::manifest;
use crate::rooms::starters;
use crate::terminal;

/// What is left of a title on a narrow terminal: its number and name.
const LEAST_TITLE: usize = 18;

/// The table of the lessons, part by part.
pub fn table(contents: &Contents, places: &[Place]) -> String {
    let how: Vec<String> = places.iter().map(|place| format!("{}{}", place.status, depths(place))).collect();
    let longest = how.iter().map(|how| how.chars().count()).max().unwrap_or(0);
    let titles: Vec<String> = places.iter().map(|place| contents.title(&place.lesson)).collect();
    let width = titles.iter().map(|title| title.chars().count()).max().unwrap_or(0);
    // A title can be read elsewhere, how the lesson stands cannot.
    let width = width.min(terminal::width().saturating_sub(longest + 4).max(LEAST_TITLE));
    let mut text = String::new();
    let mut part = "";
    for ((place, title), how) in places.iter().zip(&titles).zip(&how) {
        let here = contents.part(&place.lesson);
        if here != part {
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}{here}");
            part = here;
        }
        let _ = writeln!(text, "  {:width$}  {how}", cut(title, width));
    }
    text
}

/// The same in a line for each part but the one with the lesson to go on with: for a screen that has no room for all.
pub fn short(contents: &Contents, places: &[Place]) -> String {
    let standings: Vec<Standing> = places.iter().map(|place| place.status.standing()).collect();
    let here = next::of(&standings).map(|index| contents.part(&places[index].lesson));
    let mut text = String::new();
    for part in places.chunk_by(|one, other| contents.part(&one.lesson) == contents.part(&other.lesson)) {
        let Some((first, last)) = part.first().zip(part.last()) else { continue };
        let name = contents.part(&first.lesson);
        if Some(name) == here {
            text += &table(contents, part);
            continue;
        }
        let solved = part.iter().filter(|place| place.status == Status::Solved).count();
        let (first, last) = (&first.lesson.number, &last.lesson.number);
        let line = format!("{name}, {first} to {last}: {solved} of {} solved", part.len());
        let _ = writeln!(text, "{}", cut(&line, terminal::width()));
    }
    text
}

/// At which depth the room is, where it is not what every room is at first; and at which others it was solved.
fn depths(place: &Place) -> String {
    let here = if place.depth == Depth::Guided { String::new() } else { format!(", {}", place.depth) };
    let is_told = |depth: &&Depth| place.status != Status::Solved || **depth != place.depth;
    let others: Vec<String> = place.solved_at.iter().filter(is_told).map(Depth::to_string).collect();
    match (others.is_empty(), &place.status) {
        (true, _) => here,
        (false, Status::Solved) => format!("{here}, and {}", others.join(" and ")),
        (false, _) => format!("{here}; solved {}", others.join(" and ")),
    }
}

/// What to do next, with the commands for it.
pub fn next(root: &Path, contents: &Contents, places: &[Place]) -> Result<String> {
    let standings: Vec<Standing> = places.iter().map(|place| place.status.standing()).collect();
    let mut text = match next::of(&standings).map(|index| &places[index]) {
        None => "Every lesson is solved.\n".to_owned(),
        Some(place) => {
            let depth = if place.depth == Depth::Guided { String::new() } else { format!(" ({})", place.depth) };
            let steps = steps(root, &format!("Next: {}{depth}", contents.title(&place.lesson)), place)?;
            steps + &step("help", &noted("cargo course read", "how the course works")) + &next_command(place)
        }
    };
    for place in places {
        text += &last_lines(&place.lesson, &place.status)?;
    }
    Ok(text)
}

/// The progress of all lessons in one line.
pub fn progress(contents: &Contents, places: &[Place]) -> String {
    let stops: Vec<Stop> = places.iter().map(Stop::from).collect();
    path::line(contents, &stops, path::has_signs(), terminal::width())
}

/// Where the learner stands in one lesson, with the commands for it; when it is solved, with the one that comes next.
pub fn only(root: &Path, contents: &Contents, place: &Place, next: Option<&Lesson>) -> Result<String> {
    let heading = format!("{}, {}{}", contents.title(&place.lesson), place.status, depths(place));
    let mut text = steps(root, &heading, place)?;
    if place.status == Status::Solved {
        text += &step("compare", &format!("cargo course solution {}", place.lesson.number));
    }
    text += &match next.filter(|_| place.status == Status::Solved) {
        Some(next) => step("next", &format!("cargo course {}", next.number)),
        None => next_command(place),
    };
    Ok(text + &last_lines(&place.lesson, &place.status)?)
}

/// What is left to do in a lesson whose tests all pass.
fn last_lines(lesson: &Lesson, status: &Status) -> Result<String> {
    if *status != Status::Solved {
        return Ok(String::new());
    }
    let files = starters::with_allow_left(lesson)?;
    let what = match &files[..] {
        [] => return Ok(String::new()),
        [file] => format!("{file} still has its lines"),
        files => format!("{} files of {} still have their lines", files.len(), lesson.room()),
    };
    let line = format!("{what} `#![allow(…)]`: every gap is filled, take them out\n");
    Ok(fitted(&line, terminal::width()))
}

/// A command and a note after it, or below it where the line would be too long.
fn noted(command: &str, note: &str) -> String {
    let is_long = STEP + command.chars().count() + 4 + note.len() > terminal::width();
    let between = if is_long { format!("\n{}", " ".repeat(STEP)) } else { " ".repeat(4) };
    format!("{command}{between}{note}")
}

/// The column of what is to be typed.
const STEP: usize = 12;

/// `  read      cargo course read 01`
fn step(what: &str, how: &str) -> String {
    format!("  {what:8}  {how}\n")
}

/// The command to go on with in a lesson that is not solved.
fn next_command(place: &Place) -> String {
    let number = &place.lesson.number;
    let watch = format!("cargo course watch {number}");
    match place.status.standing() {
        Standing::Untouched => {
            step("next", &noted(&format!("cargo course read {number}"), &format!("and then {watch}")))
        }
        Standing::InWork => step("next", &noted(&watch, "grades it at every save")),
        Standing::Solved => String::new(),
    }
}

fn steps(root: &Path, heading: &str, place: &Place) -> Result<String> {
    let Place { lesson, status, depth, .. } = place;
    let exercise = lesson.exercise()?;
    let (server, client) = exercise.first_run(&lesson.name);
    let client = format!("cargo run -q --bin {client} {}", exercise.client);
    let is_kept = |name: &&String| lesson.path(kept::FOLDER).join(name).is_dir();
    let earlier: Vec<String> = exercise.continues.iter().filter(is_kept).cloned().collect();
    let mut text = format!("{heading}\n");
    let mut step = |what: &str, how: &str| text += &self::step(what, how);
    if let Some(red) = red(lesson, *depth, status, &exercise)? {
        let lines = two_lines(&red, terminal::width() - STEP).into_iter();
        for (what, line) in ["red", ""].into_iter().zip(lines) {
            step(what, &line);
        }
    }
    if let Some(on) = stands_on(root, lesson)? {
        let on = fitted(&format!("  {:8}  {on}", "on"), terminal::width());
        step("on", on.get(STEP..).unwrap_or_default());
    }
    step("read", &format!("cargo course read {}", lesson.number));
    step("run", &noted(&format!("cargo run -q --bin {server}"), "in terminal 1"));
    step("", &noted(client.trim_end(), "in terminal 2"));
    for (index, file) in files(*depth, &exercise).iter().enumerate() {
        step(if index == 0 { "edit" } else { "" }, &format!("{}/{file}", lesson.room()));
    }
    let once = format!("(or cargo test -p {})", lesson.package());
    step("test", &noted(&format!("cargo course check {}", lesson.number), &once));
    if *depth == Depth::Guided {
        step("hint", &format!("cargo course hint {}", lesson.number));
    }
    for name in earlier.iter().filter(|_| *status == Status::NotStarted) {
        step("earlier", &format!("{}/{name}    your work on a lesson that this one goes on with", kept::FOLDER));
    }
    Ok(text)
}

/// A text in one line, or two: what a second one has no room for is left out.
fn two_lines(text: &str, width: usize) -> Vec<String> {
    let lines = folded(text, width);
    let Some((first, rest)) = lines.split_first() else { return Vec::new() };
    let rest = if rest.is_empty() { None } else { Some(cut(&rest.join(" "), width)) };
    std::iter::once(cut(first, width)).chain(rest).collect()
}

/// The files that there is something to write in.
fn files(depth: Depth, exercise: &Exercise) -> Vec<String> {
    match depth {
        Depth::Guided => {
            let mut seen = BTreeSet::new();
            let files = exercise.gaps.iter().flat_map(Gap::files).filter(|file| seen.insert(file.to_owned()));
            files.map(str::to_owned).collect()
        }
        Depth::Build | Depth::Empty => vec!["src".to_owned()],
    }
}

/// The test to turn green next, and the first line of what it says: nothing where all pass.
fn red(lesson: &Lesson, depth: Depth, status: &Status, exercise: &Exercise) -> Result<Option<String>> {
    Ok(match status {
        Status::InWork { first_failing, says, .. } if first_failing.is_empty() => Some(says.clone()),
        Status::InWork { first_failing, says, .. } => {
            Some(format!("{first_failing}: {says}").trim_end_matches([':', ' ']).to_owned())
        }
        Status::DoesNotCompile => {
            Some(format!("the compiler: cargo course check {} shows what it says", lesson.number))
        }
        Status::NotStarted => first_test(lesson, depth, exercise)?,
        Status::Solved => None,
    })
}

/// The first test, in the order of its file, that the starter does not pass: at the guided depth, of the first gap.
fn first_test(lesson: &Lesson, depth: Depth, exercise: &Exercise) -> Result<Option<String>> {
    let gaps = if depth == Depth::Guided { 1 } else { exercise.gaps.len() };
    let tests = lesson.read_tests()?;
    let text: String = tests.values().map(|octets| String::from_utf8_lossy(octets)).collect();
    let names = exercise.gaps.iter().take(gaps).flat_map(|gap| &gap.tests);
    let found = names.filter_map(|name| Some((text.find(&format!("fn {name}("))?, name))).min();
    Ok(found.map(|(_, name)| format!("{name}: not started yet")))
}

/// The layers that a lesson stands on, and whose they are: nothing where it stands on none.
fn stands_on(root: &Path, lesson: &Lesson) -> Result<Option<String>> {
    let Ok(reference) = manifest::Reference::read(root, &lesson.reference()) else { return Ok(None) };
    let rooms = crate::lessons::lessons(root)?;
    let below = reference.dependencies(false);
    let below: Vec<&str> = rooms
        .iter()
        .map(|lesson| lesson.name.as_str())
        .filter(|name| below.iter().any(|below| below == name))
        .collect();
    if below.is_empty() {
        return Ok(None);
    }
    let yours = stack::yours(root)?;
    let yours: Vec<&str> = below.iter().copied().filter(|name| yours.contains(*name)).collect();
    let of_stack = match yours.len() {
        0 => String::new(),
        count if count == below.len() => "; stacked, all of them are yours".to_owned(),
        _ => format!("; stacked, on your {}", yours.join(", ")),
    };
    Ok(Some(format!("the course's {}{of_stack}", below.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_red_test_has_two_lines_at_most() {
        assert_eq!(two_lines("the_server_greets: not started yet", 40), ["the_server_greets: not started yet"]);
        assert_eq!(two_lines("the_server_greets: not started yet", 30), ["the_server_greets: not started", "yet"]);
        assert_eq!(two_lines("a_name: wrong, and much more is said of it", 14), ["a_name: wrong,", "and much more…"]);
        assert_eq!(two_lines("the_server_greets: x", 10), ["the_serve…", "x"]);
    }

    #[test]
    fn a_short_table_shows_the_part_that_the_learner_is_at() {
        let contents = Contents::parse(
            "# Words\n- [01 a: one](01-a.md)\n- [02 b: two](02-b.md)\n# Deeds\n- [03 c: three](03-c.md)\n",
        );
        let place = |folder: &str, status: Status| Place {
            lesson: Lesson::from_folder(Path::new("/c"), folder).unwrap(),
            status,
            depth: Depth::Guided,
            solved_at: Vec::new(),
        };
        let places =
            [place("01-a", Status::Solved), place("02-b", Status::NotStarted), place("03-c", Status::NotStarted)];
        let expected = "Words\n  01 a: one  solved\n  02 b: two  not started\nDeeds, 03 to 03: 0 of 1 solved\n";
        assert_eq!(short(&contents, &places), expected);
    }
}
