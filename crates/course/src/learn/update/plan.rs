//! What an update is going to do, written down before it begins, so that one that breaks off can be completed.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::files;
use crate::learn::kept::{self, BeforeChange, Kept, Work};
use crate::learn::update::git::Repository;
use crate::lessons;

/// Where everything of an update lies while it is under way.
const FOLDER: &str = ".course/update";
const PLAN: &str = "plan.json";

/// How often, and how far apart, it is tried to remove that folder.
const CLEARINGS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// The copies of files outside of the rooms.
const OUTSIDE: &str = "edition";

/// The steps of an update.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Files that come from `.course/update/files/`, by their path in the course.
    pub write: Vec<String>,
    /// Files that go.
    pub remove: Vec<String>,
    /// The commit that the repository stands on afterwards.
    pub head: Option<String>,
    /// What the learner reads at the end.
    pub report: String,
}

/// The folder of an update under way.
pub fn folder(root: &Path) -> PathBuf {
    root.join(FOLDER)
}

/// Where the files of the updated course are gathered.
pub fn files(root: &Path) -> PathBuf {
    folder(root).join("files")
}

/// Removes what an update left that never began, or that is complete.
pub fn clear(root: &Path) -> Result<()> {
    // A git that an update started goes on for a moment when the update is killed.
    for _ in 0..CLEARINGS {
        if files::remove_folder(&folder(root)).is_ok() {
            return Ok(());
        }
        thread::sleep(PAUSE);
    }
    files::remove_folder(&folder(root))
}

/// Where the rooms lie as they were before.
fn earlier(root: &Path) -> PathBuf {
    folder(root).join("before")
}

impl Plan {
    /// The plan of an update that broke off.
    pub fn left(root: &Path) -> Result<Option<Self>> {
        let path = folder(root).join(PLAN);
        let Ok(text) = fs::read_to_string(&path) else { return Ok(None) };
        let plan = serde_json::from_str(&text);
        plan.map(Some).map_err(|error| Error::Other(format!("{}: {error}; remove this file", path.display())))
    }

    /// Writes the plan down: from now on the update will be completed.
    pub fn begin(&self, root: &Path, before: BeforeChange) -> Result<()> {
        let text = serde_json::to_string_pretty(self).map_err(|error| Error::Other(error.to_string()))?;
        for lesson in lessons::lessons(root)? {
            let folder = lesson.room();
            Work::read(&root.join(&folder))?.put(&earlier(root).join(&folder), before)?;
        }
        // While the sources of this tool change, the next run may not compile: then this one can go on.
        if let Ok(tool) = std::env::current_exe() {
            let copy = folder(root).join(format!("course{}", std::env::consts::EXE_SUFFIX));
            let copied = || fs::copy(&tool, &copy).map(drop);
            // Windows removes no name of a program that runs.
            let made = if cfg!(windows) { copied() } else { fs::hard_link(&tool, &copy).or_else(|_| copied()) };
            made.map_err(Error::io("write", &copy))?;
        }
        kept::write_anew(&folder(root).join(PLAN), text.as_bytes(), before)
    }

    /// Does what is left to do.
    pub fn complete(&self, root: &Path, before: BeforeChange) -> Result<()> {
        for name in &self.write {
            replace(&files(root).join(name), &root.join(name), before)?;
        }
        for name in &self.remove {
            before(&root.join(name))?;
            remove(root, name)?;
        }
        if let (Some(head), Some(repository)) = (&self.head, Repository::of(root)) {
            before(root)?;
            repository.git(["reset", "--quiet", "--mixed", head])?;
        }
        before(&folder(root).join(PLAN))?;
        let path = folder(root).join(PLAN);
        fs::remove_file(&path).map_err(Error::io("remove", &path))?;
        // What stays, such as a program that runs, goes with the next update.
        let _ = files::remove_folder(&folder(root));
        Ok(())
    }
}

/// Keeps what was written after an update broke off: what is neither as it was before, nor as it is going to be.
pub fn keep_later_work(root: &Path, before: BeforeChange) -> Result<()> {
    for lesson in lessons::lessons(root)? {
        let folder = lesson.room();
        let present = Work::read(&root.join(&folder))?;
        let known = [Work::read(&earlier(root).join(&folder))?, Work::read(&files(root).join(&folder))?];
        if !present.is_mix(&known.each_ref()) {
            keep(&Kept::of(root, &lesson.name), &present, before)?;
        }
    }
    Ok(())
}

/// Keeps a room's work, unless a copy has it already, and says in which it is.
pub fn keep(kept: &Kept, work: &Work, before: BeforeChange) -> Result<Option<PathBuf>> {
    if *work == Work::default() {
        return Ok(None);
    }
    let found = kept.copies()?.into_iter().find(|copy| copy.work == *work).map(|copy| copy.time);
    let time = found.map_or_else(|| kept.take(work, before), Ok)?;
    Ok(Some(kept.path(&time)))
}

/// Keeps files outside of the rooms, and says where.
pub fn keep_outside(root: &Path, names: &[String], before: BeforeChange) -> Result<Option<PathBuf>> {
    let mut work = Work::default();
    for name in names {
        let path = root.join(name);
        if path.is_file() {
            work.0.insert(PathBuf::from(name), fs::read(&path).map_err(Error::io("read", &path))?);
        }
    }
    if work == Work::default() {
        return Ok(None);
    }
    let kept = Kept::of(root, OUTSIDE);
    kept.take(&work, before).map(|time| Some(kept.path(&time)))
}

/// Puts a copy of a file, with its permissions, in the place of another.
fn replace(from: &Path, to: &Path, before: BeforeChange) -> Result<()> {
    let bytes = fs::read(from).map_err(Error::io("read", from))?;
    if fs::symlink_metadata(to).is_ok_and(|metadata| metadata.is_file()) && fs::read(to).is_ok_and(|here| here == bytes)
    {
        return Ok(());
    }
    if fs::symlink_metadata(to).is_ok_and(|metadata| metadata.is_dir()) {
        before(to)?;
        files::remove_folder(to)?;
    }
    kept::write_anew(to, &bytes, before)?;
    let permissions = fs::metadata(from).map_err(Error::io("read", from))?.permissions();
    fs::set_permissions(to, permissions).map_err(Error::io("change", to))
}

/// Removes a file, and the folders that are empty then.
fn remove(root: &Path, name: &str) -> Result<()> {
    let path = root.join(name);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Error::io("remove", &path)(error)),
        _ => (),
    }
    let above = path.ancestors().skip(1).take_while(|folder| *folder != root);
    for folder in above {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}
