//! Which file a path names: percent-decoding, and what no path may say (RFC 9110 section 17.3).

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::refusal::Refusal;

/// What stands as it is in a segment of a path: the unreserved characters (RFC 3986 section 2.3), and those that file names
/// often have.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'(')
    .remove(b')')
    .remove(b'+')
    .remove(b',')
    .remove(b'@');

/// The folder at the root whose name begins with a period and that is shown all the same (RFC 8615).
const WELL_KNOWN: &str = ".well-known";

/// The same path in its one normal form: what needs no escape stands without one, escapes have capital letters, and the
/// segments `.` and `..` are gone with what the latter take back (RFC 9110 section 4.2.3, RFC 3986 sections 5.2.4 and
/// 6.2.2). Nothing lies above the root.
///
/// ```
/// use representation::normal_path;
///
/// assert_eq!(normal_path("/%65cho"), "/echo");
/// assert_eq!(normal_path("/a%2fb"), "/a%2Fb");
/// assert_eq!(normal_path("/deb/./Packages"), "/deb/Packages");
/// assert_eq!(normal_path("/a/%2e%2E/../b/.."), "/");
/// ```
#[must_use]
pub fn normal_path(path: &str) -> Cow<'_, str> {
    let plain = without_needless_escapes(path);
    if plain.starts_with('/') && plain.contains("/.") { without_dot_segments(&plain).into() } else { plain }
}

fn without_needless_escapes(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return Cow::Borrowed(path);
    }
    let mut pieces = path.split('%');
    let mut normal = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        // A target comes with two digits after each percent sign.
        let (digits, rest) = piece.split_at_checked(2).unwrap_or((piece, ""));
        match u8::from_str_radix(digits, 16) {
            Ok(octet) if octet.is_ascii_alphanumeric() || b"-._~".contains(&octet) => normal.push(char::from(octet)),
            _ => {
                normal.push('%');
                normal += &digits.to_ascii_uppercase();
            }
        }
        normal += rest;
    }
    Cow::Owned(normal)
}

/// A path that begins with a slash, without its segments `.` and `..`, and what the latter take back (RFC 3986 section
/// 5.2.4). One that ends in such a segment ends in a slash.
fn without_dot_segments(path: &str) -> String {
    // ANCHOR: dot_segments
    let mut kept = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            "." => {}
            ".." => drop(kept.pop()),
            segment => kept.push(segment),
        }
        if is_last && matches!(segment, "." | "..") {
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
    // ANCHOR_END: dot_segments
}

/// The file that the path of a target names, below the root: its segments, joined by `/`. A slash at the end of the path
/// is one at the end here too; the root is the empty text.
///
/// Dot segments are removed first, as every client does that knows of them. Slashes that follow each other count as one,
/// as in the file system. Each segment is decoded once, after the path has been split: an encoded slash splits nothing.
///
/// ```
/// use representation::file_path;
///
/// assert_eq!(file_path("/caf%C3%A9/menu.html").unwrap(), "café/menu.html");
/// assert_eq!(file_path("/%252e%252e/x").unwrap(), "%2e%2e/x");
/// assert_eq!(file_path("/%2e%2e/./a//b").unwrap(), "a/b");
/// assert!(file_path("/a%2Fb").is_err());
/// ```
///
/// # Errors
///
/// When the path names no file that is shown. It does not begin with a slash, or a segment is not UTF-8, or holds a slash,
/// a backslash or a control character ([`Refusal::NoName`]); or a segment begins with a period ([`Refusal::Hidden`]). Of
/// these, only `.well-known` at the root is shown (RFC 8615).
pub fn file_path(path: &str) -> Result<String, Refusal> {
    // ANCHOR: file_path
    let path = normal_path(path);
    let below_root = path.strip_prefix('/').ok_or(Refusal::NoName)?;
    let mut file = String::with_capacity(path.len());
    for segment in below_root.split('/').filter(|segment| !segment.is_empty()) {
        let name = percent_decode_str(segment).decode_utf8().map_err(|_| Refusal::NoName)?;
        if !is_name(&name) {
            return Err(Refusal::NoName);
        }
        if is_hidden(&name) && !(file.is_empty() && name == WELL_KNOWN) {
            return Err(Refusal::Hidden);
        }
        if !file.is_empty() {
            file.push('/');
        }
        file.push_str(&name);
    }
    if !file.is_empty() && path.ends_with('/') {
        file.push('/');
    }
    Ok(file)
    // ANCHOR_END: file_path
}

/// Whether a segment of a path, decoded, can name a file.
#[must_use]
pub fn is_name(name: &str) -> bool {
    // ANCHOR: is_name
    !name.is_empty()
        && !matches!(name, "." | "..")
        && !name.contains(['/', '\\'])
        && !name.chars().any(char::is_control)
        && !is_other_spelling(name)
    // ANCHOR_END: is_name
}

/// Whether Windows takes this for a spelling of another name: `file:stream`, `file.` and `file ` are `file`, and `GIT~1`
/// may be `.git`; or for a device, which is in every folder: `NUL`, `con.txt`.
fn is_other_spelling(name: &str) -> bool {
    const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
    if cfg!(not(windows)) {
        return false;
    }
    let is_short = name.split('~').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let port = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let is_port = port.is_some_and(|number| number.chars().count() == 1 && number.contains(is_port_number));
    name.contains(':') || name.ends_with(['.', ' ']) || is_short || is_port || DEVICES.contains(&&*stem)
}

fn is_port_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '¹' | '²' | '³')
}

/// Whether a name is one that is not shown.
#[must_use]
pub fn is_hidden(name: &str) -> bool {
    // ANCHOR: is_hidden
    name.starts_with('.')
    // ANCHOR_END: is_hidden
}

/// A name as a segment of a path.
#[must_use]
pub fn encode_segment(name: &str) -> String {
    utf8_percent_encode(name, SEGMENT).to_string()
}

/// The path of a target that names this file: the reverse of [`file_path`].
#[must_use]
pub fn encode_path(file: &str) -> String {
    let mut path = String::with_capacity(file.len() + 1);
    for segment in file.split('/') {
        path.push('/');
        path += &encode_segment(segment);
    }
    path
}
