//! Starting a lesson over, and taking that back: `cargo course start`.

use std::fmt::Write as _;
use std::path::Path;

use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::learn::kept::{BeforeChange, Copy, Kept, Work};
use crate::lessons::Lesson;
use crate::rooms::depth::{self, Depth};
use crate::rooms::starters;

const STARTER: &str = "the starter";

/// What a room is to hold.
#[derive(Debug, Clone, Copy)]
pub enum Begin {
    /// A starter.
    Fresh(Depth),
    /// What was kept there last.
    Undo,
}

/// Changes what a room holds, and says so.
///
/// What is in the room is kept first. Whenever this breaks off, the room can be completed by the same command, or brought
/// back by [`Begin::Undo`].
pub fn start(root: &Path, lesson: &Lesson, begin: Begin, before: BeforeChange) -> Result<String> {
    let kept = Kept::of(root, &lesson.name);
    let depth = match begin {
        Begin::Fresh(depth) => depth,
        // A start that broke off may have left some of its starter.
        Begin::Undo => kept.under_way().and_then(|into| depth_under_way(&into)).unwrap_or_default(),
    };
    let starter = starters::derived(lesson, depth)?;
    // What cannot be derived was put into no room either.
    let fresh = Depth::ALL.into_iter().filter_map(|depth| Some((depth, starters::derived(lesson, depth).ok()?.into())));
    let place = Room {
        root,
        lesson,
        kept,
        depth,
        left: left_to_write(&starter),
        fresh: fresh.collect(),
        starter: starter.into(),
        present: Work::read(&lesson.path(&lesson.room()))?,
    };
    if matches!(begin, Begin::Undo) { place.bring_back(before) } else { place.start_over(before) }
}

fn depth_under_way(into: &str) -> Option<Depth> {
    Depth::from_word(into.strip_prefix(STARTER)?.trim())
}

/// How many functions a starter has whose bodies are left to write.
fn left_to_write(starter: &Tree) -> usize {
    let sources = starter.iter().filter(|(name, _)| files::is_rust(name));
    sources.map(|(_, bytes)| depth::marks(&String::from_utf8_lossy(bytes)).len()).sum()
}

struct Room<'a> {
    root: &'a Path,
    lesson: &'a Lesson,
    kept: Kept,
    depth: Depth,
    /// How many bodies the starter leaves to write.
    left: usize,
    /// The starters of all depths.
    fresh: Vec<(Depth, Work)>,
    /// The one that is asked for.
    starter: Work,
    present: Work,
}

impl Room<'_> {
    fn start_over(&self, before: BeforeChange) -> Result<String> {
        let folder = self.lesson.room();
        let copies = self.kept.copies()?;
        if self.present.is_same(&self.starter) {
            self.kept.end(before)?;
            return Ok(format!("{folder} is a fresh starter already{}\n", self.what_is_there()));
        }
        let time = self.keep(&copies, before)?;
        self.change(&format!("{STARTER} {}", self.depth), &self.starter, before)?;
        let was_there = match time {
            Some(time) => format!(
                "what was there is kept in {}\n`cargo course start {} --undo` brings it back",
                self.shown(&time),
                self.lesson.number
            ),
            None => self.fresh_was_there(),
        };
        Ok(format!("{folder} is a fresh starter{}\n{was_there}\n", self.what_is_there()))
    }

    /// What is said of a starter that another one replaces: nobody's work is lost, so there is nothing to undo.
    fn fresh_was_there(&self) -> String {
        let depth = self.fresh.iter().find(|(_, starter)| self.present.is_same(starter)).map(|(depth, _)| *depth);
        let option = match depth.unwrap_or_default() {
            Depth::Guided => String::new(),
            depth => format!(" --{depth}"),
        };
        format!("nothing was written in it; `cargo course start {}{option}` makes it as it was", self.lesson.number)
    }

    /// What there is in the starter, where it is not what every room is at first.
    fn what_is_there(&self) -> String {
        match self.depth {
            Depth::Guided => String::new(),
            Depth::Build if self.left == 1 => format!(" at the depth {}: 1 function to write", self.depth),
            Depth::Build => format!(" at the depth {}: {} functions to write", self.depth, self.left),
            Depth::Empty => format!(" at the depth {}: everything to write", self.depth),
        }
    }

    fn bring_back(&self, before: BeforeChange) -> Result<String> {
        let folder = self.lesson.room();
        let copies = self.kept.copies()?;
        let Some(copy) = self.wanted(&copies) else {
            return match copies.first() {
                Some(newest) => {
                    self.kept.end(before)?;
                    Ok(format!("{folder} is as it was kept in {} already\n", self.shown(&newest.time)))
                }
                None => Err(Error::Other(format!(
                    "nothing was kept of lesson {number}; it is kept when `cargo course start {number}` replaces it",
                    number = self.lesson.number
                ))),
            };
        };
        let replaced = self.keep(&copies, before)?.filter(|time| *time != copy.time);
        self.change(&copy.time, &self.with_own_manifest(&copy.work), before)?;
        let mut text = format!("{folder} is as it was kept in {}\n", self.shown(&copy.time));
        if let Some(time) = replaced {
            let _ = writeln!(
                text,
                "what was there until now is kept in {}\nthe same command brings it back",
                self.shown(&time)
            );
        }
        Ok(text)
    }

    /// A work with a manifest that fits this edition, where the lesson had another number when the copy was taken.
    fn with_own_manifest(&self, work: &Work) -> Work {
        let mut work = work.clone();
        let name = format!("name = \"{}\"", self.lesson.package());
        let manifest = Path::new("Cargo.toml");
        let depth = Depth::of_manifest(work.0.get(manifest).map_or(&[][..], Vec::as_slice));
        let is_own = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).lines().any(|line| line == name);
        if let (Some(here), Some(starter)) = (work.0.get_mut(manifest), self.starter_of(depth).0.get(manifest))
            && is_own(starter)
            && !is_own(here)
        {
            here.clone_from(starter);
        }
        work
    }

    /// Whether a work is a starter, of whatever depth: nobody's work.
    fn is_fresh(&self, work: &Work) -> bool {
        self.fresh.iter().any(|(_, starter)| work.is_same(starter))
    }

    fn starter_of(&self, depth: Depth) -> &Work {
        self.fresh.iter().find(|(of, _)| *of == depth).map_or(&self.starter, |(_, starter)| starter)
    }

    /// The copy to bring back: the one that was under way, or the newest one that is not in the room already.
    fn wanted<'c>(&self, copies: &'c [Copy]) -> Option<&'c Copy> {
        let under_way = self.kept.under_way();
        let mut others = copies.iter().filter(|copy| !copy.work.is_same(&self.present) && !self.is_fresh(&copy.work));
        let interrupted = others.clone().find(|copy| under_way.as_deref() == Some(copy.time.as_str()));
        interrupted.filter(|_| self.is_half_changed(copies)).or_else(|| others.next())
    }

    /// Whether the room holds nothing but what an interrupted change took from it and put into it.
    fn is_half_changed(&self, copies: &[Copy]) -> bool {
        let Some(under_way) = self.kept.under_way() else { return false };
        let starter = || self.starter_of(depth_under_way(&under_way).unwrap_or_default());
        let into = copies.iter().find(|copy| copy.time == under_way).map_or_else(starter, |copy| &copy.work);
        self.fresh.iter().any(|(_, from)| self.present.is_mix(&[into, from]))
            || copies.iter().any(|from| self.present.is_mix(&[into, &from.work]))
    }

    /// Takes a copy of what is in the room, unless there is one, and says which holds it.
    fn keep(&self, copies: &[Copy], before: BeforeChange) -> Result<Option<String>> {
        if self.is_fresh(&self.present) {
            return Ok(None);
        }
        if let Some(copy) = copies.iter().find(|copy| copy.work.is_same(&self.present)) {
            return Ok(Some(copy.time.clone()));
        }
        if self.is_half_changed(copies) {
            return Ok(copies.first().map(|copy| copy.time.clone()));
        }
        let taken = self.kept.take(&self.present, before);
        taken.map(Some).map_err(|error| Error::Other(format!("{error}; nothing was changed")))
    }

    fn change(&self, into: &str, work: &Work, before: BeforeChange) -> Result<()> {
        let changed = self.kept.begin(into, before).and_then(|()| {
            work.put(&self.lesson.path(&self.lesson.room()), before)?;
            self.kept.end(before)
        });
        changed.map_err(|error| {
            let room = self.lesson.room();
            Error::Other(format!(
                "{error}; {room} is half changed, but nothing is lost: the same command again goes on"
            ))
        })
    }

    fn shown(&self, time: &str) -> String {
        let path = self.kept.path(time);
        path.strip_prefix(self.root).unwrap_or(&path).display().to_string().replace('\\', "/")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;

    const BROKEN_OFF: &str = "broken off";

    fn work(files: &[(&str, &str)]) -> Work {
        Work(files.iter().map(|(name, text)| (PathBuf::from(name), text.as_bytes().to_vec())).collect())
    }

    fn starter() -> Work {
        work(&[("Cargo.toml", "[package]\n"), ("src/lib.rs", "// GAP\n"), ("src/client.rs", "// GAP\n")])
    }

    fn empty() -> Work {
        work(&[("Cargo.toml", "# Depth: empty.\n[package]\n"), ("src/lib.rs", "//! Yours.\n")])
    }

    fn mine() -> Work {
        work(&[
            ("Cargo.toml", "[package]\n"),
            ("src/lib.rs", "mod deep;\n"),
            ("src/client.rs", "done();\n"),
            ("src/deep/mod.rs", "pub fn deep() {}\n"),
            ("build.rs", "fn main() {}\n"),
        ])
    }

    /// A course in a folder of its own, with this work in its one lesson.
    struct Course {
        root: PathBuf,
        lesson: Lesson,
    }

    impl Course {
        fn with(name: &str, present: &Work) -> Self {
            let root = std::env::temp_dir().join(format!("course-start-{}-{name}", std::process::id()));
            files::remove_folder(&root).unwrap();
            let lesson = Lesson::from_folder(&root, "01-greet").unwrap();
            let course = Self { root, lesson };
            present.put(&course.room(), &mut |_| Ok(())).unwrap();
            course
        }

        fn room(&self) -> PathBuf {
            self.lesson.path(&self.lesson.room())
        }

        fn present(&self) -> Work {
            Work::read(&self.room()).unwrap()
        }

        fn run(&self, undo: bool, before: BeforeChange) -> Result<String> {
            let kept = Kept::of(&self.root, &self.lesson.name);
            let room = Room {
                root: &self.root,
                lesson: &self.lesson,
                kept,
                depth: Depth::Guided,
                left: 0,
                fresh: vec![(Depth::Guided, starter()), (Depth::Empty, empty())],
                starter: starter(),
                present: self.present(),
            };
            if undo { room.bring_back(before) } else { room.start_over(before) }
        }

        fn whole(&self, undo: bool) -> String {
            self.run(undo, &mut |_| Ok(())).unwrap()
        }

        /// Runs up to the change of this number; says whether it was reached.
        fn break_off(&self, undo: bool, at: usize) -> bool {
            let mut count = 0;
            let stopped = self.run(undo, &mut |_| {
                count += 1;
                if count > at { Err(Error::Other(BROKEN_OFF.to_owned())) } else { Ok(()) }
            });
            stopped.is_err()
        }

        /// Whether every file of this work is in the room, or all of it in a copy.
        fn has(&self, work: &Work) -> bool {
            let copies = Kept::of(&self.root, &self.lesson.name).copies().unwrap();
            self.present() == *work || copies.iter().any(|copy| copy.work == *work)
        }
    }

    impl Drop for Course {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.root);
        }
    }

    #[test]
    fn whenever_a_start_breaks_off_it_can_be_completed_and_taken_back() {
        let mut steps = 0;
        loop {
            let course = Course::with("start", &mine());
            let stopped = course.break_off(false, steps);
            assert!(course.has(&mine()), "lost when broken off at change {steps}");
            course.whole(false);
            assert_eq!(course.present(), starter(), "broken off at change {steps}");
            course.whole(true);
            assert_eq!(course.present(), mine(), "broken off at change {steps}");

            let course = Course::with("start", &mine());
            course.break_off(false, steps);
            if course.present() != mine() {
                course.whole(true);
            }
            assert_eq!(course.present(), mine(), "taken back after change {steps}");
            steps += 1;
            if !stopped {
                break;
            }
        }
        assert!(steps > 15, "{steps} changes");
    }

    #[test]
    fn whenever_an_undo_breaks_off_it_can_be_completed() {
        let other = work(&[("Cargo.toml", "[package]\n"), ("src/lib.rs", "other();\n")]);
        let mut steps = 0;
        loop {
            let course = Course::with("undo", &mine());
            course.whole(false);
            other.put(&course.room(), &mut |_| Ok(())).unwrap();
            let stopped = course.break_off(true, steps);
            assert!(course.has(&mine()) && course.has(&other), "lost when broken off at change {steps}");
            if course.present() != mine() {
                course.whole(true);
            }
            assert_eq!(course.present(), mine(), "broken off at change {steps}");
            course.whole(true);
            assert_eq!(course.present(), other, "broken off at change {steps}");
            steps += 1;
            if !stopped {
                break;
            }
        }
        assert!(steps > 10, "{steps} changes");
    }

    #[test]
    fn a_starter_of_another_depth_is_nobodys_work() {
        let course = Course::with("depths", &mine());
        course.whole(false);
        empty().put(&course.room(), &mut |_| Ok(())).unwrap();
        course.whole(false);
        assert_eq!(Kept::of(&course.root, &course.lesson.name).copies().unwrap().len(), 1);
        course.whole(true);
        assert_eq!(course.present(), mine());
        empty().put(&course.room(), &mut |_| Ok(())).unwrap();
        course.whole(true);
        assert_eq!(course.present(), mine());
    }

    #[test]
    fn work_that_was_done_on_a_half_changed_room_is_kept() {
        let course = Course::with("half", &mine());
        while course.present() == mine() {
            let at = 14;
            course.break_off(false, at);
        }
        fs::write(course.room().join("src/client.rs"), "new();\n").unwrap();
        let half = course.present();
        course.whole(false);
        assert!(course.has(&half) && course.has(&mine()));
    }

    #[test]
    fn a_file_in_the_place_of_a_folder_and_a_folder_in_that_of_a_file_are_no_obstacle() {
        let odd = work(&[("src", "a file\n"), ("Cargo.toml/x", "in a folder\n")]);
        let course = Course::with("odd", &odd);
        course.whole(false);
        assert_eq!(course.present(), starter());
        course.whole(true);
        assert_eq!(course.present(), odd);
    }
}
