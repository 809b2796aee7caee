//! Loses the query in a redirect.
//!
//! fails: the_server_shows_the_index_of_a_directory

// ANCHOR: redirect
    let location = format!("{}/", encode_path(directory));
    let text = format!("This is a directory; it is at <a href=\"{0}\">{0}</a>.", html(&location));
    let mut answer = page(Status::MOVED_PERMANENTLY, &text);
    answer.set("Location", location);
    answer.to(&request.method)
// ANCHOR_END: redirect
