//! What the server has to show.

use request::{Form, Method, RequestHead, Status};

/// A page, complete.
pub struct Page {
    /// The status.
    pub status: Status,
    /// The methods that the resource allows, where the response must name them.
    pub allow: Option<&'static str>,
    /// The media type of its content.
    pub media_type: &'static str,
    /// Its octets.
    pub content: Vec<u8>,
}

/// What is done with a request.
pub enum Action {
    /// The response is a page.
    Show(Page),
    /// The response is numbers, one a line, whose count is not said beforehand.
    Count,
    /// Its content is sent back while it comes.
    Echo,
    /// Its content is read to the end, and its octets are counted.
    Length,
}

const FIRST: &str = "It works. There are also <a href=\"/hello\">/hello</a>, <a href=\"/count\">/count</a> and \
    <a href=\"/large\">/large</a>; what you POST to /echo comes back, and /length counts its octets.";

/// How many octets the large page has: more than all buffers between two programs take.
const LARGE: usize = 16 * 1024 * 1024;

/// What is done with a request.
pub fn action(request: &RequestHead) -> Action {
    if !request.method.is_known() {
        return Action::Show(page(Status::NOT_IMPLEMENTED, &page::unknown_method(request.method.as_str())));
    }
    let path = match request.target.form() {
        Form::Authority | Form::Asterisk => return not_allowed(&request.method, "GET, HEAD"),
        Form::Origin | Form::Absolute => request.target.path(),
    };
    if request.target.scheme().is_some_and(|scheme| !scheme.eq_ignore_ascii_case("http")) {
        return Action::Show(page(Status::MISDIRECTED_REQUEST, &page::http_only(request.target.as_str())));
    }
    let is_read = matches!(request.method, Method::Get | Method::Head);
    match (path, &request.method) {
        ("/", _) if is_read => Action::Show(page(Status::OK, FIRST)),
        ("/hello", _) if is_read => Action::Show(page(Status::OK, "<b>Hello World</b>")),
        ("/large", _) if is_read => Action::Show(text(vec![b'x'; LARGE])),
        ("/count", _) if is_read => Action::Count,
        ("/echo", Method::Post) => Action::Echo,
        ("/length", Method::Post) => Action::Length,
        ("/" | "/hello" | "/large" | "/count", method) => not_allowed(method, "GET, HEAD"),
        ("/echo" | "/length", method) => not_allowed(method, "POST"),
        _ => Action::Show(page(Status::NOT_FOUND, &page::no_page(request.target.as_str()))),
    }
}

/// The response to content of so many octets.
pub fn length(octets: u64) -> Page {
    text(format!("{octets}\n").into_bytes())
}

/// The response to what is no request.
pub fn refusal(error: &connection::RequestError) -> Page {
    let status = error.status();
    page(status, &page::refusal(error.what(), None, error.section(), status.code()))
}

fn not_allowed(method: &Method, allow: &'static str) -> Action {
    let refused = page(Status::METHOD_NOT_ALLOWED, &page::not_allowed(method.as_str(), allow));
    Action::Show(Page { allow: Some(allow), ..refused })
}

fn text(content: Vec<u8>) -> Page {
    Page { status: Status::OK, allow: None, media_type: "text/plain", content }
}

fn page(status: Status, text: &str) -> Page {
    let title = if status == Status::OK { page::COURSE } else { status.reason() };
    let content = page::page(title, &format!("<p>{text}</p>")).into_bytes();
    Page { status, allow: None, media_type: page::MEDIA_TYPE, content }
}
