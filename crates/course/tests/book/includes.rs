//! Includes, as mdBook's `links` preprocessor understands them.

use std::collections::BTreeSet;

use crate::repo::{Problem, Repo, resolve};

/// How deep included files may include others before it must be a circle; mdBook's own limit.
const INCLUDE_DEPTH: usize = 10;

/// A directive `{{#name argument}}` in a text.
pub struct Directive<'t> {
    pub start: usize,
    pub end: usize,
    pub name: &'t str,
    pub argument: &'t str,
}

pub fn directives(text: &str) -> Vec<Directive<'_>> {
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
pub struct Expanded {
    pub text: String,
    pub origins: Vec<usize>,
    pub problems: Vec<Problem>,
    /// The files that the page includes, directly or not.
    pub included: BTreeSet<String>,
}

impl Expanded {
    pub fn of(repo: &Repo, path: &str, text: &str) -> Self {
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

    pub fn line_at(&self, offset: usize) -> usize {
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
            return Err(format!("include of {file}:{part}: lines move; mark them, and include by anchor"));
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
