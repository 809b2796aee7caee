//! The course as one archive.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, Header};

/// What is made of the course, or kept of it.
const LEFT_OUT: [&str; 3] = ["target", "node_modules", "__pycache__"];

/// The hidden folder that the course needs.
const SETTINGS: &str = ".cargo";

/// Packs everything that was written: what was built, and what hidden folders hold, stays here.
pub fn pack(course: &Path, archive: &Path) -> io::Result<()> {
    let mut tar = Builder::new(GzEncoder::new(File::create(archive)?, Compression::default()));
    add(&mut tar, course, Path::new(""))?;
    tar.into_inner()?.finish()?.sync_all()
}

fn add(tar: &mut Builder<GzEncoder<File>>, folder: &Path, below: &Path) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let text = name.to_string_lossy();
        let is_hidden = text.starts_with('.') && text != SETTINGS;
        if is_hidden || LEFT_OUT.contains(&&*text) {
            continue;
        }
        let (kind, path) = (entry.file_type()?, below.join(&name));
        if kind.is_dir() {
            add(tar, &entry.path(), &path)?;
        } else if kind.is_file() {
            let content = fs::read(entry.path())?;
            let mut header = Header::new_gnu();
            header.set_size(content.len() as u64);
            // No time: what was packed twice is the same.
            header.set_mode(0o644);
            tar.append_data(&mut header, &path, &*content)?;
        }
    }
    Ok(())
}
