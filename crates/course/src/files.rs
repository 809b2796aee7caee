//! Trees of files: read, compared, written only where they differ.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The files of a folder by their path in it, written with `/` on every system. Line ends are `\n`.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// Reads a text file, whatever line ends the checkout gave it.
pub fn read_text(path: &Path) -> Result<String> {
    let text = fs::read_to_string(path).map_err(Error::io("read", path))?;
    Ok(if text.contains('\r') { text.replace("\r\n", "\n") } else { text })
}

/// Whether a file name is that of a Rust source.
pub fn is_rust(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "rs")
}

/// Reads every file under `folder`, and nothing that is none, such as a link that leads nowhere. A folder that is not
/// there has no files.
pub fn read_tree(folder: &Path) -> Result<Tree> {
    let mut tree = Tree::new();
    collect(folder, "", &mut tree)?;
    Ok(tree)
}

fn collect(folder: &Path, prefix: &str, tree: &mut Tree) -> Result<()> {
    for name in entries(folder)? {
        let path = folder.join(&name);
        let name = name.to_string_lossy();
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), tree)?;
        } else if path.is_file() {
            tree.insert(format!("{prefix}{name}"), read(&path)?);
        }
    }
    Ok(())
}

/// Reads a file. Line ends of a text become `\n`.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let bytes = fs::read(path).map_err(Error::io("read", path))?;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => text.replace("\r\n", "\n").into_bytes(),
        Err(error) => error.into_bytes(),
    })
}

/// The names in a folder, sorted, hidden ones left out. A folder that is not there has none.
pub fn names(folder: &Path) -> Result<Vec<String>> {
    let not_text = |name: OsString| Error::Other(format!("{}: not a UTF-8 name", folder.join(name).display()));
    entries(folder)?.into_iter().map(|name| name.into_string().map_err(not_text)).collect()
}

fn entries(folder: &Path) -> Result<Vec<OsString>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io("read", folder)(error)),
    };
    let names = entries.map(|entry| entry.map(|entry| entry.file_name()));
    let mut names = names.collect::<io::Result<Vec<_>>>().map_err(Error::io("read", folder))?;
    names.retain(|name| !name.as_encoded_bytes().starts_with(b"."));
    names.sort();
    Ok(names)
}

/// The CRC-32 of the names, the lengths and the contents of files.
pub fn checksum(files: &Tree) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    for (name, bytes) in files {
        crc.update(format!("{name} {}\n", bytes.len()).as_bytes());
        crc.update(bytes);
    }
    crc.finalize()
}

/// Writes a file, and the folders it needs. A file that has this content already is left alone, so that cargo does not
/// build it again.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|current| current == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
    }
    fs::write(path, bytes).map_err(Error::io("write", path))
}

/// Makes a folder hold exactly these files. What is there and the same is left alone.
pub fn write_tree(folder: &Path, tree: &Tree) -> Result<()> {
    for name in read_tree(folder)?.keys().filter(|name| !tree.contains_key(*name)) {
        remove(&folder.join(name))?;
    }
    tree.iter().try_for_each(|(name, bytes)| write(&folder.join(name), bytes))
}

/// Puts a file under another name too, without a copy of it where the file system can. What has that name goes.
pub fn place(file: &Path, at: &Path) -> Result<()> {
    if let Some(folder) = at.parent() {
        fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
    }
    // To copy over it would write into every other name that it has.
    if at.is_file() {
        fs::remove_file(at).map_err(Error::io("remove", at))?;
    }
    if fs::hard_link(file, at).is_err() {
        fs::copy(file, at).map_err(Error::io("copy", file))?;
    }
    Ok(())
}

/// Lets everybody enter a folder and run what lies in it, whatever the user's mask for new files.
#[cfg(unix)]
pub fn make_public(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let allow =
        |path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(0o755)).map_err(Error::io("open", path));
    allow(folder)?;
    let is_file = |path: &&PathBuf| fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
    all_entries(folder)?.iter().filter(is_file).try_for_each(|path| allow(path))
}

/// Lets nobody read a program who can run it: on Linux nobody can then look into the process, trace it, or open its files
/// anew by `/proc`. It stays writable, for otherwise the linker refuses to make it again.
#[cfg(target_os = "linux")]
pub fn make_unreadable(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(file, fs::Permissions::from_mode(0o311)).map_err(Error::io("close", file))
}

/// Elsewhere that keeps nobody away from the process.
#[cfg(not(target_os = "linux"))]
pub fn make_unreadable(_: &Path) -> Result<()> {
    Ok(())
}

/// Elsewhere files have no such mask.
#[cfg(not(unix))]
pub fn make_public(_: &Path) -> Result<()> {
    Ok(())
}

/// Everything that lies in a folder, hidden or not. A folder that is not there has nothing.
pub fn all_entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(Error::io("read", folder))?,
    };
    entries.map(|entry| entry.map(|entry| entry.path()).map_err(Error::io("read", folder))).collect()
}

/// Removes a file, or a folder with everything in it.
pub fn remove(path: &Path) -> Result<()> {
    if path.is_dir() {
        return remove_folder(path);
    }
    fs::remove_file(path).map_err(Error::io("remove", path))
}

/// Removes a folder with everything in it, when it is there.
pub fn remove_folder(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::io("remove", path)(error)),
        _ => Ok(()),
    }
}
