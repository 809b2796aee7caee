//! What has changed from one starter to the next, and whether that can be done to a learner's file too.

use std::fmt::Write as _;

/// Lines that one text has in the place of those of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// The index of the first line of `old` in its text.
    start: usize,
    old: Vec<String>,
    new: Vec<String>,
    /// The name of the gap it stands in, `3 (reply)`; nothing outside of the gaps.
    gap: Option<String>,
}

/// What became of a learner's file.
#[derive(Debug, PartialEq, Eq)]
pub enum Merged {
    /// The text with the changes, and the changes that stand in a gap which the learner has written over.
    Clean(String, Vec<Hunk>),
    /// The changes meet the learner's own: nothing was changed.
    Untouched,
}

/// The changes from one text to another, in their order.
pub fn hunks(old: &str, new: &str) -> Vec<Hunk> {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let common = longest_common(&a, &b);
    let mut hunks = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (next_i, next_j) in common.into_iter().chain([(a.len(), b.len())]) {
        if i < next_i || j < next_j {
            let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
            let gap = gap_at(&a[..next_i]).or_else(|| gap_at(&b[..next_j]));
            hunks.push(Hunk { start: i, old: owned(&a[i..next_i]), new: owned(&b[j..next_j]), gap });
        }
        (i, j) = (next_i + 1, next_j + 1);
    }
    hunks
}

/// The pairs of lines that both texts have, in the same order.
fn longest_common(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    // lengths[i][j] is that of the longest common sequence of a[i..] and b[j..].
    let mut lengths = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let without = lengths[i + 1][j].max(lengths[i][j + 1]);
            lengths[i][j] = if a[i] == b[j] { lengths[i + 1][j + 1] + 1 } else { without };
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[i + 1][j] >= lengths[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// The gap in which the last of these lines stands.
fn gap_at(lines: &[&str]) -> Option<String> {
    let mut lines = lines.iter().rev().map(|line| line.trim_end());
    // A line at the edge of the file ends a function, and the gap in it.
    let heading = lines.by_ref().take_while(|line| *line != "}").find(|line| line.trim_start().starts_with("// GAP "));
    let (number, name) = heading?.trim_start().strip_prefix("// GAP ")?.split_once(": ")?;
    Some(format!("{} ({name})", number.split(' ').next().unwrap_or(number)))
}

/// Makes the changes from `old` to a later starter in the learner's text, which began as `old`.
///
/// All of them are made or none; but for those to the words and the `todo!` of a gap that the learner has written over.
pub fn merge(mine: &str, old: &str, hunks: &[Hunk]) -> Merged {
    let lines: Vec<&str> = mine.lines().collect();
    let old: Vec<&str> = old.lines().collect();
    let mut places = Vec::new();
    let mut passed_over = Vec::new();
    for hunk in hunks {
        if hunk.old.is_empty() && hunk.is_done(&lines) && !hunk.is_done(&old) {
            continue;
        }
        match place(hunk, &lines, &old) {
            Some(at) => places.push((at, hunk)),
            None if hunk.is_done(&lines) => (),
            None if hunk.is_of_empty_gap() => passed_over.push(hunk.clone()),
            None => return Merged::Untouched,
        }
    }
    places.sort_by_key(|(at, _)| *at);
    let mut text = String::new();
    let mut next = 0;
    for (at, hunk) in places {
        if at < next {
            return Merged::Untouched;
        }
        push_lines(&mut text, &lines[next..at]);
        push_lines(&mut text, &hunk.new);
        next = at + hunk.old.len();
    }
    push_lines(&mut text, &lines[next..]);
    Merged::Clean(text, passed_over)
}

fn push_lines(text: &mut String, lines: &[impl AsRef<str>]) {
    for line in lines {
        text.push_str(line.as_ref());
        text.push('\n');
    }
}

/// Where in the learner's lines a change can be made: where its old lines stand, once, or else between the same lines as
/// in the starter.
fn place(hunk: &Hunk, mine: &[&str], old: &[&str]) -> Option<usize> {
    let count = hunk.old.len();
    let is_here = |at: usize| mine[at..at + count].iter().zip(&hunk.old).all(|(line, wanted)| line == wanted);
    let found: Vec<usize> = (0..=mine.len().checked_sub(count)?).filter(|at| is_here(*at)).collect();
    let before =
        |at: usize| at.checked_sub(1).map(|above| mine[above]) == hunk.start.checked_sub(1).map(|above| old[above]);
    let after = |at: usize| mine.get(at + count) == old.get(hunk.start + count);
    let sure = |at: &usize| if count == 0 { before(*at) && after(*at) } else { before(*at) || after(*at) };
    match found[..] {
        [at] if count > 0 => Some(at),
        _ => {
            let mut sure = found.into_iter().filter(sure);
            sure.next().filter(|_| sure.next().is_none())
        }
    }
}

impl Hunk {
    /// Whether the lines have the change already.
    fn is_done(&self, lines: &[&str]) -> bool {
        !self.new.is_empty() && lines.windows(self.new.len()).any(|window| window == self.new)
    }

    /// Whether it changes nothing but comments and the `todo!` of a gap.
    fn is_of_empty_gap(&self) -> bool {
        let is_word = |line: &String| {
            let line = line.trim();
            line.is_empty() || line.starts_with("//") || line.starts_with("todo!(\"gap ")
        };
        self.old.iter().chain(&self.new).all(is_word)
    }

    /// The gap it stands in, as a learner knows it.
    pub fn place(&self) -> String {
        self.gap.as_ref().map_or_else(|| "outside of the gaps".to_owned(), |gap| format!("gap {gap}"))
    }
}

/// Changes as a learner reads them, gap by gap.
pub fn shown(hunks: &[Hunk]) -> String {
    let mut text = String::new();
    let mut place = String::new();
    for hunk in hunks {
        if hunk.place() != place {
            place = hunk.place();
            let _ = writeln!(text, "    {place}");
        }
        for (sign, lines) in [("-", &hunk.old), ("+", &hunk.new)] {
            for line in lines {
                let _ = writeln!(text, "      {sign} {line}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "\
use std::io;

fn greet() -> u8 {
    // GAP 1 of 2: greet
    // Say hello.
    todo!(\"gap 1: greet\")
}

fn ask() {
    // GAP 2 of 2: ask
    // Ask.
    todo!(\"gap 2: ask\")
}
";

    fn merged(mine: &str, new: &str) -> Merged {
        merge(mine, OLD, &hunks(OLD, new))
    }

    fn clean(mine: &str, new: &str) -> String {
        match merged(mine, new) {
            Merged::Clean(text, _) => text,
            Merged::Untouched => panic!("untouched"),
        }
    }

    fn mine() -> String {
        OLD.replace("todo!(\"gap 1: greet\")", "let five = 5;\n    five")
    }

    #[test]
    fn a_change_elsewhere_is_made_in_the_learners_file() {
        let new = OLD.replace("use std::io;", "use std::fs;\nuse std::io;").replace("fn ask()", "fn ask(name: &str)");
        let expected =
            mine().replace("use std::io;", "use std::fs;\nuse std::io;").replace("fn ask()", "fn ask(name: &str)");
        assert_eq!(clean(&mine(), &new), expected);
        assert_eq!(clean(&expected, &new), expected, "made already");
    }

    #[test]
    fn the_words_of_a_gap_are_changed_beside_the_learners_code() {
        let new = OLD.replace("Say hello.", "Say good evening.");
        assert_eq!(clean(&mine(), &new), mine().replace("Say hello.", "Say good evening."));
        // Who has taken the words away does not get them back, and sees them.
        let bare = mine().replace("    // GAP 1 of 2: greet\n    // Say hello.\n", "");
        let Merged::Clean(text, passed_over) = merged(&bare, &new) else { panic!("untouched") };
        assert_eq!(text, bare);
        assert_eq!(
            shown(&passed_over),
            "    gap 1 (greet)\n      -     // Say hello.\n      +     // Say good evening.\n"
        );
    }

    #[test]
    fn a_change_that_meets_the_learners_own_is_not_made() {
        let new = OLD.replace("fn greet() -> u8", "fn greet() -> u16");
        let other = mine().replace("fn greet() -> u8", "fn greet() -> u32");
        assert_eq!(merged(&other, &new), Merged::Untouched);
        let found = hunks(OLD, &new);
        assert_eq!(shown(&found), "    outside of the gaps\n      - fn greet() -> u8 {\n      + fn greet() -> u16 {\n");
    }

    #[test]
    fn lines_that_stand_twice_are_told_apart_by_their_neighbours() {
        let (old, new) = ("a\nx\nb\nx\nc\n", "a\nx\nb\ny\nc\n");
        let merge = |mine| merge(mine, old, &hunks(old, new));
        assert_eq!(merge("a\nx\nb\nx\nc\nmine\n"), Merged::Clean("a\nx\nb\ny\nc\nmine\n".to_owned(), Vec::new()));
        assert_eq!(merge("x\nmine\nx\n"), Merged::Untouched);
    }

    #[test]
    fn a_new_gap_and_its_numbers_come_to_a_half_filled_file() {
        let new = OLD
            .replace("of 2", "of 3")
            .replace("gap 2: ask", "gap 3: ask")
            .replace("GAP 2", "GAP 3")
            .replace("fn ask()", "fn bow() {\n    // GAP 2 of 3: bow\n    todo!(\"gap 2: bow\")\n}\n\nfn ask()");
        let text = clean(&mine(), &new);
        assert!(
            text.contains("// GAP 2 of 3: bow") && text.contains("five\n}") && text.contains("gap 3: ask"),
            "{text}"
        );
        assert_eq!(hunks(&text, &clean(&text, &new)), []);
    }

    #[test]
    fn whatever_changed_an_untouched_file_becomes_the_new_one() {
        let texts = ["", "a\n", "a\na\na\n", "b\na\n", "a\nb\nc\n", OLD];
        for old in texts {
            for new in texts {
                assert_eq!(
                    merge(old, old, &hunks(old, new)),
                    Merged::Clean(new.to_owned(), Vec::new()),
                    "{old:?} {new:?}"
                );
            }
        }
    }
}
