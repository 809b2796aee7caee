//! The `Cache-Control` field of a server (RFC 9111 section 5.2.2).

use std::fmt::{self, Display};
use std::str::FromStr;

use request::syntax;
use response::{members, unquote};

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
        let mut directives = members(text.as_bytes()).peekable();
        if directives.peek().is_none() {
            return Err(InvalidCacheControl::NoDirective);
        }
        directives.try_for_each(check)?;
        Ok(Self(text.trim().to_owned()))
    }
}

fn check(directive: &[u8]) -> Result<(), InvalidCacheControl> {
    let (name, value) = match directive.iter().position(|&octet| octet == b'=') {
        Some(equals) => (&directive[..equals], Some(&directive[equals + 1..])),
        None => (directive, None),
    };
    let is_number = |value: &[u8]| !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    if SECONDS.iter().any(|known| name.eq_ignore_ascii_case(known)) {
        return if value.is_some_and(is_number) { Ok(()) } else { Err(InvalidCacheControl::NotSeconds) };
    }
    let is_value = value.is_none_or(|value| syntax::is_token(value) || unquote(value).is_some());
    if syntax::is_token(name) && is_value { Ok(()) } else { Err(InvalidCacheControl::NoDirective) }
}

/// Why a text is no value of `Cache-Control`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidCacheControl {
    /// There is no directive, or something else.
    NoDirective,
    /// A directive that takes a time has none, or one that is not in seconds.
    NotSeconds,
}

impl Display for InvalidCacheControl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoDirective => {
                "write directives with commas between them, for example no-cache or \"public, max-age=3600\""
            }
            Self::NotSeconds => "write a time as a number of seconds, for example max-age=3600",
        })
    }
}

impl std::error::Error for InvalidCacheControl {}
