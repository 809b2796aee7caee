//! Shows what was filled in since the server began, whoever sent it.
//!
//! fails: the_server_reads_a_form

// ANCHOR: filled_form
    static ROWS: std::sync::Mutex<String> = std::sync::Mutex::new(String::new());
    let mut rows = ROWS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for (name, value) in form::pairs(content) {
        let _ = writeln!(rows, "<dt>{}</dt><dd><pre>{}</pre></dd>", page::html(&name), page::html(&value));
    }
// ANCHOR_END: filled_form
