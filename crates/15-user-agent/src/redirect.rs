//! Which request follows a redirect (RFC 9110 section 15.4).

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

// ANCHOR: redirect
/// The redirect that a response is to a request with this method; `None` when there is none to follow.
pub fn redirect(method: &Method, head: &ResponseHead) -> Result<Option<Redirect>, Failure> {
    // ANCHOR: followed
    let mut locations = head.fields.all("Location").map(|field| field.value());
    let Some(location) = locations.next() else { return Ok(None) };
    let Some(method) = next_method(method, head.status) else { return Ok(None) };
    if locations.any(|other| other != location) {
        return Err(Failure::response("the redirect leads to two places at once"));
    }
    Ok(Some(Redirect { status: head.status, method, location: location.to_owned() }))
    // ANCHOR_END: followed
}
// ANCHOR_END: redirect

/// The method of the request to which a status redirects. What 300 lists is for people to choose from.
fn next_method(method: &Method, status: Status) -> Option<Method> {
    // ANCHOR: method
    match status {
        Status::SEE_OTHER if *method != Method::Head => Some(Method::Get),
        Status::MOVED_PERMANENTLY | Status::FOUND if *method == Method::Post => Some(Method::Get),
        Status::SEE_OTHER
        | Status::MOVED_PERMANENTLY
        | Status::FOUND
        | Status::TEMPORARY_REDIRECT
        | Status::PERMANENT_REDIRECT => Some(method.clone()),
        _ => None,
    }
    // ANCHOR_END: method
}
