//! References and what they mean beside a base URI (RFC 3986 section 5).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use cli::without_dots;

/// The parts of a reference, as RFC 3986 appendix B has them. The fragment is cut off before.
struct Parts<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
}

/// The URI that a reference leads to from an absolute base. Both without a fragment.
pub fn resolve(base: &str, reference: &str) -> String {
    let (base, reference) = (parts(base), parts(reference));
    // GAP 3 of 9: resolve (place 1 of 6)
    // Follow RFC 3986 section 5.2.2, on parts: what the reference leaves out comes from the base. With a
    // scheme or an authority it stands for itself; an empty path keeps the base's path, and its query if it
    // has none of its own; other paths begin at `/` or in the folder of the base. `without_dots` on every
    // path but the base's own; put it together with `written`.
    todo!("gap 3: resolve")
}

fn parts(text: &str) -> Parts<'_> {
    // GAP 3 of 9: resolve (place 2 of 6)
    // Take a reference apart: the scheme ends at the first colon, if what stands before it `is_scheme`; the
    // query begins after the first `?` of what is left; after `//` the authority goes to the next slash, or
    // to the end. The path is all that is left, and may be empty. What has no mark is None.
    todo!("gap 3: resolve")
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(&octet))
}

/// The path of the base up to and with its last slash.
fn folder<'a>(base: &Parts<'a>) -> &'a str {
    // GAP 3 of 9: resolve (place 3 of 6)
    // Return the path of the base up to and with its last slash; the root where it has none.
    todo!("gap 3: resolve")
}

fn written(scheme: Option<&str>, authority: Option<&str>, path: &str, query: Option<&str>) -> String {
    // GAP 3 of 9: resolve (place 4 of 6)
    // Write the parts as one text again, each with its mark: `scheme:`, `//authority`, the path, `?query`. An
    // empty query keeps its mark; None has none.
    todo!("gap 3: resolve")
}
