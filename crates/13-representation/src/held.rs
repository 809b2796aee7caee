//! The root that was opened last, for files that need no further questions.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use cap_std::fs::Dir;

use crate::beneath::Root;

/// The root that was opened last, kept open where that keeps nobody from removing it: not on Windows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Held(Arc<Mutex<Option<Arc<Dir>>>>);

impl Held {
    /// Opens the root that the path leads to now, and keeps it.
    pub(crate) fn open<'a>(&self, path: &'a Path) -> io::Result<Root<'a>> {
        let root = Root::open(path)?;
        if cfg!(unix) {
            self.keep(Some(root.dir()));
        }
        Ok(root)
    }

    fn keep(&self, dir: Option<Arc<Dir>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = dir;
    }

    /// Opens a file beneath the root that was opened last, if that is still what the path of the root leads to, and the
    /// file is nothing but a file. In all other cases there is nothing here, and all must be done from the beginning.
    ///
    /// This takes three calls of the system. The first one goes by the path of the root, and looks at the file without
    /// opening it: opening a pipe or a device can do something. The second one opens the file beneath the root, and cannot
    /// leave it. The third one says what was opened: if it is the file that was looked at, then it is the one to which the
    /// path of the root leads at this moment, and it is known to be a file. A root that was exchanged has other files.
    #[cfg(unix)]
    pub(crate) fn find<'a>(&self, path: &'a Path, file: &Path) -> Option<(Root<'a>, File, Metadata)> {
        use std::os::unix::fs::MetadataExt;

        let dir = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        let seen = std::fs::metadata(path.join(file)).ok().filter(Metadata::is_file)?;
        let root = Root::at(path, dir);
        let opened = root.open_file(file).ok()?;
        let metadata = opened.metadata().ok()?;
        if (metadata.dev(), metadata.ino()) == (seen.dev(), seen.ino()) {
            return Some((root, opened, metadata));
        }
        self.keep(None);
        None
    }

    /// Elsewhere the system does not say in time whether two files are the same.
    #[cfg(not(unix))]
    pub(crate) fn find<'a>(&self, _path: &'a Path, _file: &Path) -> Option<(Root<'a>, File, Metadata)> {
        None
    }
}
