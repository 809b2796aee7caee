//! Refuses the method where it is the page that is missing.
//!
//! fails: the_server_says_404_where_there_is_no_page

    // ANCHOR: respond
    match (request.method.as_str(), path) {
        ("GET", "/") => page("200 OK", "<p>Hello World</p>"),
        ("GET", "/form") => page("200 OK", FORM),
        ("POST", "/form") => match form_value(&request.body, "name") {
            Some(name) => page("200 OK", &format!("<p>Hello, {}!</p>", page::html(&name))),
            None => page("400 Bad Request", "<p>No name.</p>"),
        },
        (_, "/") => Response { allow: Some("GET"), ..page(NOT_ALLOWED, "<p>No.</p>") },
        ("GET", _) => page("404 Not Found", "<p>No page.</p>"),
        _ => Response { allow: Some("GET, POST"), ..page(NOT_ALLOWED, "<p>No.</p>") },
    }
    // ANCHOR_END: respond
