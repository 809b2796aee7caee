//! What a folder comes to for a request, in one piece.

use std::time::SystemTime;

use page::Row;
use representation::{Folder, Found, Listing, NoRepresentation, Refusal, Response, respond};
use request::{Fields, RequestHead, Status};

/// A response, or the facts of why there is none.
pub struct Outcome {
    pub status: Status,
    pub fields: Fields,
    pub response: Option<Response>,
    #[allow(dead_code, reason = "not every test asks why")]
    pub why: Option<Refusal>,
}

pub fn outcome(folder: &Folder, request: &RequestHead, now: SystemTime) -> Outcome {
    match found(folder, request, now) {
        Ok(response) => Outcome {
            status: response.head.status,
            fields: response.head.fields.clone(),
            response: Some(response),
            why: None,
        },
        Err(why) => Outcome {
            status: why.status(),
            fields: why.fields(),
            response: None,
            why: if let NoRepresentation::Refused(refusal) = why { Some(refusal) } else { None },
        },
    }
}

fn found(folder: &Folder, request: &RequestHead, now: SystemTime) -> Result<Response, NoRepresentation> {
    match folder.find(request, now)? {
        Found::File(file) => respond(request, file, now),
        Found::Listing(listing) => respond(request, Listing::page(list(&listing)), now),
    }
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
