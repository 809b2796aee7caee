//! Where rooms lie in what was handed in: in folders, archives and repositories.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::grade::commands::{self, Commands};
use crate::grade::submission::{is_folder, sorted};
use crate::lessons::Lesson;

/// How deep below a folder that was named rooms are looked for: `class/group/student/archive/clone/lessons/NN-name`.
const DEPTH: usize = 6;

/// Folders in which others are called like rooms: the references, what was built, and what archives made on macOS hold
/// beside the files.
const NO_ROOMS: [&str; 3] = ["crates", "target", "__MACOSX"];

/// How archives end, those that are not read among them: whose they are is said then.
const ENDINGS: [&str; 10] =
    [".tar.gz", ".tar.xz", ".tar.bz2", ".tar.zst", ".zip", ".tar", ".tgz", ".7z", ".rar", ".gz"];

/// How bare repositories are called, beside what they hold.
const REPOSITORY: &str = ".git";

/// A room, or the programs of a lesson in another language, and whose it is.
#[derive(Debug)]
pub struct Found {
    /// The folder that holds the rooms, as a name for a person.
    pub who: String,
    /// The lesson.
    pub lesson: Lesson,
    /// The room, or the folder with the programs.
    pub folder: PathBuf,
    /// Where that lies, for a person: in an archive, below its name.
    pub place: String,
    /// How the programs are started; none for a room.
    pub commands: Option<Commands>,
    /// What was left out of an archive.
    pub notes: Vec<String>,
}

/// Something that was handed in and cannot be read.
#[derive(Debug)]
pub struct Unread {
    pub who: String,
    pub place: String,
    pub problem: String,
}

/// What was found in the folders and files that were named.
#[derive(Debug, Default)]
pub struct Search {
    /// The rooms, in order.
    pub found: Vec<Found>,
    /// Folders without a room, beside others that have some.
    pub without: Vec<Unread>,
    /// Archives that cannot be unpacked, and the like.
    pub unread: Vec<Unread>,
}

/// An archive, unpacked.
#[derive(Debug)]
pub struct Unpacked {
    pub folder: PathBuf,
    /// What was left out of it.
    pub notes: Vec<String>,
}

/// What is looked for, and how.
pub struct Seeker<'a> {
    /// All lessons of the course.
    pub all: &'a [Lesson],
    /// Those that are graded.
    pub wanted: &'a [Lesson],
    /// The commands that the teacher gives, for submissions that name none.
    pub commands: Option<&'a [(Lesson, Commands)]>,
    /// Unpacks a file or a bare repository, or says why it cannot.
    pub unpack: &'a mut dyn FnMut(&Path) -> Result<std::result::Result<Unpacked, String>>,
}

/// From where names are told.
struct Base {
    /// The folder that was named, or the one that an archive was unpacked into.
    top: PathBuf,
    /// What it is called: as it was typed, or the archive.
    shown: PathBuf,
    /// Whose an archive is.
    who: Option<String>,
    notes: Vec<String>,
}

impl Base {
    /// A path below the top, as a person would type it.
    fn shown(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.top).unwrap_or(path);
        let shown = if below.as_os_str().is_empty() { self.shown.clone() } else { self.shown.join(below) };
        shown.display().to_string()
    }

    /// Whose what a folder holds is.
    fn who(&self, holder: &Path) -> String {
        let holder = if holder.file_name().is_some_and(|name| name == "lessons") && holder != self.top {
            holder.parent().unwrap_or(holder)
        } else {
            holder
        };
        let below = holder.strip_prefix(&self.top).unwrap_or(Path::new(""));
        let named = match &self.who {
            Some(who) => Path::new(who).join(below),
            None if below.as_os_str().is_empty() => holder.file_name().map_or(PathBuf::new(), PathBuf::from),
            None => below.to_owned(),
        };
        named.to_string_lossy().trim_end_matches(['/', '\\']).to_owned()
    }

    /// What was left out of the archive that belongs to a lesson.
    fn notes_on(&self, lesson: &Lesson) -> Vec<String> {
        // What lies in the room is called as it is there.
        let room = format!("{}/", lesson.folder());
        let of_lesson = self.notes.iter().filter(|note| note.contains(&lesson.folder()));
        of_lesson.map(|note| note.split_once(&room).map_or_else(|| note.clone(), |(_, rest)| rest.to_owned())).collect()
    }
}

impl Seeker<'_> {
    /// Looks into a folder, an archive or a repository that was named. A folder that is called `NN-name` is a room itself;
    /// otherwise all below it are found.
    pub fn look_into(&mut self, named: &Path, search: &mut Search) -> Result<()> {
        let top = fs::canonicalize(named).map_err(Error::io("read", named))?;
        if top.is_file() || is_bare(&top) {
            let name = top.file_name().unwrap_or_default().to_string_lossy();
            let who = without_ending(&name).to_owned();
            self.unpacked(&top, named.to_owned(), who, 0, search)?;
            return Ok(());
        }
        // A room is told by its name, and is no one's top.
        let base = Base { top: top.clone(), shown: named.to_owned(), who: None, notes: Vec::new() };
        self.submission(&base, &top, 0, search)?;
        Ok(())
    }

    /// That a folder which was named holds nothing of what is looked for.
    pub fn without(named: &Path) -> Result<Unread> {
        let top = fs::canonicalize(named).map_err(Error::io("read", named))?;
        let base = Base { top: top.clone(), shown: named.to_owned(), who: None, notes: Vec::new() };
        let who = base.who(&top);
        Ok(nothing(without_ending(&who).to_owned(), base.shown(&top)))
    }

    /// Looks into one submission: what the teacher gives commands for, or whatever is found in it.
    fn submission(&mut self, base: &Base, folder: &Path, depth: usize, search: &mut Search) -> Result<bool> {
        if let Some(commands) = self.commands
            && fs::symlink_metadata(folder.join(commands::NAME)).is_err()
        {
            programs(base, folder, commands.to_vec(), search);
            return Ok(true);
        }
        self.look(base, folder, depth, search)
    }

    /// Says whether there is anything.
    fn look(&mut self, base: &Base, folder: &Path, depth: usize, search: &mut Search) -> Result<bool> {
        if let Some(lesson) = self.wanted.iter().find(|lesson| is_room(folder, lesson)) {
            let holder = folder.parent().unwrap_or(folder);
            search.found.push(Found {
                who: if folder == base.top && base.who.is_none() { who_of_room(holder) } else { base.who(holder) },
                lesson: lesson.clone(),
                folder: folder.to_owned(),
                place: base.shown(folder),
                commands: None,
                notes: base.notes_on(lesson),
            });
            return Ok(true);
        }
        let file = folder.join(commands::NAME);
        let mut have = false;
        if fs::symlink_metadata(&file).is_ok() {
            have = true;
            match commands::read(&file, self.all, self.wanted) {
                Ok(commands) => programs(base, folder, commands, search),
                Err(error) => search.unread.push(Unread {
                    who: base.who(folder),
                    place: base.shown(&file),
                    problem: error.to_string(),
                }),
            }
        }
        // A whole course has its rooms in one place; its other folders are called like lessons too.
        let rooms = folder.join("lessons");
        if is_folder(&rooms) {
            return Ok(self.look(base, &rooms, DEPTH - 1, search)? || have);
        }
        Ok(if depth < DEPTH { self.look_below(base, folder, depth, search)? || have } else { have })
    }

    fn look_below(&mut self, base: &Base, folder: &Path, depth: usize, search: &mut Search) -> Result<bool> {
        let (mut have, mut have_none, mut is_somebodys) = (false, Vec::new(), false);
        for entry in sorted(folder)? {
            let name = entry.file_name().unwrap_or_default();
            if NO_ROOMS.iter().any(|other| name == *other) {
                continue;
            }
            if let Some(problem) = self.link(&entry) {
                search.unread.push(Unread { who: base.who(folder), place: base.shown(&entry), problem });
                have = true;
                continue;
            }
            is_somebodys |= self.all.iter().any(|lesson| is_room(&entry, lesson));
            let looked = if is_bare(&entry) || is_archive(&entry) {
                let plain = entry.with_file_name(without_ending(&name.to_string_lossy()));
                let below = plain.strip_prefix(&base.top).unwrap_or(&plain);
                let who = base.who.as_ref().map_or(PathBuf::new(), PathBuf::from).join(below);
                let shown = PathBuf::from(base.shown(&entry));
                self.unpacked(&entry, shown, who.to_string_lossy().into_owned(), depth + 1, search)
            } else if is_folder(&entry) {
                let before = search.found.len();
                let looked = self.look(base, &entry, depth + 1, search);
                for found in &mut search.found[before..] {
                    found.notes.extend(packed_beside(&entry));
                }
                looked
            } else {
                continue;
            };
            match looked {
                Ok(true) => have = true,
                Ok(false) => have_none.push(entry),
                Err(error) => cli::note(format_args!("left out: {error}")),
            }
        }
        if have && !is_somebodys {
            search.without.extend(have_none.iter().map(|path| nothing(base.who(path), base.shown(path))));
        }
        Ok(have)
    }

    /// Why a room is not read that is none but a link.
    fn link(&self, entry: &Path) -> Option<String> {
        let is_link = fs::symlink_metadata(entry).is_ok_and(|found| found.is_symlink());
        let lesson = self.wanted.iter().find(|lesson| entry.file_name().is_some_and(|name| name == &*lesson.folder()));
        let lesson = lesson.filter(|_| is_link)?.folder();
        Some(format!("{lesson} is a link, and links are not followed"))
    }

    /// Looks into an archive or a bare repository. One that cannot be read is somebody's too.
    fn unpacked(
        &mut self,
        file: &Path,
        shown: PathBuf,
        who: String,
        depth: usize,
        search: &mut Search,
    ) -> Result<bool> {
        match (self.unpack)(file)? {
            Err(problem) => {
                search.unread.push(Unread { who, place: shown.display().to_string(), problem });
                Ok(true)
            }
            Ok(Unpacked { folder, notes }) => {
                let top = innermost(&folder);
                let base = Base { top: top.clone(), shown, who: Some(who), notes };
                self.submission(&base, &top, depth, search)
            }
        }
    }
}

/// That there is no room.
fn nothing(who: String, place: String) -> Unread {
    Unread { who, place, problem: "no room in there".to_owned() }
}

/// What lies packed beside a folder, and is not read because it seems to have been unpacked there.
fn packed_beside(folder: &Path) -> Option<String> {
    let name = folder.file_name()?.to_str()?;
    let packed = ENDINGS.iter().map(|ending| format!("{name}{ending}"));
    let packed: Vec<String> = packed.filter(|packed| folder.with_file_name(packed).is_file()).collect();
    let names = packed.join(" and ");
    (!packed.is_empty()).then(|| format!("{names} lies beside the folder {name}, and was not read"))
}

/// Adds the programs of these lessons, which lie in one folder.
fn programs(base: &Base, folder: &Path, commands: Vec<(Lesson, Commands)>, search: &mut Search) {
    search.found.extend(commands.into_iter().map(|(lesson, commands)| Found {
        who: base.who(folder),
        lesson,
        folder: folder.to_owned(),
        place: base.shown(folder),
        commands: Some(commands),
        notes: base.notes.clone(),
    }));
}

/// Whose a room is that was named itself: the folder above says it.
fn who_of_room(holder: &Path) -> String {
    let is_lessons = holder.file_name().is_some_and(|name| name == "lessons");
    let holder = if is_lessons { holder.parent().unwrap_or(holder) } else { holder };
    holder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn is_room(folder: &Path, lesson: &Lesson) -> bool {
    folder.file_name().is_some_and(|name| name == lesson.folder().as_str()) && folder.join("src").is_dir()
}

/// Whether a file is an archive beside which there is nothing that was unpacked from it.
fn is_archive(file: &Path) -> bool {
    let Some(name) = file.file_name().and_then(|name| name.to_str()) else { return false };
    let is_file = fs::symlink_metadata(file).is_ok_and(|found| found.is_file());
    let stem = without_ending(name);
    is_file && stem != name && !is_folder(&file.with_file_name(stem))
}

/// Whether a folder is a repository without files of its own.
fn is_bare(folder: &Path) -> bool {
    let has = |name: &str| is_folder(&folder.join(name));
    has("objects") && has("refs") && fs::symlink_metadata(folder.join("HEAD")).is_ok_and(|found| found.is_file())
}

/// The name of an archive or a bare repository, without what says that it is one.
fn without_ending(name: &str) -> &str {
    let small = name.to_lowercase();
    let ending = ENDINGS.iter().chain([&REPOSITORY]).find(|ending| small.ends_with(*ending));
    let stem = ending.and_then(|ending| name.get(..name.len() - ending.len()));
    stem.filter(|stem| !stem.is_empty()).unwrap_or(name)
}

/// The folder in which what an archive holds begins: most hold one folder with everything in it.
fn innermost(folder: &Path) -> PathBuf {
    let mut folder = folder.to_owned();
    for _ in 0..DEPTH {
        let Ok(entries) = sorted(&folder) else { break };
        let entries: Vec<_> = entries.into_iter().filter(|entry| !entry.ends_with("__MACOSX")).collect();
        match &*entries {
            // A room is known by its name, and its lessons by that of their folder.
            [only] if is_folder(only) && !only.ends_with("lessons") && !only.join("src").is_dir() => {
                folder.clone_from(only);
            }
            _ => break,
        }
    }
    folder
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(who: Option<&str>) -> Base {
        let (top, shown) = (PathBuf::from("/class"), PathBuf::from("class"));
        Base { top, shown, who: who.map(str::to_owned), notes: Vec::new() }
    }

    #[test]
    fn whose_a_room_is_says_the_folder_around_it() {
        let who = |holder: &str| base(None).who(Path::new(holder)).replace('\\', "/");
        assert_eq!(who("/class/ann/lessons"), "ann");
        assert_eq!(who("/class/ann/clone/lessons"), "ann/clone");
        assert_eq!(who("/class/ann"), "ann");
        assert_eq!(who("/class/lessons"), "class");
        assert_eq!(who("/class"), "class");
        assert_eq!(who_of_room(Path::new("/class/ann/lessons")), "ann");
        assert_eq!(who_of_room(Path::new("/class/ann")), "ann");
    }

    #[test]
    fn whose_an_archive_is_says_its_name() {
        let who = |holder: &str| base(Some("ann")).who(Path::new(holder)).replace('\\', "/");
        assert_eq!(
            (who("/class/lessons"), who("/class"), who("/class/x/lessons")),
            ("ann".into(), "ann".into(), "ann/x".into())
        );
        for (name, stem) in
            [("ann.zip", "ann"), ("Ann B.TAR.GZ", "Ann B"), ("ann.git", "ann"), (".zip", ".zip"), ("x", "x")]
        {
            assert_eq!(without_ending(name), stem);
        }
    }
}
