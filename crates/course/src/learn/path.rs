//! The learner's way in one line: a sign for each lesson, part by part.

use std::env;
use std::fmt::Write as _;

use crate::learn::contents::Contents;
use crate::learn::standing::Standing;
use crate::learn::status::Stop;
use crate::rooms::depth::Depth;

/// The sign of a lesson that is solved, or in work, at each depth; and of one that is not begun.
struct Signs {
    solved: [char; 3],
    in_work: [char; 3],
    untouched: char,
}

const SIGNS: Signs = Signs { solved: ['●', '■', '▲'], in_work: ['○', '□', '△'], untouched: '·' };

/// For a terminal that has no others.
const ASCII: Signs = Signs { solved: ['G', 'B', 'E'], in_work: ['g', 'b', 'e'], untouched: '.' };

/// Whether other signs than those of ASCII can be shown.
pub fn has_signs() -> bool {
    let set = |name: &&str| env::var(name).ok().filter(|value| !value.is_empty());
    if cfg!(windows) {
        return set(&"WT_SESSION").is_some() || set(&"TERM").is_some();
    }
    // The first of these that is set says it, as POSIX has it.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set).unwrap_or_default().to_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

/// `●●○·· ·· ········  2 of 15 solved`, and what the signs mean; that stands below it where a line of `width` columns has no
/// room.
pub fn line(contents: &Contents, stops: &[Stop], has_signs: bool, width: usize) -> String {
    let mut text = short(contents, stops, has_signs);
    let signs = signs(has_signs);
    let shown: Vec<char> = stops.iter().map(|stop| sign(signs, stop)).collect();
    let mut column = text.chars().count();
    for (sign, meaning) in legend(signs).into_iter().filter(|(sign, _)| shown.contains(sign)) {
        let meaning = format!("  {sign} {meaning}");
        column += meaning.chars().count();
        if column > width {
            text.push('\n');
            column = meaning.chars().count();
        }
        text += &meaning;
    }
    text
}

/// `●●○·· ·· ········  2 of 15 solved`
pub fn short(contents: &Contents, stops: &[Stop], has_signs: bool) -> String {
    let signs = signs(has_signs);
    let mut text = String::new();
    let mut part = None;
    for stop in stops {
        let here = contents.part(&stop.lesson);
        if part.is_some_and(|part| part != here) {
            text.push(' ');
        }
        part = Some(here);
        text.push(sign(signs, stop));
    }
    let solved = stops.iter().filter(|stop| !stop.solved_at.is_empty()).count();
    let _ = write!(text, "  {solved} of {} solved", stops.len());
    text
}

fn signs(has_signs: bool) -> &'static Signs {
    if has_signs { &SIGNS } else { &ASCII }
}

/// The deepest that the lesson was solved at; where it was at none, where its room is.
fn sign(signs: &Signs, stop: &Stop) -> char {
    let of = |signs: &[char; 3], depth: Depth| {
        Depth::ALL.iter().zip(signs).find(|(known, _)| **known == depth).map_or(signs[0], |(_, sign)| *sign)
    };
    match (stop.standing, stop.solved_at.iter().max()) {
        // Who goes deeper is at work again.
        (Standing::InWork, solved) if solved.is_none_or(|solved| stop.depth > *solved) => {
            of(&signs.in_work, stop.depth)
        }
        (_, Some(depth)) => of(&signs.solved, *depth),
        (_, None) => signs.untouched,
    }
}

fn legend(signs: &Signs) -> Vec<(char, String)> {
    let depths = || Depth::ALL.into_iter().zip(0..);
    let named = |word: &str, depth: Depth| match depth {
        Depth::Guided => word.to_owned(),
        depth => format!("{word}, {depth}"),
    };
    let solved = depths().map(|(depth, at)| (signs.solved[at], named("solved", depth)));
    let in_work = depths().map(|(depth, at)| (signs.in_work[at], named("in work", depth)));
    solved.chain(in_work).chain([(signs.untouched, "not begun".to_owned())]).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::lessons::Lesson;

    fn stop(folder: &str, standing: Standing, depth: Depth, solved_at: &[Depth]) -> Stop {
        let lesson = Lesson::from_folder(Path::new("/c"), folder).unwrap();
        Stop { lesson, standing, depth, solved_at: solved_at.to_vec() }
    }

    #[test]
    fn each_lesson_has_its_sign_and_each_sign_its_meaning() {
        let contents = Contents::parse(
            "# A\n- [01](01-a.md)\n- [02](02-b.md)\n# B\n- [03](03-c.md)\n- [04](04-d.md)\n- [05](05-e.md)\n",
        );
        let (guided, build) = (Depth::Guided, Depth::Build);
        let stops = [
            stop("01-a", Standing::Solved, guided, &[guided]),
            stop("02-b", Standing::InWork, guided, &[]),
            stop("03-c", Standing::Untouched, guided, &[build]),
            stop("04-d", Standing::InWork, build, &[guided]),
            stop("05-e", Standing::Untouched, build, &[]),
        ];
        let legend = "  ● solved  ■ solved, build  ○ in work  □ in work, build  · not begun";
        let expected = format!("●○ ■□·  3 of 5 solved{legend}");
        assert_eq!(line(&contents, &stops, true, 100), expected);
        let narrow = expected.replace("  · not", "\n  · not");
        assert_eq!(line(&contents, &stops, true, 80), narrow);
        assert!(line(&contents, &stops, false, 80).starts_with("Gg Bb.  3 of 5 solved  G solved  B solved, build"));
        let broken = stop("01-a", Standing::InWork, guided, &[build]);
        assert_eq!(sign(&SIGNS, &broken), '■', "a room that was begun anew at a lesser depth takes nothing away");
    }
}
