//! The page about a class: everything is on it, nothing on it comes from elsewhere, and no text of a student is a tag.

mod common;

use std::fs;

use common::{class, folder, toolbox};
use serde_json::json;

fn page(name: &str) -> String {
    let file = folder(name).join("class.html");
    let mut command = toolbox();
    command.arg("class-page").arg(&file).write_stdin(json!(class()).to_string()).assert().success().stdout("");
    fs::read_to_string(file).unwrap()
}

/// What stands between this and the next one of that, all of them.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0)).collect()
}

#[test]
fn every_room_has_its_cell_and_every_failure_its_place() {
    let page = page("cells");
    let table = between(&page, "<tbody>", "</tbody>")[0];
    let rows = between(table, "<tr>", "</tr>");
    assert_eq!(rows.len(), 4);
    assert!(rows[0].contains("✓ 2") && rows[0].contains("<td class=\"points\">100</td>"), "{}", rows[0]);
    assert!(rows[1].contains(">2/4</a>") && rows[1].contains(">✗</a>"), "{}", rows[1]);
    assert!(rows[2].contains(">·</span>") && rows[2].contains("class=\"absent\""), "{}", rows[2]);
    assert!(rows[3].contains("? unreadable"), "{}", rows[3]);
    // Each link leads to a place that is there, once.
    let links = between(table, "href=\"#", "\"");
    assert_eq!(links.len(), 3);
    for link in links {
        assert_eq!(page.matches(&format!("id=\"{link}\"")).count(), 1, "{link}");
    }
    let failing = between(&page, "<ol class=\"failing\">", "</ol>");
    assert!(failing.len() == 1 && failing[0].contains("1 of 2") && failing[0].contains("the server says one line"));
    assert!(!failing[0].contains("the client asks"), "what was not run has not failed");
}

#[test]
fn what_students_write_is_text() {
    let page = page("text");
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("ben &lt;b&gt;"));
    assert!(!page.contains("<b>"));
}

#[test]
fn nothing_comes_from_elsewhere() {
    let page = page("alone");
    assert!(page.contains("default-src 'none'"));
    for part in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(part), "{part}");
    }
    assert_eq!(between(&page, "<link ", ">"), ["rel=\"icon\" href=\"data:,\""]);
    for part in ["lang=\"en\"", "name=\"viewport\"", "prefers-color-scheme: dark", "scope=\"row\"", ":focus-visible"] {
        assert!(page.contains(part), "{part}");
    }
}
