//! A newer edition of the course under a learner's work: `cargo course update`.
//!
//! Everything but what the learner wrote in `lessons/*/src` is taken from the newer edition. First all of the updated
//! course is gathered in `.course/update/`, and what will be replaced is kept; then it is put in place, file by file. It
//! works on the files, so it does not matter whether the learner has committed: what the learner's last commit has is
//! taken along in a commit of its own, as a merge would do it.

mod git;
mod merge;
mod plan;
mod rooms;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::learn::kept::{self, BeforeChange, Kept};
use git::Repository;
use plan::Plan;
use rooms::Room;

/// The folders that are the course's own, where there is no repository to say so.
const COURSE: [&str; 5] = ["crates", "lessons", "tests", "book", ".cargo"];

/// What lies in a folder of the course and is nobody's work.
const BUILT: [&str; 4] = ["target", ".git", ".course", "book/book"];

const NOTHING_NEWER: &str = "there is no newer edition: you have it already\n";

/// Takes a newer edition from `from`, and returns what the learner reads about it.
pub fn update(root: &Path, from: Option<&str>, before: BeforeChange) -> Result<String> {
    if let Some(plan) = Plan::left(root)? {
        plan::keep_later_work(root, before)?;
        plan.complete(root, before)?;
        return Ok(format!("the update that broke off is complete\n{}", plan.report));
    }
    plan::clear(root)?;
    let Some(edition) = Edition::find(root, from)? else {
        return Ok(NOTHING_NEWER.to_owned());
    };
    let plan = edition.plan(root, before).map_err(|error| Error::Other(format!("{error}; nothing was changed")))?;
    if plan.write.is_empty() && plan.remove.is_empty() && plan.head.is_none() {
        plan::clear(root)?;
        return Ok(NOTHING_NEWER.to_owned());
    }
    plan.begin(root, before)?;
    plan.complete(root, before).map_err(|error| {
        Error::Other(format!(
            "{error}; nothing is lost: `cargo course update` goes on, or `.course/update/course update`"
        ))
    })?;
    Ok(plan.report)
}

/// Whether an update has broken off that is still to be completed.
pub fn is_under_way(root: &Path) -> bool {
    Plan::left(root).is_ok_and(|left| left.is_some())
}

/// A newer edition, its files in `.course/update/files/`.
struct Edition {
    /// What it is called in the report.
    name: String,
    /// Where there is a repository: it, the newer commit, and the last one that the learner's has too.
    history: Option<History>,
}

struct History {
    repository: Repository,
    commit: String,
    base: Option<String>,
}

impl Edition {
    /// Finds the newer edition and gathers its files; nothing when there is none.
    fn find(root: &Path, from: Option<&str>) -> Result<Option<Self>> {
        let folder = from.map(Path::new).filter(|folder| folder.is_dir());
        let is_plain = folder.is_some_and(|folder| !git::is_repository(folder));
        let files = plan::files(root);
        let edition = match Repository::of(root) {
            Some(repository) if !is_plain => {
                repository.be_free()?;
                let commit = repository.edition(from)?;
                if repository.is_ancestor(&commit, "HEAD") {
                    return Ok(None);
                }
                repository.check_out(&commit, &plan::folder(root).join("index"), &files)?;
                let name = repository.git(["log", "-1", "--format=%h of %cs", &commit])?;
                let base = repository.common("HEAD", &commit);
                Self { name, history: Some(History { repository, commit, base }) }
            }
            _ => {
                let from = from.ok_or_else(|| {
                    let example = "cargo course update ADDRESS-OR-FOLDER";
                    Error::Other(format!(
                        "this copy of the course has no git history; say where a newer one is: {example}"
                    ))
                })?;
                let cloned = plan::folder(root).join("clone");
                let source = match folder {
                    Some(folder) => folder,
                    None if git::is_address(from) => {
                        git::clone(from, &cloned)?;
                        &cloned
                    }
                    None => return Err(Error::Other(format!("no folder `{from}`; name one with a newer edition"))),
                };
                for name in own_files(source)? {
                    copy(&source.join(&name), &files.join(&name))?;
                }
                Self { name: format!("what {from} has"), history: None }
            }
        };
        let is_course = ["Cargo.toml", "lessons", "crates/course"].iter().all(|name| files.join(name).exists());
        if !is_course {
            plan::clear(root)?;
            return Err(Error::Other("there is no edition of this course: nothing was changed".to_owned()));
        }
        Ok(Some(edition))
    }

    /// Finds out what has to be done, after everything that it will replace is kept.
    fn plan(&self, root: &Path, before: BeforeChange) -> Result<Plan> {
        let files = plan::files(root);
        let rooms = rooms::rooms(root, root, &files)?;
        let committed = self.history.as_ref().map(|history| history.commit_for(root, &rooms)).transpose()?;
        let newer: BTreeSet<String> = own_files(&files)?.into_iter().collect();
        for room in &rooms {
            room.gather(root, &files)?;
        }

        let last: BTreeSet<String> = own_files(&files)?.into_iter().collect();
        let write: Vec<String> =
            last.iter().filter(|name| !is_same_file(&root.join(name), &files.join(name))).cloned().collect();
        let remove: Vec<String> = self
            .earlier_files(root, &rooms)?
            .into_iter()
            .filter(|name| !last.contains(name) && root.join(name).exists())
            .collect();

        let mut report = format!("updated to {}: {} files have changed\n", self.name, write.len() + remove.len());
        for room in &rooms {
            report += &room.report();
            if let Some(path) = plan::keep(&Kept::of(root, &room.lesson.name), &room.present, before)?
                && (room.is_merged() || room.is_elsewhere())
            {
                let _ = writeln!(report, "  what you had is kept in {}", shown(root, &path));
            }
        }
        let outside: Vec<String> = self.own_changes(root, &newer, write.iter().chain(&remove))?;
        if let Some(path) = plan::keep_outside(root, &outside, before)? {
            let names: Vec<&str> = outside.iter().take(5).map(String::as_str).collect();
            let more = if outside.len() > names.len() { "\n  …" } else { "" };
            let _ = writeln!(
                report,
                "the edition's files are in the place of {} of yours:\n  {}{more}\n  yours are kept in {}",
                outside.len(),
                names.join("\n  "),
                shown(root, &path)
            );
        }
        report += "next: cargo course\n";
        Ok(Plan { write, remove, head: committed, report })
    }

    /// The files of the edition that is there, as far as it is known.
    fn earlier_files(&self, root: &Path, rooms: &[Room]) -> Result<Vec<String>> {
        let mut earlier = match &self.history {
            Some(History { repository, base: Some(base), .. }) => repository.files(base)?,
            _ => own_files(root)?.into_iter().filter(|name| is_of_the_course(name)).collect(),
        };
        for room in rooms.iter().filter(|room| room.folder.as_ref() != Some(&room.lesson.room())) {
            let folder = room.lesson.room();
            earlier.extend(room.present.0.keys().map(|name| format!("{folder}/{}", slashes(name))));
            earlier.extend(["README.md", "exercise.toml"].map(|name| format!("{folder}/{name}")));
        }
        Ok(earlier)
    }

    /// Which of these files the learner has changed or made, those of the rooms left out, which are kept by themselves.
    fn own_changes<'a>(
        &self,
        root: &Path,
        newer: &BTreeSet<String>,
        names: impl Iterator<Item = &'a String>,
    ) -> Result<Vec<String>> {
        let (changed, known) = match &self.history {
            Some(History { repository, base: Some(base), .. }) => (
                Some(repository.changed_since(base)?),
                repository.files(base)?.into_iter().collect::<BTreeSet<String>>(),
            ),
            _ => (None, BTreeSet::new()),
        };
        let is_own = |name: &String| match &changed {
            Some(changed) => changed.contains(name) || !known.contains(name),
            None => true,
        };
        let is_source = |name: &str| {
            let inside = name.strip_prefix("lessons/").and_then(|rest| rest.split_once('/'));
            inside.is_some_and(|(_, file)| file.starts_with("src/"))
        };
        let there = |name: &&String| root.join(name).is_file() && !is_source(name);
        let own = names.filter(there).filter(|name| is_own(name) || !newer.contains(*name) && !known.contains(*name));
        Ok(own.cloned().collect())
    }
}

impl History {
    /// The commit to stand on: the newer one, or where the learner has commits too, one with both before it.
    fn commit_for(&self, root: &Path, rooms: &[Room]) -> Result<String> {
        let Self { repository, commit, base } = self;
        let before = repository.git(["stash", "create"]).unwrap_or_default();
        let before = if before.is_empty() { "HEAD".to_owned() } else { before };
        repository.git(["update-ref", &format!("refs/course/before/{}", kept::now()), &before])?;
        if repository.is_ancestor("HEAD", commit) {
            return Ok(commit.clone());
        }
        let index = plan::folder(root).join("index");
        let (head, both) = (plan::folder(root).join("head"), plan::folder(root).join("both"));
        repository.check_out("HEAD", &index, &head)?;
        repository.check_out(commit, &index, &both)?;
        for room in rooms::rooms(root, &head, &both)? {
            room.gather(&head, &both)?;
        }
        // What the learner has committed beside the course.
        let known: BTreeSet<String> =
            base.as_ref().map_or(Ok(Vec::new()), |base| repository.files(base))?.into_iter().collect();
        for name in repository.files("HEAD")? {
            let is_theirs = if base.is_some() { !known.contains(&name) } else { !is_of_the_course(&name) };
            let is_of_moved_room =
                rooms.iter().any(|room| name.starts_with(&format!("{}/", room.lesson.room())) && room.is_elsewhere());
            if is_theirs && !is_of_moved_room && !both.join(&name).exists() {
                copy(&head.join(&name), &both.join(&name))?;
            }
        }
        repository.git_in(&index, &both, ["add", "--all", "--force", "."])?;
        let tree = repository.git_in(&index, &both, ["write-tree"])?;
        let message = "Take a newer edition of the course under my work";
        repository.git(["commit-tree", "-p", "HEAD", "-p", commit, "-m", message, &tree])
    }
}

impl Room {
    /// Puts the learner's work among the files of the newer edition.
    fn gather(&self, present: &Path, files: &Path) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let to = files.join(folder);
        self.result.put(&to, &mut |_| Ok(()))?;
        if self.is_elsewhere() {
            // Notes and the like come along.
            let here = present.join(self.lesson.room());
            for name in own_files(&here)? {
                if !self.present.0.contains_key(Path::new(&name)) && !to.join(&name).exists() {
                    copy(&here.join(&name), &to.join(&name))?;
                }
            }
        }
        Ok(())
    }

    /// Whether the newer edition has the lesson in another place, or not at all.
    fn is_elsewhere(&self) -> bool {
        self.folder.as_ref() != Some(&self.lesson.room())
    }
}

/// The files of a copy of the course, without what is built there, by their path in it.
fn own_files(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    walk(folder, Path::new(""), &mut names)?;
    Ok(names)
}

fn walk(root: &Path, folder: &Path, names: &mut Vec<String>) -> Result<()> {
    let path = root.join(folder);
    for entry in fs::read_dir(&path).map_err(Error::io("read", &path))? {
        let entry = entry.map_err(Error::io("read", &path))?;
        let name = folder.join(entry.file_name());
        let kind = entry.file_type().map_err(Error::io("read", &path))?;
        if BUILT.contains(&slashes(&name).as_str()) || entry.file_name() == "target" || entry.file_name() == ".git" {
            continue;
        }
        if kind.is_dir() {
            walk(root, &name, names)?;
        } else if kind.is_file() {
            names.push(slashes(&name));
        }
    }
    Ok(())
}

/// Whether a file belongs to the course by its place, where nothing else says so: learners' own files in rooms do not.
fn is_of_the_course(name: &str) -> bool {
    let top = name.split('/').next().unwrap_or(name);
    let in_room = name.strip_prefix("lessons/").and_then(|rest| rest.split_once('/')).map(|(_, file)| file);
    let given = |file: &str| file.starts_with("src/") || ["Cargo.toml", "README.md", "exercise.toml"].contains(&file);
    COURSE.contains(&top) && in_room.is_none_or(given)
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    matches!((fs::read(one), fs::read(other)), (Ok(one), Ok(other)) if kept::is_same_text(&one, &other))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
    }
    fs::copy(from, to).map(drop).map_err(Error::io("copy", from))
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn shown(root: &Path, path: &Path) -> String {
    slashes(&path.strip_prefix(root).map_or_else(|_| path.to_owned(), PathBuf::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files;
    use crate::learn::kept::Work;
    use crate::lessons::Lesson;
    use crate::rooms::starters;

    const MANIFEST: &str =
        "[package]\nname = \"greet\"\n\n[[bin]]\nname = \"greet-server\"\npath = \"src/server.rs\"\n";
    const SERVER: &str = "fn main() {\n    // ANCHOR: greet\n    println!();\n    // ANCHOR_END: greet\n}\n";
    const EXERCISE: &str =
        "[[gap]]\nanchor = \"greet\"\nfile = \"src/server.rs\"\ntask = \"Greet.\"\nhints = [\"1\", \"2\", \"3\"]\n";
    const MINE: &str = "fn main() {\n    println!(\"mine\");\n}\n";

    fn write(root: &Path, name: &str, text: &str) {
        files::write(&root.join(name), text.as_bytes()).unwrap();
    }

    /// An edition whose lesson has this number, with a file of its own.
    fn edition(root: &Path, number: &str) {
        files::remove_folder(root).unwrap();
        write(root, "Cargo.toml", "[workspace]\n");
        write(root, "crates/course/Cargo.toml", "[package]\n");
        write(root, &format!("crates/{number}-greet/Cargo.toml"), MANIFEST);
        write(root, &format!("crates/{number}-greet/src/server.rs"), SERVER);
        write(root, &format!("lessons/{number}-greet/exercise.toml"), EXERCISE);
        write(root, &format!("tests/{number}.txt"), number);
        starters::update(&Lesson::from_folder(root, &format!("{number}-greet")).unwrap()).unwrap();
    }

    fn tree(root: &Path) -> Vec<(String, Vec<u8>)> {
        let names = own_files(root).unwrap();
        names.into_iter().map(|name| (name.clone(), fs::read(root.join(name)).unwrap())).collect()
    }

    /// Everything that was ever kept of the lesson.
    fn kept_servers(root: &Path) -> Vec<String> {
        let copies = Kept::of(root, "greet").copies().unwrap();
        let server = |work: &Work| work.0.get(Path::new("src/server.rs")).cloned().unwrap_or_default();
        copies.iter().map(|copy| String::from_utf8(server(&copy.work)).unwrap()).collect()
    }

    #[test]
    fn whenever_an_update_breaks_off_it_can_be_completed() {
        // Beside this program, which an update links.
        let folder = std::env::current_exe().unwrap().with_extension("update");
        let (here, newer) = (folder.join("here"), folder.join("newer"));
        edition(&newer, "02");
        let from = newer.to_str();
        let mut whole = None;
        let (mut steps, mut completed) = (0, 0);
        loop {
            edition(&here, "01");
            write(&here, "lessons/01-greet/src/server.rs", MINE);
            let mut count = 0;
            let broken_off = update(&here, from, &mut |_| {
                count += 1;
                if count > steps { Err(Error::Other("broken off".to_owned())) } else { Ok(()) }
            });
            let left = Plan::left(&here).unwrap().is_some();
            completed += u32::from(left);
            if broken_off.is_err() {
                // What is written meanwhile is no less work.
                let later = here.join("lessons/01-greet/src/server.rs");
                if left && later.exists() {
                    fs::write(&later, "fn later() {}\n").unwrap();
                }
                let has_later = left && later.exists();
                update(&here, from, &mut |_| Ok(())).unwrap();
                if has_later {
                    assert!(
                        kept_servers(&here).contains(&"fn later() {}\n".to_owned()),
                        "broken off at change {steps}"
                    );
                }
            }
            assert!(kept_servers(&here).contains(&MINE.to_owned()), "broken off at change {steps}");
            assert_eq!(fs::read_to_string(here.join("lessons/02-greet/src/server.rs")).unwrap(), MINE);
            assert!(!here.join("lessons/01-greet").exists(), "broken off at change {steps}");
            let tree = tree(&here);
            assert_eq!(*whole.get_or_insert_with(|| tree.clone()), tree, "broken off at change {steps}");
            steps += 1;
            if broken_off.is_ok() {
                break;
            }
        }
        assert!(steps > 20 && completed > 10, "{steps} changes, {completed} completed");
        files::remove_folder(&folder).unwrap();
    }
}
