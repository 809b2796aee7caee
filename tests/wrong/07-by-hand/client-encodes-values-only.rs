//! Sends names of inputs as they are.
//!
//! fails: the_client_sends_a_form

    // ANCHOR: request
    let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    let body = pairs.join("&");
    let fields = format!("Host: {host}\r\nConnection: close\r\n");
    if form.is_empty() {
        return format!("GET {target} HTTP/1.1\r\n{fields}\r\n");
    }
    format!("POST {target} HTTP/1.1\r\n{fields}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    // ANCHOR_END: request
