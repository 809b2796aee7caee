//! What the server responds: its pages, and pages for everything that goes wrong.

use std::fmt::Write as _;

use body::form;
use request::{Form, Method, RequestHead, Status};

/// A response.
pub struct Page {
    /// The status.
    pub status: Status,
    /// The methods that the resource allows, where the response must name them.
    pub allow: Option<&'static str>,
    /// HTML.
    pub content: String,
}

/// What to do about a request, as far as its head decides that.
pub enum Action {
    /// Send this page.
    Page(Page),
    /// Send the content back.
    Echo,
    /// Read the content as a form.
    Form,
}

/// What is done with a request.
pub fn action(request: &RequestHead) -> Action {
    Action::Page(match (request.target.form(), request.target.path()) {
        _ if !request.method.is_known() => unknown_method(&request.method),
        _ if !is_http(request) => not_http(request),
        (Form::Authority | Form::Asterisk, _) => not_allowed(&request.method, "GET, HEAD, POST"),
        (_, "/") => match request.method {
            Method::Get | Method::Head => welcome(),
            _ => not_allowed(&request.method, "GET, HEAD"),
        },
        (_, "/echo") => match request.method {
            Method::Post => return Action::Echo,
            _ => not_allowed(&request.method, "POST"),
        },
        (_, "/form") => match request.method {
            Method::Get | Method::Head => empty_form(),
            Method::Post if form::is_form(&request.fields) => return Action::Form,
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
        let _ = writeln!(rows, "<dt>{}</dt><dd><pre>{}</pre></dd>", page::html(&name), page::html(&value));
    }
    page(Status::OK, &format!("<p>This came:\n<dl>\n{rows}</dl>\n<p><a href=\"/form\">Once more</a>"))
}

/// The response to what is wrong: `what` is a sentence without a period, `section` says so.
pub fn refusal(status: Status, what: &str, offset: usize, section: &str) -> Page {
    said(status, &page::refusal(what, Some(offset), section, status.code()))
}

/// The response to the beginning of a request that has no end.
pub fn too_late() -> Page {
    said(Status::REQUEST_TIMEOUT, &page::too_late("The request"))
}

/// The response to a client that expects what nobody knows.
pub fn unexpected() -> Page {
    said(Status::EXPECTATION_FAILED, page::EXPECTATION_UNKNOWN)
}

fn unknown_method(method: &Method) -> Page {
    said(Status::NOT_IMPLEMENTED, &page::unknown_method(method.as_str()))
}

fn not_http(request: &RequestHead) -> Page {
    said(Status::MISDIRECTED_REQUEST, &page::http_only(request.target.as_str()))
}

fn not_found(request: &RequestHead) -> Page {
    said(Status::NOT_FOUND, &page::no_page(request.target.as_str()))
}

fn no_form() -> Page {
    let text = format!("A form comes as <code>{}</code>, without Content-Encoding.", form::MEDIA_TYPE);
    said(Status::UNSUPPORTED_MEDIA_TYPE, &text)
}

fn not_allowed(method: &Method, allow: &'static str) -> Page {
    let text = page::not_allowed(method.as_str(), allow);
    Page { allow: Some(allow), ..said(Status::METHOD_NOT_ALLOWED, &text) }
}

/// A page with one sentence.
fn said(status: Status, sentence: &str) -> Page {
    page(status, &format!("<p>{sentence}"))
}

fn page(status: Status, text: &str) -> Page {
    let title = if status == Status::OK { page::COURSE } else { status.reason() };
    Page { status, allow: None, content: page::page(title, text) }
}
