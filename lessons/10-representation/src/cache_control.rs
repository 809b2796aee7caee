//! The `Cache-Control` field of a server (RFC 9111 section 5.2.2).

use std::fmt::{self, Display};
use std::str::FromStr;

use message::{members, syntax, unquote};

/// Directives whose value is a number of seconds.
const SECONDS: [&[u8]; 4] = [b"max-age", b"s-maxage", b"stale-while-revalidate", b"stale-if-error"];

/// What caches may do with a response, as the value of a field.
///
/// By default it is `no-cache`: keep it, and ask before each use whether it is still the present version. Without a word about
/// it, a cache guesses from the age of the file (RFC 9111 section 4.2.2), and a page that was edited after a year would
/// stay unseen for weeks.
///
/// ```
/// use representation::CacheControl;
///
/// assert_eq!(CacheControl::default().as_str(), "no-cache");
/// assert!("public, max-age=3600".parse::<CacheControl>().is_ok());
/// assert!("max-age=1h".parse::<CacheControl>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheControl(String);

impl CacheControl {
    /// The value of the field.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for CacheControl {
    fn default() -> Self {
        Self("no-cache".to_owned())
    }
}

impl FromStr for CacheControl {
    type Err = InvalidCacheControl;

    fn from_str(text: &str) -> Result<Self, InvalidCacheControl> {
        let is_whole = members(text.as_bytes()).count() > 0 && members(text.as_bytes()).all(is_directive);
        is_whole.then(|| Self(text.trim().to_owned())).ok_or(InvalidCacheControl)
    }
}

fn is_directive(member: &[u8]) -> bool {
    let Some(equals) = member.iter().position(|&octet| octet == b'=') else {
        return syntax::is_token(member) && !is_in_seconds(member);
    };
    let (name, value) = (&member[..equals], &member[equals + 1..]);
    let is_value = if is_in_seconds(name) {
        !value.is_empty() && value.iter().all(u8::is_ascii_digit)
    } else {
        syntax::is_token(value) || unquote(value).is_some()
    };
    syntax::is_token(name) && is_value
}

fn is_in_seconds(name: &[u8]) -> bool {
    SECONDS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// A text that is no value of `Cache-Control`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidCacheControl;

impl Display for InvalidCacheControl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write directives with commas between them, for example no-cache or public, max-age=3600")
    }
}

impl std::error::Error for InvalidCacheControl {}
