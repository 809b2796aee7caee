//! Takes a form without a name for one whose name is empty.
//!
//! fails: the_server_finds_the_name_in_the_form

    // ANCHOR: respond
    match (request.method.as_str(), path) {
        ("GET", "/") => page("200 OK", "<p>Hello World</p>"),
        ("GET", "/form") => page("200 OK", FORM),
        ("POST", "/form") => {
            let name = form_value(&request.body, "name").unwrap_or_default();
            page("200 OK", &format!("<p>Hello, {}!</p>", page::html(&name)))
        }
        (_, "/") => Response { allow: Some("GET"), ..page(NOT_ALLOWED, "<p>No.</p>") },
        (_, "/form") => Response { allow: Some("GET, POST"), ..page(NOT_ALLOWED, "<p>No.</p>") },
        _ => page("404 Not Found", "<p>No page.</p>"),
    }
    // ANCHOR_END: respond
