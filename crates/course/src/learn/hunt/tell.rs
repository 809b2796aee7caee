//! What is told of a hunt.

use std::cmp::Ordering;
use std::fmt::Write as _;
use std::net::SocketAddr;

use crate::learn::hunt::data::{FOLDER, Hunt, SERVER};
use crate::learn::hunt::play::Exposed;
use crate::learn::hunt::score::Score;
use crate::learn::hunt::script::{Script, sign, visible};
use crate::learn::hunt::seen::{Part, Seen};
use crate::lessons::{Lesson, Role};
use crate::render::fitted;
use crate::terminal;

/// How many lines of octets are shown before a difference and after it, and where nothing differs.
const BEFORE: usize = 6;
const AFTER: usize = 3;
const BRIEF: usize = 6;

const INDENT: &str = "  ";

/// What is said of a hunt before it begins.
pub fn opening(lesson: &Lesson, number: usize, count: usize, hunt: &Hunt) -> String {
    let mut text = format!("hunt {number} of {count} in lesson {} {}\n\n", lesson.number, lesson.name);
    let _ = writeln!(text, "This {} promises: {}", hunt.side.name(), hunt.promises);
    text.push_str(&started(lesson, hunt));
    text.push_str("Show that it does not keep its promise.\n");
    if hunt.side == Role::Client {
        let _ = writeln!(
            text,
            "You are its server: `cargo course hunt {} {number} --send FILE` sends what a file says; --server HOST:PORT lets it \
             ask a server of yours, which has to listen before.",
            lesson.number
        );
    }
    fitted(&text, terminal::width())
}

/// How a program is started, and what it finds, as far as that is not what all are started with.
fn started(lesson: &Lesson, hunt: &Hunt) -> String {
    let arg = |arg: &String| quoted(&arg.replace(SERVER, "HOST:PORT").replace(FOLDER, "FOLDER"));
    let args = hunt.args.iter().map(arg).collect::<Vec<_>>().join(" ");
    let mut text = match hunt.side {
        Role::Client => format!("It is started as `{}-client {args}`.\n", lesson.name),
        Role::Server if args.is_empty() => String::new(),
        Role::Server => format!("It is started with `{args}`.\n"),
    };
    if !hunt.input.is_empty() {
        let _ = writeln!(text, "Its standard input is `{}`.", visible(hunt.input.as_bytes()));
    }
    if hunt.serves_files() {
        let names: Vec<&str> = hunt.files.keys().map(String::as_str).collect();
        let _ = writeln!(text, "In the folder that it serves are: {}.", names.join(", "));
    }
    text
}

/// What is said when a server can be spoken to.
pub fn listening(addr: SocketAddr) -> String {
    let text = format!(
        "\nIt listens on {addr}: speak to it from another terminal with `cargo course say {addr} TEXT`, curl, a browser, or a program \
         of yours. (--send FILE sends what a file says instead; see `cargo course read hunt`.) As soon as it does something \
         else than the reference, you are told here. Ctrl-C ends the hunt; --show after its number gives it up.\n"
    );
    fitted(&text, terminal::width())
}

fn quoted(arg: &str) -> String {
    if arg.is_empty() || arg.contains(' ') { format!("'{arg}'") } else { arg.to_owned() }
}

/// What is said when both did the same.
pub fn same(hunt: &Hunt, sent: usize, script: Option<&Script>, seen: &Seen) -> String {
    let width = terminal::width();
    let mut text = format!("no difference: the program does what the reference does with these {}\n", octets(sent));
    for part in &seen.parts {
        text.push_str(&shown(part, None, width));
    }
    let promise = format!("It promises: {}\n", hunt.promises);
    text += "\n";
    text += &fitted(&promise, width);
    if script.is_some_and(Script::has_lines_without_end) {
        let note = "The octets hold no line end: where a line of the file ends, nothing is sent. Write \\r\\n or \\n where you mean one.\n";
        text += &fitted(note, width);
    }
    text
}

/// What is said when a program was exposed, with so many octets.
pub fn found(lesson: &Lesson, number: usize, hunt: &Hunt, exposed: &Exposed, sent: usize) -> String {
    let width = terminal::width();
    let at = exposed.difference;
    let mut text = String::from("found: the program does not keep its promise\n\n");
    let _ = writeln!(text, "the program");
    for (index, part) in exposed.fault.parts.iter().enumerate().take(at.part + 1) {
        text.push_str(&shown(part, (index == at.part).then_some(at.at), width));
    }
    // That it has ended says more than what did not come.
    if let Some(end) = exposed.fault.parts.last().filter(|_| at.part + 1 < exposed.fault.parts.len())
        && exposed.reference.parts.last() != Some(end)
    {
        text.push_str(&shown(end, None, width));
    }
    let _ = writeln!(text, "the reference");
    match exposed.reference.parts.get(at.part) {
        Some(part) => text.push_str(&shown(part, Some(at.at), width)),
        None => text.push_str("  nothing of the kind\n"),
    }
    text.push('\n');
    text.push_str(&labelled("rule      ", &rule(hunt), width));
    text.push_str(&labelled("octets    ", &praise(lesson, number, hunt, sent), width));
    text
}

/// What there is to learn, with where it stands.
fn rule(hunt: &Hunt) -> String {
    hunt.section.as_ref().map_or_else(|| hunt.rule.clone(), |section| format!("{} ({section})", hunt.rule))
}

fn praise(lesson: &Lesson, number: usize, hunt: &Hunt, sent: usize) -> String {
    let least = hunt.send.length();
    match sent.cmp(&least) {
        Ordering::Less => format!("{sent}, and the course knew no way with fewer than {least}. Well hunted!"),
        Ordering::Equal => format!("{sent}, and the course knows no shorter way. Well hunted!"),
        Ordering::Greater => {
            let command = format!("cargo course hunt {} {number} --show", lesson.number);
            format!("{sent}; {least} would have done. `{command}` prints them.")
        }
    }
}

/// What to do after a hunt.
pub fn next(lesson: &Lesson, hunts: &[Hunt], score: &Score) -> String {
    match hunts.iter().filter(|hunt| score.of(&hunt.id).is_none()).count() {
        0 => all_found(lesson, hunts.len()),
        open => {
            let found = hunts.len() - open;
            format!("score     {found} of {} found\nnext      cargo course hunt {}\n", hunts.len(), lesson.number)
        }
    }
}

/// What is said when a lesson has no hunt left.
pub fn all_found(lesson: &Lesson, count: usize) -> String {
    let number = &lesson.number;
    let text = format!(
        "All {count} hunts of lesson {number} are found. `cargo course hunt {number} --list` shows with how many octets; one \
         that you name by its number begins again.\n"
    );
    fitted(&text, terminal::width())
}

/// The stored input, and what there is to learn.
pub fn solution(hunt: &Hunt) -> String {
    const MARK: &str = "# ";
    let said = format!("{} would do. {}", octets(hunt.send.length()), rule(hunt));
    let said = fitted(&said, terminal::width().saturating_sub(MARK.len()));
    let comment: String = said.lines().flat_map(|line| [MARK, line, "\n"]).collect();
    comment + &hunt.send.text()
}

/// The hunts of a lesson, and which are found.
pub fn list(lesson: &Lesson, hunts: &[Hunt], score: &Score) -> String {
    let found = hunts.iter().filter(|hunt| score.of(&hunt.id).is_some()).count();
    let mut text = format!("lesson {} {}: {found} of {} hunts found\n\n", lesson.number, lesson.name, hunts.len());
    let how = |hunt: &Hunt| {
        score.of(&hunt.id).map_or_else(String::new, |sent| match hunt.send.length() {
            least if sent <= least => octets(sent),
            least => format!("{}; {least} would do", octets(sent)),
        })
    };
    let hows: Vec<String> = hunts.iter().map(how).collect();
    let column = hows.iter().map(String::len).max().unwrap_or_default();
    for (index, (hunt, how)) in hunts.iter().zip(&hows).enumerate() {
        let gap = if column == 0 { "" } else { "  " };
        let label = format!("{:>3}  {how:<column$}{gap}", index + 1);
        text.push_str(&labelled(&label, &format!("This {}: {}", hunt.side.name(), hunt.promises), terminal::width()));
    }
    text
}

/// A line for each lesson that has hunts.
pub fn overview(lessons: &[(Lesson, Vec<Hunt>)], score: &Score) -> String {
    let mut text = String::from("Programs with one fault each: which octets expose it?\n\n");
    for (lesson, hunts) in lessons {
        let found = hunts.iter().filter(|hunt| score.of(&hunt.id).is_some()).count();
        let _ = writeln!(text, "  {} {:<16} {found:>2} of {} found", lesson.number, lesson.name, hunts.len());
    }
    text + "\n`cargo course hunt NN` begins the next one of a lesson.\n"
}

/// `1 octet`, `2 octets`
pub fn octets(count: usize) -> String {
    format!("{count} octet{}", if count == 1 { "" } else { "s" })
}

/// A text after a word, in lines that begin under it.
fn labelled(label: &str, text: &str, width: usize) -> String {
    let indent = " ".repeat(label.len());
    let text = fitted(text, width.saturating_sub(indent.len()));
    let mut lines = text.lines();
    let mut shown = format!("{label}{}\n", lines.next().unwrap_or_default());
    for line in lines {
        let _ = writeln!(shown, "{indent}{line}");
    }
    shown
}

/// A part, with what stands around the place of the difference.
fn shown(part: &Part, at: Option<usize>, width: usize) -> String {
    let Part { what, octets, is_words } = part;
    if *is_words {
        return format!("{INDENT}{what}: {}\n", String::from_utf8_lossy(octets));
    }
    if octets.is_empty() {
        return format!("{INDENT}{what}: nothing\n");
    }
    let mut text = format!("{INDENT}{what}\n");
    for line in excerpt(octets, at, width.saturating_sub(2 * INDENT.len())) {
        let _ = writeln!(text, "{INDENT}{INDENT}{line}");
    }
    text
}

/// The lines of octets around a place, marked with what stands there; the first ones where there is none.
fn excerpt(octets: &[u8], at: Option<usize>, width: usize) -> Vec<String> {
    let (lines, place) = lines(octets, at, width);
    let (line, column) = place.unwrap_or_default();
    let (from, to) = match at {
        Some(_) => (line.saturating_sub(BEFORE), (line + AFTER + 1).min(lines.len())),
        None => (0, BRIEF.min(lines.len())),
    };
    let more = |count: usize| format!("… {count} more line{}", if count == 1 { "" } else { "s" });
    let mut shown = Vec::new();
    if from > 0 {
        shown.push(more(from));
    }
    for (index, text) in lines.iter().enumerate().take(to).skip(from) {
        shown.push(text.clone());
        if at.is_some() && index == line {
            shown.push(marker(column, width));
        }
    }
    if to < lines.len() {
        shown.push(more(lines.len() - to));
    }
    shown
}

fn marker(column: usize, width: usize) -> String {
    const WORDS: &str = "first difference";
    if column + 2 + WORDS.len() > width && column > WORDS.len() {
        return format!("{:>column$} ^", WORDS, column = column - 1);
    }
    format!("{:column$}^ {WORDS}", "")
}

/// Octets as visible signs, in lines that end where the octets' own do or where the width does; and the line and column
/// of one octet.
fn lines(octets: &[u8], at: Option<usize>, width: usize) -> (Vec<String>, Option<(usize, usize)>) {
    let mut lines = vec![String::new()];
    let mut place = None;
    for (index, octet) in octets.iter().enumerate() {
        let sign = sign(*octet);
        let is_full = lines.last().is_some_and(|line| line.len() + sign.len() > width);
        if is_full || index > 0 && octets[index - 1] == b'\n' {
            lines.push(String::new());
        }
        if at == Some(index) {
            place = Some((lines.len() - 1, lines.last().map_or(0, String::len)));
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(&sign);
        }
    }
    // One is the beginning of the other.
    let end = (lines.len() - 1, lines.last().map_or(0, String::len));
    (lines, place.or(at.map(|_| end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_difference_is_marked() {
        let shown = excerpt(b"HTTP/1.1 200 OK\r\nA: b\r\n", Some(9), 60);
        assert_eq!(shown, ["HTTP/1.1 200 OK\\r\\n", "         ^ first difference", "A: b\\r\\n"]);
        let end = excerpt(b"ab", Some(2), 60);
        assert_eq!(end, ["ab", "  ^ first difference"]);
        let right = excerpt(&[b'a'; 50], Some(49), 60);
        assert_eq!(right[1], format!("{:>48} ^", "first difference"));
        assert_eq!(right[1].find('^'), Some(49));
    }

    #[test]
    fn long_lines_and_long_texts_are_cut_to_the_width() {
        let text = "\\".repeat(25) + &"\n".repeat(20);
        let (lines, _) = lines(text.as_bytes(), None, 20);
        assert!(lines.iter().all(|line| line.len() <= 20), "{lines:?}");
        assert_eq!(lines[..3], ["\\".repeat(20), "\\".repeat(20), "\\".repeat(10) + "\\n"]);
        let shown = excerpt(text.as_bytes(), Some(40), 20);
        assert_eq!((shown[0].as_str(), shown.last().unwrap().as_str()), ("… 11 more lines", "… 1 more line"));
        assert_eq!(excerpt(text.as_bytes(), None, 20).len(), BRIEF + 1);
    }
}
