//! What was found out about files by reading them, known again by their times and sizes: so that `cargo course` says at
//! once where somebody is.
//!
//! It only saves time, and lies in `target/course/seen`. What was written within the last seconds is not relied on: a file
//! may have changed since without another time.

use std::fs::{self, Metadata};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::files;
use crate::learn::facts::Facts;
use crate::learn::status;
use crate::lessons::Lesson;

const FILE: &str = "target/course/seen";

/// How long after a change a file can change again and have the same time: two seconds on the coarsest of file systems.
const COARSEST: Duration = Duration::from_secs(3);

/// How files look from outside.
#[derive(Debug, Clone)]
pub struct Look {
    hasher: DefaultHasher,
    newest: SystemTime,
}

impl Look {
    fn none() -> Self {
        Self { hasher: DefaultHasher::new(), newest: UNIX_EPOCH }
    }

    /// Adds a file, or everything in a folder; that there is none counts too.
    fn at(&mut self, path: &Path) {
        path.hash(&mut self.hasher);
        let Ok(found) = fs::metadata(path) else { return };
        if found.is_dir() {
            let mut entries = files::all_entries(path).unwrap_or_default();
            entries.sort_unstable();
            for entry in &entries {
                self.at(entry);
            }
        } else {
            let changed = found.modified().unwrap_or_else(|_| SystemTime::now());
            self.newest = self.newest.max(changed);
            (found.len(), changed, identity(&found)).hash(&mut self.hasher);
        }
    }

    fn print(&self) -> String {
        format!("{:016x}", self.hasher.finish())
    }

    /// Whether nothing can change any more that looks like this.
    fn is_settled(&self) -> bool {
        SystemTime::now().duration_since(self.newest).is_ok_and(|age| age > COARSEST)
    }
}

/// What of a file changes with its content although its time was set back.
#[cfg(unix)]
fn identity(found: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt as _;
    (found.ino(), found.ctime(), found.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) {}

/// What was seen before, and how things look now.
#[derive(Debug)]
pub struct Seen {
    path: PathBuf,
    facts: Facts,
    /// Of what all lessons depend on.
    tools: Look,
}

impl Seen {
    /// Looks at what all lessons depend on: the crates, this tool, and what is written of programs.
    pub fn of(root: &Path) -> Self {
        let mut tools = Look::none();
        let names = ["Cargo.toml", "Cargo.lock", "book/src/programs.md"].map(|name| root.join(name));
        // What cannot be listed is found out to be so by whoever reads it.
        for path in status::crates(root).unwrap_or_default().iter().chain(&names) {
            tools.at(path);
        }
        // A tool that runs does not change under its name.
        let newest = tools.newest;
        if let Ok(tool) = std::env::current_exe() {
            tools.at(&tool);
        }
        tools.newest = newest;
        let path = root.join(FILE);
        Self { facts: Facts::read(&path), path, tools }
    }

    /// How everything looks that all lessons depend on.
    pub fn tools(&self) -> Look {
        self.tools.clone()
    }

    /// How everything looks that one lesson depends on.
    pub fn lesson(&self, lesson: &Lesson) -> Look {
        let mut look = self.tools();
        let tests = lesson.tests();
        for name in [lesson.room().as_str(), &tests, tests.trim_end_matches(".rs")] {
            look.at(&lesson.path(name));
        }
        look
    }

    /// How everything looks that these lessons depend on.
    pub fn lessons<'a>(&self, lessons: impl IntoIterator<Item = &'a Lesson>) -> Look {
        let mut look = self.tools();
        for lesson in lessons {
            let one = self.lesson(lesson);
            one.print().hash(&mut look.hasher);
            look.newest = look.newest.max(one.newest);
        }
        look
    }

    /// What was found out about something of this name when it looked like this.
    pub fn recall(&self, name: &str, look: &Look) -> Option<String> {
        self.facts.after(&format!("{name} {}", look.print())).next_back().map(str::to_owned)
    }

    /// Finds something out, unless that was done when it looked like this.
    pub fn or_find<E>(
        &self,
        name: &str,
        look: &Look,
        find: impl FnOnce() -> std::result::Result<String, E>,
    ) -> std::result::Result<String, E> {
        if let Some(known) = self.recall(name, look) {
            return Ok(known);
        }
        let found = find()?;
        if look.is_settled() {
            let text = format!("{} {found}", look.print());
            // Where it cannot be written, it is found out again.
            let _ = Facts::change(&self.path, &mut |_| Ok(()), |facts| facts.set(name, &text, |_| true));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_settled_is_known_again_and_what_has_changed_is_not() {
        let root = std::env::temp_dir().join(format!("course-seen-{}", std::process::id()));
        let file = root.join("lessons/01-greet/src/server.rs");
        files::write(&file, b"a").unwrap();
        let lesson = Lesson::from_folder(&root, "01-greet").unwrap();
        let find = |result: &str| {
            let seen = Seen::of(&root);
            seen.or_find("greet", &seen.lesson(&lesson), || Ok::<_, ()>(result.to_owned())).unwrap()
        };
        assert_eq!((find("1"), find("2")), ("1".to_owned(), "2".to_owned()), "the file was written just now");
        let set_time = |ago: u64| {
            let time = SystemTime::now() - Duration::from_secs(ago);
            fs::File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
        };
        set_time(60);
        assert_eq!((find("3"), find("4")), ("3".to_owned(), "3".to_owned()));
        fs::write(&file, b"b").unwrap();
        set_time(60);
        assert_eq!(find("5"), "5");
        files::write(&root.join("lessons/01-greet/src/more.rs"), b"c").unwrap();
        assert_eq!(find("6"), "6");
        fs::remove_dir_all(root).unwrap();
    }
}
