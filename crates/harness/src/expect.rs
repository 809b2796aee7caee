//! What is compared in tests again and again, with failures that show both sides.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Verdict};
use crate::visible::visible;

/// The same octets.
///
/// # Errors
///
/// Where they differ first.
pub fn same(came: impl AsRef<[u8]>, expected: impl AsRef<[u8]>) -> Verdict {
    let (came, expected) = (came.as_ref(), expected.as_ref());
    if came == expected { Ok(()) } else { Err(Failure::differ(expected, came)) }
}

/// That something holds: `what` says it in words, and `came` is what was looked at.
///
/// # Errors
///
/// What was expected and what came, where it does not hold.
pub fn that(what: &str, holds: bool, came: impl AsRef<[u8]>) -> Verdict {
    if holds { Ok(()) } else { Err(Failure::wrong().row("expected", what).row("came", visible(came.as_ref()))) }
}

/// That a text stands somewhere in these octets.
///
/// # Errors
///
/// The octets, where it does not.
pub fn contains(came: impl AsRef<[u8]>, part: &str) -> Verdict {
    let came = came.as_ref();
    that(&format!("{part:?} stands in it"), String::from_utf8_lossy(came).contains(part), came)
}

/// That a text stands nowhere in these octets.
///
/// # Errors
///
/// The octets, where it does.
pub fn lacks(came: impl AsRef<[u8]>, part: &str) -> Verdict {
    let came = came.as_ref();
    that(&format!("{part:?} does not stand in it"), !String::from_utf8_lossy(came).contains(part), came)
}

/// That a file has exactly these octets; `None`: that it is not there.
///
/// # Errors
///
/// What is there instead.
pub fn file(path: &Path, octets: Option<&[u8]>) -> Verdict {
    let name = path.display();
    match (fs::read(path), octets) {
        (Ok(came), Some(octets)) => same(came, octets),
        (Err(_), None) => Ok(()),
        (Ok(came), None) => that(&format!("there is no file {name}"), false, came),
        (Err(error), Some(_)) => that(&format!("there is a file {name}"), false, error.to_string()),
    }
}
