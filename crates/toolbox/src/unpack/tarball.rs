//! Tar archives, packed or not.

use std::io::{self, Read};

use tar::{Archive, EntryType};

use super::refusal::Refusal;
use super::tree::Tree;

/// How many octets an archive may have when it is no longer packed. What counts of it is bounded further: the rest is
/// what was built, which has to be read to get past it.
const MOST_OCTETS: u64 = 512 << 20;

/// More than a clone of the course with everything that was built in it.
const MOST_ENTRIES: usize = 200_000;

/// A name or another fact about a file that is longer is none: the library reads it whole.
const LONGEST_FACT: u64 = 64 << 10;

/// Unpacks it.
pub fn unpack(archive: impl Read, tree: &mut Tree) -> Result<(), Refusal> {
    let bounded = Bounded { inner: archive, left: MOST_OCTETS };
    let mut archive = Archive::new(bounded);
    let entries = archive.entries().map_err(|error| fault(&error))?;
    for (index, entry) in entries.enumerate() {
        let entry = entry.map_err(|error| fault(&error))?;
        if index > MOST_ENTRIES {
            return Err(Refusal::TooMuch(format!("it holds more than {MOST_ENTRIES} files")));
        }
        let kind = entry.header().entry_type();
        if kind == EntryType::XGlobalHeader && entry.size() <= LONGEST_FACT {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let Some(parts) = Tree::parts(&name)? else { continue };
        match kind {
            EntryType::Directory => (),
            EntryType::Regular | EntryType::Continuous => tree.write(&parts, entry)?,
            EntryType::Symlink | EntryType::Link => tree.leave_out(&name, "no file but a link"),
            _ => tree.leave_out(&name, "no file but a device or something else"),
        }
    }
    Ok(())
}

fn fault(error: &io::Error) -> Refusal {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<TooLong>()) {
        Some(TooLong) => too_long(),
        // The library keeps the words of an error, and not the error.
        None if error.to_string().contains(TOO_LONG) => too_long(),
        None => Refusal::Damaged(error.to_string()),
    }
}

fn too_long() -> Refusal {
    Refusal::TooMuch(format!("unpacked it has more than {MOST_OCTETS} octets"))
}

/// An archive of which no more than so many octets are read.
struct Bounded<R> {
    inner: R,
    left: u64,
}

const TOO_LONG: &str = "more octets than are read";

/// There are more.
#[derive(Debug)]
struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(TOO_LONG)
    }
}

impl std::error::Error for TooLong {}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| io::Error::other(TooLong))?;
        Ok(count)
    }
}
