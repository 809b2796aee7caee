//! From the sources of a book to its pages, whole or not at all.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use tempfile::TempDir;

use crate::changes;
use crate::complaints::{Complaints, heard};

/// A book, and where its pages are to be.
#[derive(Debug)]
pub struct Book {
    /// The folder of `book.toml`.
    pub source: PathBuf,
    /// The folder of the pages, which is there.
    pub dest: PathBuf,
}

impl Book {
    /// The book in this folder, with an absolute path to its pages: mdBook takes others from the book's folder on.
    ///
    /// # Errors
    ///
    /// When there is no book, or no folder can be made for its pages.
    pub fn of(source: &Path, dest: &Path) -> anyhow::Result<Self> {
        if !source.join("book.toml").is_file() {
            bail!("there is no book in {}: it has no book.toml", source.display());
        }
        fs::create_dir_all(dest).with_context(|| format!("cannot make {}", dest.display()))?;
        let absolute = |path: &Path| fs::canonicalize(path).with_context(|| format!("cannot find {}", path.display()));
        Ok(Self { source: absolute(source)?, dest: absolute(dest)? })
    }

    /// Builds it, and returns what mdBook warns of. With a `version`, each page looks for a newer one while it is read.
    ///
    /// Where it fails, the pages stay as they were. Pages that come out as they were are not touched.
    ///
    /// # Errors
    ///
    /// When mdBook cannot build it, or something is missing in its pages.
    pub fn build(&self, version: Option<u128>) -> anyhow::Result<Vec<String>> {
        let fresh = self.folder_beside()?;
        let (built, Complaints { warnings, errors }) = heard(|| self.build_into(fresh.path()));
        built?;
        if !errors.is_empty() {
            bail!("the book does not build:\n{}", errors.join("\n"));
        }
        self.take(fresh.path(), version).with_context(|| format!("cannot write to {}", self.dest.display()))?;
        Ok(warnings)
    }

    /// A folder on the same disk, which is removed in the end.
    fn folder_beside(&self) -> anyhow::Result<TempDir> {
        let parent = self.dest.parent().unwrap_or(&self.dest);
        TempDir::with_prefix_in("book-", parent)
            .with_context(|| format!("cannot make a folder in {}", parent.display()))
    }

    fn build_into(&self, folder: &Path) -> anyhow::Result<()> {
        let mut config = Config::from_disk(self.source.join("book.toml")).context("cannot read book.toml")?;
        folder.clone_into(&mut config.build.build_dir);
        let book = MDBook::load_with_config(&self.source, config).context("cannot read the book")?;
        book.build().context("the book does not build")
    }

    /// Makes the pages in a folder those of the book: first what they show, then they, and what is gone last.
    fn take(&self, fresh: &Path, version: Option<u128>) -> io::Result<()> {
        let mut files = files(fresh)?;
        files.sort_by_key(|name| is_page(name));
        for name in &files {
            let mut content = fs::read(fresh.join(name))?;
            if let Some(version) = version.filter(|_| is_page(name)) {
                content = changes::with_script(content, version);
            }
            write(&self.dest.join(name), &content)?;
        }
        let kept: BTreeSet<&PathBuf> = files.iter().collect();
        self::files(&self.dest)?
            .iter()
            .filter(|name| !kept.contains(name))
            .try_for_each(|name| fs::remove_file(self.dest.join(name)))
    }
}

fn is_page(name: &Path) -> bool {
    name.extension() == Some(OsStr::new("html"))
}

/// Puts a file in the place of another one, unless that has the same content.
fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    match fs::read(path) {
        Ok(old) if old == content => return Ok(()),
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => (),
    }
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    // Whoever reads meanwhile gets all of the one or all of the other.
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    fs::write(&beside, content)?;
    fs::rename(&beside, path)
}

/// The files in a folder and in those within it, relative to it.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(within) = folders.pop() {
        for entry in fs::read_dir(folder.join(&within))? {
            let entry = entry?;
            let name = within.join(entry.file_name());
            if entry.file_type()?.is_dir() { folders.push(name) } else { found.push(name) }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A book of one chapter, which reads so.
    fn book(folder: &Path, chapter: &str) -> Book {
        let write = |name: &str, text: &str| {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("book/book.toml", "[book]\ntitle = \"A book\"\n");
        write("book/src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n");
        write("book/src/one.md", chapter);
        Book::of(&folder.join("book"), &folder.join("pages")).unwrap()
    }

    #[test]
    fn pages_that_are_as_they_were_stay_and_others_come_and_go() {
        let folder = TempDir::new().unwrap();
        let made = book(folder.path(), "# One\n");
        fs::write(made.dest.join("stale.html"), "stale").unwrap();
        assert_eq!(made.build(None).unwrap(), Vec::<String>::new());
        assert!(!made.dest.join("stale.html").exists());
        let time = |name: &str| fs::metadata(made.dest.join(name)).unwrap().modified().unwrap();
        let (page, contents) = (time("one.html"), time("toc.html"));
        book(folder.path(), "# Two\n").build(None).unwrap();
        assert!(time("one.html") > page && time("toc.html") == contents);
        // Nothing lies around but the book and its pages.
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_book_that_does_not_build_leaves_the_last_one_as_it_was() {
        let folder = TempDir::new().unwrap();
        book(folder.path(), "# One\n").build(None).unwrap();
        let broken = book(folder.path(), "# Two\n\n{{#include nothing.md}}\n");
        let error = format!("{:#}", broken.build(None).unwrap_err());
        assert!(error.contains("does not build") && error.contains("nothing.md"), "{error}");
        let page = fs::read_to_string(broken.dest.join("one.html")).unwrap();
        assert!(page.contains("One") && !page.contains("Two"));
        let nothing = Book::of(&folder.path().join("pages"), &folder.path().join("more")).unwrap_err();
        assert!(nothing.to_string().contains("no book.toml"), "{nothing}");
    }

    #[test]
    fn only_pages_that_are_watched_look_for_newer_ones() {
        let folder = TempDir::new().unwrap();
        let book = book(folder.path(), "# One\n");
        let page = || fs::read_to_string(book.dest.join("one.html")).unwrap();
        book.build(Some(7)).unwrap();
        assert!(page().contains("EventSource"));
        book.build(None).unwrap();
        assert!(!page().contains("EventSource"));
    }
}
