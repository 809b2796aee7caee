//! Takes every path that begins so for the page.
//!
//! fails: the_server_says_404_where_there_is_no_page

    // ANCHOR: respond
    let method = request.method.as_str();
    if path.starts_with("/form") {
        match method {
            "GET" => page("200 OK", FORM),
            "POST" => match form_value(&request.body, "name") {
                Some(name) => page("200 OK", &format!("<p>Hello, {}!</p>", page::html(&name))),
                None => page("400 Bad Request", "<p>No name.</p>"),
            },
            _ => Response { allow: Some("GET, POST"), ..page(NOT_ALLOWED, "<p>No.</p>") },
        }
    } else if path == "/" {
        match method {
            "GET" => page("200 OK", "<p>Hello World</p>"),
            _ => Response { allow: Some("GET"), ..page(NOT_ALLOWED, "<p>No.</p>") },
        }
    } else {
        page("404 Not Found", "<p>No page.</p>")
    }
    // ANCHOR_END: respond
