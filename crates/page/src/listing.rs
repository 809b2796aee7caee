//! A page that lists what is in a folder.

use std::fmt::Write as _;

use crate::html::html;

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

/// One line of a list.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// A name.
    pub name: &'a str,
    /// Where it leads.
    pub link: Option<&'a str>,
    /// How many octets a file has.
    pub length: Option<u64>,
    /// The date of its last change, as HTTP writes dates.
    pub modified: Option<&'a str>,
}

/// The page that lists a folder. `has_parent` says whether there is one above it, `is_cut` whether there is more than these
/// rows.
#[must_use]
pub fn listing(path: &str, has_parent: bool, rows: &[Row], is_cut: bool) -> String {
    let title = html(path);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <title>{title}</title>\n<style>\n{STYLE}\n</style>\n<h1>{title}</h1>\n\
         <table>\n<tr><th>Name<th>Size<th>Changed (UTC)\n"
    );
    if has_parent {
        page += "<tr><td><a href=\"../\">../</a><td><td>\n";
    }
    for row in rows {
        let name = html(row.name);
        let name = match row.link {
            Some(link) => format!("<a href=\"{}\"><bdi>{name}</bdi></a>", html(link)),
            None => format!("<bdi>{name}</bdi>"),
        };
        let size = row.length.map(size).unwrap_or_default();
        let changed = row.modified.map(minute).unwrap_or_default();
        // Writing to a string does not fail.
        let _ = writeln!(page, "<tr><td>{name}<td>{size}<td>{changed}");
    }
    page += "</table>\n";
    if rows.is_empty() {
        page += "<p>There is nothing in this folder.</p>\n";
    }
    if is_cut {
        let _ = writeln!(page, "<p>There is more: only {} names are listed.</p>", rows.len());
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
