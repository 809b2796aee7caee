//! Pages for what goes wrong: what it is, and what can be done (RFC 9110 sections 15.5 and 15.6).

use page::html;
use request::{Method, Status};

use crate::answer::Answer;
use crate::source::{Content, Source};

/// An answer with a small page; `text` is HTML.
#[must_use]
pub fn page(status: Status, text: &str) -> Answer {
    let title = if status == Status::OK { "HTTP from the Socket Up" } else { status.reason() };
    let document = page::page(title, &format!("<p>{text}</p>"));
    let mut answer = Answer::new(status);
    answer.set("Content-Type", "text/html; charset=utf-8");
    answer.with_content(Content::whole(Source::Octets(document.into_bytes().into())))
}

/// The answer to a method that the resource does not have; `allow` is what it has: `GET, HEAD`.
#[must_use]
pub fn method_not_allowed(method: &Method, allow: &str) -> Answer {
    let mut answer = page(
        Status::METHOD_NOT_ALLOWED,
        &format!("<code>{}</code> is not allowed here; allowed are {allow}.", html(method.as_str())),
    );
    answer.set("Allow", allow);
    answer
}
