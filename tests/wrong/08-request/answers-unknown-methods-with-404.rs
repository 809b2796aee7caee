//! Looks for the page first, and for the method not at all.
//!
//! fails: the_server_answers_an_unknown_method_with_501
//! fails: the_server_explains_every_refusal_and_escapes_what_it_shows

// ANCHOR: answer
/// The response to a request.
pub fn answer(request: &RequestHead) -> Page {
    let target = page::html(request.target.as_str());
    if request.target.scheme().is_some_and(|scheme| !scheme.eq_ignore_ascii_case("http")) {
        return page(Status::MISDIRECTED_REQUEST, "This connection is for http only.");
    }
    let text = match (&request.method, request.target.form(), request.target.path()) {
        (_, Form::Authority | Form::Asterisk, _) => return not_allowed(&request.method),
        (Method::Get | Method::Head, _, "/") => "It works.",
        (Method::Get | Method::Head, _, "/hello") => "<b>Hello World</b>",
        (Method::Get | Method::Head, _, "/about") => "This is lesson 08.",
        (method, _, "/" | "/hello" | "/about") if method.is_known() => return not_allowed(method),
        _ => return page(Status::NOT_FOUND, &format!("There is no page <code>{target}</code> here.")),
    };
    page(Status::OK, text)
}
// ANCHOR_END: answer
