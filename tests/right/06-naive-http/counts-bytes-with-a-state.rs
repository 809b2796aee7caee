//! Follows CR LF CR LF byte by byte, and spells everything in another way.

// ANCHOR: status_line
    let status_line = "HTTP/1.1 200 ";
// ANCHOR_END: status_line

// ANCHOR: content_type
    head.push(String::from("content-type: Text/HTML;charset=\"UTF-8\""));
// ANCHOR_END: content_type

// ANCHOR: content_length
    let length = body.bytes().count();
    head.insert(1, format!("content-length:{length}"));
// ANCHOR_END: content_length

// ANCHOR: date
    head.push(["Date", &httpdate::HttpDate::from(SystemTime::now()).to_string()].join(": "));
// ANCHOR_END: date

// ANCHOR: line_end
    let line_end = "\x0d\x0a";
// ANCHOR_END: line_end

// ANCHOR: read_request
    let mut seen = 0;
    for byte in BufReader::new(client).bytes() {
        seen = match (byte?, seen) {
            (b'\r', 0 | 2) => seen + 1,
            (b'\r', _) => 1,
            (b'\n', 1) => 2,
            (b'\n', 3) => return Ok(()),
            _ => 0,
        };
    }
    Err(ErrorKind::UnexpectedEof.into())
// ANCHOR_END: read_request
