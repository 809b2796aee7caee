//! References and what they mean beside a base URI (RFC 3986 section 5).

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
    // ANCHOR: resolve
    let scheme = reference.scheme.or(base.scheme);
    if reference.scheme.is_some() || reference.authority.is_some() {
        return written(scheme, reference.authority, &without_dots(reference.path), reference.query);
    }
    let (path, query) = match reference.path {
        "" => (base.path.to_owned(), reference.query.or(base.query)),
        path if path.starts_with('/') => (without_dots(path), reference.query),
        path => (without_dots(&format!("{}{path}", folder(&base))), reference.query),
    };
    written(scheme, base.authority, &path, query)
    // ANCHOR_END: resolve
}

fn parts(text: &str) -> Parts<'_> {
    // ANCHOR: parts
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
    // ANCHOR_END: parts
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(&octet))
}

/// The path of the base up to and with its last slash.
fn folder<'a>(base: &Parts<'a>) -> &'a str {
    // ANCHOR: folder
    match base.path.rfind('/') {
        Some(slash) => &base.path[..=slash],
        None => "/",
    }
    // ANCHOR_END: folder
}

fn written(scheme: Option<&str>, authority: Option<&str>, path: &str, query: Option<&str>) -> String {
    // ANCHOR: written
    let scheme = scheme.map(|scheme| format!("{scheme}:")).unwrap_or_default();
    let authority = authority.map(|authority| format!("//{authority}")).unwrap_or_default();
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}{authority}{path}{query}")
    // ANCHOR_END: written
}
