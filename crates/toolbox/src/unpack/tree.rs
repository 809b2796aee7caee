//! The folder into which something is unpacked, and what may lie in it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::refusal::Refusal;

/// More than a clone of the course has, with everything that learners add to it.
const MOST_FILES: usize = 5_000;
const MOST_OCTETS: u64 = 64 << 20;

/// A file that is longer is left out: no source is, but a picture or a program may lie beside the sources.
const LONGEST_FILE: u64 = 8 << 20;

/// How deep folders lie in one another, and how long a name is, on the systems that have the least.
const DEEPEST: usize = 40;
const LONGEST_NAME: usize = 255;

/// How many things that are left out are named.
const MOST_NOTES: usize = 10;

/// Folders that others make, and in which nothing counts: what was built, what a version control keeps, what macOS adds.
const LEFT_OUT: [&str; 7] = [".git", ".hg", ".svn", "target", "node_modules", "__pycache__", "__MACOSX"];

/// A folder that is filled from an archive.
#[derive(Debug)]
pub struct Tree {
    folder: PathBuf,
    /// Every name down to a folder or file, in small letters, with the name itself and whether it is a file.
    names: BTreeMap<String, (String, bool)>,
    files: usize,
    octets: u64,
    notes: Vec<String>,
    more_notes: usize,
}

impl Tree {
    /// One that is to be filled.
    pub fn new(folder: &Path) -> Self {
        let folder = folder.to_owned();
        Self { folder, names: BTreeMap::new(), files: 0, octets: 0, notes: Vec::new(), more_notes: 0 }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What was left out, in words.
    pub fn into_notes(mut self) -> Vec<String> {
        if self.more_notes > 0 {
            self.notes.push(format!("and {} more are left out", self.more_notes));
        }
        self.notes
    }

    /// Notes that something is left out.
    pub fn leave_out(&mut self, name: &str, why: &str) {
        if self.notes.len() < MOST_NOTES {
            self.notes.push(format!("{name} does not count: it is {why}"));
        } else {
            self.more_notes += 1;
        }
    }

    /// The parts of a name in an archive, or none where nothing of that name counts.
    ///
    /// # Errors
    ///
    /// When the name leads out of the folder, or no file can have it.
    pub fn parts(name: &str) -> Result<Option<Vec<&str>>, Refusal> {
        // Archives from Windows may separate names so.
        let is_separator = |c: char| c == '/' || c == '\\';
        let bad = || Refusal::Name(name.to_owned());
        let has_drive = name.as_bytes().get(1) == Some(&b':');
        if name.starts_with(is_separator) || has_drive || name.contains(char::is_control) {
            return Err(bad());
        }
        let parts: Vec<&str> = name.split(is_separator).filter(|part| !part.is_empty() && *part != ".").collect();
        if parts.len() > DEEPEST || parts.iter().any(|part| *part == ".." || part.len() > LONGEST_NAME) {
            return Err(bad());
        }
        let is_left_out = parts.is_empty() || parts.iter().any(|part| LEFT_OUT.contains(part));
        Ok((!is_left_out).then_some(parts))
    }

    /// Writes a file.
    ///
    /// # Errors
    ///
    /// When the name is there already, or all files together are too many or too long.
    pub fn write(&mut self, parts: &[&str], content: impl Read) -> Result<(), Refusal> {
        self.take_names(parts)?;
        self.files += 1;
        if self.files > MOST_FILES {
            return Err(Refusal::TooMuch(format!("it holds more than {MOST_FILES} files")));
        }
        let path = parts.iter().fold(self.folder.clone(), |path, part| path.join(part));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Refusal::io("make the folder", folder))?;
        }
        let mut file = File::create_new(&path).map_err(Refusal::io("write", &path))?;
        let left = MOST_OCTETS - self.octets;
        let most = LONGEST_FILE.min(left);
        let count = io::copy(&mut content.take(most + 1), &mut file).map_err(|error| damaged_or_io(error, &path))?;
        if count > left {
            return Err(Refusal::TooMuch(format!("its files have more than {MOST_OCTETS} octets")));
        }
        if count > LONGEST_FILE {
            fs::remove_file(&path).map_err(Refusal::io("remove", &path))?;
            self.leave_out(&parts.join("/"), &format!("longer than {} MiB", LONGEST_FILE >> 20));
        }
        // What was written and removed again has taken its time too.
        self.octets += count.min(LONGEST_FILE);
        Ok(())
    }

    /// Takes the name of a file, and those of the folders down to it.
    fn take_names(&mut self, parts: &[&str]) -> Result<(), Refusal> {
        let mut name = String::new();
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                name.push('/');
            }
            name.push_str(part);
            let is_file = index + 1 == parts.len();
            let known = self.names.entry(name.to_lowercase()).or_insert_with(|| (String::new(), is_file));
            let is_new = known.0.is_empty();
            if is_new {
                known.0.clone_from(&name);
            } else if is_file || known.1 || known.0 != name {
                return Err(Refusal::Twice(name));
            }
        }
        Ok(())
    }
}

/// What goes wrong while a file is copied lies in the archive, unless the system says that it does not.
fn damaged_or_io(error: io::Error, path: &Path) -> Refusal {
    if error.raw_os_error().is_some() { Refusal::io("write", path)(error) } else { Refusal::Damaged(error.to_string()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leads_out_of_the_folder_is_refused() {
        for name in ["/etc/passwd", "..", "a/../../b", "..\\b", "\\b", "C:\\b", "C:b", "a\0b", "a\nb"] {
            assert!(matches!(Tree::parts(name), Err(Refusal::Name(_))), "{name:?}");
        }
        let long = "x".repeat(300);
        let deep = "x/".repeat(50);
        assert!(Tree::parts(&long).is_err() && Tree::parts(&deep).is_err());
        assert_eq!(Tree::parts("./a//b\\c").unwrap().unwrap(), ["a", "b", "c"]);
        assert_eq!(Tree::parts("a/target/debug/x").unwrap(), None);
        assert_eq!(Tree::parts("./").unwrap(), None);
    }

    #[test]
    fn names_that_some_systems_take_for_one_are_refused() {
        let mut tree = Tree::new(Path::new("/nowhere"));
        tree.take_names(&["a", "b"]).unwrap();
        tree.take_names(&["a", "c"]).unwrap();
        for parts in [&["a", "b"][..], &["a", "B"], &["A", "d"], &["a"], &["a", "b", "c"]] {
            assert!(matches!(tree.take_names(parts), Err(Refusal::Twice(_))), "{parts:?}");
        }
    }
}
