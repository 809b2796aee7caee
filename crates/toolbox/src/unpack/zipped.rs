//! Zip archives.

use std::fs::File;
use std::io::BufReader;

use zip::ZipArchive;
use zip::result::ZipError;

use super::refusal::Refusal;
use super::tree::Tree;

/// More than a clone of the course with everything that was built in it.
const MOST_ENTRIES: usize = 200_000;

/// The kind of a file in what Unix notes of it, and that of a plain one and of a folder.
const KIND: u32 = 0o170_000;
const PLAIN: u32 = 0o100_000;
const FOLDER: u32 = 0o040_000;

/// Unpacks it.
pub fn unpack(file: File, tree: &mut Tree) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| damaged("the archive", &error))?;
    if archive.len() > MOST_ENTRIES {
        return Err(Refusal::TooMuch(format!("it lists more than {MOST_ENTRIES} files")));
    }
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|error| damaged("the archive", &error))?;
        let name = entry.name().map_err(|error| damaged("the archive", &error))?.into_owned();
        let mode = entry.unix_mode();
        let (is_folder, is_encrypted) = (entry.is_dir(), entry.encrypted());
        drop(entry);
        let Some(parts) = Tree::parts(&name)? else { continue };
        let kind = mode.map(|mode| mode & KIND).filter(|kind| *kind != 0);
        if is_folder || kind == Some(FOLDER) {
            continue;
        }
        if is_encrypted {
            return Err(Refusal::Encrypted(name));
        }
        if kind.is_some_and(|kind| kind != PLAIN) {
            tree.leave_out(&name, "no file but a link or something else");
            continue;
        }
        let content = archive.by_index(index).map_err(|error| damaged(&name, &error))?;
        tree.write(&parts, content)?;
    }
    Ok(())
}

fn damaged(name: &str, error: &ZipError) -> Refusal {
    Refusal::Damaged(format!("{name}: {error}"))
}
