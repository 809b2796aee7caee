//! Whether programs are what the files make that lie there. cargo goes by the times of files; this goes by what stands
//! in them.
//!
//! What a program was built from cannot be read from it. But a file that was written after the program was built, and
//! not by then, has another content than the program knows, or may have; and Unix tells when a file was last written,
//! whatever time it was given (`st_ctime`). And of a program that was found right before, with these very contents, it is
//! known that it is: that is written down. Where the system does not tell, what was written down must do: a content
//! that has changed since, while the file says that it was not written since, has come from elsewhere.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::sources::of_dep_info;

/// A program, or the test itself, and the files that it was built from.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) path: PathBuf,
    pub(crate) sources: Vec<PathBuf>,
    /// Its length and the time of its making.
    identity: Option<(u64, Time)>,
}

/// Nanoseconds since 1970.
type Time = u128;

impl Built {
    /// What lies at `path`, made of `sources`.
    pub(crate) fn new(path: &Path, sources: Vec<PathBuf>) -> Self {
        let identity = fs::metadata(path).ok().map(|file| (file.len(), modified(&file)));
        Self { path: path.to_owned(), sources, identity }
    }
}

/// The folder in which cargo keeps all that it has built, and beside each the list of its sources.
#[derive(Debug)]
pub(crate) struct Deps {
    folder: PathBuf,
    /// The workspace: the files in the lists are called as they are called from there.
    root: PathBuf,
    /// The names of the lists, without their ending.
    lists: Vec<String>,
}

impl Deps {
    /// Those beside which the program `path` was put.
    pub(crate) fn beside(path: &Path, root: &Path) -> Self {
        let folder = path.with_file_name("deps");
        let names = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let lists = names.filter_map(|name| Some(name.to_str()?.strip_suffix(".d")?.to_owned())).collect();
        Self { folder, root: root.to_owned(), lists }
    }

    /// A program: cargo has put a link to it, or a copy of it, at `path`.
    pub(crate) fn program(&self, path: &Path) -> Option<Built> {
        let name = path.file_stem()?.to_str()?.replace('-', "_");
        let file = fs::metadata(path).ok()?;
        let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
        let of_the_same = |list: &&String| {
            let made = self.folder.join(format!("{list}{ending}"));
            fs::metadata(made).is_ok_and(|made| made.len() == file.len() && is_as_old(&made, &file))
        };
        let list = self
            .named(&name)
            .find(of_the_same)
            .or_else(|| self.newest(self.named(&name), |list| format!("{list}{ending}")))?;
        Some(Built::new(path, self.sources(list)))
    }

    /// The library of that name whose first file is `first`, as it was built last.
    pub(crate) fn library(&self, name: &str, first: &str) -> Option<Built> {
        let first = fs::canonicalize(self.root.join(first)).ok()?;
        let is_of_it = |list: &&String| {
            self.sources(list).iter().any(|file| fs::canonicalize(file).is_ok_and(|file| file == first))
        };
        let list = self.newest(self.named(name).filter(is_of_it), |list| format!("lib{list}.rlib"))?;
        Some(Built::new(&self.folder.join(format!("lib{list}.rlib")), self.sources(list)))
    }

    /// The test that is running.
    pub(crate) fn test(&self, path: &Path) -> Option<Built> {
        let name = path.file_stem()?.to_str()?;
        let list = self.lists.iter().find(|list| *list == name)?;
        Some(Built::new(path, self.sources(list)))
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &String> {
        let prefix = format!("{name}-");
        self.lists.iter().filter(move |list| list.starts_with(&prefix))
    }

    /// Of these, what was made last; what `file` names is the file.
    fn newest<'a>(&self, lists: impl Iterator<Item = &'a String>, file: impl Fn(&str) -> String) -> Option<&'a String> {
        let made = |list: &&String| fs::metadata(self.folder.join(file(list))).ok().map(|file| modified(&file));
        lists.filter(|list| made(list).is_some()).max_by_key(made)
    }

    fn sources(&self, list: &str) -> Vec<PathBuf> {
        let told = fs::read_to_string(self.folder.join(format!("{list}.d"))).unwrap_or_default();
        of_dep_info(&told).iter().map(|file| self.root.join(file)).collect()
    }
}

/// A copy may be a little younger than what it is a copy of.
fn is_as_old(one: &Metadata, other: &Metadata) -> bool {
    modified(one).abs_diff(modified(other)) < 1_000_000_000
}

fn modified(file: &Metadata) -> Time {
    file.modified().ok().map_or(0, since_1970)
}

fn since_1970(time: SystemTime) -> Time {
    time.duration_since(SystemTime::UNIX_EPOCH).as_ref().map_or(0, Duration::as_nanos)
}

/// When a file was last written or given another time, which nobody can set; `None` where the system does not tell.
#[cfg(unix)]
fn changed(file: &Metadata) -> Option<Time> {
    use std::os::unix::fs::MetadataExt as _;
    let (secs, nanos) = (u128::try_from(file.ctime()).ok()?, u128::try_from(file.ctime_nsec()).ok()?);
    Some(secs * 1_000_000_000 + nanos)
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> Option<Time> {
    None
}

/// A source as it is now.
#[derive(Debug, Clone, Copy)]
struct Source {
    content: u64,
    modified: Time,
    changed: Option<Time>,
}

impl Source {
    /// `None` for a file that is not there: cargo sees that by itself.
    fn read(path: &Path) -> Option<Self> {
        let file = fs::metadata(path).ok()?;
        Some(Self { content: sum(&fs::read(path).ok()?), modified: modified(&file), changed: changed(&file) })
    }
}

/// FNV-1a: tells contents apart that nobody has made to be alike.
fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What an earlier look has found.
#[derive(Debug, Default, PartialEq)]
struct Record {
    looked: Time,
    /// The programs were not what the files made.
    was_stale: bool,
    programs: BTreeMap<String, (u64, Time)>,
    sources: BTreeMap<String, u64>,
}

/// The files that may have another content than the programs were built from; what was found is written down.
pub(crate) fn look(package: &str, deps: &Deps, built: &[Built]) -> Vec<PathBuf> {
    let Some(folder) = deps.folder.parent() else { return Vec::new() };
    let profile = folder.file_name().unwrap_or_default().to_string_lossy();
    let Some(target) = folder.parent() else { return Vec::new() };
    let file = target.join("course").join(format!("{package}-{profile}.built"));
    let record = fs::read_to_string(&file).ok().and_then(|text| Record::read(&text));
    let mut sources = BTreeMap::new();
    for path in built.iter().flat_map(|program| &program.sources) {
        if let Some(source) = Source::read(path) {
            sources.insert(path.to_string_lossy().into_owned(), source);
        }
    }
    let doubtful = judge(built, &sources, record.as_ref());
    let found = Record {
        looked: since_1970(SystemTime::now()),
        was_stale: !doubtful.is_empty(),
        programs: built.iter().filter_map(|program| Some((program.name(), program.identity?))).collect(),
        sources: sources.iter().map(|(path, source)| (path.clone(), source.content)).collect(),
    };
    if record.is_none_or(|record| !record.says_the_same(&found)) {
        // Where it cannot be written down, the next look knows less.
        let _ = file.parent().map(fs::create_dir_all);
        let _ = fs::write(&file, found.text());
    }
    doubtful.into_iter().map(PathBuf::from).collect()
}

impl Built {
    fn name(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    fn sources<'a>(&'a self, all: &'a BTreeMap<String, Source>) -> impl Iterator<Item = (String, &'a Source)> {
        let named = self.sources.iter().map(|path| path.to_string_lossy().into_owned());
        named.filter_map(|path| all.get(&path).map(|source| (path, source)))
    }
}

fn judge(built: &[Built], sources: &BTreeMap<String, Source>, record: Option<&Record>) -> Vec<String> {
    let mut doubtful: Vec<String> = built.iter().flat_map(|program| judge_one(program, sources, record)).collect();
    doubtful.sort();
    doubtful.dedup();
    doubtful
}

fn judge_one(program: &Built, sources: &BTreeMap<String, Source>, record: Option<&Record>) -> Vec<String> {
    let Some(identity) = program.identity else { return Vec::new() };
    let before = record.and_then(|record| record.programs.get(&program.name()));
    let is_the_same = before == Some(&identity);
    let was_right = record.filter(|record| is_the_same && !record.was_stale);
    let told = program.sources(sources).any(|(_, source)| source.changed.is_some());
    let is_doubtful = |path: &str, source: &Source| {
        if let Some(known) = was_right.and_then(|record| record.sources.get(path)) {
            return *known != source.content;
        }
        if let Some(changed) = source.changed {
            return changed > identity.1;
        }
        let Some(record) = record else { return false };
        let has_changed = record.sources.get(path).is_some_and(|known| *known != source.content);
        // A stale program that has not been built again is still stale; one that has been is right.
        if record.was_stale { is_the_same } else { has_changed && source.modified <= record.looked }
    };
    let mut doubtful: Vec<String> =
        program.sources(sources).filter(|(path, source)| is_doubtful(path, source)).map(|(path, _)| path).collect();
    // It was built again, with no content new and no time that explains it: from what has been put back since.
    if let (false, Some(record), Some(before)) = (told, record.filter(|record| !record.was_stale), before)
        && !is_the_same
        && program
            .sources(sources)
            .all(|(path, source)| record.sources.get(&path) == Some(&source.content) && source.modified <= before.1)
    {
        doubtful = program.sources(sources).map(|(path, _)| path).collect();
    }
    doubtful
}

impl Record {
    fn says_the_same(&self, other: &Self) -> bool {
        (self.was_stale, &self.programs, &self.sources) == (other.was_stale, &other.programs, &other.sources)
    }

    fn text(&self) -> String {
        let mut text = format!("looked {}\nstale {}\n", self.looked, self.was_stale);
        for (path, (len, made)) in &self.programs {
            let _ = writeln!(text, "program {len} {made} {path}");
        }
        for (path, content) in &self.sources {
            let _ = writeln!(text, "source {content:016x} {path}");
        }
        text
    }

    /// `None` for what is no record, for example the half of one.
    fn read(text: &str) -> Option<Self> {
        let mut record = Self::default();
        for line in text.lines() {
            let (kind, rest) = line.split_once(' ')?;
            match kind {
                "looked" => record.looked = rest.parse().ok()?,
                "stale" => record.was_stale = rest.parse().ok()?,
                "program" => {
                    let (len, rest) = rest.split_once(' ')?;
                    let (made, path) = rest.split_once(' ')?;
                    record.programs.insert(path.to_owned(), (len.parse().ok()?, made.parse().ok()?));
                }
                "source" => {
                    let (content, path) = rest.split_once(' ')?;
                    record.sources.insert(path.to_owned(), u64::from_str_radix(content, 16).ok()?);
                }
                _ => return None,
            }
        }
        (record.looked > 0).then_some(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "src/server.rs";

    fn program(made: Time) -> Built {
        Built { path: "server".into(), sources: vec![FILE.into()], identity: Some((1, made)) }
    }

    fn source(content: u64, modified: Time, changed: Option<Time>) -> BTreeMap<String, Source> {
        BTreeMap::from([(FILE.to_owned(), Source { content, modified, changed })])
    }

    /// Looked at time 100 at a program made at time 90 from content 1.
    fn record(was_stale: bool) -> Record {
        Record {
            looked: 100,
            was_stale,
            programs: BTreeMap::from([("server".to_owned(), (1, 90))]),
            sources: BTreeMap::from([(FILE.to_owned(), 1)]),
        }
    }

    fn is_stale(made: Time, sources: &BTreeMap<String, Source>, record: Option<&Record>) -> bool {
        !judge(&[program(made)], sources, record).is_empty()
    }

    #[test]
    fn where_the_system_tells_a_file_written_after_the_program_is_doubtful() {
        assert!(!is_stale(90, &source(1, 80, Some(80)), None));
        assert!(is_stale(90, &source(2, 10, Some(110)), None));
        // Built from something else in between, then put back.
        assert!(is_stale(120, &source(1, 10, Some(130)), Some(&record(false))));
        // Edited, and built again.
        assert!(!is_stale(120, &source(2, 110, Some(110)), Some(&record(false))));
    }

    #[test]
    fn what_was_found_right_stays_right_as_long_as_it_is_the_same() {
        assert!(!is_stale(90, &source(1, 10, Some(110)), Some(&record(false))));
        assert!(is_stale(90, &source(2, 10, Some(110)), Some(&record(false))));
        assert!(is_stale(90, &source(2, 10, None), Some(&record(false))));
    }

    #[test]
    fn where_the_system_does_not_tell_the_record_does() {
        // Edited, and built again.
        assert!(!is_stale(120, &source(2, 110, None), Some(&record(false))));
        // Something else was built in between, and this has come from elsewhere, with its old time.
        assert!(is_stale(120, &source(2, 10, None), Some(&record(false))));
        // Built again from something else, then put back.
        assert!(is_stale(120, &source(1, 10, None), Some(&record(false))));
        // Still the stale one; then built again, as the learner was told.
        assert!(is_stale(90, &source(1, 10, None), Some(&record(true))));
        assert!(!is_stale(120, &source(1, 10, None), Some(&record(true))));
        assert!(!is_stale(90, &source(1, 10, None), None));
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let mut record = record(true);
        record.sources.insert("src/a name with blanks.rs".to_owned(), u64::MAX);
        assert_eq!(Record::read(&record.text()).as_ref(), Some(&record));
        assert_eq!(Record::read("looked 1\nsource 12"), None);
        assert_eq!(Record::read(""), None);
    }
}
