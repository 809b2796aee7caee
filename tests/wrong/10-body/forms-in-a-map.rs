//! Collects the pairs of a form in a map: the order is lost, and of several values of one name all but one.
//!
//! fails: the_server_reads_a_form

// ANCHOR: filled_form
    let mut rows = String::new();
    let pairs: std::collections::BTreeMap<_, _> = form::pairs(content).collect();
    for (name, value) in pairs {
        let _ = writeln!(rows, "<dt>{}</dt><dd><pre>{}</pre></dd>", page::html(&name), page::html(&value));
    }
// ANCHOR_END: filled_form
