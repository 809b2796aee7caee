//! What is in a folder.

use std::cmp::Reverse;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;
use std::time::SystemTime;

use cap_std::fs::{DirEntry, Metadata};

use crate::beneath::{Entry, Root};
use crate::cache_control::CacheControl;
use crate::date::format_date;
use crate::path::{encode_segment, is_hidden, is_name};
use crate::refusal::Refusal;
use crate::representation::Representation;

/// How many entries are listed. A folder may have millions, and a page of them is of no use to anybody.
const MOST_ENTRIES: usize = 5_000;

/// What is in a directory.
#[derive(Debug, PartialEq, Eq)]
pub struct Listing {
    /// The path of the directory, as it is shown: `/` for the root, no slash at the end otherwise.
    pub path: String,
    /// Whether another directory is above it.
    pub has_parent: bool,
    /// Folders first, then by name in any letter case.
    pub entries: Vec<ListedEntry>,
    /// Whether there is more that is not listed.
    pub is_cut: bool,
}

/// One line of the list. They are sorted in the order of these.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListedEntry {
    is_folder: Reverse<bool>,
    folded: String,
    /// The name as it is shown, for a folder with a slash. Characters that cannot be seen, or that change the order of
    /// others, stand in it by their numbers, so that nobody takes a name for another one.
    pub name: String,
    /// Where it leads, as a relative reference, if there is a path that names it.
    pub link: Option<String>,
    /// The octets of a file.
    pub length: Option<u64>,
    /// The date of its last change, as fields have it.
    pub modified: Option<String>,
}

impl Listing {
    /// The representation of the list, from the page of HTML that was made of it. Whatever files may be kept for, a list
    /// of them changes with each.
    #[must_use]
    pub fn page(html: String) -> Representation {
        Representation::text("text/html; charset=utf-8", html).cached(&CacheControl::default())
    }
}

/// Lists the folder at `place`; `directory` is its path below the root, and the empty text for the root.
///
/// What is not shown when it is asked for is not listed: hidden files, what is neither file nor folder, links that lead
/// out of the root. Names that no path can name are listed without a link.
///
/// # Errors
///
/// When the folder cannot be read.
pub(crate) fn listing(root: &Root, place: &Path, directory: &str) -> Result<Listing, Refusal> {
    let mut entries = Vec::new();
    let mut is_cut = false;
    // What disappears while it is listed is not listed.
    for entry in root.entries(place)?.flatten().filter_map(|entry| listed(root, place, &entry)) {
        if entries.len() == MOST_ENTRIES {
            is_cut = true;
            break;
        }
        entries.push(entry);
    }
    entries.sort_unstable();
    let path = format!("/{}", shown(OsStr::new(directory)));
    Ok(Listing { path, has_parent: !directory.is_empty(), entries, is_cut })
}

/// An entry, if it is to be listed.
fn listed(root: &Root, place: &Path, entry: &DirEntry) -> Option<ListedEntry> {
    let name = entry.file_name();
    if is_hidden(&name.to_string_lossy()) {
        return None;
    }
    let (is_folder, length, modified) = if entry.file_type().ok()?.is_symlink() {
        match root.find(&place.join(&name)).ok()? {
            Entry::Directory => (true, 0, None),
            Entry::File(_, metadata) => (false, metadata.len(), metadata.modified().ok()),
        }
    } else {
        let metadata = entry.metadata().ok()?;
        if !metadata.is_dir() && !metadata.is_file() {
            return None;
        }
        (metadata.is_dir(), metadata.len(), modified(&metadata))
    };
    let slash = if is_folder { "/" } else { "" };
    Some(ListedEntry {
        is_folder: Reverse(is_folder),
        folded: name.to_string_lossy().to_lowercase(),
        name: shown(&name) + slash,
        link: name.to_str().filter(|name| is_name(name)).map(|name| encode_segment(name) + slash),
        length: (!is_folder).then_some(length),
        modified: modified.and_then(format_date),
    })
}

fn modified(metadata: &Metadata) -> Option<SystemTime> {
    metadata.modified().ok().map(cap_std::time::SystemTime::into_std)
}

/// A name as text. Characters that cannot be seen, or that change the order of others, are shown by their numbers, so
/// that nobody takes a name for another one.
fn shown(name: &OsStr) -> String {
    let mut text = String::new();
    for c in name.to_string_lossy().chars() {
        if c.is_control() || is_format(c) {
            // Writing to a string does not fail.
            let _ = write!(text, "\\u{{{:x}}}", u32::from(c));
        } else {
            text.push(c);
        }
    }
    text
}

/// Whether a character is invisible, or steers the direction of text.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
