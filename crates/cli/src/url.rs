//! URLs as people type them, and as servers send them.

use std::fmt::{self, Display, Write};

/// Why a typed URL cannot be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvalidUrl {
    /// It has no scheme; with one, it would be this.
    NoScheme(String),
    /// It names no host.
    NoHost,
    /// It is something else than a host with a path.
    NoUrl,
    /// A percent sign in its path begins no escape.
    Percent,
    /// Its host has letters that only its ASCII form can stand for.
    NotAscii(String),
    /// User information stands in front of its host. The text does not repeat it: there may be a password in it.
    UserInformation,
}

impl Display for InvalidUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoScheme(url) => write!(f, "the URL has no scheme: write {url}"),
            Self::NoHost => f.write_str("the URL names no host: write http://HOST:PORT/PATH"),
            Self::NoUrl => f.write_str("this is no URL of HTTP: write http://HOST:PORT/PATH"),
            Self::Percent => f.write_str(
                "a percent sign in the path is not followed by two hexadecimal digits: write %25 for the sign itself",
            ),
            Self::NotAscii(host) => {
                write!(f, "the host {host} is not written in ASCII: write the form that begins with xn--")
            }
            Self::UserInformation => f.write_str(
                "the URL has user information in front of its host, and no URL of HTTP may (RFC 9110 section 4.2.4)",
            ),
        }
    }
}

impl std::error::Error for InvalidUrl {}

/// A URL as somebody typed it, in the form in which it is asked for: white space around it falls away, what no URL can hold
/// is [`escaped`], and the path goes [`without_dots`].
///
/// ```
/// assert_eq!(cli::url("http://localhost/my files/../café?q=a b")?, "http://localhost/caf%C3%A9?q=a%20b");
/// # Ok::<(), cli::InvalidUrl>(())
/// ```
///
/// # Errors
///
/// When the scheme or the host is missing, user information is there, the host is not in ASCII, or a percent sign in the path
/// may be meant as itself or as half an escape. Whatever else may be wrong, the layer of HTTP says.
pub fn url(text: &str) -> Result<String, InvalidUrl> {
    let text = text.trim();
    let Some((scheme, rest)) = text.split_once("://").filter(|(scheme, _)| is_scheme(scheme)) else {
        return Err(without_scheme(text));
    };
    let (authority, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if authority.contains('@') {
        return Err(InvalidUrl::UserInformation);
    }
    if !authority.is_ascii() {
        return Err(InvalidUrl::NotAscii(authority.to_owned()));
    }
    let (path, rest) = rest.split_at(rest.find(['?', '#']).unwrap_or(rest.len()));
    if path.match_indices('%').any(|(at, _)| !begins_escape(&path.as_bytes()[at..])) {
        return Err(InvalidUrl::Percent);
    }
    let (path, rest) = (escaped(path.as_bytes()), escaped(rest.as_bytes()));
    Ok(format!("{scheme}://{authority}{}{rest}", without_dots(&path)))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(&octet))
}

fn without_scheme(text: &str) -> InvalidUrl {
    let rest = match text.split_once(':') {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => rest,
        _ => text,
    };
    let rest = rest.trim_start_matches('/');
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_path = text.starts_with('/') && !text.starts_with("//");
    if authority.contains('@') {
        InvalidUrl::UserInformation
    } else if authority.is_empty() || authority.starts_with(':') || is_path {
        InvalidUrl::NoHost
    } else if !authority.is_ascii() {
        InvalidUrl::NotAscii(authority.to_owned())
    } else if !is_host_with_port(authority) {
        InvalidUrl::NoUrl
    } else {
        InvalidUrl::NoScheme(format!("http://{}", escaped(rest.as_bytes())))
    }
}

/// Whether a text looks like a host, with a port or without: `javascript:alert(1)` does not.
fn is_host_with_port(text: &str) -> bool {
    // The colons within brackets are those of an address.
    let end = text.rfind(']').map_or(0, |bracket| bracket + 1);
    let (host, port) = match text[end..].split_once(':') {
        Some((name, port)) => (&text[..end + name.len()], Some(port)),
        None => (text, None),
    };
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|octet| octet.is_ascii_digit());
    host.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-._~[:]".contains(&octet)) && port.is_none_or(is_port)
}

/// Octets with those percent-encoded that no URL can hold: white space, quotation marks, angle brackets, backslashes,
/// control octets, all beyond ASCII, and percent signs that begin no escape.
#[must_use]
pub fn escaped(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len());
    for (at, &octet) in octets.iter().enumerate() {
        let stands = match octet {
            b'%' => begins_escape(&octets[at..]),
            octet => octet.is_ascii_graphic() && !b"\"<>\\".contains(&octet),
        };
        if stands {
            text.push(char::from(octet));
        } else {
            // Writing to a String does not fail.
            let _ = write!(text, "%{octet:02X}");
        }
    }
    text
}

fn begins_escape(octets: &[u8]) -> bool {
    matches!(octets, [b'%', first, second, ..] if first.is_ascii_hexdigit() && second.is_ascii_hexdigit())
}

/// A path without its segments `.` and `..`, and without what the latter take back (RFC 3986 section 5.2.4). `%2e` is
/// another spelling of the period (section 6.2.2.2).
#[must_use]
pub fn without_dots(path: &str) -> String {
    let Some(path) = path.strip_prefix('/') else { return path.to_owned() };
    let mut kept = Vec::new();
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        let dots = dots(segment);
        if dots == Some(2) {
            kept.pop();
        }
        if dots.is_none() {
            kept.push(segment);
        } else if segments.peek().is_none() {
            // What ends in dots names a folder.
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}

/// How many periods a segment is, if it is `.` or `..`.
fn dots(segment: &str) -> Option<usize> {
    let mut rest = segment;
    for count in 0..=2 {
        if rest.is_empty() {
            return (count > 0).then_some(count);
        }
        let escape = rest.get(..3).is_some_and(|escape| escape.eq_ignore_ascii_case("%2e"));
        rest = if escape { &rest[3..] } else { rest.strip_prefix('.')? };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_url_is_put_in_the_form_in_which_it_is_asked_for() {
        for (typed, asked) in [
            ("http://a", "http://a"),
            ("http://a?x", "http://a?x"),
            ("HTTP://a:80/b", "HTTP://a:80/b"),
            ("http://a/b c", "http://a/b%20c"),
            ("http://a/é?é#é", "http://a/%C3%A9?%C3%A9#%C3%A9"),
            ("http://a/\"<b>\\\u{7f}", "http://a/%22%3Cb%3E%5C%7F"),
            ("http://a/%41[]{}|^`'", "http://a/%41[]{}|^`'"),
            ("http://a/%41?%zz%#%zz", "http://a/%41?%25zz%25#%25zz"),
            (" http://a/b \r\n", "http://a/b"),
            ("http://a/../b/./c/d/..", "http://a/b/c/"),
            ("http://a/b/%2e%2E/%2e/c", "http://a/c"),
            ("http://a/b/.%2e", "http://a/"),
            ("http://a/...?../x#../y", "http://a/...?../x#../y"),
            ("http://a/.../%2e%2e%2e/.a/%2ea", "http://a/.../%2e%2e%2e/.a/%2ea"),
            ("http://a//b//../c", "http://a//b/c"),
            ("ftp://a/b", "ftp://a/b"),
        ] {
            assert_eq!(url(typed).as_deref(), Ok(asked), "{typed}");
        }
    }

    #[test]
    fn what_a_server_sends_is_made_fit_for_a_url() {
        for (sent, fit) in [
            (&b"/100%"[..], "/100%25"),
            (b"/%zz%4%%41?%zz%#%zz", "/%25zz%254%25%41?%25zz%25#%25zz"),
            (b"http://a/\xe9 \x7f", "http://a/%E9%20%7F"),
        ] {
            assert_eq!(escaped(sent), fit);
        }
    }

    #[test]
    fn what_a_typed_url_lacks_is_said() {
        let scheme = |text: &str| Err(InvalidUrl::NoScheme(text.to_owned()));
        for (typed, wrong) in [
            ("example.org/x", scheme("http://example.org/x")),
            ("localhost:8080", scheme("http://localhost:8080")),
            ("//localhost/a b", scheme("http://localhost/a%20b")),
            ("http:/example.org/", scheme("http://example.org/")),
            ("http:example.org", scheme("http://example.org")),
            ("example.org/?u=http://b", scheme("http://example.org/?u=http://b")),
            ("\t[::1]:80/", scheme("http://[::1]:80/")),
            ("[fe80::1]", scheme("http://[fe80::1]")),
            ("bücher.example/x", Err(InvalidUrl::NotAscii("bücher.example".to_owned()))),
            ("http://a/100%", Err(InvalidUrl::Percent)),
            ("http://a/%4?b", Err(InvalidUrl::Percent)),
            ("http://a/%%41", Err(InvalidUrl::Percent)),
            ("javascript:alert(1)", Err(InvalidUrl::NoUrl)),
            ("https:/example.org", Err(InvalidUrl::NoUrl)),
            ("file:/etc/passwd", Err(InvalidUrl::NoUrl)),
            ("\"http://example.org/\"", Err(InvalidUrl::NoUrl)),
            ("<http://example.org/>", Err(InvalidUrl::NoUrl)),
            ("http:\\\\example.org\\x", Err(InvalidUrl::NoUrl)),
            ("example.org:port/", Err(InvalidUrl::NoUrl)),
            ("", Err(InvalidUrl::NoHost)),
            ("http:", Err(InvalidUrl::NoHost)),
            ("/path", Err(InvalidUrl::NoHost)),
            (":80/x", Err(InvalidUrl::NoHost)),
            ("?x", Err(InvalidUrl::NoHost)),
            ("http://bücher.example/", Err(InvalidUrl::NotAscii("bücher.example".to_owned()))),
            ("http://user:secret@a/", Err(InvalidUrl::UserInformation)),
            ("user:secret@a/", Err(InvalidUrl::UserInformation)),
        ] {
            let came = url(typed);
            assert_eq!(came, wrong, "{typed}");
            assert!(!came.is_err_and(|error| error.to_string().contains("secret")), "{typed}");
        }
    }
}
