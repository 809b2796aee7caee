//! Names HEAD in Allow, and says 405 to it.
//!
//! fails: the_server_says_405_and_which_methods_there_are

    // ANCHOR: respond
    match (request.method.as_str(), path) {
        ("GET", "/") => page("200 OK", "<p>Hello World</p>"),
        ("GET", "/form") => page("200 OK", FORM),
        ("POST", "/form") => match form_value(&request.body, "name") {
            Some(name) => page("200 OK", &format!("<p>Hello, {}!</p>", page::html(&name))),
            None => page("400 Bad Request", "<p>No name.</p>"),
        },
        (_, "/") => Response { allow: Some("GET, HEAD"), ..page(NOT_ALLOWED, "<p>No.</p>") },
        (_, "/form") => Response { allow: Some("GET, POST"), ..page(NOT_ALLOWED, "<p>No.</p>") },
        _ => page("404 Not Found", "<p>No page.</p>"),
    }
    // ANCHOR_END: respond
