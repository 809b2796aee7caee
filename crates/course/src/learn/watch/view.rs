//! What is seen while a room is watched: made for a screen of any size.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::grade::check::{Again, Checked};
use crate::grade::results::{Kind, Test};
use crate::render::cut;

const TITLE: Style = Style::new().bold();
const PASSED: Style = AnsiColor::Green.on_default();
const FAILED: Style = AnsiColor::Red.on_default();
const ASIDE: Style = Style::new().dimmed();
const PLAIN: Style = Style::new();

/// The sign of a test that passed, of one that failed, and of one whose gap is open.
const SIGNS: [char; 3] = ['✓', '✗', '·'];
const ASCII: [char; 3] = ['+', 'x', '.'];

const KEYS: &str = "h hint   n next lesson   p previous   r run again   o open   w wire   q quit";
const SHORT_KEYS: &str = "h hint n next r run o open w wire q quit";

/// From these heights on there is room for more than the verdict and its failure.
const WITH_SPACE: usize = 14;
const WITH_PATH: usize = 12;
const WITH_GAPS: usize = 9;

/// What there is to read before the first verdict.
const FIRST: &str = "your programs are compiled, started and spoken to\n\n\
                     the first check of a lesson compiles what it is built on too: that takes up to a minute, once";

/// The lines around what is to be read.
pub const AROUND: usize = 8;

/// The columns and the lines of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub columns: usize,
    pub lines: usize,
}

/// What a terminal can show.
#[derive(Debug, Clone, Copy)]
pub struct Means {
    pub has_colours: bool,
    /// Whether it has other signs than those of ASCII.
    pub has_signs: bool,
}

/// Everything that can be seen.
pub struct View<'a> {
    /// `03 echo: a stream has no messages`, and at which depth.
    pub title: &'a str,
    /// The way through all lessons.
    pub path: &'a str,
    /// What the last check has found out; or why there was none.
    pub verdict: Option<&'a Result<Checked, String>>,
    /// What is being done at present.
    pub busy: Option<&'a str>,
    /// Something to read in the place of the failure.
    pub page: Option<&'a str>,
}

/// One line of the screen.
struct Row {
    text: String,
    left: usize,
    has_colours: bool,
}

impl Row {
    fn new(size: Size, means: Means) -> Self {
        Self { text: String::new(), left: size.columns, has_colours: means.has_colours }
    }

    fn add(mut self, text: &str, style: Style) -> Self {
        let text = cut(text, self.left);
        self.left -= text.chars().count();
        if self.has_colours && style != PLAIN && !text.is_empty() {
            let _ = write!(self.text, "{style}{text}{style:#}");
        } else {
            self.text += &text;
        }
        self
    }
}

impl View<'_> {
    /// The lines of the screen, with what is to be read from line `from` on where it has no room; and the line from which
    /// it is shown indeed.
    pub fn rows(&self, size: Size, means: Means, from: usize) -> (Vec<String>, usize) {
        let row = || Row::new(size, means);
        let mut rows = vec![self.title(row())];
        if size.lines >= WITH_PATH {
            rows.push(row().add(self.path, PLAIN));
        }
        if let Some(Ok(checked)) = self.verdict {
            rows.push(standing(row(), checked, means));
            if size.lines >= WITH_GAPS {
                rows.extend(left(checked).map(|text| row().add(&text, PLAIN)));
            }
        }
        let has_space = size.lines >= WITH_SPACE;
        let space = usize::from(has_space);
        rows.extend(has_space.then(row));
        let room = size.lines.saturating_sub(rows.len() + 1 + space).max(1);
        let lines = folded(&self.text(), size.columns);
        let from = from.min(lines.len().saturating_sub(room.saturating_sub(1)));
        let from = if lines.len() <= room { 0 } else { from };
        let shown = if lines.len() <= room { lines.len() } else { room.saturating_sub(1).min(lines.len() - from) };
        let is_first = |index: usize| index == 0 && self.page.is_none();
        for (index, line) in lines.iter().enumerate().skip(from).take(shown) {
            rows.push(row().add(line, if is_first(index) { TITLE } else { PLAIN }));
        }
        if lines.len() > room {
            rows.push(row().add(&more(lines.len() - from - shown), ASIDE));
        }
        while rows.len() + 1 < size.lines {
            rows.push(row());
        }
        let keys = if size.columns > KEYS.chars().count() { KEYS } else { SHORT_KEYS };
        rows.push(row().add(keys, ASIDE));
        // On a screen of a few lines the last ones count least.
        rows.truncate(size.lines);
        (rows.into_iter().map(|row| row.text).collect(), from)
    }

    /// The title, and on the right what is being done.
    fn title(&self, row: Row) -> Row {
        let Some(busy) = self.busy else { return row.add(self.title, TITLE) };
        let columns = row.left;
        let busy = cut(busy, columns.saturating_sub(12));
        let title = cut(self.title, columns.saturating_sub(busy.chars().count() + 2));
        let between = columns.saturating_sub(title.chars().count() + busy.chars().count());
        row.add(&title, TITLE).add(&" ".repeat(between), PLAIN).add(&busy, ASIDE)
    }

    /// What is to be read.
    fn text(&self) -> String {
        let text = match (self.page, self.verdict) {
            (Some(page), _) => page.to_owned(),
            (None, Some(Ok(checked))) => failure(checked),
            (None, Some(Err(why))) => format!("this could not be graded\n\n{why}"),
            (None, None) => self.busy.map_or(String::new(), |_| FIRST.to_owned()),
        };
        // What a program has printed, or the compiler cites, does not steer the terminal.
        cli::text(text.trim_end().replace('\t', "    ").as_bytes()).to_string()
    }
}

/// `7 of 14 tests pass`, and a sign for each.
fn standing(row: Row, checked: &Checked, means: Means) -> Row {
    let report = &checked.report;
    let style = if report.is_solved() { PASSED } else { FAILED };
    let heading = checked.heading();
    let row = row.add(&heading, style.bold());
    if report.tests.is_empty() || report.tests.len() + 3 > row.left {
        return row;
    }
    let signs = if means.has_signs { SIGNS } else { ASCII };
    report.tests.iter().fold(row.add("   ", PLAIN), |row, test| {
        let (sign, style) = sign(test, signs);
        row.add(&sign.to_string(), style)
    })
}

fn sign(test: &Test, signs: [char; 3]) -> (char, Style) {
    match test.kind {
        Kind::Passed => (signs[0], PASSED),
        Kind::NotStarted | Kind::LeftOut => (signs[2], ASIDE),
        _ => (signs[1], FAILED),
    }
}

/// `gaps: 2 of 5 filled; 3 receive is open  lessons/…`, in one line.
fn left(checked: &Checked) -> Option<String> {
    let all = checked.left();
    let mut lines = all.lines().filter(|line| !line.is_empty());
    let first = lines.next()?;
    Some(match lines.next() {
        Some(open) => format!("{first}; {}", open.trim()),
        None => first.to_owned(),
    })
}

/// The failure in full, or what the compiler says; and what to do next.
fn failure(checked: &Checked) -> String {
    let report = &checked.report;
    let mut text = String::new();
    for note in &report.notes {
        let _ = writeln!(text, "note: {note}");
    }
    if let Some(first) = checked.first_failure() {
        let gap = checked.left_to(first).map_or(String::new(), |gap| format!(" (of gap {gap}, which is open)"));
        let _ = write!(text, "{}{gap}\n\n{}\n\n", first.name, first.text.trim_end());
    } else if !report.text.is_empty() {
        let _ = write!(text, "{}\n\n", report.text.trim_end());
    }
    text + &format!("next: {}", checked.next(Again::Key))
}

/// The lines of a text, none of which is longer than this.
fn folded(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut rest: Vec<char> = line.trim_end().chars().collect();
        while rest.len() > columns.max(1) {
            // At a blank, if there is one not far from the end.
            let blank = rest[..columns].iter().rposition(|c| *c == ' ').filter(|at| *at * 2 > columns);
            let next = rest.split_off(blank.unwrap_or(columns));
            lines.push(rest.into_iter().collect::<String>());
            rest = next.into_iter().skip_while(|c| blank.is_some() && *c == ' ').collect();
        }
        lines.push(rest.into_iter().collect());
    }
    lines
}

fn more(count: usize) -> String {
    match count {
        0 => "… the end: b goes back".to_owned(),
        1 => "… 1 more line: space shows it".to_owned(),
        count => format!("… {count} more lines: space shows them"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEANS: Means = Means { has_colours: false, has_signs: true };

    fn view<'a>(page: &'a str, busy: Option<&'a str>) -> View<'a> {
        let (title, path) = ("03 echo: a stream has no messages", "●●○·· ··  2 of 7 solved");
        View { title, path, verdict: None, busy, page: Some(page) }
    }

    /// Thirty lines, each with its number.
    fn page(end: &str) -> String {
        let lines: Vec<String> = (1..=30).map(|number| format!("line {number}{end}")).collect();
        lines.join("\n")
    }

    #[test]
    fn a_screen_of_any_size_is_filled_exactly() {
        let page = page(" of many words, which is folded");
        for (columns, lines) in [(80, 24), (40, 10), (200, 50), (20, 5), (10, 3), (3, 2), (1, 1)] {
            let size = Size { columns, lines };
            for busy in [None, Some("compiling what lesson 03 is built on")] {
                let (rows, _) = view(&page, busy).rows(size, MEANS, 0);
                assert_eq!(rows.len(), lines, "{columns}x{lines}");
                assert!(rows.iter().all(|row| row.chars().count() <= columns), "{columns}x{lines}: {rows:?}");
            }
        }
    }

    #[test]
    fn what_has_no_room_is_reached_page_by_page() {
        let page = page("");
        let size = Size { columns: 40, lines: 10 };
        let (rows, from) = view(&page, None).rows(size, MEANS, 0);
        assert_eq!((rows[1].as_str(), rows[8].as_str(), from), ("line 1", "… 23 more lines: space shows them", 0));
        let (rows, from) = view(&page, None).rows(size, MEANS, 1000);
        assert_eq!((rows[7].as_str(), rows[8].as_str(), from), ("line 30", "… the end: b goes back", 23));
        assert_eq!(rows[9], SHORT_KEYS);
    }

    #[test]
    fn nothing_that_is_shown_steers_the_terminal() {
        let (rows, _) = view("a\x1b[2Jb\tc\u{202e}", None).rows(Size { columns: 80, lines: 24 }, MEANS, 0);
        assert!(rows.contains(&"a\\x1b[2Jb    c\\u{202e}".to_owned()), "{rows:?}");
    }

    #[test]
    fn there_are_colours_only_where_they_are_wanted() {
        let size = Size { columns: 80, lines: 24 };
        let coloured = |has_colours| view("x", None).rows(size, Means { has_colours, ..MEANS }, 0).0.concat();
        assert!(coloured(true).contains('\x1b') && !coloured(false).contains('\x1b'));
    }
}
