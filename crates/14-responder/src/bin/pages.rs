//! The pages of a server without a folder.
#![expect(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "handlers are of one kind")]

use std::fmt::Write as _;
use std::time::Duration;

use responder::{Cookie, Error, HandlerResult, Request, Responder, Response, SameSite, Status, Validators, html, page};

/// A user who is known, and may not see the private page.
const GUEST: (&str, &str) = ("guest", "guest");

/// How long the name of a visitor is kept.
const A_MONTH: Duration = Duration::from_hours(24 * 30);

/// The application. `user` and `password` are of the one who may see the private page.
pub fn responder(user: String, password: String) -> Responder {
    // A page that never changes is made once, and lives as long as the program.
    let welcome: &'static str = welcome(&user, &password).leak();
    Responder::new()
        .get("/", move |_| Ok(Response::html(welcome)))
        .get("/hello/{name}", hello)
        .post("/echo", returned)
        .get("/form", |_| Ok(Response::html(page("A form", FORM))))
        .post("/form", form)
        .get("/private", move |request| private(&request, &user, &password))
        .get("/visits", visits)
        .get("/name", name)
        .post("/name", set_name)
}

fn welcome(user: &str, password: &str) -> String {
    let (known, its) = GUEST;
    page(
        page::COURSE,
        &format!(
            "<p>It works. There is also <a href=\"/form\">a form</a>, and <code>/echo</code> returns what you POST.</p>\n\
             <p><a href=\"/private\">A private page</a> is for <code>{}</code> with the password <code>{}</code>, \
             and not for <code>{known}</code> with <code>{its}</code>.</p>\n\
             <p><a href=\"/visits\">A page</a> counts your visits, and <a href=\"/name\">another one</a> knows your name.</p>",
            html(user),
            html(password),
        ),
    )
}

/// Greets whoever the path names.
fn hello(request: Request) -> HandlerResult {
    Ok(Response::text(format!("Hello {}\n", request.parameter("name"))))
}

/// The echo. Nothing is kept there, so a request cannot be for a version of it; and coded content is returned coded.
fn returned(request: Request) -> HandlerResult {
    request.conditions(None)?;
    let codings = request.head().fields.combined("Content-Encoding");
    let response = echo(request)?;
    match codings {
        Some(codings) => Ok(response.field("Content-Encoding", codings)?),
        None => Ok(response),
    }
}

// ANCHOR: echo
/// Returns the content as it comes: reading the response reads the request.
fn echo(request: Request) -> HandlerResult {
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
fn form(request: Request) -> HandlerResult {
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

// ANCHOR: private
/// A page for one user. Who is not known is asked; who is known and is another one is refused.
fn private<'a>(request: &Request<'a>, user: &str, password: &str) -> HandlerResult<'a> {
    match request.credentials() {
        Some(credentials) if credentials.are(user, password) => {
            Ok(Response::html(page("A private page", &format!("<p>You are <b>{}</b>.</p>", html(user)))))
        }
        Some(credentials) if credentials.are(GUEST.0, GUEST.1) => {
            Err(Error::forbidden("You are known here, but this page is for somebody else."))
        }
        _ => Err(Error::unauthorized("HTTP from the Socket Up")),
    }
}
// ANCHOR_END: private

// ANCHOR: visits
/// Counts the visits of a client, which keeps the number itself: so it can say any.
fn visits(request: Request) -> HandlerResult {
    let before: u32 = request.cookie("visits").and_then(|count| count.parse().ok()).unwrap_or(0);
    let count = before.saturating_add(1);
    let cookie = Cookie::new("visits", &count.to_string())?.http_only().same_site(SameSite::Lax);
    let page = page("Visits", &format!("<p>This is visit number {count}.</p>"));
    Ok(Response::html(page).field("Cache-Control", "no-store")?.cookie(&cookie))
}
// ANCHOR_END: visits

/// Greets the client by the name that it keeps, and asks for one.
fn name(request: Request) -> HandlerResult {
    let greeting = match request.cookie("name") {
        Some(name) => format!("<p>Hello, <b>{}</b>!</p>\n", html(&name)),
        None => String::new(),
    };
    let page = page("Your name", &(greeting + NAME));
    Ok(Response::html(page).field("Cache-Control", "no-store")?)
}

const NAME: &str = r#"<form method="post" action="/name">
<p><label>Your name <input name="name"></label> <button>Keep it</button></p>
</form>"#;

/// Lets the client keep its name; an empty one is forgotten.
fn set_name(request: Request) -> HandlerResult {
    let fields = request.form()?;
    request.conditions(None)?;
    let name = fields.iter().find(|(field, _)| field == "name").map_or("", |(_, name)| name);
    let cookie = if name.is_empty() {
        Cookie::removal("name")?
    } else {
        let refused =
            |_| Error::new(Status::BAD_REQUEST, "This name holds what no cookie can hold: take letters and digits.");
        Cookie::new("name", name).map_err(refused)?.max_age(A_MONTH)
    };
    Ok(Response::see_other("/name")?.cookie(&cookie.path("/name")?.http_only().same_site(SameSite::Lax)))
}
