//! Folders for one test: with files that the test makes, and for programs to work in. All of them lie in one folder of
//! this process, and whatever happens are removed: at the latest by the next process of the harness.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, Once, PoisonError, mpsc};
use std::time::Duration;
use std::{env, process, thread};

use crate::failure::{Failure, Verdict};
use crate::group;

/// How the folders of all processes are called, before the process number.
const PREFIX: &str = "course-tests-";

/// How long the end of a test waits until a folder is removed; the rest is removed meanwhile.
const PATIENCE: Duration = Duration::from_secs(3);

/// How often, and how many times, it is tried again to remove a folder in which something still writes.
const RETRY: Duration = Duration::from_millis(20);
const RETRIES: u32 = 25;

/// How many folders of this process are in use: with the last one, the folder that they lie in goes.
static IN_USE: Mutex<u32> = Mutex::new(0);

/// The folder of this process.
fn home_of(id: u32) -> PathBuf {
    env::temp_dir().join(format!("{PREFIX}{id}"))
}

/// A place in the folder of this process.
fn place(kind: &str) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    home_of(process::id()).join(format!("{kind}-{}", COUNT.fetch_add(1, Ordering::Relaxed)))
}

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
        Self::of_kind("folder").map_err(|error| Failure::broken("no folder for the test", &error))
    }

    pub(crate) fn of_kind(kind: &str) -> io::Result<Self> {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            group::before_an_interrupt_ends_it(remove_all);
            remove_leftovers();
        });
        let path = place(kind);
        let mut in_use = IN_USE.lock().unwrap_or_else(PoisonError::into_inner);
        fs::create_dir_all(&path)?;
        *in_use += 1;
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
        if fs::remove_dir(&self.path).is_err() {
            remove_patiently(self.path.clone());
        }
        let mut in_use = IN_USE.lock().unwrap_or_else(PoisonError::into_inner);
        *in_use -= 1;
        if *in_use == 0 {
            // Empty, but for a folder that is still being removed; then that removes this one.
            let _ = fs::remove_dir(home_of(process::id()));
        }
    }
}

/// Removes a folder; one that a program has filled takes time, which the test does not wait for to the end.
fn remove_patiently(path: PathBuf) {
    let (tell, told) = mpsc::channel::<()>();
    let remove = move || {
        for _ in 0..RETRIES {
            let _ = fs::remove_dir_all(&path);
            if !path.exists() {
                break;
            }
            thread::sleep(RETRY);
        }
        // Removes nothing as long as there are others.
        let _ = path.parent().map(fs::remove_dir);
        drop(tell);
    };
    if thread::Builder::new().name("remove".to_owned()).spawn(remove).is_ok() {
        let _ = told.recv_timeout(PATIENCE);
    }
}

/// Removes all folders of this process, which is about to end.
fn remove_all() {
    let _ = fs::remove_dir_all(home_of(process::id()));
}

/// Ends and removes what earlier processes have left behind that were killed.
fn remove_leftovers() {
    let names = fs::read_dir(env::temp_dir()).into_iter().flatten().flatten().map(|entry| entry.file_name());
    for id in names.filter_map(|name| name.to_str()?.strip_prefix(PREFIX)?.parse::<u32>().ok()) {
        if id != process::id() && !group::may_be_running(id) {
            group::end_leftovers(id);
            let _ = fs::remove_dir_all(home_of(id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_removed_with_everything_in_it() -> Verdict {
        let folder = Folder::new()?;
        folder.write("a/b", "c")?;
        let path = folder.path().to_owned();
        assert!(path.join("a/b").is_file());
        drop(folder);
        assert!(!path.exists());
        Ok(())
    }
}
