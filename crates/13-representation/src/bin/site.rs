//! What the server has to show: a folder, or a few pages of its own.

use std::time::SystemTime;

use connection::RequestError;
use page::Row;
use representation::{
    Content, Folder, Found, Listing, NoRepresentation, Refusal, Representation, Response, Source, respond,
};
use request::{Form, RequestHead, Status};

/// Where representations come from.
pub enum Site {
    /// The pages of this program.
    Pages,
    /// The files of a folder.
    Folder(Folder),
}

const FIRST: &str =
    "<p>It works. There are also <a href=\"/alphabet\">/alphabet</a> and <a href=\"/numbers\">/numbers</a>.
With <code>--root FOLDER</code> this server shows the files of a folder.</p>";

impl Site {
    // ANCHOR: site
    /// The response to a request.
    pub fn respond(&self, request: &RequestHead, now: SystemTime) -> Response {
        let (method, target) = (request.method.as_str(), request.target.as_str());
        let response = if !request.method.is_known() {
            page(Status::NOT_IMPLEMENTED, &page::unknown_method(method))
        } else if request.target.scheme().is_some_and(|scheme| !scheme.eq_ignore_ascii_case("http")) {
            page(Status::MISDIRECTED_REQUEST, &page::http_only(target))
        } else {
            match self.find(request, now).and_then(|found| respond(request, found, now)) {
                Ok(response) => response,
                Err(why) => self.without(request, &why),
            }
        };
        response.to(&request.method)
    }
    // ANCHOR_END: site

    fn find(&self, request: &RequestHead, now: SystemTime) -> Result<Representation, NoRepresentation> {
        if matches!(request.target.form(), Form::Authority | Form::Asterisk) {
            return Err(NoRepresentation::NotAllowed);
        }
        match self {
            Self::Pages => built_in(request.target.path()),
            Self::Folder(folder) => match folder.find(request, now)? {
                Found::File(file) => Ok(file),
                Found::Listing(listing) => Ok(Listing::page(list(&listing))),
            },
        }
    }

    /// The page that says why there is nothing to send.
    fn without(&self, request: &RequestHead, why: &NoRepresentation) -> Response {
        let (target, fields) = (request.target.as_str(), why.fields());
        let text = match (self, why) {
            (Self::Pages, NoRepresentation::Refused(_)) => page::no_page(target),
            (_, NoRepresentation::Moved { location, .. }) => page::moved(location),
            (_, NoRepresentation::NotAllowed) => page::not_allowed(request.method.as_str(), "GET, HEAD"),
            (_, NoRepresentation::NotSatisfiable { length, .. }) => page::out_of_range(*length),
            (_, why) => page::missing(why.status().code(), target),
        };
        let mut response = page(why.status(), &text);
        for field in fields.iter() {
            set(&mut response, field.name(), field.value());
        }
        response
    }
}

// ANCHOR: built_in
fn built_in(path: &str) -> Result<Representation, NoRepresentation> {
    match path {
        "/" => Ok(Representation::text(page::MEDIA_TYPE, page::page(page::COURSE, FIRST))),
        "/alphabet" => Ok(Representation::text("text/plain; charset=utf-8", "abcdefghijklmnopqrstuvwxyz")),
        "/numbers" => Ok(Representation::text("text/plain; charset=utf-8", numbers())),
        _ => Err(NoRepresentation::Refused(Refusal::NotFound)),
    }
}
// ANCHOR_END: built_in

/// The numbers from 1 to 1000, one a line.
fn numbers() -> String {
    (1..=1000).fold(String::new(), |text, number| text + &number.to_string() + "\n")
}

/// The list of what is in a directory.
fn list(listing: &Listing) -> String {
    // ANCHOR: list
    let rows = listing.entries.iter().map(|entry| Row {
        name: &entry.name,
        link: entry.link.as_deref(),
        length: entry.length,
        modified: entry.modified.as_deref(),
    });
    page::listing(&listing.path, listing.has_parent, &rows.collect::<Vec<_>>(), listing.is_cut)
    // ANCHOR_END: list
}

/// The response to what is no request.
pub fn refusal(error: &RequestError) -> Response {
    let status = error.status();
    page(status, &page::refusal(error.what(), None, error.section(), status.code()))
}

/// A response with a small page; `text` is HTML.
fn page(status: Status, text: &str) -> Response {
    let document = page::page(status.reason(), &format!("<p>{text}</p>"));
    let mut response = Response::new(status).with_content(Content::whole(Source::Octets(document.into_bytes().into())));
    set(&mut response, "Content-Type", page::MEDIA_TYPE);
    response
}

/// Sets a field whose value was made here.
fn set(response: &mut Response, name: &str, value: impl AsRef<[u8]>) {
    let _ = response.head.fields.set(name, value);
}
