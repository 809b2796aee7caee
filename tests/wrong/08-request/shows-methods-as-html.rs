//! Puts methods into the page as they are: they are tokens, and & and ' may stand in one.
//!
//! fails: the_server_explains_every_refusal_and_escapes_what_it_shows

// ANCHOR: answer
/// The response to a request, with its method as it came.
pub fn answer(request: &RequestHead) -> Page {
    let target = page::html(request.target.as_str());
    if !request.method.is_known() {
        let method = request.method.as_str();
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
// ANCHOR_END: answer
