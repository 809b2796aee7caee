//! URLs that this client can ask for.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::fmt::{self, Display};

use cli::InvalidUrl;
use request::{Server, Target};

use crate::reference::resolve;

/// The longest URL that is asked for or followed, in octets. Field lines of responses may be longer.
pub const LONGEST: usize = 16 * 1024;

/// An absolute `http` URL.
#[derive(Debug, Clone)]
pub struct Uri {
    target: Target,
    server: Server,
    /// For the one who reads the response; it is never sent.
    fragment: Option<String>,
}

impl Uri {
    /// Reads a URL as somebody typed it; the error says what is wrong with it, and what to type.
    pub fn typed(text: &str) -> Result<Self, String> {
        let uri = cli::url(text).map_err(|wrong| match wrong {
            InvalidUrl::UserInformation => format!("{wrong}: give it as --user NAME:PASSWORD"),
            wrong => wrong.to_string(),
        })?;
        Self::parse(&uri).map_err(|wrong| format!("{text:?} is not a URL to ask for: {wrong}"))
    }

    fn parse(text: &str) -> Result<Self, String> {
        if text.len() > LONGEST {
            return Err(format!("it has more than {LONGEST} octets"));
        }
        let target = Target::http_url(text).map_err(|error| error.to_string())?;
        let server = target.server().ok_or("it names no server")?;
        if server.host.contains('%') {
            return Err(format!("its host {} is no name that can be looked up", server.host));
        }
        let (_, fragment) = split_fragment(text);
        Ok(Self { target, server, fragment: fragment.map(str::to_owned) })
    }

    /// The URL that a `Location` leads to from here; without a fragment of its own it has this one's
    /// (RFC 9110 section 10.2.2). What no URL can hold is escaped, as everybody does: it can mean nothing else.
    pub fn location(&self, location: &[u8]) -> Result<Self, String> {
        // GAP 3 of 9: resolve (place 5 of 6)
        // Make of `location` a URL that can be asked for: escape what no URL can hold (`cli::escaped`), cut the
        // fragment off (`split_fragment`), `resolve` the rest beside `self.target`, and read the result with
        // `parse`. The fragment is the reference's, and if it has none, that of this URL.
        todo!("gap 3: resolve")
    }

    /// The URL without its fragment.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Whom to ask. Two URLs with the same one are of the same origin.
    pub fn server(&self) -> &Server {
        &self.server
    }
}

fn split_fragment(text: &str) -> (&str, Option<&str>) {
    match text.split_once('#') {
        Some((text, fragment)) => (text, Some(fragment)),
        None => (text, None),
    }
}

impl Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.target.fmt(f)?;
        self.fragment.as_ref().map_or(Ok(()), |fragment| write!(f, "#{fragment}"))
    }
}
