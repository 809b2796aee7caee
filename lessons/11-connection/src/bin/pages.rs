//! What the server responds: its pages, and pages for everything that goes wrong.

use body::Expectation;
use connection::RequestError;
use request::{Form, Method, RequestHead, Status};

/// A response.
pub struct Page {
    /// The status.
    pub status: Status,
    /// The methods that the resource allows, where the response must name them.
    pub allow: Option<&'static str>,
    /// Whether the connection ends after it.
    pub is_last: bool,
    /// HTML.
    pub content: String,
}

/// What is done with a request.
pub enum Action {
    /// The response is a page.
    Show(Page),
    /// Its content is sent back.
    Echo,
    /// The response is numbers, one a line, whose count is not said beforehand.
    Count,
}

/// What is done with a request.
pub fn action(request: &RequestHead) -> Action {
    let target = request.target.as_str();
    if !request.method.is_known() {
        return Action::Show(page(Status::NOT_IMPLEMENTED, &page::unknown_method(request.method.as_str())));
    }
    if request.target.scheme().is_some_and(|scheme| !scheme.eq_ignore_ascii_case("http")) {
        return Action::Show(page(Status::MISDIRECTED_REQUEST, &page::http_only(target)));
    }
    if body::expectation(request) == Expectation::Unknown {
        return Action::Show(page(Status::EXPECTATION_FAILED, page::EXPECTATION_UNKNOWN));
    }
    let path = match request.target.form() {
        Form::Authority | Form::Asterisk => return Action::Show(not_allowed(&request.method, "GET, HEAD")),
        Form::Origin | Form::Absolute => request.target.path(),
    };
    let is_read = matches!(request.method, Method::Get | Method::Head);
    match (path, &request.method) {
        ("/", _) if is_read => Action::Show(page(Status::OK, FIRST)),
        ("/hello", _) if is_read => Action::Show(page(Status::OK, "<b>Hello World</b>")),
        ("/about", _) if is_read => Action::Show(page(Status::OK, "This is lesson 11 of HTTP from the Socket Up.")),
        ("/bye", _) if is_read => Action::Show(Page { is_last: true, ..page(Status::OK, "Good bye.") }),
        ("/count", _) if is_read => Action::Count,
        ("/echo", Method::Post) => Action::Echo,
        ("/" | "/hello" | "/about" | "/bye" | "/count", method) => Action::Show(not_allowed(method, "GET, HEAD")),
        ("/echo", method) => Action::Show(not_allowed(method, "POST")),
        _ => Action::Show(page(Status::NOT_FOUND, &page::no_page(target))),
    }
}

const FIRST: &str = "It works. There are also <a href=\"/hello\">/hello</a>, <a href=\"/about\">/about</a>, \
    <a href=\"/count\">/count</a> and <a href=\"/bye\">/bye</a>, which ends the connection; what you POST to /echo comes back.";

/// The response to what is no request.
pub fn refusal(error: &RequestError) -> Page {
    let status = error.status();
    page(status, &page::refusal(error.what(), None, error.section(), status.code()))
}

fn not_allowed(method: &Method, allow: &'static str) -> Page {
    Page { allow: Some(allow), ..page(Status::METHOD_NOT_ALLOWED, &page::not_allowed(method.as_str(), allow)) }
}

fn page(status: Status, text: &str) -> Page {
    let title = if status == Status::OK { page::COURSE } else { status.reason() };
    let content = page::page(title, &format!("<p>{text}</p>"));
    Page { status, allow: None, is_last: false, content }
}
