//! Which request follows a redirect (RFC 9110 section 15.4).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use request::{Method, Status};
use response::ResponseHead;

use crate::failure::Failure;

/// Where to go, and how to ask there.
#[derive(Debug)]
pub struct Redirect {
    pub status: Status,
    pub method: Method,
    pub location: Vec<u8>,
}

/// The redirect that a response is to a request with this method; `None` when there is none to follow.
pub fn redirect(method: &Method, head: &ResponseHead) -> Result<Option<Redirect>, Failure> {
    // GAP 3 of 9: resolve (place 6 of 6)
    // The starter follows nothing. A response is a redirect if it has a Location and `next_method` knows a
    // method for its status. Several Locations with the same value are as good as one; if they differ, that
    // is a failure of the response: "the redirect leads to two places at once".
    Ok(None)
}

/// The method of the request to which a status redirects. What 300 lists is for people to choose from.
fn next_method(method: &Method, status: Status) -> Option<Method> {
    // GAP 5 of 9: method
    // In the starter every redirect keeps its method. Return the method after a redirect: the table in the
    // chapter says which it is (`Status::SEE_OTHER`, `MOVED_PERMANENTLY`, `FOUND`, `TEMPORARY_REDIRECT`,
    // `PERMANENT_REDIRECT`). For a status outside it, None.
    matches!(status.code(), 301 | 302 | 303 | 307 | 308).then(|| method.clone())
}
