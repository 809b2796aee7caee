//! What the server answers: its pages, and pages for everything that goes wrong.

use std::fmt::Write as _;

use body::form;
use request::{Form, Method, RequestHead, Status};

/// The media type of all pages.
pub const CONTENT_TYPE: &str = "text/html; charset=utf-8";

/// An answer.
pub struct Page {
    /// The status.
    pub status: Status,
    /// The methods that the resource allows, where the answer must name them.
    pub allow: Option<&'static str>,
    /// HTML.
    pub content: String,
}

/// What to do about a request, as far as its head decides that.
pub enum Answer {
    /// Send this page.
    Page(Page),
    /// Send the content back.
    Echo,
    /// Read the content as a form.
    Form,
}

/// The answer to a request.
pub fn answer(request: &RequestHead) -> Answer {
    Answer::Page(match (request.target.form(), request.target.path()) {
        _ if !request.method.is_known() => unknown_method(&request.method),
        _ if !is_http(request) => not_http(request),
        (Form::Authority | Form::Asterisk, _) => not_allowed(&request.method, "GET, HEAD, POST"),
        (_, "/") => match request.method {
            Method::Get | Method::Head => welcome(),
            _ => not_allowed(&request.method, "GET, HEAD"),
        },
        (_, "/echo") => match request.method {
            Method::Post => return Answer::Echo,
            _ => not_allowed(&request.method, "POST"),
        },
        (_, "/form") => match request.method {
            Method::Get | Method::Head => empty_form(),
            Method::Post if form::is_form(&request.fields) => return Answer::Form,
            Method::Post => no_form(),
            _ => not_allowed(&request.method, "GET, HEAD, POST"),
        },
        _ => not_found(request),
    })
}

fn is_http(request: &RequestHead) -> bool {
    request.target.scheme().is_none_or(|scheme| scheme.eq_ignore_ascii_case("http"))
}

fn welcome() -> Page {
    page(
        Status::OK,
        "<p>It works. There is a <a href=\"/form\">form</a>, and <code>POST /echo</code> returns what it gets.",
    )
}

/// A form for a browser; what is filled in comes back to the same place by POST.
fn empty_form() -> Page {
    page(
        Status::OK,
        "<form method=\"post\" action=\"/form\">\n\
         <p><label>Name <input name=\"name\"></label>\n\
         <p><label>Message <textarea name=\"message\"></textarea></label>\n\
         <p><button>Send</button>\n\
         </form>",
    )
}

/// The page for a form that was filled in.
pub fn filled_form(content: &[u8]) -> Page {
    let mut rows = String::new();
    for (name, value) in form::pairs(content) {
        // Writing to a String does not fail.
        let _ = writeln!(rows, "<dt>{}</dt><dd><pre>{}</pre></dd>", cli::html(&name), cli::html(&value));
    }
    page(Status::OK, &format!("<p>This came:\n<dl>\n{rows}</dl>\n<p><a href=\"/form\">Once more</a>"))
}

/// The answer to what is wrong: `what` is a sentence without a period, `section` says so.
pub fn refusal(status: Status, what: &str, offset: usize, section: &str) -> Page {
    let advice = status.advice();
    let text = format!(
        "<p>This server cannot take the request: {what}, at octet {offset}, counted from 0. The rule is in {section}. {advice}"
    );
    page(status, &text)
}

/// The answer to the beginning of a request that has no end.
pub fn too_late() -> Page {
    let status = Status::REQUEST_TIMEOUT;
    page(status, &format!("<p>The request did not come in time. {}", status.advice()))
}

/// The answer to a client that expects what nobody knows.
pub fn unexpected() -> Page {
    page(Status::EXPECTATION_FAILED, "<p>The only expectation that this server knows is <code>100-continue</code>.")
}

fn unknown_method(method: &Method) -> Page {
    let method = cli::html(method.as_str());
    let text = format!("<p>This server does not know the method <code>{method}</code>. Methods are case-sensitive.");
    page(Status::NOT_IMPLEMENTED, &text)
}

fn not_http(request: &RequestHead) -> Page {
    let target = cli::html(request.target.as_str());
    let text = format!("<p>This connection is for <code>http</code> only, so not for <code>{target}</code>.");
    page(Status::MISDIRECTED_REQUEST, &text)
}

fn not_found(request: &RequestHead) -> Page {
    let target = cli::html(request.target.as_str());
    let text = format!("<p>There is no page <code>{target}</code> here. Go to <a href=\"/\">the first page</a>.");
    page(Status::NOT_FOUND, &text)
}

fn no_form() -> Page {
    let text = format!("<p>A form comes as <code>{}</code>, without Content-Encoding.", form::MEDIA_TYPE);
    page(Status::UNSUPPORTED_MEDIA_TYPE, &text)
}

fn not_allowed(method: &Method, allow: &'static str) -> Page {
    let text = format!("<p><code>{method}</code> is not allowed here; allowed are {allow}.");
    Page { allow: Some(allow), ..page(Status::METHOD_NOT_ALLOWED, &text) }
}

fn page(status: Status, text: &str) -> Page {
    let title = if status == Status::OK { "HTTP from the Socket Up" } else { status.reason() };
    let content = cli::page(title, text);
    Page { status, allow: None, content }
}
