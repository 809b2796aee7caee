//! Collects what comes and looks for the empty line in all of it; other words, other order, other case.

// ANCHOR: status_line
    let status_line = "HTTP/1.1 200 ";
// ANCHOR_END: status_line

// ANCHOR: content_type
    head.insert(1, String::from("content-type: Text/HTML;Charset=\"utf-8\""));
// ANCHOR_END: content_type

// ANCHOR: content_length
    head.insert(1, ["CONTENT-LENGTH:", &body.bytes().count().to_string(), " \t"].concat());
// ANCHOR_END: content_length

// ANCHOR: date
    let now = httpdate::HttpDate::from(SystemTime::now());
    head.insert(1, format!("date:\t{now}"));
    head.push("X-Page: Hello: World".into());
// ANCHOR_END: date

// ANCHOR: line_end
    let line_end = std::str::from_utf8(&[13, 10]).unwrap_or_default();
// ANCHOR_END: line_end

// ANCHOR: read_request
    let mut client = client;
    let mut request = Vec::with_capacity(70_000);
    let mut buffer = [0; 4000];
    loop {
        let count = client.read(&mut buffer)?;
        if count == 0 {
            return Err(io::Error::new(ErrorKind::InvalidData, "the request has no end"));
        }
        let from = request.len().saturating_sub(3);
        request.extend_from_slice(&buffer[..count]);
        if request[from..].windows(4).any(|window| window == b"\r\n\r\n") {
            return Ok(());
        }
    }
// ANCHOR_END: read_request
