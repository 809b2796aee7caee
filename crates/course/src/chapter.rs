//! A chapter for the terminal, with its listings and transcripts in place: `cargo course read`.

use std::fmt::Write as _;
use std::path::Path;

use crate::error::{Error, Result};
use crate::files;

const INCLUDE: &str = "{{#include ";
const FOLDED: &str = "<details><summary>";
const FOLDED_END: &str = "</details>";

/// The text of a page of the book (`book/src/NAME.md`) as a reader without mdBook can use it.
///
/// What the page includes stands in its place. What it folds away is left out, so that nobody reads an answer by
/// accident; with `answers`, that is all there is.
pub fn chapter(root: &Path, page: &str, answers: bool) -> Result<String> {
    let text = files::read_text(&root.join(page))?;
    let mut whole = String::new();
    for (index, line) in text.lines().enumerate() {
        match line.trim().strip_prefix(INCLUDE).and_then(|rest| rest.strip_suffix("}}")) {
            Some(what) => {
                let text = included(root, page, what).map_err(|problem| Error::at(page, index + 1, problem))?;
                whole.push_str(&text);
            }
            None => whole.push_str(line),
        }
        whole.push('\n');
    }
    let (open, folded) = unfolded(&whole);
    Ok(match answers {
        false => open,
        true if folded.is_empty() => format!("{page} folds nothing away.\n"),
        true => folded,
    })
}

/// The part of a file that `FILE` or `FILE:ANCHOR` names, without marks.
fn included(root: &Path, page: &str, what: &str) -> std::result::Result<String, String> {
    let (file, anchor) = what.split_once(':').map_or((what, None), |(file, anchor)| (file, Some(anchor)));
    let folder = root.join(page);
    let path = folder.parent().unwrap_or(root).join(file);
    let text = files::read_text(&path).map_err(|error| error.to_string())?;
    let mut lines = Vec::new();
    let mut inside = anchor.is_none();
    let mut found = inside;
    for line in text.lines() {
        match mark(line) {
            Some(("ANCHOR:", name)) if Some(name) == anchor => (inside, found) = (true, true),
            Some(("ANCHOR_END:", name)) if Some(name) == anchor => inside = false,
            None if inside => lines.push(line),
            Some(_) | None => {}
        }
    }
    if found { Ok(lines.join("\n")) } else { Err(format!("{file} has no anchor `{}`", anchor.unwrap_or_default())) }
}

/// The word and the name of a mark: `// ANCHOR: receive`, or `ANCHOR: server` in a transcript.
fn mark(line: &str) -> Option<(&str, &str)> {
    line.trim().trim_start_matches("// ").split_once(' ').filter(|(word, _)| matches!(*word, "ANCHOR:" | "ANCHOR_END:"))
}

/// Splits a text into what is open, and what is folded away.
fn unfolded(text: &str) -> (String, String) {
    let mut open = String::new();
    let mut folded = String::new();
    let mut rest = text;
    let mut number = 0;
    while let Some((before, after)) = rest.split_once(FOLDED) {
        let Some((summary, after)) = after.split_once("</summary>") else { break };
        let (content, after) = after.split_once(FOLDED_END).unwrap_or((after, ""));
        number += 1;
        let summary = summary.replace("<code>", "`").replace("</code>", "`");
        let _ = write!(open, "{before}[{summary}: number {number} of the answers]");
        let _ = write!(folded, "{number}. {summary}\n\n{}\n\n", content.trim_matches('\n'));
        rest = after;
    }
    (open + rest, folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_in_sources_and_in_transcripts() {
        assert_eq!(mark("    // ANCHOR: receive"), Some(("ANCHOR:", "receive")));
        assert_eq!(mark("ANCHOR_END: server"), Some(("ANCHOR_END:", "server")));
        assert_eq!(mark("let anchor = 1;"), None);
    }

    #[test]
    fn answers_are_kept_apart() {
        let text = "1. Why?\n\n<details><summary>Answer</summary>\n\nBecause.\n\n</details>\n\n2. How?\n";
        let (open, folded) = unfolded(text);
        assert_eq!(open, "1. Why?\n\n[Answer: number 1 of the answers]\n\n2. How?\n");
        assert_eq!(folded, "1. Answer\n\nBecause.\n\n");
    }
}
