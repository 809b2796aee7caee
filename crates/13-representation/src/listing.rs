//! A page that lists what is in a folder.

use std::cmp::Reverse;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;
use std::time::SystemTime;

use cap_std::fs::{DirEntry, Metadata};
use page::html;

use crate::beneath::{Found, Root};
use crate::date::format_date;
use crate::path::{encode_segment, is_hidden, is_name};
use crate::refusal::Refusal;

/// How many entries are listed. A folder may have millions, and a page of them is of no use to anybody.
const MOST_ENTRIES: usize = 5_000;

/// Readable in a window of any width, by day and by night.
const STYLE: &str = "\
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 60rem; padding: 0 1rem }
h1 { font-size: 1.25rem; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100% }
th { font-weight: 600; text-align: left }
td, th { border-bottom: 1px solid #8884; padding: .25rem .75rem .25rem 0; vertical-align: top }
td:first-child { overflow-wrap: anywhere; width: 100% }
td:nth-child(2), th:nth-child(2) { text-align: right; white-space: nowrap }
td:nth-child(3), th:nth-child(3) { padding-right: 0; white-space: nowrap }
@media (max-width: 30rem) { td:nth-child(3), th:nth-child(3) { white-space: normal; min-width: 6rem } }";

/// One line of the list. They are sorted in the order of these: folders first, then by name in any letter case.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    is_folder: Reverse<bool>,
    folded: String,
    /// The name as it is shown; for a folder with a slash.
    shown: String,
    /// Where it leads, if there is a path that names it.
    link: Option<String>,
    /// The octets of a file.
    length: Option<u64>,
    modified: Option<String>,
}

/// The page that lists the folder at `place`; `directory` is its path below the root, and the empty text for the root.
///
/// What is not shown when it is asked for is not listed: hidden files, what is neither file nor folder, links that lead
/// out of the root. Names that no path can name are listed without a link.
///
/// # Errors
///
/// When the folder cannot be read.
pub(crate) fn listing(root: &Root, place: &Path, directory: &str) -> Result<String, Refusal> {
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
    Ok(page(directory, &entries, is_cut))
}

/// An entry, if it is to be listed.
fn listed(root: &Root, place: &Path, entry: &DirEntry) -> Option<Entry> {
    let name = entry.file_name();
    // ANCHOR: is_listed
    if is_hidden(&name.to_string_lossy()) {
        return None;
    }
    // ANCHOR_END: is_listed
    let (is_folder, length, modified) = if entry.file_type().ok()?.is_symlink() {
        match root.find(&place.join(&name)).ok()? {
            Found::Directory => (true, 0, None),
            Found::File(_, metadata) => (false, metadata.len(), metadata.modified().ok()),
        }
    } else {
        let metadata = entry.metadata().ok()?;
        if !metadata.is_dir() && !metadata.is_file() {
            return None;
        }
        (metadata.is_dir(), metadata.len(), modified(&metadata))
    };
    let slash = if is_folder { "/" } else { "" };
    Some(Entry {
        is_folder: Reverse(is_folder),
        folded: name.to_string_lossy().to_lowercase(),
        shown: shown(&name) + slash,
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

fn page(directory: &str, entries: &[Entry], is_cut: bool) -> String {
    let title = html(&format!("/{}", shown(OsStr::new(directory))));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <title>{title}</title>\n<style>\n{STYLE}\n</style>\n<h1>{title}</h1>\n\
         <table>\n<tr><th>Name<th>Size<th>Changed (UTC)\n"
    );
    if !directory.is_empty() {
        page += "<tr><td><a href=\"../\">../</a><td><td>\n";
    }
    for entry in entries {
        // ANCHOR: name_in_page
        let name = html(&entry.shown);
        // ANCHOR_END: name_in_page
        let name = match &entry.link {
            Some(link) => format!("<a href=\"{link}\"><bdi>{name}</bdi></a>"),
            None => format!("<bdi>{name}</bdi>"),
        };
        let size = entry.length.map(size).unwrap_or_default();
        let changed = entry.modified.as_deref().map(minute).unwrap_or_default();
        let _ = writeln!(page, "<tr><td>{name}<td>{size}<td>{changed}");
    }
    page += "</table>\n";
    if entries.is_empty() {
        page += "<p>There is nothing in this folder.</p>\n";
    }
    if is_cut {
        let _ = writeln!(page, "<p>There is more: only {MOST_ENTRIES} names are listed.</p>");
    }
    page + "</html>\n"
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` as `06 Nov 1994 08:49`.
fn minute(date: &str) -> &str {
    date.get(5..22).unwrap_or(date)
}

/// A number of octets as people read it: with two or three digits.
fn size(octets: u64) -> String {
    const UNITS: [&str; 7] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let mut unit = 0;
    let mut tenths = u128::from(octets) * 10;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths = (tenths + 512) / 1024;
        unit += 1;
    }
    match UNITS.get(unit) {
        Some(unit) if *unit != "B" && tenths < 100 => format!("{}.{} {unit}", tenths / 10, tenths % 10),
        Some(unit) => format!("{} {unit}", (tenths + 5) / 10),
        None => octets.to_string(),
    }
}
