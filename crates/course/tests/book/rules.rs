//! What must hold in the book, one function for each rule.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::includes::{Expanded, directives};
use crate::markdown::{CodeBlock, Document, Heading, Markup, TagKind, markup};
use crate::repo::{CHAPTERS, Problem, Repo, SUMMARY, TRANSCRIPTS, has_extension, lesson_number, resolve};

/// The sections of a lesson chapter before and after the ones with the code, which are named freely.
pub const SECTIONS_BEFORE_CODE: [&str; 4] = ["What you will be able to do", "Predict", "Run", "What happened"];
pub const SECTIONS_AFTER_CODE: [&str; 5] =
    ["Build it", "Change it", "Explain", "What this step still gets wrong", "Further reading"];

/// With this section begins each third chapter, before the others: questions on what came before.
pub const RETRIEVAL: &str = "Before you start";

/// How the sections begin that a reader may leave out. They come after the exercise.
pub const DEEPER: &str = "Deeper: ";

/// How many words the sections have that every reader reads, and how many all of them have at most, in the lessons before
/// the layers and in those.
const CORE_WORDS: RangeInclusive<usize> = 600..=2500;
const SOCKET_CHAPTER_WORDS: usize = 3500;
const LAYER_CHAPTER_WORDS: usize = 5000;
const FIRST_LAYER: usize = 8;
const LESSON_README_WORDS: usize = 210;

/// How the paragraph of a room's guide begins that is for another depth, and how many words it must not reach.
const BUILD_DEPTH: &str = "**At the build depth**";
const BUILD_DEPTH_WORDS: usize = 90;

/// Every `{{#include}}` of the book names a file, and an anchor or lines in it.
pub fn check_includes(repo: &Repo) -> Vec<Problem> {
    repo.pages().flat_map(|(path, text)| Expanded::of(repo, path, text).problems).collect()
}

/// Every link and image of the book and of the guides around it leads to something; every image has a text alternative.
pub fn check_links(repo: &Repo) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in repo.pages().chain(repo.guides()) {
        let page = Expanded::of(repo, path, text);
        let document = Document::of(&page.text);
        for link in &document.links {
            let mut report = |what| problems.push(Problem::new(path, page.line_at(link.at), what));
            if let Err(what) = check_link(repo, path, &document, &link.to) {
                report(what);
            }
            if link.alt.as_ref().is_some_and(|alt| alt.trim().is_empty()) {
                report(format!("image {}: say in its alt text what it shows", link.to));
            }
        }
        for (at, name) in &document.undefined {
            let what = format!("reference [{name}]: nothing defines it; add a line \"[{name}]: PATH\"");
            problems.push(Problem::new(path, page.line_at(*at), what));
        }
    }
    problems
}

/// No guide links to a page with includes: where the repository is browsed, its listings and sessions are missing. The
/// guides name the command that shows it whole.
pub fn check_links_to_pages(repo: &Repo) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in repo.guides() {
        let document = Document::of(text);
        for link in &document.links {
            let file = link.to.split('#').next().unwrap_or_default();
            let page = resolve(path, file).filter(|page| page.starts_with(CHAPTERS));
            let has_includes = |page: &String| repo.text(page).is_some_and(|text| !directives(text).is_empty());
            if page.is_some_and(|page| has_includes(&page)) {
                let what = format!("{}: its listings show only in `cargo course read NN`; name that command", link.to);
                problems.push(Problem::new(path, 1 + text[..link.at].matches('\n').count(), what));
            }
        }
    }
    problems
}

fn check_link(repo: &Repo, from: &str, document: &Document, to: &str) -> Result<(), String> {
    let (path, fragment) = to.split_once('#').map_or((to, None), |(path, fragment)| (path, Some(fragment)));
    let has_scheme = path.split_once(':').is_some_and(|(scheme, _)| scheme.bytes().all(|b| b.is_ascii_alphanumeric()));
    if has_scheme {
        return Ok(());
    }
    if to.is_empty() {
        return Err("link to nothing: give it a target".to_owned());
    }
    if path.is_empty() {
        let known = fragment.is_some_and(|fragment| document.ids.contains(fragment));
        return if known { Ok(()) } else { Err(missing_fragment(to, from, document)) };
    }
    let target = resolve(from, path).filter(|target| !path.starts_with('/') && repo.has(target));
    let Some(target) = target else {
        let advice = if has_extension(path, "html") { "link to the page's .md file" } else { "mend the path" };
        return Err(format!("link to {to}: no such file; {advice}"));
    };
    match (fragment, repo.text(&target)) {
        (Some(fragment), Some(text)) if has_extension(&target, "md") => {
            let document = Document::of(&Expanded::of(repo, &target, text).text);
            if document.ids.contains(fragment) { Ok(()) } else { Err(missing_fragment(to, &target, &document)) }
        }
        _ => Ok(()),
    }
}

fn missing_fragment(to: &str, page: &str, document: &Document) -> String {
    let known: Vec<&str> = document.ids.iter().map(String::as_str).collect();
    format!("link to {to}: {page} has no such heading; it has {}", known.join(", "))
}

/// Every figure can be drawn, says in words what it shows, and is shown on some page.
pub fn check_figures(repo: &Repo) -> Vec<Problem> {
    let mut shown = BTreeSet::new();
    let mut problems = Vec::new();
    for (path, text) in repo.pages().chain(repo.guides()) {
        let page = Expanded::of(repo, path, text);
        for link in Document::of(&page.text).links {
            let Some(target) = resolve(path, &link.to) else { continue };
            if link.alt.is_some() && repo.text(&target).is_some_and(|text| text.starts_with("<figure")) {
                let what = format!("image {}: it stands in a page as it is drawn; include it", link.to);
                problems.push(Problem::new(path, page.line_at(link.at), what));
            }
            shown.insert(target);
        }
        shown.extend(page.included);
    }
    for (path, text) in repo.under(CHAPTERS).filter(|(path, _)| has_extension(path, "svg")) {
        problems.extend(check_svg(text).into_iter().map(|(line, what)| Problem::new(path, line, what)));
        if !shown.contains(path) {
            problems.push(Problem::new(path, 1, "no page shows this figure: show it or delete it"));
        }
    }
    problems
}

/// How wide a figure is that stands in a page as it is drawn, and how large its text is at least: the column of a narrow
/// phone has so many pixels.
const FIGURE_WIDTH: &str = "0 0 320 ";
const FIGURE_TEXT: f64 = 12.0;

fn check_svg(text: &str) -> Vec<(usize, String)> {
    let mut problems = Vec::new();
    let is_inline = text.starts_with("<figure");
    if !is_inline && !text.starts_with("<svg") {
        problems.push((1, "a figure begins with <svg, or with <figure".to_owned()));
    }
    if is_inline {
        problems.extend(check_inline(text));
    }
    let pieces = markup(text);
    let mut open = Vec::new();
    let mut title = String::new();
    for piece in &pieces {
        match piece {
            Markup::Text(words) if open.last() == Some(&"title") => title.push_str(words.trim()),
            Markup::Tag { name, kind: TagKind::Open, .. } => open.push(name),
            Markup::Tag { name, kind: TagKind::Close, .. } if open.pop() != Some(name.trim()) => {
                problems.push((1, format!("</{name}> closes a tag that is not open")));
                return problems;
            }
            _ => (),
        }
    }
    if let Some(name) = open.pop() {
        problems.push((1, format!("<{name}> is never closed")));
    }
    if title.is_empty() {
        problems.push((1, "add <title>what the figure shows</title>: some readers hear it instead".to_owned()));
    }
    let has_namespace = |(key, value): &(String, String)| key == "xmlns" && value == "http://www.w3.org/2000/svg";
    let first_tag = pieces.iter().find(|piece| matches!(piece, Markup::Tag { name, .. } if name == "svg"));
    if !matches!(first_tag, Some(Markup::Tag { attributes, .. }) if attributes.iter().any(has_namespace)) {
        let what = r#"add xmlns="http://www.w3.org/2000/svg" to <svg>: browsers draw no image file without it"#;
        problems.push((1, what.to_owned()));
    }
    problems
}

/// What holds of a figure that stands in a page as it is drawn.
fn check_inline(text: &str) -> Vec<(usize, String)> {
    let mut problems = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| line.trim().is_empty()) {
        problems.push((index + 1, format!("{line:?}: an empty line ends HTML in Markdown")));
    }
    let mut description = String::new();
    let mut is_description = false;
    for piece in markup(text) {
        let Markup::Tag { name, kind, attributes } = piece else {
            let Markup::Text(words) = piece else { continue };
            description.push_str(if is_description { words.trim() } else { "" });
            continue;
        };
        is_description = name == "desc" && kind == TagKind::Open;
        let value = |wanted: &str| attributes.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.as_str());
        if name == "svg" && kind == TagKind::Open {
            if !value("viewBox").is_some_and(|view| view.starts_with(FIGURE_WIDTH)) {
                problems.push((1, format!("viewBox=\"{FIGURE_WIDTH}…\": a narrow phone has so many pixels")));
            }
            if value("role").is_none() || value("aria-labelledby").is_none() {
                problems.push((1, "<svg> needs role and aria-labelledby".to_owned()));
            }
        }
        let size = value("font-size").map(|size| size.trim_end_matches("px").parse().unwrap_or_default());
        if let Some(size) = size.filter(|size: &f64| *size < FIGURE_TEXT) {
            problems.push((1, format!("text of size {size}: nobody reads less than {FIGURE_TEXT}")));
        }
        if ["fill", "stroke", "style"].into_iter().any(|key| value(key).is_some()) {
            problems.push((1, format!("<{name}> has a colour: book/figures.css gives them, to dark themes too")));
        }
    }
    if description.is_empty() {
        problems.push((1, "add <desc>what one sees</desc>: some readers hear it instead".to_owned()));
    }
    problems
}

/// Every page of the book is an entry of the summary, once, and every entry has its page.
pub fn check_summary(repo: &Repo) -> Vec<Problem> {
    let summary = repo.text(SUMMARY).unwrap_or_default();
    let mut problems = Vec::new();
    let mut entries = BTreeSet::new();
    for link in Document::of(summary).links {
        let line = 1 + summary[..link.at].matches('\n').count();
        match resolve(SUMMARY, &link.to).filter(|path| !link.to.is_empty() && repo.text(path).is_some()) {
            None => problems.push(Problem::new(SUMMARY, line, format!("entry {:?}: no such page; write it", link.to))),
            Some(path) if entries.contains(&path) => {
                problems.push(Problem::new(SUMMARY, line, format!("entry {:?} stands there twice", link.to)));
            }
            Some(path) => drop(entries.insert(path)),
        }
    }
    let included: BTreeSet<String> =
        repo.pages().flat_map(|(path, text)| Expanded::of(repo, path, text).included).collect();
    let lost = repo.pages().filter(|(path, _)| !entries.contains(*path) && !included.contains(*path));
    problems.extend(lost.map(|(path, _)| Problem::new(path, 1, format!("not in {SUMMARY}: readers cannot reach it"))));
    problems
}

/// Old addresses lead to pages that are there, and none hides one.
pub fn check_redirects(repo: &Repo) -> Vec<Problem> {
    const FILE: &str = "book/book.toml";
    let text = repo.text(FILE).unwrap_or_default();
    let book: toml::Table = match text.parse() {
        Ok(book) => book,
        Err(error) => return vec![Problem::new(FILE, 1, error.to_string())],
    };
    let redirects = ["output", "html", "redirect"].iter().try_fold(&book, |table, key| table.get(*key)?.as_table());
    let mut problems = Vec::new();
    for (from, to) in redirects.into_iter().flatten() {
        let line = text.lines().position(|line| line.contains(from.as_str())).map_or(1, |before| before + 1);
        let page = |address: &str| {
            let name = address.trim_start_matches('/').strip_suffix(".html").unwrap_or(address);
            repo.text(&format!("{CHAPTERS}{name}.md")).is_some()
        };
        let to = to.as_str().unwrap_or_default();
        if !page(to) {
            problems.push(Problem::new(FILE, line, format!("{from} leads to {to}: no such page")));
        }
        if page(from) {
            problems.push(Problem::new(FILE, line, format!("{from} hides a page of the book")));
        }
    }
    problems
}

/// A lesson is four things of one number and name: the step, the learner's room, the graded tests and the chapter.
pub fn check_rooms(repo: &Repo) -> Vec<Problem> {
    let chapters = repo.lesson_chapters().filter_map(|(path, _)| path.strip_prefix(CHAPTERS)?.strip_suffix(".md"));
    let lessons: BTreeSet<&str> =
        repo.lessons_in("crates/").into_iter().chain(repo.lessons_in("lessons/")).chain(chapters).collect();
    let mut problems = Vec::new();
    for lesson in lessons {
        let rooms = [
            (format!("crates/{lesson}/Cargo.toml"), "the reference"),
            (format!("lessons/{lesson}/README.md"), "the task"),
            (format!("tests/{}.rs", lesson.replace('-', "_")), "the graded tests"),
            (format!("book/src/{lesson}.md"), "the chapter"),
        ];
        for (path, what) in rooms.iter().filter(|(path, _)| repo.text(path).is_none()) {
            problems.push(Problem::new(path, 1, format!("{what} of lesson {lesson}: missing")));
        }
    }
    problems
}

/// Code and terminal sessions come from files that are compiled and re-run.
pub fn check_listings(repo: &Repo) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in repo.pages() {
        let document = Document::of(text);
        let line_at = |at: usize| 1 + text[..at].matches('\n').count();
        for block in &document.code_blocks {
            if let Err(what) = check_code_block(path, block) {
                problems.push(Problem::new(path, line_at(block.at), what));
            }
        }
        for (at, html) in &document.html {
            let is_pre = |piece: &Markup| matches!(piece, Markup::Tag { name, .. } if name == "pre");
            if markup(html).iter().any(is_pre) {
                problems.push(Problem::new(path, line_at(*at), "<pre>: write a fence instead"));
            }
        }
    }
    problems
}

fn check_code_block(page: &str, block: &CodeBlock) -> Result<(), String> {
    let info = block.info.as_deref().ok_or("code by indentation: write a fence, or do not indent this paragraph")?;
    let language = info.split([',', ' ']).next().unwrap_or_default();
    let has_prompt = block.text.lines().any(|line| line.starts_with("$ "));
    match language {
        "bash" | "sh" | "abnf" | "text" | "" if !has_prompt => return Ok(()),
        _ => (),
    }
    let found = directives(&block.text);
    let mut rest = block.text.clone();
    for directive in found.iter().rev() {
        rest.replace_range(directive.start..directive.end, "");
    }
    if let Some(typed) = rest.lines().find(|line| !line.trim().is_empty()) {
        let source = if language == "console" || has_prompt {
            "a terminal session comes from a file in book/transcripts/, which a test re-runs"
        } else {
            "a listing comes from a file that is compiled"
        };
        return Err(format!("`{typed}` is typed by hand: {source}; use {{{{#include PATH:ANCHOR}}}}"));
    }
    for directive in found {
        let path = directive.argument.split(':').next().unwrap_or_default();
        let file = resolve(page, path).unwrap_or_default();
        if language == "console" && !file.starts_with(TRANSCRIPTS) {
            return Err(format!("{path} is no transcript: a ```console fence includes from {TRANSCRIPTS}"));
        }
        if language == "rust" && !has_extension(&file, "rs") {
            return Err(format!("{path} is no Rust source: a ```rust fence includes from a file that is compiled"));
        }
    }
    Ok(())
}

/// The sections of a lesson chapter are the ones that every lesson has, in their order.
pub fn check_sections(repo: &Repo) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in repo.lesson_chapters() {
        let page = Expanded::of(repo, path, text);
        let document = Document::of(&page.text);
        let sections: Vec<&Heading> = document.headings.iter().filter(|heading| heading.level == 2).collect();
        if let Err((at, what)) = check_section_order(&sections, asks_first(path)) {
            problems.push(Problem::new(path, at.map_or(1, |at| page.line_at(at)), what));
        }
    }
    problems
}

/// Whether the chapter begins with questions on those before it: each third one does, from 04 on.
fn asks_first(path: &str) -> bool {
    number_of(path).is_some_and(|number| number > 1 && number % 3 == 1)
}

fn number_of(path: &str) -> Option<usize> {
    lesson_number(path.strip_prefix(CHAPTERS)?)?.parse().ok()
}

fn check_section_order(sections: &[&Heading], asks_first: bool) -> Result<(), (Option<usize>, String)> {
    let first = sections.first().copied();
    if first.is_some_and(|first| first.text == RETRIEVAL) != asks_first {
        let which = if asks_first { "each" } else { "only each" };
        let what = format!("{which} third chapter begins with \"## {RETRIEVAL}\"");
        return Err((first.map(|first| first.at), what));
    }
    let (sections, deeper) = without_deeper(&sections[usize::from(asks_first)..]);
    if let Some(misplaced) = deeper {
        let what =
            format!("\"## {}\" comes after \"## Explain\", before what the step still gets wrong", misplaced.text);
        return Err((Some(misplaced.at), what));
    }
    for (index, expected) in SECTIONS_BEFORE_CODE.iter().enumerate() {
        let found = sections.get(index);
        if found.is_none_or(|found| found.text != *expected) {
            return Err((found.map(|found| found.at), format!("section {} must be \"## {expected}\"", index + 1)));
        }
    }
    let rest = &sections[SECTIONS_BEFORE_CODE.len()..];
    let Some(build) = rest.iter().position(|section| section.text == SECTIONS_AFTER_CODE[0]) else {
        return Err((None, format!("section \"## {}\" is missing", SECTIONS_AFTER_CODE[0])));
    };
    if build == 0 {
        let what = "between \"What happened\" and \"Build it\" goes at least one section with the code";
        return Err((Some(rest[0].at), what.to_owned()));
    }
    for (index, expected) in SECTIONS_AFTER_CODE.iter().enumerate() {
        let found = rest.get(build + index);
        if found.is_none_or(|found| found.text != *expected) {
            let before = rest[build + index - 1];
            let at = found.map_or(before.at, |found| found.at);
            return Err((Some(at), format!("after \"## {}\" must come \"## {expected}\"", before.text)));
        }
    }
    rest.get(build + SECTIONS_AFTER_CODE.len()).map_or(Ok(()), |extra| {
        Err((Some(extra.at), format!("\"## {}\": the last section is \"Further reading\"", extra.text)))
    })
}

/// The sections without those that go deeper, and one of these that is not in its place.
fn without_deeper<'a>(sections: &[&'a Heading]) -> (Vec<&'a Heading>, Option<&'a Heading>) {
    let mut before = "";
    let mut misplaced = None;
    let mut others = Vec::new();
    for section in sections {
        if !section.text.starts_with(DEEPER) {
            before = &section.text;
            others.push(*section);
        } else if before != "Explain" {
            misplaced = misplaced.or(Some(*section));
        }
    }
    (others, misplaced)
}

/// A lesson chapter is neither a note nor a book.
pub fn check_length(repo: &Repo) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in repo.lesson_chapters() {
        let is_layer = number_of(path).is_some_and(|number| number >= FIRST_LAYER);
        let most_in_all = if is_layer { LAYER_CHAPTER_WORDS } else { SOCKET_CHAPTER_WORDS };
        let (core, all) = (count_prose(&without_deeper_text(text)), count_prose(text));
        let (least, most) = (CORE_WORDS.start(), CORE_WORDS.end());
        let mut report = |what| problems.push(Problem::new(path, 1, what));
        if !CORE_WORDS.contains(&core) {
            report(format!(
                "{core} words of prose; a chapter has {least} to {most} outside of \"## {DEEPER}…\" (code and HTML tags apart)"
            ));
        }
        if all > most_in_all {
            report(format!("{all} words of prose in all; this chapter has at most {most_in_all}"));
        }
    }
    problems
}

/// The text of a chapter without the sections that go deeper.
fn without_deeper_text(text: &str) -> String {
    let heading = format!("## {DEEPER}");
    let mut is_deeper = false;
    let is_core = |line: &&str| {
        if line.starts_with("## ") {
            is_deeper = line.starts_with(&heading);
        }
        !is_deeper
    };
    text.split_inclusive('\n').filter(is_core).collect()
}

/// Each lesson chapter says one invariant, and it has the lesson's number.
pub fn check_invariants(repo: &Repo) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in repo.lesson_chapters() {
        let Some(number) = number_of(path) else { continue };
        let said: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("> **Invariant ")?.split_once(".**").map(|(number, _)| number))
            .collect();
        if said != [number.to_string()] {
            let what = format!("invariants {said:?}; a chapter says one, \"> **Invariant {number}.** …\"");
            problems.push(Problem::new(path, 1, what));
        }
    }
    problems
}

pub fn count_prose(text: &str) -> usize {
    let mut text = text.to_owned();
    for (start, end) in directives(&text).iter().rev().map(|d| (d.start, d.end)).collect::<Vec<_>>() {
        text.replace_range(start..end, "");
    }
    let prose = Document::of(&text).prose;
    words(&prose)
}

/// Each transcript is included by a page; one that nobody reads is only slow.
pub fn check_transcripts_used(repo: &Repo) -> Vec<Problem> {
    let included: BTreeSet<String> =
        repo.pages().flat_map(|(path, text)| Expanded::of(repo, path, text).included).collect();
    let lost = repo.under(TRANSCRIPTS).filter(|(path, _)| !included.contains(*path));
    lost.map(|(path, _)| Problem::new(path, 1, "no page includes this transcript: include it or delete it")).collect()
}

/// README.md cannot include files, so its terminal sessions must be lines of transcripts, word for word.
pub fn check_readme_transcripts(repo: &Repo) -> Vec<Problem> {
    let text = repo.text("README.md").unwrap_or_default();
    let blocks = Document::of(text).code_blocks;
    let sessions = blocks.iter().filter(|block| {
        block.info.as_deref() == Some("console") || block.text.lines().any(|line| line.starts_with("$ "))
    });
    let rerun = |session: &CodeBlock| {
        repo.under(TRANSCRIPTS)
            .any(|(_, transcript)| format!("\n{transcript}").contains(&format!("\n{}", session.text)))
    };
    let typed = sessions.filter(|session| !rerun(session));
    let line = |block: &CodeBlock| 1 + text[..block.at].matches('\n').count();
    let what = format!("these are not consecutive lines of a file in {TRANSCRIPTS}: copy them from there");
    typed.map(|block| Problem::new("README.md", line(block), what.as_str())).collect()
}

/// The task of a lesson fits on a screen, and so does what is said of another depth.
pub fn check_lesson_readmes(repo: &Repo) -> Vec<Problem> {
    let readmes = repo.guides().filter(|(path, _)| path.starts_with("lessons/"));
    let parts = readmes.flat_map(|(path, text)| {
        let (task, depth) = at_the_build_depth(text);
        let task = (path, "a task", words(&task), LESSON_README_WORDS);
        [task, (path, "a paragraph on the build depth", words(depth), BUILD_DEPTH_WORDS)]
    });
    let long = parts.filter(|(_, _, words, most)| words >= most);
    let what =
        |part, words, most| format!("{words} words; {part} has fewer than {most}, without the bars of its tables");
    long.map(|(path, part, words, most)| Problem::new(path, 1, what(part, words, most))).collect()
}

/// The guide of a room without its paragraph on the build depth, and that paragraph.
fn at_the_build_depth(text: &str) -> (String, &str) {
    let Some((before, rest)) = text.split_once(BUILD_DEPTH) else { return (text.to_owned(), "") };
    let (paragraph, after) = rest.split_once("\n\n").unwrap_or((rest, ""));
    (format!("{before}{after}"), paragraph)
}

/// How many words a text has; what has neither letter nor digit is none.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// The `book: "…"` of a graded test is a heading of its lesson's chapter.
pub fn check_book_fields(repo: &Repo) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in repo.under("tests/") {
        let name = path.strip_prefix("tests/").and_then(|name| name.strip_suffix(".rs"));
        let Some(name) = name.filter(|name| !name.contains('/') && lesson_number(name).is_some()) else { continue };
        let chapter = format!("{CHAPTERS}{}.md", name.replace('_', "-"));
        let document = repo.text(&chapter).map(|text| Document::of(&Expanded::of(repo, &chapter, text).text));
        let headings = document.map(|document| document.headings).unwrap_or_default();
        let known: Vec<&str> =
            headings.iter().filter(|heading| heading.level > 1).map(|heading| heading.text.as_str()).collect();
        for (line, value) in book_fields(text) {
            if !known.iter().any(|heading| straight(heading) == straight(&value)) {
                let what = format!("book: {value:?} is no heading of {chapter}; it has {}", known.join(" | "));
                problems.push(Problem::new(path, line, what));
            }
        }
    }
    problems
}

/// Undoes the smart punctuation that the book's Markdown is read with.
fn straight(text: &str) -> String {
    text.replace(['‘', '’'], "'").replace(['“', '”'], "\"").replace('–', "--").replace('…', "...").replace('—', "---")
}

/// The string literals after `book:` in Rust source, with their lines.
pub fn book_fields(text: &str) -> Vec<(usize, String)> {
    let mut fields = Vec::new();
    for (at, field) in text.match_indices("book:") {
        let own_word = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if let Some(literal) = text[at + field.len()..].trim_start().strip_prefix('"').filter(|_| own_word) {
            let line = 1 + text[..at].matches('\n').count();
            fields.push((line, string_literal(literal)));
        }
    }
    fields
}

/// The value of a string literal, from after its opening quote.
fn string_literal(literal: &str) -> String {
    let mut value = String::new();
    let mut chars = literal.chars().peekable();
    while let Some(c) = chars.next().filter(|&c| c != '"') {
        match (c, chars.peek()) {
            ('\\', Some('\n')) => while chars.next_if(|c| c.is_whitespace()).is_some() {},
            ('\\', Some(_)) => value.extend(chars.next()),
            _ => value.push(c),
        }
    }
    value
}

/// `--bin NAME` and `-p NAME` of the cargo commands that readers copy name what the workspace has.
pub fn check_commands(repo: &Repo) -> Vec<Problem> {
    let mut names = BTreeSet::new();
    for (_, text) in repo.files.iter().filter(|(path, _)| path.ends_with("/Cargo.toml")) {
        let values = text.lines().filter_map(|line| line.strip_prefix("name = \"")?.split('"').next());
        names.extend(values);
    }
    let mut problems = Vec::new();
    let transcripts = repo.under(TRANSCRIPTS);
    let guides = repo.guides().filter(|(path, _)| *path != "CONTRIBUTING.md");
    for (path, text) in repo.pages().chain(guides).chain(transcripts) {
        for (index, line) in text.lines().enumerate() {
            for name in named_in(line).into_iter().filter(|name| !names.contains(name)) {
                problems.push(Problem::new(path, index + 1, format!("no package and no program is called {name}")));
            }
        }
    }
    problems
}

/// The names after `--bin`, `-p` and `--package` of the cargo commands in a line; one with capitals stands for others.
fn named_in(line: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for command in line.split('`').filter_map(|code| Some(code.split_once("cargo ")?.1)) {
        let words: Vec<&str> = command.split([' ', '=']).take_while(|word| *word != "--").collect();
        let after_flag =
            words.windows(2).filter(|pair| ["--bin", "-p", "--package"].contains(&pair[0])).map(|pair| pair[1]);
        let name = after_flag.map(|name| name.trim_matches(|c: char| !c.is_alphanumeric()));
        names.extend(name.filter(|name| !name.is_empty() && !name.contains(|c: char| c.is_ascii_uppercase())));
    }
    names
}
