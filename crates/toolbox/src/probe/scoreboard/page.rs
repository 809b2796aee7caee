//! The page of the book: written anew, with what stood there about servers that are not installed here.

use std::fmt::Write as _;

use crate::probe::check::{Class, Finding};
use crate::probe::offers::Need;
use crate::probe::report::{Score, score, section};
use crate::probe::run::Report;

const HEAD: &str = "# Scoreboard: what servers make of the rules

What a server makes of requests that nobody should send, and of those that everybody sends, is found out by `cargo course probe`: \
about two hundred checks, each with its octets, and the section of RFC 9110 or RFC 9112. `cargo course probe http://localhost:8080/` \
probes any server of yours, and `cargo course probe --server 'python3 -m http.server {port}'` starts it too.

Below are the servers that Debian ships, and three of the course's. Each serves the same two small files on a loopback port, with the \
defaults that it comes with. A number after the slash is what is broken of so many; what a server does not offer is not counted. A \
*smuggling risk* is what lets two programs that read the same octets find different requests in them. A *courtesy* is no rule. \
A broken MUST need not harm anybody: nginx has served half the web for years with the ones that stand here. And a server that offers less \
can break less.

This page is written by `cargo course probe --scoreboard`. A server that is not installed where that is run keeps its row, with its date.

";

/// What the page says about one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub row: String,
    pub text: String,
}

/// The part of a server that was probed.
pub fn part(name: &str, about: &str, version: &str, date: &str, report: &Report) -> Part {
    let cell = |class| {
        let Score { held, broken, .. } = score(report, class);
        format!("{}/{broken}", held + broken)
    };
    let [smuggling, must, should, courtesy] = Class::ALL.map(cell);
    let row = format!("| {name} | {version} | {smuggling} | {must} | {should} | {courtesy} | {date} |");
    let mut text = format!("## {name}\n\n{about}\n\n");
    let has = |need: &Need| report.offers.as_ref().is_some_and(|offers| offers.has(*need));
    let lacks: Vec<&str> = Need::ALL.into_iter().filter(|need| !has(need)).map(Need::words).collect();
    if !lacks.is_empty() {
        let _ = writeln!(text, "Not offered: {}.\n", lacks.join(", "));
    }
    let mut broken: Vec<&Finding> = report.findings.iter().filter(|finding| finding.is_broken()).collect();
    broken.sort_by_key(|finding| finding.class);
    if broken.is_empty() {
        text += "Nothing is broken.\n";
    }
    for finding in broken {
        let _ = writeln!(text, "{}", item(finding));
    }
    Part { row, text: text + "\n" }
}

fn item(finding: &Finding) -> String {
    let words = escaped(finding.verdict.words());
    let title = escaped(&finding.title);
    format!("- *{}* ({}): {title}; {words}. `{}`", finding.class, section(finding), finding.id).replace("..", ".")
}

/// What Markdown would take for its own.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut text, c| {
        if "*_<>[]`\\".contains(c) {
            text.push('\\');
        }
        text.push(c);
        text
    })
}

/// The whole page.
pub fn page(parts: &[Part]) -> String {
    let mut text = format!(
        "{HEAD}| server | version | smuggling risks | MUST | SHOULD | courtesies | probed on |\n|---|---|---|---|---|---|---|\n"
    );
    for Part { row, .. } in parts {
        text.push_str(row);
        text.push('\n');
    }
    text.push('\n');
    for Part { text: part, .. } in parts {
        text.push_str(part);
    }
    text.trim_end().to_owned() + "\n"
}

/// What the page said about a server before.
pub fn part_of(page: &str, name: &str) -> Option<Part> {
    let row = page.lines().find(|line| line.starts_with(&format!("| {name} |")))?;
    let heading = format!("## {name}\n");
    let start = page.find(&heading)?;
    let after = start + heading.len();
    let end = page[after..].find("\n## ").map_or(page.len(), |end| after + end + 1);
    Some(Part { row: row.to_owned(), text: page[start..end].trim_end().to_owned() + "\n\n" })
}

/// The part of a server that is not installed, and of which nothing is known.
pub fn absent(name: &str, about: &str) -> Part {
    let row = format!("| {name} | not installed |  |  |  |  |  |");
    Part { row, text: format!("## {name}\n\n{about}\n\nIt was not installed where this page was written.\n\n") }
}

/// The same part without its date.
pub fn undated(part: &Part) -> Part {
    let cells: Vec<&str> = part.row.split('|').collect();
    Part { row: cells[..cells.len().saturating_sub(2)].join("|"), text: part.text.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_again_on_the_page() {
        let parts = [absent("a", "One."), absent("b", "Two.")];
        let page = page(&parts);
        assert_eq!(part_of(&page, "a").as_ref(), Some(&parts[0]));
        assert_eq!(part_of(&page, "b").as_ref(), Some(&parts[1]));
        assert_eq!(part_of(&page, "c"), None);
    }

    #[test]
    fn the_date_is_no_part_of_what_is_compared() {
        let part = |date: &str| Part { row: format!("| a | 1 | {date} |"), text: String::new() };
        assert_eq!(undated(&part("01 Jan 2026")), undated(&part("02 Jan 2026")));
        assert_ne!(undated(&part("x")), undated(&Part { row: "| a | 2 | x |".to_owned(), text: String::new() }));
    }
}
