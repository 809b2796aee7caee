//! What the server answers: its pages, and pages for everything that goes wrong.

use request::{Error, Form, Method, RequestHead, Status};

/// The methods of all pages.
const ALLOW: &str = "GET, HEAD";

/// A response.
pub struct Page {
    /// The status.
    pub status: Status,
    /// The methods that the resource allows, where the response must name them.
    pub allow: Option<&'static str>,
    /// HTML.
    pub content: String,
}

/// The response to a request.
pub fn answer(request: &RequestHead) -> Page {
    let target = request.target.as_str();
    if !request.method.is_known() {
        return page(Status::NOT_IMPLEMENTED, &page::unknown_method(request.method.as_str()));
    }
    if request.target.scheme().is_some_and(|scheme| !scheme.eq_ignore_ascii_case("http")) {
        return page(Status::MISDIRECTED_REQUEST, &page::http_only(target));
    }
    let text = match (request.target.form(), request.target.path()) {
        (Form::Authority | Form::Asterisk, _) => None,
        (_, "/") => Some("It works. There is also <a href=\"/hello\">/hello</a> and <a href=\"/about\">/about</a>."),
        (_, "/hello") => Some("<b>Hello World</b>"),
        (_, "/about") => Some("This is lesson 08 of HTTP from the Socket Up."),
        _ => return page(Status::NOT_FOUND, &page::no_page(target)),
    };
    match (&request.method, text) {
        (Method::Get | Method::Head, Some(text)) => page(Status::OK, text),
        (method, _) => not_allowed(method),
    }
}

/// The response to what is no request.
pub fn refusal(error: &Error) -> Page {
    let status = error.status();
    page(status, &page::refusal(error.what(), Some(error.offset()), error.section(), status.code()))
}

/// The response to the beginning of a request that has no end.
pub fn too_late() -> Page {
    page(Status::REQUEST_TIMEOUT, &page::too_late("The head of the request"))
}

fn not_allowed(method: &Method) -> Page {
    Page { allow: Some(ALLOW), ..page(Status::METHOD_NOT_ALLOWED, &page::not_allowed(method.as_str(), ALLOW)) }
}

fn page(status: Status, text: &str) -> Page {
    let title = if status == Status::OK { page::COURSE } else { status.reason() };
    let content = page::page(title, &format!("<p>{text}</p>"));
    Page { status, allow: None, content }
}
