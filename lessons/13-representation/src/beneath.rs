//! The root of a folder, open for one request, and what lies beneath it (RFC 9110 section 17.3).

use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use cap_fs_ext::OpenOptionsSyncExt;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, DirEntry, OpenOptions};

use crate::refusal::Refusal;

/// How many symbolic links may follow each other, as Linux has it.
const MOST_LINKS: usize = 40;

/// An open root.
///
/// Every path is walked from there on, by the operating system or step by step, and may never leave it: not by its
/// spelling, not by a symbolic link, not when somebody exchanges directories in the meantime.
///
/// What its path leads to now is the root, so a folder that is built again or a link that is switched is followed at
/// once, and one request never sees two versions.
pub(crate) struct Root<'a> {
    path: &'a Path,
    dir: Arc<Dir>,
}

/// What a path leads to.
pub(crate) enum Entry {
    File(File, Metadata),
    Directory,
}

impl<'a> Root<'a> {
    pub(crate) fn open(path: &'a Path) -> io::Result<Self> {
        Ok(Self::at(path, Arc::new(open(path)?)))
    }

    /// The root that was opened before by this path.
    pub(crate) fn at(path: &'a Path, dir: Arc<Dir>) -> Self {
        Self { path, dir }
    }

    /// The open root itself.
    pub(crate) fn dir(&self) -> Arc<Dir> {
        Arc::clone(&self.dir)
    }

    /// Opens what a path leads to without a look at what it is before: only for what has been looked at. Opening does not
    /// wait, whatever it is.
    pub(crate) fn open_file(&self, path: &Path) -> io::Result<File> {
        Ok(self.dir.open_with(path, OpenOptions::new().read(true).nonblock(true))?.into_std())
    }

    /// Opens what a path leads to, if it is a file or a directory.
    pub(crate) fn find(&self, path: &Path) -> Result<Entry, Refusal> {
        self.resolve(path, |path| self.find_at(path))
    }

    /// Opens what a path leads to, if it is a file or a directory; links to absolute places are not followed.
    ///
    /// Opening something else can do something: block until somebody writes to a pipe, rewind a tape. So the kind is
    /// looked up first; and once more in the open file, for it may have been exchanged, and without blocking.
    fn find_at(&self, path: &Path) -> Result<Entry, Refusal> {
        let kind = self.dir.metadata(path)?;
        if kind.is_dir() {
            return Ok(Entry::Directory);
        }
        if !kind.is_file() {
            return Err(Refusal::Special);
        }
        let file = self.open_file(path)?;
        let metadata = file.metadata()?;
        if metadata.is_file() { Ok(Entry::File(file, metadata)) } else { Err(Refusal::Special) }
    }

    /// What is in a directory, in no order.
    pub(crate) fn entries(&self, path: &Path) -> Result<impl Iterator<Item = io::Result<DirEntry>>, Refusal> {
        self.resolve(path, |path| Ok(self.dir.open_dir(path)?.entries()?))
    }

    /// Goes to a path; where a link to an absolute place stands in the way, by the way on which there is none.
    ///
    /// That way is only a proposal: it is walked like any other, and cannot leave the root either.
    fn resolve<T>(&self, path: &Path, go: impl Fn(&Path) -> Result<T, Refusal>) -> Result<T, Refusal> {
        match go(path) {
            Err(Refusal::Outside) => go(&self.without_links(path)?),
            result => result,
        }
    }

    /// The same place by a path without links. Links to absolute places are followed where these lie in the root.
    fn without_links(&self, path: &Path) -> Result<PathBuf, Refusal> {
        let mut left = names(path).ok_or(Refusal::Outside)?;
        let mut place = PathBuf::new();
        let mut links = 0;
        while let Some(name) = left.pop() {
            if name == ".." {
                if !place.pop() {
                    return Err(Refusal::Outside);
                }
                continue;
            }
            place.push(&name);
            // What is no link cannot be read as one.
            let Ok(target) = self.dir.read_link_contents(&place) else { continue };
            links += 1;
            if links > MOST_LINKS {
                return Err(Refusal::Loop);
            }
            place.pop();
            if target.is_absolute() {
                place.clear();
                left.extend(names(&self.below(&target).ok_or(Refusal::Outside)?).ok_or(Refusal::Outside)?);
            } else {
                left.extend(names(&target).ok_or(Refusal::Outside)?);
            }
        }
        if place.as_os_str().is_empty() {
            place.push(".");
        }
        Ok(place)
    }

    /// An absolute path as one from the root on, when it goes through the root, by whatever name.
    fn below(&self, target: &Path) -> Option<PathBuf> {
        let root = fs::canonicalize(self.path).ok()?;
        let above = target.ancestors().find(|above| fs::canonicalize(above).is_ok_and(|above| above == root))?;
        target.strip_prefix(above).ok().map(Path::to_owned)
    }
}

/// Opens what the path of a root leads to.
fn open(path: &Path) -> io::Result<Dir> {
    Dir::open_ambient_dir(path, ambient_authority())
}

/// The names in a relative path, the last one first; `None` for a path that is not relative.
fn names(path: &Path) -> Option<Vec<OsString>> {
    let name = |component| match component {
        Component::Normal(name) => Some(name.to_owned()),
        Component::ParentDir => Some("..".into()),
        Component::CurDir => Some(".".into()),
        Component::RootDir | Component::Prefix(_) => None,
    };
    let names: Option<Vec<_>> = path.components().rev().map(name).collect();
    names.map(|names| names.into_iter().filter(|name| name != ".").collect())
}
