//! Lets whoever fills in the form write into the page.
//!
//! fails: the_server_shows_markup_as_text

    // ANCHOR: respond
    match (request.method.as_str(), path) {
        ("GET", "/") => page("200 OK", "<p>Hello World</p>"),
        ("GET", "/form") => page("200 OK", FORM),
        ("POST", "/form") => match form_value(&request.body, "name") {
            Some(name) => page("200 OK", &format!("<p>Hello, {name}!</p>")),
            None => page("400 Bad Request", "<p>No name.</p>"),
        },
        (_, "/") => Response { allow: Some("GET"), ..page(NOT_ALLOWED, "<p>No.</p>") },
        (_, "/form") => Response { allow: Some("GET, POST"), ..page(NOT_ALLOWED, "<p>No.</p>") },
        _ => page("404 Not Found", "<p>No page.</p>"),
    }
    // ANCHOR_END: respond
