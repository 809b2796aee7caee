//! Cookies: what a client keeps for a server, and sends with each request (RFC 6265).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

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
        // GAP 6 of 7: set_cookie (place 1 of 4)
        // Make a cookie whose `value`, as it goes into Set-Cookie, is `name=value`. `InvalidCookie` if the name is
        // no token (`is_token`), or if an octet of the value may not stand in one (`is_cookie_octet`). One
        // pair of `"` may stand around the value, and stays there.
        todo!("gap 6: set_cookie")
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
        // GAP 6 of 7: set_cookie (place 3 of 4)
        // Add the attribute `Path`, after a semicolon and a space. `InvalidCookie` unless it begins with a
        // slash, and holds printable ASCII, blanks included, without `;`.
        todo!("gap 6: set_cookie")
    }

    /// The same, kept for so many seconds.
    #[must_use]
    pub fn max_age(mut self, time: Duration) -> Self {
        // GAP 6 of 7: set_cookie (place 4 of 4)
        // Add the attribute `Max-Age`, in whole seconds, after a semicolon and a space.
        todo!("gap 6: set_cookie")
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
    // GAP 6 of 7: set_cookie (place 2 of 4)
    // Allow visible ASCII, without the four octets that the chapter names (RFC 6265 section 4.1.1).
    todo!("gap 6: set_cookie")
}

/// The value of the first cookie of that name in the values of `Cookie` fields. A pair of `"` around it belongs to it.
pub(crate) fn find<'v>(values: impl Iterator<Item = &'v [u8]>, name: &str) -> Option<&'v [u8]> {
    // GAP 7 of 7: cookie
    // `values` are those of the Cookie fields: pairs with semicolons between them, `a=1; b=2`. Return the
    // value of the first pair whose name is `name`, letter case included. Split a pair at its first `=`;
    // white space around the name and around the value does not count. What has no `=` is no pair.
    todo!("gap 7: cookie")
}

impl Display for InvalidCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this cannot stand in a cookie (RFC 6265 section 4.1.1)")
    }
}

impl StdError for InvalidCookie {}
