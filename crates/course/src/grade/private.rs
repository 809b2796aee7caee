//! A folder of this user alone among those for temporary files, where others may write too.

use std::env;
use std::hash::Hash;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The folder for temporary files, by the name that others call it too: cargo follows links before it names a file.
#[cfg(unix)]
pub fn temporary() -> Result<PathBuf> {
    // An empty variable is as good as none.
    let folder = Some(env::temp_dir()).filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| "/tmp".into());
    let name = folder.display();
    let without = |error| Error::Other(format!("cannot read the folder for temporary files, {name} (TMPDIR): {error}"));
    std::fs::canonicalize(&folder).map_err(without)
}

/// The folder for temporary files.
#[cfg(not(unix))]
pub fn temporary() -> Result<PathBuf> {
    let folder = env::temp_dir();
    std::path::absolute(&folder).map_err(Error::io("find", &folder))
}

/// A path, and the user who works on it: each has a folder, though they share a course.
pub fn own(path: &Path) -> impl Hash {
    (path.to_owned(), imp::user())
}

/// Makes a folder that only this user can open, if it is not there; one that others have made is refused.
pub fn make(folder: &Path) -> Result<()> {
    imp::make(folder)?;
    if imp::is_private(folder)? {
        return Ok(());
    }
    let folder = folder.display();
    Err(Error::Other(format!("{folder} belongs to somebody else, or others may write there; remove it, or set TMPDIR")))
}

/// Cargo and rustup take settings from every folder above the one they work in, and may run what these name. Those that
/// another user put there are refused.
pub fn check_settings(folder: &Path) -> Result<()> {
    const SETTINGS: [&str; 5] =
        [".cargo", ".cargo/config", ".cargo/config.toml", "rust-toolchain", "rust-toolchain.toml"];
    for path in folder.ancestors().flat_map(|folder| SETTINGS.map(|name| folder.join(name))) {
        if imp::is_of_another_user(&path) {
            let path = path.display();
            let problem =
                format!("{path} belongs to somebody else, and cargo would follow it; remove it, or set TMPDIR");
            return Err(Error::Other(problem));
        }
    }
    Ok(())
}

#[cfg(unix)]
mod imp {
    use std::fs::{self, DirBuilder};
    use std::io::ErrorKind;
    use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
    use std::path::Path;

    use crate::error::{Error, Result};

    pub(super) fn user() -> u32 {
        rustix::process::geteuid().as_raw()
    }

    pub(super) fn make(folder: &Path) -> Result<()> {
        match DirBuilder::new().mode(0o700).create(folder) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(Error::io("make the folder", folder)(error)),
            _ => Ok(()),
        }
    }

    pub(super) fn is_private(folder: &Path) -> Result<bool> {
        let found = fs::symlink_metadata(folder).map_err(Error::io("read", folder))?;
        Ok(found.is_dir() && found.uid() == user() && found.mode() & 0o022 == 0)
    }

    pub(super) fn is_of_another_user(path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok_and(|found| found.uid() != user() && found.uid() != 0)
    }
}

#[cfg(not(unix))]
mod imp {
    use std::fs;
    use std::path::Path;

    use crate::error::{Error, Result};

    /// The folder for temporary files is the user's own.
    pub(super) fn user() -> u32 {
        0
    }

    pub(super) fn make(folder: &Path) -> Result<()> {
        fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))
    }

    pub(super) fn is_private(_: &Path) -> Result<bool> {
        Ok(true)
    }

    pub(super) fn is_of_another_user(_: &Path) -> bool {
        false
    }
}
