//! A learner's work in a room, and the copies of it that are taken before a command changes it.
//!
//! The copies lie in `.course/kept/NAME/TIME/`: by the name of the lesson, which stays when lessons get other numbers,
//! and outside of `target/`, so that `cargo clean` leaves them alone. No command removes one.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::{Error, Result};
use crate::files::{self, Tree};

pub const FOLDER: &str = ".course/kept";

/// What cargo builds in a room, and so what a fresh starter replaces. Everything else there is left alone.
const PARTS: [&str; 7] = ["Cargo.toml", "build.rs", "src", "tests", "examples", "benches", ".cargo"];

/// The length of a time in UTC as [`now`] writes it.
const STAMP: usize = "2026-11-29T23-15-01Z".len();

/// The ending of a file or folder that is being written; its name begins with a dot.
const UNFINISHED: &str = ".course-part";

/// The name of the file that says what a room is being changed into.
const UNDER_WAY: &str = ".under-way";

/// Called with each path before it changes. Tests break off here, as a kill would.
pub type BeforeChange<'a> = &'a mut dyn FnMut(&Path) -> Result<()>;

/// What a learner has in a room, byte for byte, by the path in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work(pub BTreeMap<PathBuf, Vec<u8>>);

impl Work {
    /// Reads what lies in a room.
    pub fn read(room: &Path) -> Result<Self> {
        let mut work = Self::default();
        for part in PARTS {
            work.collect(room, Path::new(part))?;
        }
        Ok(work)
    }

    fn collect(&mut self, room: &Path, name: &Path) -> Result<()> {
        let path = room.join(name);
        let Ok(kind) = fs::symlink_metadata(&path).map(|metadata| metadata.file_type()) else { return Ok(()) };
        if kind.is_dir() {
            for entry in fs::read_dir(&path).map_err(Error::io("read", &path))? {
                let entry = entry.map_err(Error::io("read", &path))?;
                if !is_unfinished(&entry.file_name().to_string_lossy()) {
                    self.collect(room, &name.join(entry.file_name()))?;
                }
            }
        } else if path.is_file() {
            self.0.insert(name.to_owned(), fs::read(&path).map_err(Error::io("read", &path))?);
        } else if path.is_dir() {
            let problem = "is a link to another folder; put the folder itself here, then try again";
            return Err(Error::Other(format!("{} {problem}", path.display())));
        }
        Ok(())
    }

    /// Whether both have the same files and texts, whatever their line ends.
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().all(|(path, bytes)| other.has(path, bytes))
    }

    /// Whether every file stands in one of the others as it is here.
    pub fn is_mix(&self, others: &[&Self]) -> bool {
        self.0.iter().all(|(path, bytes)| others.iter().any(|other| other.has(path, bytes)))
    }

    fn has(&self, path: &Path, bytes: &[u8]) -> bool {
        self.0.get(path).is_some_and(|here| is_same_text(here, bytes))
    }

    /// Makes a room hold this work and no other, a file at a time, each by writing it anew and renaming it.
    pub fn put(&self, room: &Path, before: BeforeChange) -> Result<()> {
        let present = Self::read(room)?;
        for name in present.0.keys().filter(|name| !self.0.contains_key(*name)) {
            let path = room.join(name);
            before(&path)?;
            fs::remove_file(&path).map_err(Error::io("remove", &path))?;
        }
        for part in PARTS {
            remove_empty_folders(&room.join(part));
        }
        for (name, bytes) in self.0.iter().filter(|(name, bytes)| present.0.get(*name) != Some(*bytes)) {
            write_anew(&room.join(name), bytes, before)?;
        }
        Ok(())
    }
}

impl From<Tree> for Work {
    fn from(tree: Tree) -> Self {
        Self(tree.into_iter().map(|(name, bytes)| (PathBuf::from(name), bytes)).collect())
    }
}

/// The copies of one lesson's work.
#[derive(Debug)]
pub struct Kept {
    folder: PathBuf,
}

/// One copy.
#[derive(Debug)]
pub struct Copy {
    /// When it was taken, as its folder is called: `2026-11-29T23-15-01Z`.
    pub time: String,
    /// The work.
    pub work: Work,
}

impl Kept {
    /// The copies of the lesson of this name, in the course at `root`.
    pub fn of(root: &Path, name: &str) -> Self {
        Self { folder: root.join(FOLDER).join(name) }
    }

    /// All copies, the newest first.
    pub fn copies(&self) -> Result<Vec<Copy>> {
        let times = self.times()?.into_iter().rev();
        times.map(|time| Ok(Copy { work: Work::read(&self.folder.join(&time))?, time })).collect()
    }

    /// When copies were taken, the newest last.
    fn times(&self) -> Result<Vec<String>> {
        let mut times = files::names(&self.folder)?;
        // `…Z-10` comes after `…Z-9`.
        times.sort_by(|a, b| (a.get(..STAMP), a.len(), a).cmp(&(b.get(..STAMP), b.len(), b)));
        Ok(times)
    }

    /// The path of a copy, as it is shown.
    pub fn path(&self, time: &str) -> PathBuf {
        self.folder.join(time)
    }

    /// Takes a copy and says when. It gets its name only when it is complete.
    pub fn take(&self, work: &Work, before: BeforeChange) -> Result<String> {
        let time = self.free(&now())?;
        let unfinished = self.folder.join(format!(".{time}{UNFINISHED}"));
        for (name, bytes) in &work.0 {
            let copy = unfinished.join(name);
            write_anew(&copy, bytes, before)?;
            // What is written over next must not depend on what the system has yet to write.
            let synced = fs::File::options().write(true).open(&copy).and_then(|file| file.sync_all());
            synced.map_err(Error::io("write", &copy))?;
        }
        let path = self.path(&time);
        before(&path)?;
        fs::rename(&unfinished, &path).map_err(Error::io("write", &path))?;
        Ok(time)
    }

    /// A name that no copy has and that comes last, even when the clock was set back.
    fn free(&self, now: &str) -> Result<String> {
        let newest = self.times()?.pop().unwrap_or_default();
        let stamp = newest.get(..STAMP).unwrap_or_default().max(now).to_owned();
        let numbers = (2..).map(|number| format!("{stamp}-{number}"));
        let mut names = std::iter::once(stamp.clone()).chain(numbers);
        Ok(names.find(|name| !self.path(name).exists()).unwrap_or(stamp))
    }

    /// What the room was being changed into when the last change broke off: the time of a copy, or another word.
    pub fn under_way(&self) -> Option<String> {
        fs::read_to_string(self.folder.join(UNDER_WAY)).ok()
    }

    /// Remembers what the room is going to be changed into.
    pub fn begin(&self, into: &str, before: BeforeChange) -> Result<()> {
        write_anew(&self.folder.join(UNDER_WAY), into.as_bytes(), before)
    }

    /// Forgets it: the change is complete.
    pub fn end(&self, before: BeforeChange) -> Result<()> {
        let path = self.folder.join(UNDER_WAY);
        before(&path)?;
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::io("remove", &path)(error)),
            _ => Ok(()),
        }
    }
}

/// Writes a file so that at every moment either the old content is there or all of the new one.
pub fn write_anew(path: &Path, bytes: &[u8], before: BeforeChange) -> Result<()> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(Error::Other(format!("{}: not the path of a file", path.display())));
    };
    fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
    let unfinished = folder.join(format!(".{}{UNFINISHED}", name.to_string_lossy()));
    before(&unfinished)?;
    fs::write(&unfinished, bytes).map_err(Error::io("write", &unfinished))?;
    before(path)?;
    fs::rename(&unfinished, path).map_err(Error::io("write", path))
}

fn is_unfinished(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(UNFINISHED)
}

/// Whether two files have the same text, whatever their line ends.
pub fn is_same_text(a: &[u8], b: &[u8]) -> bool {
    let lines = |bytes: &[u8]| -> Vec<u8> {
        let mut text = bytes.to_vec();
        let mut next = bytes.get(1..).unwrap_or_default().iter();
        text.retain(|byte| {
            let next = next.next();
            !(*byte == b'\r' && next == Some(&b'\n'))
        });
        text
    };
    a == b || lines(a) == lines(b)
}

/// Removes what nothing is in any more, with what a killed write left there. A folder that somebody fills meanwhile
/// stays.
fn remove_empty_folders(folder: &Path) {
    if !fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir()) {
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_unfinished(&entry.file_name().to_string_lossy()) {
            let _ = fs::remove_file(entry.path());
        }
        remove_empty_folders(&entry.path());
    }
    let _ = fs::remove_dir(folder);
}

/// The time in UTC, as a name for a folder on every system: `2026-11-29T23-15-01Z`.
pub fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    let (year, month, day) = date(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}-{minute:02}-{second:02}Z")
}

/// Year, month and day, for a number of days after 1970-01-01.
fn date(days: u64) -> (u64, u64, u64) {
    let is_leap = |year: u64| (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let (mut year, mut left) = (1970, days);
    while left >= 365 + u64::from(is_leap(year)) {
        left -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in lengths {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    (year, month, left + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        for (days, expected) in
            [(0, (1970, 1, 1)), (59, (1970, 3, 1)), (11_016, (2000, 2, 29)), (20_786, (2026, 11, 29))]
        {
            assert_eq!(date(days), expected, "{days}");
        }
    }

    #[test]
    fn copies_of_the_same_second_stay_in_order() {
        let root = std::env::temp_dir().join(format!("course-kept-{}", std::process::id()));
        files::remove_folder(&root).unwrap();
        let kept = Kept::of(&root, "greet");
        for number in 0..12_u8 {
            kept.take(&Work([(PathBuf::from("src/a.rs"), vec![number])].into()), &mut |_| Ok(())).unwrap();
            let copies = kept.copies().unwrap();
            assert_eq!(copies[0].work.0.values().next(), Some(&vec![number]));
        }
        files::remove_folder(&root).unwrap();
    }

    #[test]
    fn line_ends_make_no_difference_and_other_bytes_do() {
        assert!(is_same_text(b"a\r\nb\n", b"a\nb\n"));
        assert!(!is_same_text(b"a\rb", b"ab"));
        assert!(!is_same_text(b"a\n", b"a"));
    }
}
