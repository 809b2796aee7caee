//! Shows what was filled in as HTML.
//!
//! fails: the_server_reads_a_form

// ANCHOR: filled_form
    let mut rows = String::new();
    for (name, value) in form::pairs(content) {
        let _ = writeln!(rows, "<dt>{name}</dt><dd><pre>{value}</pre></dd>");
    }
// ANCHOR_END: filled_form
