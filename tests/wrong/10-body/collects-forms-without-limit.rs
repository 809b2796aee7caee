//! Collects forms of any length.
//!
//! fails: the_server_does_not_ask_for_what_it_will_not_read
//! fails: the_server_takes_a_form_up_to_its_limit

// ANCHOR: respond
/// Answers a request; what is wrong with it is answered too, as long as no other answer has begun.
fn respond(request: &mut Request, answer: &mut Outgoing) -> io::Result<Status> {
    let page = match result(request, answer) {
        Ok(None) => return Ok(Status::OK),
        Ok(Some(page)) => page,
        Err(Failure::Framing(error)) if !answer.has_begun => {
            request.wrong = Some(error);
            pages::refusal(error.status(), error.what(), error.offset(), error.section())
        }
        Err(Failure::Connection(error)) if error.kind() == ErrorKind::TimedOut && !answer.has_begun => {
            pages::too_late()
        }
        Err(Failure::Connection(error)) => return Err(error),
        Err(Failure::Framing(error)) => return Err(io::Error::other(error)),
    };
    answer.page(&page, &request.head.method)?;
    Ok(page.status)
}

/// What the request leads to: a page, or none when it was answered already.
fn result(request: &mut Request, answer: &mut Outgoing) -> Result<Option<Page>, Failure> {
    request.framing = body::request_framing(&request.head)?;
    if body::expectation(&request.head) == Expectation::Unknown {
        return Ok(Some(pages::unexpected()));
    }
    match pages::answer(&request.head) {
        Answer::Echo => echo(request, answer).map(|()| None),
        Answer::Form => {
            let mut form = Vec::new();
            request.content(u64::MAX, |piece| form.write_all(piece))?;
            Ok(Some(pages::filled_form(&form)))
        }
        Answer::Page(page) => {
            // What a page has no use for is read all the same: it may be malformed. Who waits for 100 need not send it.
            if page.status == Status::OK && !request.awaits_100() {
                request.content(MOST_KEPT, |_| Ok(()))?;
            }
            Ok(Some(page))
        }
    }
}
// ANCHOR_END: respond
