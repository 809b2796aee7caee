//! Writes names into the page as they are.
//!
//! fails: the_server_lists_a_directory_without_an_index

// ANCHOR: list
    let mut rows = String::new();
    for entry in &listing.entries {
        let link = entry.link.as_deref().unwrap_or_default();
        rows += &format!("<tr><td><a href=\"{link}\">{}</a><td>{}\n", entry.name, entry.length.unwrap_or_default());
    }
    page::page(&listing.path, &format!("<table>\n{rows}</table>"))
// ANCHOR_END: list
