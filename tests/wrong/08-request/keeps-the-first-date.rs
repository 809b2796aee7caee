//! Makes the text of Date for the first answer, and takes it for all others.
//!
//! fails: the_server_answers_a_request_with_a_page

// ANCHOR: send
/// Sends the answer.
fn send(stream: &mut TcpStream, page: &Page, with_content: bool) -> io::Result<()> {
    let mut message = Vec::new();
    head_of(page).map_err(io::Error::other)?.encode(&mut message);
    if with_content {
        message.extend_from_slice(page.content.as_bytes());
    }
    stream.write_all(&message)
}

fn head_of(page: &Page) -> Result<ResponseHead, InvalidField> {
    static DATE: std::sync::LazyLock<String> =
        std::sync::LazyLock::new(|| httpdate::fmt_http_date(SystemTime::now()));
    let mut head = ResponseHead::new(page.status);
    head.fields.push("Date", DATE.as_str())?;
    if let Some(methods) = page.allow {
        head.fields.push("Allow", methods)?;
    }
    head.fields.push("Content-Type", pages::CONTENT_TYPE)?;
    head.fields.push("Content-Length", page.content.len().to_string())?;
    head.fields.push("Connection", "close")?;
    Ok(head)
}
// ANCHOR_END: send
