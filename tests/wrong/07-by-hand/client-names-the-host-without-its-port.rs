//! Leaves the port out of Host.
//!
//! fails: the_client_asks_for_a_url
//! fails: the_client_sends_a_form

    // ANCHOR: request
    let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    let body = pairs.join("&");
    let host = host.split(':').next().unwrap_or_default();
    let fields = format!("Host: {host}\r\nConnection: close\r\n");
    if form.is_empty() {
        return format!("GET {target} HTTP/1.1\r\n{fields}\r\n");
    }
    format!("POST {target} HTTP/1.1\r\n{fields}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    // ANCHOR_END: request
