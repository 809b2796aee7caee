//! Which file a path names: percent-decoding, and what no path may say (RFC 9110 section 17.3).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

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

/// The file that the path of a target names, below the root: its segments, joined by `/`. A slash at the end of the path
/// is one at the end here too; the root is the empty text.
///
/// Each segment is decoded once, after the path has been parted: an encoded slash parts nothing. `None` when the path
/// names no file at all: it does not begin with a slash, or a segment is empty, begins with a period (hidden files, `.` and
/// `..`), is not UTF-8, or holds a slash, a backslash or a control character.
///
/// ```
/// use representation::file_path;
///
/// assert_eq!(file_path("/caf%C3%A9/menu.html").as_deref(), Some("café/menu.html"));
/// assert_eq!(file_path("/%252e%252e/x").as_deref(), Some("%2e%2e/x"));
/// assert_eq!(file_path("/%2e%2e/x"), None);
/// assert_eq!(file_path("/a%2Fb"), None);
/// ```
#[must_use]
pub fn file_path(path: &str) -> Option<String> {
    // ANCHOR: file_path
    let below_root = path.strip_prefix('/')?;
    let (segments, end) = match below_root.strip_suffix('/') {
        Some(segments) => (segments, "/"),
        None if below_root.is_empty() => return Some(String::new()),
        None => (below_root, ""),
    };
    let mut file = String::with_capacity(path.len());
    for segment in segments.split('/') {
        let name = percent_decode_str(segment).decode_utf8().ok()?;
        if !is_name(&name) {
            return None;
        }
        if !file.is_empty() {
            file.push('/');
        }
        file.push_str(&name);
    }
    file.push_str(end);
    Some(file)
    // ANCHOR_END: file_path
}

fn is_name(name: &str) -> bool {
    // ANCHOR: is_name
    // On Windows, `file:stream`, `file.` and `file ` are other spellings of `file`.
    let is_other_spelling = cfg!(windows) && (name.contains(':') || name.ends_with(['.', ' ']));
    !name.is_empty()
        && !name.starts_with('.')
        && !name.contains(['/', '\\'])
        && !name.chars().any(char::is_control)
        && !is_other_spelling
    // ANCHOR_END: is_name
}

/// The path of a target that names this file: the reverse of [`file_path`].
#[must_use]
pub fn encode_path(file: &str) -> String {
    let mut path = String::with_capacity(file.len() + 1);
    for segment in file.split('/') {
        path.push('/');
        path.extend(utf8_percent_encode(segment, SEGMENT));
    }
    path
}
