//! Runs graded tests on what was built or handed in, where it can do no harm.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use crate::bounded::{self, Ended};
use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::grade::bar;
use crate::grade::commands::Commands;
use crate::grade::desk::judgement::told;
use crate::grade::desk::{Desk, Grader, Judgement, Verdict};
use crate::grade::isolation::{Isolation, NOT_MADE, Place, Programs, WORK};
use crate::grade::libtest::{LIMIT, THREADS, patience, threads};
use crate::grade::programs::NOT_JUDGED;
use crate::grade::results;
use crate::lessons::Lesson;
use crate::terminal;

/// What the tests are run on.
pub(super) enum Judged<'a> {
    /// Programs, with their names.
    Programs(&'a [(String, PathBuf)]),
    /// Commands, and the files of the folder in which they are started.
    Commands(&'a Commands, &'a Tree),
}

impl Judged<'_> {
    /// Puts it where the tests find it.
    fn put(&self, room: &Path) -> Result<()> {
        match self {
            Self::Programs(programs) => programs
                .iter()
                .try_for_each(|(name, program)| files::place(program, &room.join(format!("{name}{EXE_SUFFIX}")))),
            Self::Commands(_, tree) => {
                let work = room.join(WORK);
                fs::create_dir_all(&work).map_err(Error::io("make the folder", &work))?;
                tree.iter().try_for_each(|(name, bytes)| {
                    let file = work.join(name);
                    files::write(&file, bytes)?;
                    // A file that comes from an archive of Windows cannot say that it is a program.
                    files::make_public(file.parent().unwrap_or(&work))
                })
            }
        }
    }

    /// Why the tests could not begin; the commands of a submission are its own.
    fn refused(&self, ended: &Ended) -> Option<Verdict> {
        let status = ended.status.and_then(|status| status.code());
        let said = String::from_utf8_lossy(&ended.stderr);
        let said = said.trim();
        match (self, status) {
            (Self::Commands(..), Some(NOT_MADE)) => {
                Some(Verdict::DoesNotCompile(format!("the build command failed\n{}", beginning(said))))
            }
            (Self::Commands(..), Some(NOT_JUDGED)) => {
                let problem = said.lines().find_map(|line| line.strip_prefix("error: ")).unwrap_or(said);
                Some(Verdict::NoResult(beginning(problem)))
            }
            (Self::Commands(commands, _), None) if ended.stdout.is_empty() && commands.build.is_some() => {
                Some(Verdict::DoesNotCompile(format!("the build command had not ended after {} s", LIMIT.as_secs())))
            }
            (Self::Programs(_) | Self::Commands(..), _) => None,
        }
    }
}

/// As much of a text of somebody else's as anybody reads.
fn beginning(text: &str) -> String {
    const MOST: usize = 4_000;
    text.chars().take(MOST).collect()
}

impl Desk<'_> {
    /// Runs the graded tests on the programs of a room: for the learner's own, with failures that fit the terminal.
    pub(super) fn run(&self, lesson: &Lesson, is_own: bool, grader: &Grader, judged: &Judged<'_>) -> Result<Judgement> {
        let number = self.runs.fetch_add(1, Ordering::Relaxed);
        let folder = self.folder.join("runs").join(number.to_string());
        let programs = match judged {
            Judged::Programs(_) => Programs::Beginning(lesson.package()),
            Judged::Commands(commands, _) => Programs::Commands((*commands).clone()),
        };
        let grade = folder.join(format!("grade{EXE_SUFFIX}"));
        let place = Place { grade, room: folder.join("room"), empty: folder.join("empty"), programs };
        for folder in [&place.room, &place.empty] {
            fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
        }
        judged.put(&place.room)?;
        // Who runs them may be nobody.
        files::make_public(&place.room)?;
        files::place(&grader.executable, &place.grade)?;
        files::make_unreadable(&place.grade)?;
        let hidden: Vec<&Path> = self.hidden.iter().map(PathBuf::as_path).collect();
        let mut command = self.isolation()?.command(&place, number, &hidden);
        command.env(THREADS, threads()).env(results::AS_DATA.0, results::AS_DATA.1);
        command.envs(grader.cuts.as_ref().map(|cuts| ("COURSE_CUTS", cuts)));
        if is_own {
            command.env("COLUMNS", terminal::width().to_string());
        } else {
            command.envs(patience());
        }
        let ended = bounded::run(&mut command, LIMIT).map_err(Error::io("run", &grader.executable))?;
        if let Err(error) = files::remove_folder(&folder) {
            bar::note(error);
        }
        let judgement = match judged.refused(&ended) {
            Some(verdict) => Judgement::without_tests(verdict),
            None => told(grader, &ended),
        };
        if matches!(judgement.verdict, Verdict::NoResult(_)) {
            // It may be the place that is not as it was.
            Isolation::forget(&self.scratch())?;
        }
        Ok(judgement)
    }
}
