//! What the server answers: its pages, and pages for everything that goes wrong.

use request::{Error, Form, Method, RequestHead, Status};

/// The media type of all pages.
pub const CONTENT_TYPE: &str = "text/html; charset=utf-8";

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
    let target = cli::html(request.target.as_str());
    if !request.method.is_known() {
        let method = cli::html(request.method.as_str());
        let text = format!("This server does not know the method <code>{method}</code>. Methods are case-sensitive.");
        return page(Status::NOT_IMPLEMENTED, &text);
    }
    if request.target.scheme().is_some_and(|scheme| !scheme.eq_ignore_ascii_case("http")) {
        let text = format!("This connection is for <code>http</code> only, so not for <code>{target}</code>.");
        return page(Status::MISDIRECTED_REQUEST, &text);
    }
    let text = match (request.target.form(), request.target.path()) {
        (Form::Authority | Form::Asterisk, _) => None,
        (_, "/") => Some("It works. There is also <a href=\"/hello\">/hello</a> and <a href=\"/about\">/about</a>."),
        (_, "/hello") => Some("<b>Hello World</b>"),
        (_, "/about") => Some("This is lesson 08 of HTTP from the Socket Up."),
        _ => {
            let text = format!("There is no page <code>{target}</code> here. Go to <a href=\"/\">the first page</a>.");
            return page(Status::NOT_FOUND, &text);
        }
    };
    match (&request.method, text) {
        (Method::Get | Method::Head, Some(text)) => page(Status::OK, text),
        (method, _) => not_allowed(method),
    }
}

/// The response to what is no request.
pub fn refusal(error: &Error) -> Page {
    let status = error.status();
    let text = format!(
        "This server cannot take the request: {}, at octet {}, counted from 0. The rule is in {}. {}",
        error.what(),
        error.offset(),
        error.section(),
        status.advice()
    );
    page(status, &text)
}

/// The response to the beginning of a request that has no end.
pub fn too_late() -> Page {
    let status = Status::REQUEST_TIMEOUT;
    page(status, &format!("The head of the request did not come in time. {}", status.advice()))
}

fn not_allowed(method: &Method) -> Page {
    let text = format!("<code>{method}</code> is not allowed here; allowed are {ALLOW}.");
    Page { allow: Some(ALLOW), ..page(Status::METHOD_NOT_ALLOWED, &text) }
}

fn page(status: Status, text: &str) -> Page {
    let title = if status == Status::OK { "HTTP from the Socket Up" } else { status.reason() };
    let content = cli::page(title, &format!("<p>{text}</p>"));
    Page { status, allow: None, content }
}
