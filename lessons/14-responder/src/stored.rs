//! What a folder has, as a response.

use std::time::SystemTime;

use page::Row;
use representation::{Folder, Found, Listing, NoRepresentation, respond};
use request::Method;

use crate::error::Error;
use crate::methods::{Methods, not_allowed, options};
use crate::request::Request;
use crate::response::{HandlerResult, Response};

/// The response of a folder. What there is decides before the method does: a method cannot be allowed on nothing.
pub(crate) fn stored<'a>(folder: &Folder, request: &Request<'a>) -> HandlerResult<'a> {
    let now = SystemTime::now();
    let found = folder.find(request.head, now).and_then(|found| match found {
        Found::File(file) => respond(request.head, file, now),
        Found::Listing(listing) => respond(request.head, Listing::page(list(&listing)), now),
    });
    match found {
        Ok(response) => Ok(response.into()),
        Err(NoRepresentation::NotAllowed) => {
            let methods: Methods = [Method::Get].iter().collect();
            let is_options = *request.method() == Method::Options;
            if is_options { options(&methods) } else { Err(not_allowed(request.method(), &methods)) }
        }
        Err(why) => Ok(without(request, why)),
    }
}

/// The page that says why there is nothing to send.
fn without<'a>(request: &Request<'a>, why: NoRepresentation) -> Response<'a> {
    let text = match &why {
        NoRepresentation::Moved { location, .. } => page::moved(location),
        NoRepresentation::NotSatisfiable { length, .. } => page::out_of_range(*length),
        why => page::missing(why.status().code(), request.head.target.as_str()),
    };
    let mut response = Error::page(why.status(), text).into_response().with_fields(&why.fields());
    if let NoRepresentation::Refused(refusal) = why {
        response.why = Some(refusal);
    }
    response
}

fn list(listing: &Listing) -> String {
    let rows = listing.entries.iter().map(|entry| Row {
        name: &entry.name,
        link: entry.link.as_deref(),
        length: entry.length,
        modified: entry.modified.as_deref(),
    });
    page::listing(&listing.path, listing.has_parent, &rows.collect::<Vec<_>>(), listing.is_cut)
}
