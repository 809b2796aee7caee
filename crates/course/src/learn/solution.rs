//! The course's solution beside the learner's: `cargo course solution`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use crate::error::{Error, Result};
use crate::files::Tree;
use crate::learn::status::{self, Status};
use crate::lessons::Lesson;
use crate::rooms::given;
use crate::rooms::own::Own;
use crate::rooms::starters::{self, Step};

/// How many equal lines are shown around what differs.
const AROUND: usize = 3;

const YOURS: Style = AnsiColor::Red.on_default();
const COURSES: Style = AnsiColor::Green.on_default();

/// What the course has where the learner has something else, file by file: the learner's lines with a minus, the course's
/// with a plus, and what differs within a line.
///
/// # Errors
///
/// When a test of the lesson does not pass yet, unless `anyway`.
pub fn solution(root: &Path, lesson: &Lesson, anyway: bool, colour: bool) -> Result<String> {
    let place = status::places(root, vec![lesson.clone()])?.pop();
    let status = place.map_or(Status::NotStarted, |place| place.status);
    if status != Status::Solved && !anyway {
        let number = &lesson.number;
        return Err(Error::Other(format!(
            "lesson {number} is not solved yet ({status}): `cargo course hint {number}` helps; \
             `cargo course solution {number} --anyway` shows the course's solution all the same"
        )));
    }
    let own = Own::read(lesson)?;
    let mut courses = Step::read(lesson)?.with(&[])?;
    given::take_out(&mut courses, lesson, &lesson.exercise()?, own.depth())?;
    Ok(compared(lesson, own.files(), &courses, colour))
}

fn compared(lesson: &Lesson, yours: &Tree, courses: &Tree, colour: bool) -> String {
    let names: BTreeSet<&String> =
        yours.keys().chain(courses.keys()).filter(|name| starters::is_source(name)).collect();
    let text = |tree: &Tree, name: &String| {
        String::from_utf8_lossy(tree.get(name).map_or(&[][..], Vec::as_slice)).replace("\r\n", "\n")
    };
    let mut shown = String::new();
    let mut same = 0;
    for name in names {
        let (yours, courses) = (text(yours, name), text(courses, name));
        if yours == courses {
            same += 1;
        } else {
            let _ = writeln!(shown, "{}/{name}", lesson.room());
            shown += &difference(&yours, &courses, colour);
            shown.push('\n');
        }
    }
    let files = |count: usize| if count == 1 { "1 file is".to_owned() } else { format!("{count} files are") };
    match (shown.is_empty(), same) {
        (true, _) => "you have written what the course has, word for word\n".to_owned(),
        (false, 0) => format!("- is yours, + is the course's\n\n{}", shown.trim_end().to_owned() + "\n"),
        (false, same) => format!("- is yours, + is the course's\n\n{shown}{} as the course has it\n", files(same)),
    }
}

/// The lines that differ, with some around them.
fn difference(yours: &str, courses: &str, colour: bool) -> String {
    let diff = TextDiff::from_lines(yours, courses);
    let mut text = String::new();
    for (index, group) in diff.grouped_ops(AROUND).iter().enumerate() {
        if index > 0 {
            text += "  …\n";
        }
        for change in group.iter().flat_map(|op| diff.iter_inline_changes(op)) {
            let (sign, style) = match change.tag() {
                ChangeTag::Equal => (' ', None),
                ChangeTag::Delete => ('-', Some(YOURS)),
                ChangeTag::Insert => ('+', Some(COURSES)),
            };
            let parts: Vec<(bool, String)> = change
                .iter_strings_lossy()
                .map(|(differs, part)| (differs, part.trim_end_matches('\n').to_owned()))
                .collect();
            text += &match style.filter(|_| colour) {
                Some(style) => in_colour(sign, &parts, style),
                None => with_marks(sign, &parts),
            };
        }
    }
    text
}

fn in_colour(sign: char, parts: &[(bool, String)], style: Style) -> String {
    let mut line = format!("{style}{sign} ");
    for (differs, part) in parts {
        if *differs {
            let strong = style.bold().underline();
            let _ = write!(line, "{style:#}{strong}{part}{strong:#}{style}");
        } else {
            line += part;
        }
    }
    line + &format!("{style:#}\n")
}

/// A line, and below it what differs, where that is not all of it.
fn with_marks(sign: char, parts: &[(bool, String)]) -> String {
    let whole: String = parts.iter().map(|(_, part)| part.as_str()).collect();
    let line = format!("{sign} {whole}\n");
    let has = |wanted: bool| parts.iter().any(|(differs, part)| *differs == wanted && !part.trim().is_empty());
    if !(has(true) && has(false)) {
        return line;
    }
    let mark = |(differs, part): &(bool, String)| {
        part.chars()
            .map(|c| {
                if *differs {
                    '^'
                } else if c == '\t' {
                    '\t'
                } else {
                    ' '
                }
            })
            .collect::<String>()
    };
    let marks: String = parts.iter().map(mark).collect();
    line + format!("  {marks}").trim_end() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    const YOURS_TEXT: &str = "fn a() {\n    let n = read(b);\n    n\n}\n";
    const COURSES_TEXT: &str = "fn a() {\n    let count = read(b);\n    count\n}\n";

    #[test]
    fn what_differs_is_marked_within_its_line() {
        let text = difference(YOURS_TEXT, COURSES_TEXT, false);
        assert!(text.contains("-     let n = read(b);\n          ^\n"), "{text}");
        assert!(text.contains("+     let count = read(b);\n          ^^^^^\n"), "{text}");
        assert!(text.starts_with("  fn a() {\n"), "{text}");
    }

    #[test]
    fn colours_take_the_place_of_marks() {
        let text = difference(YOURS_TEXT, COURSES_TEXT, true);
        assert!(text.contains("\u{1b}[31m-     let "), "{text:?}");
        assert!(!text.contains('^'), "{text}");
    }

    #[test]
    fn files_that_are_the_same_are_counted() {
        let lesson = Lesson::from_folder(Path::new("/c"), "01-greet").unwrap();
        let tree = |text: &str| -> Tree {
            [("src/a.rs", "// Same.\n"), ("src/b.rs", text)].map(|(name, text)| (name.to_owned(), text.into())).into()
        };
        let text = compared(&lesson, &tree("// Mine.\n"), &tree("// Theirs.\n"), false);
        assert!(text.starts_with("- is yours, + is the course's\n\nlessons/01-greet/src/b.rs\n- // Mine.\n"), "{text}");
        assert!(text.ends_with("\n1 file is as the course has it\n"), "{text}");
        let same = compared(&lesson, &tree("x\n"), &tree("x\n"), false);
        assert_eq!(same, "you have written what the course has, word for word\n");
    }
}
