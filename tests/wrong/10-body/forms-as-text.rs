//! Takes the content of a form for text in UTF-8, and everything else for a fault of its own.
//!
//! fails: the_server_reads_a_form

// ANCHOR: filled_form
    let Ok(content) = String::from_utf8(content.to_vec()) else {
        return page(Status::INTERNAL_SERVER_ERROR, "<p>The form cannot be read.");
    };
    let mut rows = String::new();
    for (name, value) in form::pairs(content.as_bytes()) {
        let _ = writeln!(rows, "<dt>{}</dt><dd><pre>{}</pre></dd>", page::html(&name), page::html(&value));
    }
// ANCHOR_END: filled_form
