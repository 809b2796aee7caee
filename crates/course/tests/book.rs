//! Proves that the book holds together: every include, anchor, link and figure resolves, no listing is typed by hand,
//! and every lesson chapter has its sections and its length. mdBook itself ends with status 0 on a missing include.
//!
//! Every rule is a function from the texts of the repository to the problems found in them. The rules run over the real
//! book first, then, in `rules`, over small wrong books that they must find fault with.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display};
use std::fs;
use std::io;
use std::path::Path;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

const CHAPTERS: &str = "book/src/";
const SUMMARY: &str = "book/src/SUMMARY.md";
const TRANSCRIPTS: &str = "book/transcripts/";

/// The sections of a lesson chapter before and after the ones with the code, which are named freely.
const SECTIONS_BEFORE_CODE: [&str; 4] = ["What you will be able to do", "Predict", "Run", "What happened"];
const SECTIONS_AFTER_CODE: [&str; 5] =
    ["Build it", "Change it", "Explain", "What this step still gets wrong", "Further reading"];

const CHAPTER_WORDS: std::ops::RangeInclusive<usize> = 600..=1800;
const LESSON_README_WORDS: usize = 200;

/// How deep included files may include others before it must be a circle; mdBook's own limit.
const INCLUDE_DEPTH: usize = 10;

/// Files above this size are known by name only.
const LARGEST_TEXT: u64 = 1 << 20;

#[test]
fn every_include_resolves() {
    holds(check_includes);
}

#[test]
fn every_link_and_image_resolves() {
    holds(check_links);
}

#[test]
fn every_figure_is_an_svg_with_a_title() {
    holds(check_figures);
}

#[test]
fn every_chapter_is_in_the_summary() {
    holds(check_summary);
}

#[test]
fn every_lesson_has_its_four_rooms() {
    holds(check_rooms);
}

#[test]
fn no_listing_and_no_transcript_is_typed_by_hand() {
    holds(check_listings);
}

#[test]
fn every_lesson_chapter_has_its_sections_in_order() {
    holds(check_sections);
}

#[test]
fn every_lesson_chapter_has_the_length_of_one_sitting() {
    holds(check_length);
}

#[test]
fn every_transcript_stands_in_a_chapter() {
    holds(check_transcripts_used);
}

#[test]
fn every_transcript_in_the_readme_is_from_a_transcript_file() {
    holds(check_readme_transcripts);
}

#[test]
fn every_lesson_readme_is_short() {
    holds(check_lesson_readmes);
}

#[test]
fn every_failure_message_points_at_a_heading_of_the_chapter() {
    holds(check_book_fields);
}

#[test]
fn every_command_names_a_package_and_a_program_that_exist() {
    holds(check_commands);
}

/// Fails with everything that `rule` finds in this repository.
#[track_caller]
fn holds(rule: fn(&Repo) -> Vec<Problem>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let repo = Repo::read(&root).unwrap_or_else(|error| panic!("cannot read {}: {error}", root.display()));
    assert!(repo.text(SUMMARY).is_some(), "{SUMMARY} is missing: this is not the repository of the course");
    let problems = rule(&repo);
    let list: Vec<String> = problems.iter().map(|problem| format!("  {problem}")).collect();
    assert!(problems.is_empty(), "{} to mend:\n{}", problems.len(), list.join("\n"));
}

// ---------------------------------------------------------------------------------------------------------------------
// The repository

/// The texts of the repository by path; paths are relative to its root, with `/`.
struct Repo {
    files: BTreeMap<String, String>,
}

impl Repo {
    fn read(root: &Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        read_folder(root, "", &mut files)?;
        Ok(Self { files })
    }

    fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Whether there is a file or a folder with this path.
    fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        path.is_empty() || self.files.contains_key(path) || self.under(&folder).next().is_some()
    }

    fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let from = self.files.range(folder.to_owned()..);
        from.take_while(move |(path, _)| path.starts_with(folder)).map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The pages of the book, without its summary.
    fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.under(CHAPTERS).filter(|(path, _)| has_extension(path, "md") && *path != SUMMARY)
    }

    /// The chapters of the lessons: pages whose names begin with a number.
    fn lesson_chapters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pages().filter(|(path, _)| path.strip_prefix(CHAPTERS).is_some_and(|name| lesson_number(name).is_some()))
    }

    /// The folders directly in `parent` that belong to a lesson, as `NN-name`.
    fn lessons_in<'a>(&'a self, parent: &'a str) -> BTreeSet<&'a str> {
        let folders = self.under(parent).filter_map(|(path, _)| path.strip_prefix(parent)?.split_once('/'));
        folders.map(|(name, _)| name).filter(|name| lesson_number(name).is_some()).collect()
    }

    /// The Markdown files outside of the book that readers follow links in.
    fn guides(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_guide = |path: &str| {
            let lesson = path.strip_prefix("lessons/").and_then(|rest| rest.strip_suffix("/README.md"));
            ["README.md", "CONTRIBUTING.md"].contains(&path) || lesson.is_some_and(|name| !name.contains('/'))
        };
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str())).filter(move |(path, _)| is_guide(path))
    }
}

fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = format!("{prefix}{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() && !["target", ".git", "book/book"].contains(&path.as_str()) {
            read_folder(&entry.path(), &format!("{path}/"), files)?;
        } else if kind.is_file() {
            let text = if entry.metadata()?.len() > LARGEST_TEXT { Vec::new() } else { fs::read(entry.path())? };
            files.insert(path, String::from_utf8_lossy(&text).replace("\r\n", "\n"));
        }
    }
    Ok(())
}

/// The `NN` of a name `NN-…` or `NN_…`.
fn lesson_number(name: &str) -> Option<&str> {
    let (number, _) = name.split_once(['-', '_'])?;
    (number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

/// Where `link`, written in a file at `from`, leads; `None` outside of the repository.
fn resolve(from: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => (),
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// One thing to mend, with its place and what to do about it.
struct Problem {
    file: String,
    line: usize,
    what: String,
}

impl Problem {
    fn new(file: &str, line: usize, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, what: what.into() }
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Includes, as mdBook's `links` preprocessor understands them

/// A directive `{{#name argument}}` in a text.
struct Directive<'t> {
    start: usize,
    end: usize,
    name: &'t str,
    argument: &'t str,
}

fn directives(text: &str) -> Vec<Directive<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("{{").map(|offset| at + offset) {
        at = start + 2;
        if text[..start].ends_with('\\') && text[at..].starts_with('#') {
            // Escaped: mdBook takes everything up to the last `}}` of the line.
            let line = text[at..].lines().next().unwrap_or_default();
            at += line.rfind("}}").unwrap_or(0);
        } else if let Some(directive) = directive_at(text, start) {
            at = directive.end;
            found.push(directive);
        }
    }
    found
}

fn directive_at(text: &str, start: usize) -> Option<Directive<'_>> {
    let body = text[start + 2..].trim_start().strip_prefix('#')?;
    let body_start = text.len() - body.len();
    let length = body.find('}')?;
    let (name, argument) = body[..length].split_once(char::is_whitespace)?;
    let is_directive = body[length..].starts_with("}}") && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    is_directive.then(|| Directive { start, end: body_start + length + 2, name, argument: argument.trim() })
}

/// A page with its includes filled in, and for each line of it the line of the page's file that it comes from.
struct Expanded {
    text: String,
    origins: Vec<usize>,
    problems: Vec<Problem>,
    /// The files that the page includes, directly or not.
    included: BTreeSet<String>,
}

impl Expanded {
    fn of(repo: &Repo, path: &str, text: &str) -> Self {
        Self::nested(repo, path, text, 0)
    }

    fn nested(repo: &Repo, path: &str, text: &str, depth: usize) -> Self {
        let mut page = Self { text: String::new(), origins: vec![1], problems: Vec::new(), included: BTreeSet::new() };
        let mut at = 0;
        let mut line = 1;
        for directive in directives(text) {
            page.push_own(&text[at..directive.start], &mut line);
            match included_text(repo, path, &directive) {
                Err(what) => page.problems.push(Problem::new(path, line, what)),
                Ok(None) => (),
                Ok(Some((file, _))) if depth == INCLUDE_DEPTH => {
                    page.problems.push(Problem::new(path, line, format!("{file} includes itself: break the circle")));
                }
                Ok(Some((file, text))) => {
                    let inner = Self::nested(repo, &file, &text, depth + 1);
                    page.problems.extend(inner.problems);
                    page.included.extend(inner.included);
                    page.included.insert(file);
                    page.origins.extend(vec![line; inner.text.matches('\n').count()]);
                    page.text.push_str(&inner.text);
                }
            }
            line += text[directive.start..directive.end].matches('\n').count();
            at = directive.end;
        }
        page.push_own(&text[at..], &mut line);
        page
    }

    fn push_own(&mut self, text: &str, line: &mut usize) {
        self.text.push_str(text);
        for _ in text.matches('\n') {
            *line += 1;
            self.origins.push(*line);
        }
    }

    fn line_at(&self, offset: usize) -> usize {
        self.origins[self.text[..offset].matches('\n').count()]
    }
}

/// The file that a directive names and the part of it that takes the directive's place.
fn included_text(repo: &Repo, from: &str, directive: &Directive<'_>) -> Result<Option<(String, String)>, String> {
    match directive.name {
        "include" => (),
        "title" => return Ok(None),
        name => return Err(format!("{{{{#{name}}}}} is not used in this book: write {{{{#include PATH:ANCHOR}}}}")),
    }
    let (path, part) =
        directive.argument.split_once(':').map_or((directive.argument, None), |(path, part)| (path, Some(part)));
    let file = resolve(from, path).filter(|file| repo.text(file).is_some());
    let file =
        file.ok_or_else(|| format!("include of {path}: no such file; the path counts from the page's folder"))?;
    if file.starts_with("lessons/") && file.contains("/src/") {
        return Err(format!("include of {file}: learners change this file; include from crates/ instead"));
    }
    let text = repo.text(&file).unwrap_or_default();
    let taken = match part {
        None | Some("") => text.trim_end_matches('\n').to_owned(),
        Some(part) if part.starts_with(|c: char| c.is_ascii_digit() || c == ':') => {
            lines_of(text, part).ok_or_else(|| {
                format!("include of {file}:{part}: it has {} lines; mend the range", text.lines().count())
            })?
        }
        Some(anchor) => anchored(text, anchor).map_err(|what| format!("include of {file}:{anchor}: {what}"))?,
    };
    if taken.trim().is_empty() {
        return Err(format!("include of {}: nothing stands there", directive.argument));
    }
    if taken.lines().any(|line| anchor_in(line, "ANCHOR").or(anchor_in(line, "ANCHOR_END")).is_some()) {
        return Err(format!("include of {}: the page would show ANCHOR lines; include by anchor", directive.argument));
    }
    Ok(Some((file, taken)))
}

/// The lines that `START`, `START:`, `:END` or `START:END` select, counted from 1, both ends included.
fn lines_of(text: &str, range: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let number = |word: &str, default| if word.is_empty() { Some(default) } else { word.parse::<usize>().ok() };
    let (start, end) = match range.split_once(':') {
        None => (range.parse().ok()?, range.parse().ok()?),
        Some((start, end)) => (number(start, 1)?, number(end, lines.len())?),
    };
    lines.get(start.checked_sub(1)?..end).filter(|lines| !lines.is_empty()).map(|lines| lines.join("\n"))
}

/// The lines between the marks of `anchor`, without the marks of other anchors.
fn anchored(text: &str, anchor: &str) -> Result<String, String> {
    let marked = |mark| text.lines().filter(move |line| anchor_in(line, mark) == Some(anchor)).count();
    match (marked("ANCHOR"), marked("ANCHOR_END")) {
        (1, 1) => (),
        (0, _) => return Err(format!("no line ANCHOR: {anchor}; mark it, or mend the name")),
        (_, 0) => return Err(format!("no line ANCHOR_END: {anchor}; mark where it ends")),
        _ => return Err("the anchor is marked more than once; each needs a name of its own".to_owned()),
    }
    let lines = text.lines().skip_while(|line| anchor_in(line, "ANCHOR") != Some(anchor));
    let lines = lines.take_while(|line| anchor_in(line, "ANCHOR_END") != Some(anchor));
    let lines = lines.filter(|line| anchor_in(line, "ANCHOR").or(anchor_in(line, "ANCHOR_END")).is_none());
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// The name in a line that carries `mark: name`.
fn anchor_in<'l>(line: &'l str, mark: &str) -> Option<&'l str> {
    let (_, rest) = line.split_once(mark)?;
    let name = rest.strip_prefix(':')?.trim_start();
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(name.len());
    (end > 0).then(|| &name[..end])
}

// ---------------------------------------------------------------------------------------------------------------------
// Markdown, read with mdBook's options

/// What the rules ask of a Markdown text. Places are offsets in it.
#[derive(Default)]
struct Document {
    headings: Vec<Heading>,
    /// Every fragment that a link to this page can name.
    ids: BTreeSet<String>,
    links: Vec<Link>,
    code_blocks: Vec<CodeBlock>,
    /// References such as `[text][name]` that nothing defines.
    undefined: Vec<(usize, String)>,
    /// Raw HTML, one tag or block at a time.
    html: Vec<(usize, String)>,
    /// The running text: no code blocks, no HTML tags, no text alternatives of images.
    prose: String,
}

struct Heading {
    at: usize,
    level: usize,
    text: String,
}

struct Link {
    at: usize,
    to: String,
    /// The text alternative, if it is an image.
    alt: Option<String>,
}

struct CodeBlock {
    at: usize,
    /// `None` for a block by indentation.
    info: Option<String>,
    text: String,
}

impl Document {
    fn of(text: &str) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_SMART_PUNCTUATION
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_GFM;
        let mut undefined = Vec::new();
        let on_broken = |link: BrokenLink<'_>| {
            if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
                undefined.push((link.span.start, link.reference.to_string()));
            }
            None::<(CowStr<'_>, CowStr<'_>)>
        };
        let events = Parser::new_with_broken_link_callback(text, options, Some(on_broken)).into_offset_iter();

        let mut document = Self::default();
        let mut heading: Option<(Heading, Option<String>)> = None;
        let mut code: Option<CodeBlock> = None;
        let mut image: Option<Link> = None;
        let mut html: Option<(usize, String)> = None;
        for (event, span) in events {
            let at = span.start;
            match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let start = Heading { at, level: level as usize, text: String::new() };
                    heading = Some((start, id.map(|id| id.to_string())));
                }
                Event::End(TagEnd::Heading(_)) => {
                    if let Some((heading, id)) = heading.take() {
                        document.add_id(&id.unwrap_or_else(|| heading_id(&heading.text)));
                        document.headings.push(heading);
                    }
                    document.prose.push('\n');
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let info = if let CodeBlockKind::Fenced(info) = kind { Some(info.to_string()) } else { None };
                    code = Some(CodeBlock { at, info, text: String::new() });
                }
                Event::End(TagEnd::CodeBlock) => document.code_blocks.extend(code.take()),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    document.links.push(Link { at, to: dest_url.to_string(), alt: None });
                }
                Event::Start(Tag::Image { dest_url, .. }) => {
                    image = Some(Link { at, to: dest_url.to_string(), alt: Some(String::new()) });
                }
                Event::End(TagEnd::Image) => document.links.extend(image.take()),
                Event::Text(text) | Event::Code(text) => {
                    if let Some(code) = &mut code {
                        code.text.push_str(&text);
                    } else if let Some(alt) = image.as_mut().and_then(|image| image.alt.as_mut()) {
                        alt.push_str(&text);
                    } else {
                        document.prose.push_str(&text);
                        if let Some((heading, _)) = &mut heading {
                            heading.text.push_str(&text);
                        }
                    }
                }
                Event::Start(Tag::HtmlBlock) => html = Some((at, String::new())),
                Event::End(TagEnd::HtmlBlock) => document.html.extend(html.take()),
                Event::Html(text) | Event::InlineHtml(text) => match &mut html {
                    Some((_, block)) => block.push_str(&text),
                    None => document.html.push((at, text.to_string())),
                },
                Event::SoftBreak | Event::HardBreak | Event::End(_) => document.break_word(&event),
                _ => (),
            }
        }
        document.undefined = undefined;
        document.read_html();
        document
    }

    /// Adds a fragment, made unique in mdBook's way.
    fn add_id(&mut self, id: &str) {
        let mut candidate = id.to_owned();
        let mut count = 0;
        while self.ids.contains(&candidate) {
            count += 1;
            candidate = format!("{id}-{count}");
        }
        self.ids.insert(candidate);
    }

    /// Emphasis may end inside of a word, everything else ends one.
    fn break_word(&mut self, event: &Event<'_>) {
        let inline = [TagEnd::Emphasis, TagEnd::Strong, TagEnd::Strikethrough, TagEnd::Link];
        if !matches!(event, Event::End(end) if inline.contains(end)) {
            self.prose.push('\n');
        }
    }

    /// Takes links, fragments and text from the raw HTML.
    fn read_html(&mut self) {
        for (at, html) in std::mem::take(&mut self.html) {
            for piece in markup(&html) {
                match &piece {
                    Markup::Text(text) => self.prose.push_str(text),
                    Markup::Tag { name, attributes, .. } => {
                        let attribute = |name| attributes.iter().find(|(key, _)| key == name).map(|(_, v)| v.clone());
                        self.ids.extend(attribute("id"));
                        let alt = (name == "img").then(|| attribute("alt").unwrap_or_default());
                        let to = attribute("href").or_else(|| attribute("src")).or_else(|| attribute("data"));
                        self.links.extend(to.map(|to| Link { at, to, alt }));
                    }
                }
            }
            self.html.push((at, html));
        }
    }
}

/// The fragment of a heading, as mdBook 0.5 makes it.
fn heading_id(text: &str) -> String {
    let keep = |c: char| match c {
        _ if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
        _ if c.is_whitespace() => Some('-'),
        _ => None,
    };
    text.trim().to_lowercase().chars().filter_map(keep).collect()
}

/// A piece of HTML or SVG; comments and declarations are left out.
#[derive(Debug, PartialEq)]
enum Markup {
    Text(String),
    Tag { name: String, attributes: Vec<(String, String)>, kind: TagKind },
}

#[derive(Debug, PartialEq, Clone, Copy)]
enum TagKind {
    Open,
    Close,
    Empty,
}

fn markup(text: &str) -> Vec<Markup> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
        } else if let Some(tag) = rest.strip_prefix('<') {
            let end = tag_end(tag);
            if !tag.starts_with(['!', '?']) {
                pieces.push(read_tag(&tag[..end]));
            }
            rest = tag.get(end + 1..).unwrap_or("");
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            pieces.push(Markup::Text(rest[..end].to_owned()));
            rest = &rest[end..];
        }
    }
    pieces
}

/// Where the `>` of a tag stands; one inside of quotes does not end it.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    let end = tag.char_indices().find(|&(_, c)| {
        match quote {
            Some(open) if open == c => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            _ => (),
        }
        quote.is_none() && c == '>'
    });
    end.map_or(tag.len(), |(at, _)| at)
}

fn read_tag(tag: &str) -> Markup {
    let (tag, kind) = match (tag.strip_prefix('/'), tag.strip_suffix('/')) {
        (Some(tag), _) => (tag, TagKind::Close),
        (None, Some(tag)) => (tag, TagKind::Empty),
        (None, None) => (tag, TagKind::Open),
    };
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    while let Some((key, after)) = rest.split_once('=') {
        let key = key.split_whitespace().next_back().unwrap_or_default();
        let after = after.trim_start();
        let (value, next) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        attributes.push((key.to_owned(), value.to_owned()));
        rest = next;
    }
    Markup::Tag { name: name.to_owned(), attributes, kind }
}

// ---------------------------------------------------------------------------------------------------------------------
// The rules

/// Every `{{#include}}` of the book names a file, and an anchor or lines in it.
fn check_includes(repo: &Repo) -> Vec<Problem> {
    repo.pages().flat_map(|(path, text)| Expanded::of(repo, path, text).problems).collect()
}

/// Every link and image of the book and of the guides around it leads to something; every image has a text alternative.
fn check_links(repo: &Repo) -> Vec<Problem> {
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
fn check_figures(repo: &Repo) -> Vec<Problem> {
    let mut shown = BTreeSet::new();
    for (path, text) in repo.pages().chain(repo.guides()) {
        let page = Expanded::of(repo, path, text);
        shown.extend(Document::of(&page.text).links.iter().filter_map(|link| resolve(path, &link.to)));
        shown.extend(page.included);
    }
    let mut problems = Vec::new();
    for (path, text) in repo.under(CHAPTERS).filter(|(path, _)| has_extension(path, "svg")) {
        problems.extend(check_svg(text).into_iter().map(|(line, what)| Problem::new(path, line, what)));
        if !shown.contains(path) {
            problems.push(Problem::new(path, 1, "no page shows this figure: show it or delete it"));
        }
    }
    problems
}

fn check_svg(text: &str) -> Vec<(usize, String)> {
    let mut problems = Vec::new();
    if !text.starts_with("<svg") {
        problems.push((1, "a figure begins with <svg".to_owned()));
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
    let first_tag = pieces.iter().find(|piece| matches!(piece, Markup::Tag { .. }));
    if !matches!(first_tag, Some(Markup::Tag { attributes, .. }) if attributes.iter().any(has_namespace)) {
        let what = r#"add xmlns="http://www.w3.org/2000/svg" to <svg>: browsers draw no image file without it"#;
        problems.push((1, what.to_owned()));
    }
    problems
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

/// Every page of the book is an entry of the summary, once, and every entry has its page.
fn check_summary(repo: &Repo) -> Vec<Problem> {
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

/// A lesson is four things of one number and name: the step, the learner's room, the graded tests and the chapter.
fn check_rooms(repo: &Repo) -> Vec<Problem> {
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
fn check_listings(repo: &Repo) -> Vec<Problem> {
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
fn check_sections(repo: &Repo) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in repo.lesson_chapters() {
        let page = Expanded::of(repo, path, text);
        let document = Document::of(&page.text);
        let sections: Vec<&Heading> = document.headings.iter().filter(|heading| heading.level == 2).collect();
        if let Err((at, what)) = check_section_order(&sections) {
            problems.push(Problem::new(path, at.map_or(1, |at| page.line_at(at)), what));
        }
    }
    problems
}

fn check_section_order(sections: &[&Heading]) -> Result<(), (Option<usize>, String)> {
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

/// A lesson chapter is neither a note nor a book.
fn check_length(repo: &Repo) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in repo.lesson_chapters() {
        let words = count_prose(text);
        if !CHAPTER_WORDS.contains(&words) {
            let (least, most) = (CHAPTER_WORDS.start(), CHAPTER_WORDS.end());
            let what = format!("{words} words of prose; a chapter has {least} to {most} (code and HTML tags apart)");
            problems.push(Problem::new(path, 1, what));
        }
    }
    problems
}

fn count_prose(text: &str) -> usize {
    let mut text = text.to_owned();
    for (start, end) in directives(&text).iter().rev().map(|d| (d.start, d.end)).collect::<Vec<_>>() {
        text.replace_range(start..end, "");
    }
    let prose = Document::of(&text).prose;
    prose.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// Each transcript is included by a page; one that nobody reads is only slow.
fn check_transcripts_used(repo: &Repo) -> Vec<Problem> {
    let included: BTreeSet<String> =
        repo.pages().flat_map(|(path, text)| Expanded::of(repo, path, text).included).collect();
    let lost = repo.under(TRANSCRIPTS).filter(|(path, _)| !included.contains(*path));
    lost.map(|(path, _)| Problem::new(path, 1, "no page includes this transcript: include it or delete it")).collect()
}

/// README.md cannot include files, so its terminal sessions must be lines of transcripts, word for word.
fn check_readme_transcripts(repo: &Repo) -> Vec<Problem> {
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

/// The task of a lesson fits on a screen.
fn check_lesson_readmes(repo: &Repo) -> Vec<Problem> {
    let readmes = repo.guides().filter(|(path, _)| path.starts_with("lessons/"));
    let counted = readmes.map(|(path, text)| (path, text.split_whitespace().count()));
    let long = counted.filter(|(_, words)| *words >= LESSON_README_WORDS);
    let what = |words| format!("{words} words; a task has fewer than {LESSON_README_WORDS} (count with wc -w)");
    long.map(|(path, words)| Problem::new(path, 1, what(words))).collect()
}

/// The `book: "…"` of a graded test is a heading of its lesson's chapter.
fn check_book_fields(repo: &Repo) -> Vec<Problem> {
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
fn book_fields(text: &str) -> Vec<(usize, String)> {
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

/// The value of a string literal, from behind its opening quote.
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
fn check_commands(repo: &Repo) -> Vec<Problem> {
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

// ---------------------------------------------------------------------------------------------------------------------
// The rules find fault with wrong books, and with nothing else

mod rules {
    use super::*;

    const SERVER: (&str, &str) = (
        "crates/01-one-way/src/server.rs",
        "fn main() {\n    // ANCHOR: receive\n    read();\n    // ANCHOR: inner\n    more();\n    // ANCHOR_END: inner\n    // ANCHOR_END: receive\n}\n",
    );

    /// What `rule` says about a repository with `files`.
    fn says(rule: fn(&Repo) -> Vec<Problem>, files: &[(&str, &str)]) -> Vec<String> {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        rule(&Repo { files }).iter().map(ToString::to_string).collect()
    }

    /// What `rule` says about a book of one page, the chapter of lesson 01, and a server to include from.
    fn says_of_page(rule: fn(&Repo) -> Vec<Problem>, page: &str) -> Vec<String> {
        says(rule, &[("book/src/01-one-way.md", page), SERVER])
    }

    #[track_caller]
    fn assert_one(problems: &[String], place: &str, what: &str) {
        assert!(problems.len() == 1 && problems[0].starts_with(place) && problems[0].contains(what), "{problems:#?}");
    }

    #[track_caller]
    fn assert_none(problems: &[String]) {
        assert!(problems.is_empty(), "{problems:#?}");
    }

    fn include(argument: &str) -> Vec<String> {
        says_of_page(check_includes, &format!("# One\n\n```rust\n{{{{#include {argument}}}}}\n```\n"))
    }

    #[test]
    fn an_include_of_an_anchor_a_line_or_a_range_is_fine() {
        for part in ["receive", "inner", "1", "8:", ":1", "3:3"] {
            assert_none(&include(&format!("../../crates/01-one-way/src/server.rs:{part}")));
        }
    }

    #[test]
    fn an_include_without_a_file_is_found() {
        assert_one(
            &include("../../crates/01-one-way/src/sever.rs:receive"),
            "book/src/01-one-way.md:4",
            "no such file",
        );
        assert_one(&include("../../../elsewhere.rs"), "book/src/01-one-way.md:4", "no such file");
    }

    #[test]
    fn an_include_without_its_anchor_is_found() {
        let server = |anchor: &str| include(&format!("../../crates/01-one-way/src/server.rs:{anchor}"));
        assert_one(&server("recieve"), "book/src/01-one-way.md:4", "no line ANCHOR: recieve");
        assert_one(&server("rec"), "book/src/01-one-way.md:4", "no line ANCHOR: rec");
        assert_one(&server("1:99"), "book/src/01-one-way.md:4", "it has 8 lines");
        assert_one(&server("0"), "book/src/01-one-way.md:4", "it has 8 lines");
        assert_one(&server("5:4"), "book/src/01-one-way.md:4", "it has 8 lines");
        assert_one(&server(""), "book/src/01-one-way.md:4", "would show ANCHOR lines");
    }

    #[test]
    fn an_anchor_that_is_broken_or_empty_is_found() {
        let page = |source| says(check_includes, &[("book/src/a.md", "{{#include ../../a.rs:x}}"), ("a.rs", source)]);
        assert_one(&page("// ANCHOR: x\nf();\n"), "book/src/a.md:1", "no line ANCHOR_END: x");
        assert_one(&page("// ANCHOR: x\n\n// ANCHOR_END: x\n"), "book/src/a.md:1", "nothing stands there");
        let twice = "// ANCHOR: x\nf();\n// ANCHOR_END: x\n".repeat(2);
        assert_one(&page(&twice), "book/src/a.md:1", "more than once");
    }

    #[test]
    fn an_include_is_taken_as_mdbook_takes_it() {
        let files = BTreeMap::from([(SERVER.0.to_owned(), SERVER.1.to_owned())]);
        let page = "a\n{{#include ../../crates/01-one-way/src/server.rs:receive}}\nb";
        let page = Expanded::of(&Repo { files }, "book/src/a.md", page);
        assert_eq!(page.text, "a\n    read();\n    more();\nb");
        assert_eq!(page.origins, [1, 2, 2, 3]);
        assert_eq!(page.included, BTreeSet::from([SERVER.0.to_owned()]));
    }

    #[test]
    fn an_escaped_include_is_none() {
        assert_none(&says_of_page(check_includes, "Write `\\{{#include PATH}}` or \\{{#include PATH:ANCHOR}}.\n"));
    }

    #[test]
    fn an_include_of_what_learners_change_is_found() {
        let files = [
            ("book/src/a.md", "{{#include ../../lessons/01-one-way/src/server.rs}}"),
            ("lessons/01-one-way/src/server.rs", "fn main() {}\n"),
        ];
        assert_one(&says(check_includes, &files), "book/src/a.md:1", "from crates/ instead");
    }

    #[test]
    fn a_directive_other_than_include_is_found() {
        let page = "\n{{#rustdoc_include ../../crates/01-one-way/src/server.rs:receive}}\n";
        assert_one(&says_of_page(check_includes, page), "book/src/01-one-way.md:2", "is not used in this book");
    }

    #[test]
    fn pages_that_include_each_other_are_found() {
        let problems = says(check_includes, &[("book/src/a.md", "\n{{#include a.md}}\n")]);
        assert_one(&problems, "book/src/a.md:2", "break the circle");
    }

    #[test]
    fn headings_get_the_fragments_that_mdbook_gives_them() {
        let text = "# A `b--c` & d's \"q\" -- e\n## What happened\n## What happened\n## Custom {#cc}\n## with *emph* [link](x)\n## Über 1.2.3\n";
        let ids = ["a-b--c--ds-q--e", "what-happened", "what-happened-1", "cc", "with-emph-link", "über-123"];
        assert_eq!(Document::of(text).ids, ids.map(str::to_owned).into());
    }

    #[test]
    fn links_that_resolve_are_fine() {
        let page = "# One\n[a](#one) [b](02.md) [c](02.md#two) [d](https://example.org/x.md#y) \
            [e](../../crates/01-one-way/src/server.rs) [f](../../crates/) [g][ref] <a href=\"02.md\">h</a>\n\n[ref]: 02.md\n";
        assert_none(&says(check_links, &[("book/src/01-one-way.md", page), ("book/src/02.md", "## Two\n"), SERVER]));
    }

    #[test]
    fn links_that_do_not_resolve_are_found() {
        let link = |to: &str| {
            says(check_links, &[("book/src/1.md", &format!("# One\n\n{to}\n")), ("book/src/2.md", "# Two\n")])
        };
        assert_one(&link("[x](3.md)"), "book/src/1.md:3", "no such file");
        assert_one(&link("[x](2.html)"), "book/src/1.md:3", "link to the page's .md file");
        assert_one(&link("[x](/book/src/2.md)"), "book/src/1.md:3", "no such file");
        assert_one(&link("[x](#two)"), "book/src/1.md:3", "no such heading; it has one");
        assert_one(&link("[x](2.md#one)"), "book/src/1.md:3", "no such heading; it has two");
        assert_one(&link("[x]()"), "book/src/1.md:3", "link to nothing");
        assert_one(&link("[x][nothing]"), "book/src/1.md:3", "reference [nothing]");
        assert_one(&link("<a href=\"3.md\">x</a>"), "book/src/1.md:3", "no such file");
        assert_one(&link("![a wire](wire.svg)"), "book/src/1.md:3", "no such file");
    }

    #[test]
    fn links_of_included_pages_and_of_guides_are_checked() {
        let files = [
            ("book/src/a.md", "\n{{#include part.md}}\n"),
            ("book/src/part.md", "[x](gone.md)"),
            ("README.md", "[x](gone.md)"),
            ("CONTRIBUTING.md", "[x](gone.md)"),
            ("lessons/01-one-way/README.md", "[x](../../book)"),
        ];
        let problems = says(check_links, &files);
        let places: Vec<&str> = problems.iter().filter_map(|problem| problem.split_once(": ")).map(|p| p.0).collect();
        assert_eq!(places, ["book/src/a.md:2", "book/src/part.md:1", "CONTRIBUTING.md:1", "README.md:1"]);
    }

    #[test]
    fn an_image_without_a_text_alternative_is_found() {
        let image = |image| says(check_links, &[("book/src/a.md", image), ("book/src/a.svg", "")]);
        assert_none(&image("![a wire](a.svg)\n\n<img alt='a > b' src=a.svg>"));
        assert_one(&image("![](a.svg)"), "book/src/a.md:1", "say in its alt text");
        assert_one(&image("<img src=\"a.svg\" alt=\"\">"), "book/src/a.md:1", "say in its alt text");
        assert_one(&image("a line\n<img src=\"a.svg\">"), "book/src/a.md:2", "say in its alt text");
    }

    const SVG: &str =
        "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<!-- <g> -->\n<title>A wire</title><path d=\"M0 0\"/>\n</svg>\n";

    #[test]
    fn a_figure_that_is_no_svg_or_has_no_title_is_found() {
        let figure = |svg: &str| says(check_figures, &[("book/src/a.md", "![a](f/a.svg)"), ("book/src/f/a.svg", svg)]);
        assert_none(&figure(SVG));
        assert_one(&figure(&SVG.replace("<title>A wire</title>", "")), "book/src/f/a.svg:1", "add <title>");
        assert_one(&figure(&SVG.replace("A wire", " ")), "book/src/f/a.svg:1", "add <title>");
        assert_one(&figure(&SVG.replace("</svg>", "")), "book/src/f/a.svg:1", "<svg> is never closed");
        assert_one(&figure(&SVG.replace("\"/>", "\">")), "book/src/f/a.svg:1", "</svg> closes a tag");
        assert_one(&figure(&SVG.replace("2000/svg", "2000")), "book/src/f/a.svg:1", "add xmlns");
        assert_one(&figure(&format!("\n{SVG}")), "book/src/f/a.svg:1", "begins with <svg");
    }

    #[test]
    fn a_figure_that_no_page_shows_is_found() {
        assert_one(&says(check_figures, &[("book/src/f/a.svg", SVG)]), "book/src/f/a.svg:1", "no page shows");
    }

    #[test]
    fn a_page_without_an_entry_and_an_entry_without_a_page_are_found() {
        let summary = |text| says(check_summary, &[(SUMMARY, text), ("book/src/a.md", "# A\n")]);
        assert_none(&summary("# Summary\n\n- [A](a.md)\n"));
        assert_one(&summary("# Summary\n"), "book/src/a.md:1", "not in book/src/SUMMARY.md");
        assert_one(&summary("[A](a.md)\n\n- [B](b.md)\n"), "book/src/SUMMARY.md:3", "no such page");
        assert_one(&summary("- [A](a.md)\n- [B]()\n"), "book/src/SUMMARY.md:2", "no such page");
        assert_one(&summary("- [A](a.md)\n- [B](a.md)\n"), "book/src/SUMMARY.md:2", "twice");
    }

    #[test]
    fn a_lesson_without_one_of_its_rooms_is_found() {
        let rooms = [
            ("crates/03-echo/Cargo.toml", ""),
            ("lessons/03-echo/README.md", ""),
            ("tests/03_echo.rs", ""),
            ("book/src/03-echo.md", ""),
            ("crates/harness/Cargo.toml", ""),
        ];
        assert_none(&says(check_rooms, &rooms));
        for missing in 0..4 {
            let mut files = rooms.to_vec();
            let (path, _) = files.remove(missing);
            assert_one(&says(check_rooms, &files), path, "lesson 03-echo: missing");
        }
    }

    #[test]
    fn code_that_is_included_and_commands_to_type_are_fine() {
        let page = "```rust\n{{#include ../../crates/01-one-way/src/server.rs:receive}}\n\n{{#include ../../x.rs}}\n```\n\
            ```console\n{{#include ../transcripts/01-one-way/first-run.txt:server}}\n```\n\
            ```bash\ncargo test -p lesson-01\n```\n\
            ```abnf\na = b\n```\n\
            ```text\na --> b\n```\n";
        assert_none(&says_of_page(check_listings, page));
    }

    #[test]
    fn code_and_transcripts_that_are_typed_by_hand_are_found() {
        for info in ["rust", "rust,ignore", "console", "toml", "python"] {
            let page = format!("# One\n\n```{info}\nlet a = 1;\n```\n");
            assert_one(
                &says_of_page(check_listings, &page),
                "book/src/01-one-way.md:3",
                "`let a = 1;` is typed by hand",
            );
        }
        for info in ["text", "", "bash", "abnf"] {
            let page = format!("# One\n\n```{info}\n$ ls\nfile\n```\n");
            assert_one(&says_of_page(check_listings, &page), "book/src/01-one-way.md:3", "`$ ls` is typed by hand");
        }
        let page = "```rust\n{{#include ../../crates/01-one-way/src/server.rs:receive}}\nmore();\n```\n";
        assert_one(&says_of_page(check_listings, page), "book/src/01-one-way.md:1", "`more();` is typed by hand");
        assert_one(&says_of_page(check_listings, "A\n\n    $ ls\n"), "book/src/01-one-way.md:3", "by indentation");
        assert_one(&says_of_page(check_listings, "A\n\n<pre>\n$ ls\n</pre>\n"), "book/src/01-one-way.md:3", "<pre>");
    }

    #[test]
    fn code_from_a_file_that_is_not_checked_is_found() {
        let page = "```console\n{{#include notes.txt}}\n```\n";
        assert_one(&says_of_page(check_listings, page), "book/src/01-one-way.md:1", "is no transcript");
        let page = "```rust\n{{#include code.txt}}\n```\n";
        assert_one(&says_of_page(check_listings, page), "book/src/01-one-way.md:1", "is no Rust source");
    }

    fn sections(headings: &[&str]) -> Vec<String> {
        let sections: Vec<String> = headings.iter().map(|heading| format!("## {heading}\n### Inside\n")).collect();
        says_of_page(check_sections, &sections.concat())
    }

    fn all_sections() -> Vec<&'static str> {
        [&SECTIONS_BEFORE_CODE[..], &["The accept loop", "The read loop"], &SECTIONS_AFTER_CODE].concat()
    }

    #[test]
    fn a_chapter_with_its_sections_in_order_is_fine() {
        assert_none(&sections(&all_sections()));
    }

    #[test]
    fn a_missing_a_misplaced_and_an_extra_section_are_found() {
        for missing in [0, 1, 2, 3, 6, 7, 8, 9, 10] {
            let mut headings = all_sections();
            let name = headings.remove(missing);
            assert_one(&sections(&headings), "book/src/01-one-way.md:", &format!("## {name}\""));
        }
        let mut headings = all_sections();
        headings.drain(4..6);
        assert_one(&sections(&headings), "book/src/01-one-way.md:9", "at least one section with the code");
        let mut headings = all_sections();
        headings.swap(7, 8);
        assert_one(
            &sections(&headings),
            "book/src/01-one-way.md:15",
            "after \"## Build it\" must come \"## Change it\"",
        );
        let mut headings = all_sections();
        headings.push("More");
        assert_one(&sections(&headings), "book/src/01-one-way.md:23", "the last section is");
    }

    #[test]
    fn only_prose_counts_as_words() {
        let text = "# Two words\n\nIt's *em*phasis, `code` – and <b>bold</b>.\n\n```text\nnot these\n```\n\
            {{#include not/this.rs}}\n\n<details>\n<summary>An answer</summary>\n\nThree more words\n\n</details>\n\n\
            ![not this](a.svg)\n\n| a | b |\n|---|---|\n| c | d |\n";
        assert_eq!(count_prose(text), 2 + 5 + 2 + 3 + 4);
    }

    #[test]
    fn a_chapter_that_is_too_short_or_too_long_is_found() {
        let words = |count| says_of_page(check_length, &"word ".repeat(count));
        assert_none(&words(600));
        assert_none(&words(1800));
        assert_one(&words(599), "book/src/01-one-way.md:1", "599 words");
        assert_one(&words(1801), "book/src/01-one-way.md:1", "1801 words");
        assert_none(&says(check_length, &[("book/src/introduction.md", "short")]));
    }

    const TRANSCRIPT: (&str, &str) = (
        "book/transcripts/01-one-way/first-run.txt",
        "ANCHOR: server\n$ cargo run -q --bin one-way-server\nlistening on 127.0.0.1:12345\nserver received: a\nANCHOR_END: server\n",
    );

    #[test]
    fn a_transcript_that_no_page_includes_is_found() {
        let page = "{{#include ../transcripts/01-one-way/first-run.txt:server}}";
        assert_none(&says(check_transcripts_used, &[TRANSCRIPT, ("book/src/a.md", page)]));
        assert_one(&says(check_transcripts_used, &[TRANSCRIPT]), TRANSCRIPT.0, "no page includes");
    }

    #[test]
    fn a_readme_transcript_that_no_test_reruns_is_found() {
        let readme = |session: &str| {
            says(
                check_readme_transcripts,
                &[TRANSCRIPT, ("README.md", &format!("# A\n\n```console\n{session}\n```\n"))],
            )
        };
        assert_none(&readme("$ cargo run -q --bin one-way-server\nlistening on 127.0.0.1:12345\nserver received: a"));
        assert_one(
            &readme("$ cargo run -q --bin one-way-server\nserver received: a"),
            "README.md:3",
            "copy them from there",
        );
        assert_one(&readme("received: a"), "README.md:3", "copy them from there");
    }

    #[test]
    fn a_lesson_readme_that_is_too_long_is_found() {
        let words = |count| says(check_lesson_readmes, &[("lessons/01-one-way/README.md", &"word ".repeat(count))]);
        assert_none(&words(199));
        assert_one(&words(200), "lessons/01-one-way/README.md:1", "200 words");
    }

    #[test]
    fn a_failure_message_that_points_at_no_heading_is_found() {
        let graded = |source: &str| {
            let chapter = ("book/src/01-one-way.md", "# Title\n## The `read` loop\n### What's left\n");
            says(check_book_fields, &[chapter, ("tests/01_one_way.rs", source)])
        };
        assert_none(&graded(
            "Why {\n    book: \"The read loop\",\n}\nWhy { book: \"What's left\" }\nWhy { book: BOOK, notebook: \"x\" }\n",
        ));
        assert_one(
            &graded("Why {\n    book: \"The reed loop\",\n}"),
            "tests/01_one_way.rs:2",
            "no heading of book/src/01-one-way.md",
        );
        assert_one(&graded("Why { book: \"Title\" }"), "tests/01_one_way.rs:1", "it has The read loop | What’s left");
        assert_one(
            &says(check_book_fields, &[("tests/01_one_way.rs", "Why { book: \"A\" }")]),
            "tests/01_one_way.rs:1",
            "no heading",
        );
    }

    #[test]
    fn a_string_literal_is_read_with_its_escapes() {
        assert_eq!(book_fields(r#"book:"a \"b\" \\ c" }"#), [(1, r#"a "b" \ c"#.to_owned())]);
        assert_eq!(book_fields("\nbook:\n \"a \\\n   b\""), [(2, "a b".to_owned())]);
    }

    #[test]
    fn a_command_that_names_no_program_is_found() {
        let page = |text| {
            let manifest = "[package]\nname = \"lesson-01\"\n[[bin]]\nname = \"one-way-server\"\n";
            says(check_commands, &[("crates/a/Cargo.toml", manifest), ("book/src/a.md", text)])
        };
        assert_none(&page(
            "`cargo run -q --bin one-way-server` `cargo test -p lesson-01`.\n`cargo run --bin NAME`, mkdir -p x\n",
        ));
        assert_one(&page("\n`cargo run --bin one-way-sever -- --addr x`"), "book/src/a.md:2", "one-way-sever");
        assert_one(&page("cargo test -p lesson-1"), "book/src/a.md:1", "lesson-1");
    }
}
