//! Which lesson comes next: decided here, for every command that names one or takes one unasked.

use std::path::Path;

use crate::error::Result;
use crate::files;
use crate::learn::contents::Contents;
use crate::learn::standing::Standing;
use crate::learn::status;
use crate::lessons::{self, Lesson};

/// The book's table of contents, and the lessons in its order.
pub fn in_order(root: &Path) -> Result<(Contents, Vec<Lesson>)> {
    let contents = Contents::parse(&files::read_text(&root.join("book/src/SUMMARY.md"))?);
    let mut lessons = lessons::lessons(root)?;
    contents.sort(&mut lessons);
    Ok((contents, lessons))
}

/// Which lesson to go on with: the first one in work, or the one after those that are solved; none when all are. Who
/// starts in the middle is not sent back before the end is reached.
pub fn of(standings: &[Standing]) -> Option<usize> {
    let is_open = |standing: &Standing| *standing != Standing::Solved;
    let in_work = standings.iter().position(|standing| *standing == Standing::InWork);
    let after_solved = standings.iter().rposition(|standing| !is_open(standing)).map_or(0, |last| last + 1);
    let next = || standings[after_solved..].iter().position(is_open).map(|index| after_solved + index);
    in_work.or_else(next).or_else(|| standings.iter().position(is_open))
}

/// The lesson to go on with, found without running a test: one that has changed since it was graded is in work.
pub fn lesson(root: &Path) -> Result<Option<Lesson>> {
    let (_, lessons) = in_order(root)?;
    let mut stops = status::stops(root, lessons)?;
    let standings: Vec<Standing> = stops.iter().map(|stop| stop.standing).collect();
    Ok(of(&standings).map(|index| stops.swap_remove(index).lesson))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_lesson_is_the_one_in_work_or_the_one_after_the_solved_ones() {
        let (new, work, solved) = (Standing::Untouched, Standing::InWork, Standing::Solved);
        assert_eq!(of(&[new, new]), Some(0));
        assert_eq!(of(&[solved, new, new]), Some(1));
        assert_eq!(of(&[new, solved, new]), Some(2));
        assert_eq!(of(&[solved, new, solved, new]), Some(3));
        assert_eq!(of(&[new, new, work]), Some(2));
        assert_eq!(of(&[new, work, solved, new]), Some(1));
        assert_eq!(of(&[new, solved]), Some(0));
        assert_eq!(of(&[solved, solved]), None);
    }
}
