//! The pages of a server without a folder.
#![expect(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "handlers are of one kind")]

use std::fmt::Write as _;
use std::sync::LazyLock;

use responder::{Answer, Request, Responder, Response, Validators, html, page};

/// A page that never changes is made once.
static WELCOME: LazyLock<String> = LazyLock::new(|| {
    let content =
        "<p>It works. There is also <a href=\"/form\">a form</a>, and <code>/echo</code> returns what you POST.</p>";
    page("HTTP from the Socket Up", content)
});

/// The application.
pub fn responder() -> Responder {
    Responder::new()
        .get("/", |_| Ok(Response::html(WELCOME.as_str())))
        .post("/echo", returned)
        .get("/form", |_| Ok(Response::html(page("A form", FORM))))
        .post("/form", form)
}

/// The echo. Nothing is kept there, so a request cannot be for a version of it; and coded content is returned coded.
fn returned(request: Request) -> Answer {
    request.conditions(None)?;
    let codings = request.head().fields.combined("Content-Encoding");
    let answer = echo(request)?;
    match codings {
        Some(codings) => Ok(answer.field("Content-Encoding", codings)?),
        None => Ok(answer),
    }
}

// ANCHOR: echo
/// Returns the content as it comes: reading the answer reads the request.
fn echo(request: Request) -> Answer {
    let media_type = request.field("Content-Type").map_or(&b"application/octet-stream"[..], |field| field.value());
    let content = request.content();
    Ok(Response::reading(media_type, content, content.length()))
}
// ANCHOR_END: echo

const FORM: &str = r#"<form method="post" action="/form">
<p><label>Your name <input name="name" autofocus></label>
<p><label>Your message<br><textarea name="message" rows="4" cols="40"></textarea></label>
<p><button>Send</button>
</form>"#;

/// Shows what was filled in.
fn form(request: Request) -> Answer {
    // What is wrong with the request comes first (RFC 9110 section 13.2.1).
    let fields = request.form()?;
    request.conditions(Some(&Validators::default()))?;
    let mut list = String::from("<p>This came:</p>\n<dl>");
    for (name, value) in fields {
        write!(list, "\n<dt>{}</dt><dd>{}</dd>", html(&name), html(&value))?;
    }
    list += "\n</dl>\n<p><a href=\"/form\">Again</a></p>";
    Ok(Response::html(page("A form", &list)))
}
