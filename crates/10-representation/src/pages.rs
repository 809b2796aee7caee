//! Pages for what goes wrong: what it is, and what can be done (RFC 9110 sections 15.5 and 15.6).

use message::{Method, Status};

use crate::answer::Answer;
use crate::source::{Content, Source};

/// An answer with a small page; `text` is HTML.
#[must_use]
pub fn page(status: Status, text: &str) -> Answer {
    let title = if status == Status::OK { "HTTP from the Socket Up" } else { status.reason() };
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<h1>{title}</h1>\n<p>{text}</p>\n</html>\n"
    );
    let mut answer = Answer::new(status);
    answer.set("Content-Type", "text/html; charset=utf-8");
    answer.set("Content-Length", html.len().to_string());
    answer.content = Content::whole(Source::Octets(html.into_bytes().into()));
    answer
}

/// The answer to a method that the resource does not have; `allow` is what it has: `GET, HEAD`.
#[must_use]
pub fn method_not_allowed(method: &Method, allow: &str) -> Answer {
    let mut answer = page(
        Status::METHOD_NOT_ALLOWED,
        &format!("<code>{}</code> is not allowed here; allowed are {allow}.", escaped(method.as_str())),
    );
    answer.set("Allow", allow);
    answer
}

/// Text as HTML shows it; without this, a link to us could put a script of its author into our page.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut html, c| {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
        html
    })
}
