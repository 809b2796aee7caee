//! A folder for one test, with files that the test makes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, process};

use crate::failure::{Failure, Verdict};

/// A new folder, empty at first, that is removed with everything in it when it is dropped.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Makes a folder.
    ///
    /// # Errors
    ///
    /// When the system has no room for one.
    pub fn new() -> Verdict<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("course-folder-{}-{number}", process::id()));
        fs::create_dir_all(&path).map_err(|error| Failure::broken("no folder for the test", &error))?;
        Ok(Self { path })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file, and makes the folders that it lies in.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn write(&self, name: &str, octets: impl AsRef<[u8]>) -> Verdict {
        let path = self.path.join(name);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, octets));
        written.map_err(|error| Failure::broken("a file of the test could not be written", &error))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
