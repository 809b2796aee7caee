//! Cookies: what a client keeps for a server, and sends with each request (RFC 6265).

use std::error::Error as StdError;
use std::fmt::{self, Display, Write as _};
use std::time::Duration;

use request::syntax::is_token;

/// A cookie to be set.
///
/// Without [`max_age`](Self::max_age) the client keeps it until it ends; without [`path`](Self::path) it sends it below the
/// folder of the page that set it.
///
/// ```
/// use std::time::Duration;
///
/// use responder::{Cookie, Response, SameSite};
///
/// let cookie = Cookie::new("theme", "dark")?.path("/")?.max_age(Duration::from_hours(24)).same_site(SameSite::Lax);
/// let response = Response::text("It is dark now.").cookie(&cookie);
/// assert!(Cookie::new("theme", "dark; Path=/").is_err());
/// # Ok::<(), responder::InvalidCookie>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cookie {
    /// The value of `Set-Cookie` so far.
    value: String,
}

/// Requests from pages of other sites, and whether a cookie goes with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameSite {
    /// It never does.
    Strict,
    /// It does when somebody follows a link, and not when a form is sent or a picture is shown.
    Lax,
}

/// A name, value or path that cannot stand in a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidCookie;

impl Cookie {
    /// A cookie of that name and value (RFC 6265 section 4.1.1).
    ///
    /// # Errors
    ///
    /// When the name is no token, or the value holds what a cookie cannot: blanks, control characters, `"`, `,`, `;`, `\`,
    /// and everything beyond ASCII. A value in a pair of `"` is one; other text must be escaped first.
    pub fn new(name: &str, value: &str) -> Result<Self, InvalidCookie> {
        // ANCHOR: set_cookie
        let unquoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
        if !is_token(name.as_bytes()) || !unquoted.bytes().all(is_cookie_octet) {
            return Err(InvalidCookie);
        }
        Ok(Self { value: format!("{name}={value}") })
        // ANCHOR_END: set_cookie
    }

    /// What removes a cookie of that name: one that is over. Name the [`path`](Self::path) with which it was set.
    ///
    /// # Errors
    ///
    /// When the name is no token.
    pub fn removal(name: &str) -> Result<Self, InvalidCookie> {
        Ok(Self::new(name, "")?.max_age(Duration::ZERO))
    }

    /// The same for this path and those below it.
    ///
    /// # Errors
    ///
    /// When it does not begin with `/`, or holds `;` or a control character.
    pub fn path(mut self, path: &str) -> Result<Self, InvalidCookie> {
        // ANCHOR: path
        let is_path = path.starts_with('/') && path.bytes().all(|octet| matches!(octet, b' '..=b'~') && octet != b';');
        if !is_path {
            return Err(InvalidCookie);
        }
        self.value += "; Path=";
        self.value += path;
        Ok(self)
        // ANCHOR_END: path
    }

    /// The same, kept for so many seconds.
    #[must_use]
    pub fn max_age(mut self, time: Duration) -> Self {
        // ANCHOR: max_age
        // Writing to a string does not fail.
        let _ = write!(self.value, "; Max-Age={}", time.as_secs());
        self
        // ANCHOR_END: max_age
    }

    /// The same, but not for the scripts of a page.
    #[must_use]
    pub fn http_only(mut self) -> Self {
        self.value += "; HttpOnly";
        self
    }

    /// The same, and only for connections that nobody else can read: not for this server as long as it has no TLS, but to
    /// `localhost` browsers send it.
    #[must_use]
    pub fn secure(mut self) -> Self {
        self.value += "; Secure";
        self
    }

    /// The same, and what is sent with requests from pages of other sites.
    #[must_use]
    pub fn same_site(mut self, same_site: SameSite) -> Self {
        self.value += match same_site {
            SameSite::Strict => "; SameSite=Strict",
            SameSite::Lax => "; SameSite=Lax",
        };
        self
    }

    /// The value of the `Set-Cookie` field.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

/// What may stand in the value of a cookie.
fn is_cookie_octet(octet: u8) -> bool {
    // ANCHOR: cookie_octet
    octet.is_ascii_graphic() && !b"\",;\\".contains(&octet)
    // ANCHOR_END: cookie_octet
}

/// The value of the first cookie of that name in the values of `Cookie` fields. A pair of `"` around it belongs to it.
pub(crate) fn find<'v>(values: impl Iterator<Item = &'v [u8]>, name: &str) -> Option<&'v [u8]> {
    // ANCHOR: cookie
    let mut pairs = values.flat_map(|value| value.split(|&octet| octet == b';')).filter_map(|pair| {
        let at = pair.iter().position(|&octet| octet == b'=')?;
        Some((pair[..at].trim_ascii(), pair[at + 1..].trim_ascii()))
    });
    pairs.find(|(known, _)| *known == name.as_bytes()).map(|(_, value)| value)
    // ANCHOR_END: cookie
}

impl Display for InvalidCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this cannot stand in a cookie (RFC 6265 section 4.1.1)")
    }
}

impl StdError for InvalidCookie {}
