//! Sends content after the fields that respond to HEAD.
//!
//! fails: the_server_shows_a_form

// ANCHOR: respond
/// Responds to a request, and to what is wrong with it, as long as no other response has begun.
fn respond(request: &mut Request, response: &mut Outgoing) -> io::Result<Status> {
    let page = match result(request, response) {
        Ok(None) => return Ok(Status::OK),
        Ok(Some(page)) => page,
        Err(Failure::Framing(error)) if !response.has_begun => {
            request.wrong = Some(error);
            pages::refusal(error.status(), error.what(), error.offset(), error.section())
        }
        Err(Failure::Connection(error)) if error.kind() == ErrorKind::TimedOut && !response.has_begun => {
            pages::too_late()
        }
        Err(Failure::Connection(error)) => return Err(error),
        Err(Failure::Framing(error)) => return Err(io::Error::other(error)),
    };
    response.page(&page, &Method::Get)?;
    Ok(page.status)
}

/// What the request leads to: a page, or none when its response has gone already.
fn result(request: &mut Request, response: &mut Outgoing) -> Result<Option<Page>, Failure> {
    request.framing = body::request_framing(&request.head)?;
    if body::expectation(&request.head) == Expectation::Unknown {
        return Ok(Some(pages::unexpected()));
    }
    match pages::action(&request.head) {
        Action::Echo => echo(request, response).map(|()| None),
        Action::Form => {
            let mut form = Vec::new();
            request.content(MOST_KEPT, |piece| form.write_all(piece))?;
            Ok(Some(pages::filled_form(&form)))
        }
        Action::Page(page) => {
            // What a page has no use for is read all the same: it may be malformed. Who waits for 100 need not send it.
            if page.status == Status::OK && !request.awaits_100() {
                request.content(MOST_KEPT, |_| Ok(()))?;
            }
            Ok(Some(page))
        }
    }
}
// ANCHOR_END: respond
