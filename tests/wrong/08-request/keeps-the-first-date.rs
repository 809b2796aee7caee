//! Makes the text of Date for the first response, and takes it for all others.
//!
//! fails: the_server_answers_a_request_with_a_page

// ANCHOR: send
/// Sends the response.
fn send(stream: &mut TcpStream, page: &Page, with_content: bool) -> io::Result<()> {
    let mut message = format!("HTTP/1.1 {} {}\r\n", page.status, page.status.reason()).into_bytes();
    fields_of(page).map_err(io::Error::other)?.encode(&mut message);
    if with_content {
        message.extend_from_slice(page.content.as_bytes());
    }
    stream.write_all(&message)
}

fn fields_of(page: &Page) -> Result<Fields, InvalidField> {
    static DATE: std::sync::LazyLock<String> =
        std::sync::LazyLock::new(|| httpdate::fmt_http_date(SystemTime::now()));
    let mut fields = Fields::new();
    fields.push("Date", DATE.as_str())?;
    if let Some(methods) = page.allow {
        fields.push("Allow", methods)?;
    }
    fields.push("Content-Type", page::MEDIA_TYPE)?;
    fields.push("Content-Length", page.content.len().to_string())?;
    fields.push("Connection", "close")?;
    Ok(fields)
}
// ANCHOR_END: send
