//! A chapter for the terminal, with its listings and transcripts in place: `cargo course read`.

use std::fmt::Write as _;
use std::path::Path;

use crate::error::{Error, Result};
use crate::files;
use crate::lessons::Lesson;
use crate::render;

const INCLUDE: &str = "{{#include ";
const FOLDED: &str = "<details><summary>";
const FOLDED_END: &str = "</details>";

/// The heading of what answers a question.
const ANSWER: &str = "Answer";

/// Which part of a page is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// What is open. What is folded away is left out, so that nobody reads an answer by accident.
    Open,
    /// What is folded away, and no more.
    Answers,
    /// One answer, by the number of its question; or one way to fill a gap, by the name of the gap.
    Answer(String),
    /// The section whose heading has these words.
    Section(String),
}

/// Whether the book has a page of this name.
pub fn is_page(root: &Path, name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        && root.join(format!("book/src/{name}.md")).is_file()
}

/// A page of the book (`book/src/NAME.md`) as Markdown without includes. What it folds away is replaced by the command
/// that shows it; `command` is the one that reads the page.
pub fn chapter(root: &Path, page: &str, part: &Part, command: &str) -> Result<String> {
    let whole = with_includes(root, page)?;
    let Unfolded { open, folded } = unfolded(&whole, command);
    match part {
        Part::Open => Ok(open),
        Part::Section(words) => section(&open, words, command),
        Part::Answers if folded.is_empty() => Ok(format!("{page} folds nothing away.\n")),
        Part::Answers => Ok(folded.into_iter().map(|folded| folded.text).collect()),
        Part::Answer(which) => {
            let found = folded.iter().find(|folded| folded.name == *which);
            found.map(|folded| folded.text.clone()).ok_or_else(|| no_answer(page, which, &folded, command))
        }
    }
}

fn no_answer(page: &str, which: &str, folded: &[Folded], command: &str) -> Error {
    let count = folded.iter().filter(|folded| folded.is_answer).count();
    let others: Vec<&str> = folded.iter().filter(|folded| !folded.is_answer).map(|other| other.name.as_str()).collect();
    let ways = if others.is_empty() { String::new() } else { format!(", and ways to fill {}", others.join(", ")) };
    Error::Other(format!("{page} has no answer {which}; it has {count}{ways}: {command} --answers shows them"))
}

/// The names of the book's pages that are no chapters.
pub fn pages(root: &Path, lessons: &[Lesson]) -> Result<Vec<String>> {
    let names = files::names(&root.join("book/src"))?;
    let pages = names.iter().filter_map(|name| name.strip_suffix(".md")).filter(|name| is_page(root, name));
    Ok(pages.filter(|name| !lessons.iter().any(|lesson| lesson.folder() == **name)).map(str::to_owned).collect())
}

/// The section of the first heading that has these words, with those below it.
fn section(text: &str, words: &str, command: &str) -> Result<String> {
    let headings = render::headings(text);
    let wanted = plain(words);
    let Some(found) = headings.iter().position(|(.., heading)| plain(heading).contains(&wanted)) else {
        let known: Vec<String> = headings.iter().map(|(.., heading)| format!("  {heading}")).collect();
        let example = "write some words of one after it";
        return Err(Error::Other(format!(
            "no heading has `{words}`; {command} has these, {example}:\n{}",
            known.join("\n")
        )));
    };
    let (start, level, _) = &headings[found];
    let end = headings[found + 1..].iter().find(|(_, other, _)| other <= level).map_or(text.len(), |(end, ..)| *end);
    Ok(text[*start..end].to_owned())
}

/// Words without what a shell or a reader may leave out: capitals, quotes, other marks.
fn plain(words: &str) -> String {
    let letters = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let words: String = words.to_lowercase().chars().filter(|c| !"`'\"’".contains(*c)).map(letters).collect();
    format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn with_includes(root: &Path, page: &str) -> Result<String> {
    let text = files::read_text(&root.join(page))?;
    let mut whole = String::new();
    for (index, line) in text.lines().enumerate() {
        match line.trim().strip_prefix(INCLUDE).and_then(|rest| rest.strip_suffix("}}")) {
            Some(what) => {
                let text = included(root, page, what).map_err(|problem| Error::at(page, index + 1, problem))?;
                whole.push_str(&as_image(what, &text).unwrap_or(text));
            }
            None => whole.push_str(line),
        }
        whole.push('\n');
    }
    Ok(whole)
}

/// A figure that stands in a page as it is drawn, as an image with what it says of itself: a terminal shows no drawing.
fn as_image(file: &str, text: &str) -> Option<String> {
    let said = |tag: &str| {
        let (_, after) = text.split_once(&format!("<{tag}"))?;
        let (said, _) = after.split_once('>')?.1.split_once(&format!("</{tag}>"))?;
        Some(said.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
    };
    if !text.starts_with("<figure") {
        return None;
    }
    let alt = format!("{}. {}", said("title")?, said("desc")?);
    Some(format!("![{}]({file})", alt.replace(['[', ']', '\\'], "")))
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

/// The word and the name of a mark: `// ANCHOR: receive`, `# ANCHOR: receive`, or `ANCHOR: server` in a transcript.
fn mark(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let said = ["// ", "# "].iter().find_map(|comment| line.strip_prefix(comment)).unwrap_or(line);
    said.split_once(' ').filter(|(word, _)| matches!(*word, "ANCHOR:" | "ANCHOR_END:"))
}

/// A text without what it folds away, and that.
struct Unfolded {
    open: String,
    /// First the answers, then everything else.
    folded: Vec<Folded>,
}

/// Something that a text folds away.
#[derive(Debug, PartialEq, Eq)]
struct Folded {
    /// Of an answer the number of its question; otherwise the name of the gap, or whatever the summary cites.
    name: String,
    is_answer: bool,
    text: String,
}

/// Splits a text into what is open, and what is folded away. Only questions count.
fn unfolded(text: &str, command: &str) -> Unfolded {
    let mut open = String::new();
    let (mut answers, mut others): (Vec<Folded>, Vec<Folded>) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(FOLDED) {
        let Some((summary, after)) = after.split_once("</summary>") else { break };
        let (content, after) = after.split_once(FOLDED_END).unwrap_or((after, ""));
        let cited = summary.split_once("<code>").and_then(|(_, rest)| rest.split_once("</code>"));
        let summary = summary.replace("<code>", "`").replace("</code>", "`");
        let content = content.trim_matches('\n');
        let is_answer = summary == ANSWER;
        let (name, text) = if is_answer {
            let number = (answers.len() + 1).to_string();
            let text = format!("{number}. {summary}\n\n{content}\n\n");
            (number, text)
        } else {
            (cited.map_or(summary.as_str(), |(name, _)| name).to_owned(), format!("{summary}\n\n{content}\n\n"))
        };
        let _ = write!(open, "{before}[{summary}: `{command} --answer {name}`]");
        if is_answer { &mut answers } else { &mut others }.push(Folded { name, is_answer, text });
        rest = after;
    }
    answers.append(&mut others);
    Unfolded { open: open + rest, folded: answers }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_in_sources_and_in_transcripts() {
        assert_eq!(mark("    // ANCHOR: receive"), Some(("ANCHOR:", "receive")));
        assert_eq!(mark("    # ANCHOR: receive"), Some(("ANCHOR:", "receive")));
        assert_eq!(mark("ANCHOR_END: server"), Some(("ANCHOR_END:", "server")));
        assert_eq!(mark("let anchor = 1;"), None);
    }

    #[test]
    fn a_figure_is_an_image_with_what_it_says() {
        let figure = "<figure>\n<svg><title id=\"a\">A &lt; B</title>\n<desc>Two [boxes].</desc></svg>\n</figure>\n";
        let expected = "![A < B. Two boxes.](figures/a.svg)";
        assert_eq!(as_image("figures/a.svg", figure).as_deref(), Some(expected));
        assert_eq!(as_image("a.svg", "<svg><title>A</title></svg>"), None);
    }

    #[test]
    fn a_section_is_found_by_words_of_its_heading() {
        let text = "# A\n\n## What `send` isn't\n\nx\n\n### Deep\n\ny\n\n## B\n\nz\n";
        let expected = "## What `send` isn't\n\nx\n\n### Deep\n\ny\n\n";
        for words in ["what send isnt", "SEND", "What `send` isn't"] {
            assert_eq!(section(text, words, "read 01").unwrap(), expected, "{words}");
        }
        assert_eq!(section(text, "B", "read 01").unwrap(), "## B\n\nz\n");
        let error = section(text, "sen", "read 01").unwrap_err().to_string();
        assert!(error.starts_with("no heading has `sen`; read 01 has these") && error.ends_with("\n  B"), "{error}");
    }

    #[test]
    fn answers_are_kept_apart() {
        let text = "1. Why?\n\n<details><summary>Answer</summary>\n\nBecause.\n\n</details>\n\n2. How?\n";
        let Unfolded { open, folded } = unfolded(text, "read 01");
        assert_eq!(open, "1. Why?\n\n[Answer: `read 01 --answer 1`]\n\n2. How?\n");
        assert_eq!(folded.len(), 1);
        assert_eq!(folded[0].text, "1. Answer\n\nBecause.\n\n");
    }

    #[test]
    fn answers_have_the_numbers_of_their_questions() {
        let fold = |summary: &str| format!("<details><summary>{summary}</summary>\n\nx\n\n</details>\n");
        let text = [fold("One way: <code>a</code>"), fold("Answer"), fold("Answer")].concat();
        let Unfolded { open, folded } = unfolded(&text, "read 01");
        let expected =
            "[One way: `a`: `read 01 --answer a`]\n[Answer: `read 01 --answer 1`]\n[Answer: `read 01 --answer 2`]\n";
        assert_eq!(open, expected);
        let texts: Vec<&str> = folded.iter().map(|folded| folded.text.as_str()).collect();
        assert_eq!(texts, ["1. Answer\n\nx\n\n", "2. Answer\n\nx\n\n", "One way: `a`\n\nx\n\n"]);
        let said = no_answer("page.md", "3", &folded, "read 01").to_string();
        assert_eq!(said, "page.md has no answer 3; it has 2, and ways to fill a: read 01 --answers shows them");
    }
}
