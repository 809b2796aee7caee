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
    // GAP 3 of 8: resolve
    // RFC 3986 section 5.2.2, on parts: what the reference leaves out comes from the base. With a scheme
    // or an authority it stands for itself; an empty path keeps the base's path, and its query if it has
    // none of its own; other paths begin at `/` or in the `folder(&base)`. `without_dots` on every path
    // but the base's own; `written(scheme, authority, path, query)` puts it together.
    todo!("gap 3: resolve")
}

fn parts(text: &str) -> Parts<'_> {
    let (scheme, rest) = match text.split_once(':') {
        Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme), rest),
        _ => (None, text),
    };
    let (rest, query) = match rest.split_once('?') {
        Some((rest, query)) => (rest, Some(query)),
        None => (rest, None),
    };
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            (Some(authority), path)
        }
        None => (None, rest),
    };
    Parts { scheme, authority, path, query }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(&octet))
}

/// The path of the base up to and with its last slash.
fn folder<'a>(base: &Parts<'a>) -> &'a str {
    match base.path.rfind('/') {
        Some(slash) => &base.path[..=slash],
        None => "/",
    }
}

fn written(scheme: Option<&str>, authority: Option<&str>, path: &str, query: Option<&str>) -> String {
    let scheme = scheme.map(|scheme| format!("{scheme}:")).unwrap_or_default();
    let authority = authority.map(|authority| format!("//{authority}")).unwrap_or_default();
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}{authority}{path}{query}")
}
