//! A report in the terminal: the score by section, then what is broken.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::check::{Class, Finding, Verdict};
use super::lesson::Lessons;
use super::offers::Need;
use super::run::Report;
use super::shown::{labelled, octets};

/// A section, and the score of each class.
type Row = (String, [Score; 4]);

/// The columns of a class in the table.
const CELL: usize = 10;

/// How many of a class held, are broken, and are not offered.
#[derive(Debug, Default, Clone, Copy)]
pub struct Score {
    pub held: usize,
    pub broken: usize,
    pub not_offered: usize,
    pub unclear: usize,
}

impl Score {
    fn count(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Held => self.held += 1,
            Verdict::Broken(..) => self.broken += 1,
            Verdict::NotOffered(_) => self.not_offered += 1,
            Verdict::Unclear(_) => self.unclear += 1,
        }
    }

    fn cell(self) -> String {
        let Self { held, broken, not_offered, unclear } = self;
        if held + broken + not_offered + unclear == 0 {
            String::new()
        } else {
            format!("{held}/{broken}/{not_offered}")
        }
    }
}

/// The score of a class.
pub fn score(report: &Report, class: Class) -> Score {
    let mut score = Score::default();
    report.findings.iter().filter(|finding| finding.class == class).for_each(|finding| score.count(&finding.verdict));
    score
}

/// The whole report, in lines of `width` columns.
pub fn text(report: &Report, lessons: &Lessons, width: usize) -> String {
    let mut text = head(report, width);
    text += &table(report);
    let broken: Vec<&Finding> = sorted(report).into_iter().filter(|finding| finding.is_broken()).collect();
    for finding in &broken {
        text += &shown(finding, width);
    }
    text += &unclear(report, width);
    text += &names(&broken, lessons);
    text += &closing(report, broken.len(), width);
    text + &advice(&broken, lessons, width)
}

fn head(report: &Report, width: usize) -> String {
    let Some(offers) = &report.offers else { return labelled("", &report.url, width) };
    let product = offers.product.as_deref().map(|product| format!(" ({})", octets(product.as_bytes())));
    let mut text = labelled("", &format!("{}{}", report.url, product.unwrap_or_default()), width);
    let (has, lacks): (Vec<Need>, Vec<Need>) = Need::ALL.into_iter().partition(|need| offers.has(*need));
    let words = |needs: &[Need]| needs.iter().map(|need| need.words()).collect::<Vec<_>>().join(", ");
    if !has.is_empty() {
        text += &labelled("offered:     ", &words(&has), width);
    }
    if !lacks.is_empty() {
        text += &labelled("not offered: ", &words(&lacks), width);
    }
    text
}

fn table(report: &Report) -> String {
    let mut sections: BTreeMap<(&str, Vec<u32>), Row> = BTreeMap::new();
    let mut total = [Score::default(); 4];
    for finding in &report.findings {
        let Some(row) = finding.row() else { continue };
        let numbers = row.section.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect();
        let title = format!("{} {} {}", row.rfc, row.section, row.title);
        let (_, scores) = sections.entry((row.rfc, numbers)).or_insert_with(|| (title, [Score::default(); 4]));
        let column = Class::ALL.iter().position(|class| *class == finding.class).unwrap_or_default();
        scores[column].count(&finding.verdict);
        total[column].count(&finding.verdict);
    }
    let mut text = "\nheld/broken/not offered\n".to_owned();
    text += &line("RFC section", &["smuggling", "MUST", "SHOULD", "courtesy"].map(str::to_owned));
    for (title, scores) in sections.into_values() {
        text += &line(&title, &scores.map(Score::cell));
    }
    text + &line("all", &total.map(Score::cell))
}

fn line(title: &str, cells: &[String; 4]) -> String {
    const TITLE: usize = 40;
    let short: String = title.chars().take(TITLE).collect();
    let cells: Vec<String> = cells.iter().map(|cell| format!("{cell:>CELL$}")).collect();
    format!("{short:<TITLE$}{}", cells.concat()).trim_end().to_owned() + "\n"
}

/// The gravest first.
fn sorted(report: &Report) -> Vec<&Finding> {
    let mut all: Vec<&Finding> = report.findings.iter().collect();
    all.sort_by_key(|finding| finding.class);
    all
}

/// The section of a finding in words, and how strongly the RFC means it where its class does not say so. A requirement that
/// is broken in part only, so that it matters less than the text says, has no level here: two would contradict one another.
pub fn section(finding: &Finding) -> String {
    let Some(row) = finding.row() else { return String::new() };
    let is_said = matches!(row.level, "RULE" | "OUGHT") || row.level == finding.class.to_string();
    let is_meant = finding.class == Class::Smuggling || Class::of_level(row.level) == finding.class;
    let level = if is_said || !is_meant { String::new() } else { format!(", {}", row.level) };
    format!("RFC {} section {}{level}", row.rfc, row.section)
}

fn shown(finding: &Finding, width: usize) -> String {
    let mut text = String::new();
    let label = format!("\nbroken ({}): ", finding.class);
    let title = labelled("", &format!("{}{}", label.trim_start(), finding.title), width);
    let _ = write!(text, "\n{title}");
    if !finding.sent.is_empty() {
        text += &labelled("  sent  ", &octets(&finding.sent), width);
    }
    let came = if finding.came.is_empty() { "nothing".to_owned() } else { octets(&finding.came) };
    text += &labelled("  came  ", &came, width);
    let label = if finding.is_a_rule() { "  why   " } else { "  but   " };
    text += &labelled(label, finding.verdict.words(), width);
    text + &labelled("  see   ", &format!("{} [{}]", section(finding), finding.id), width)
}

fn unclear(report: &Report, width: usize) -> String {
    let unclear: Vec<&Finding> =
        report.findings.iter().filter(|finding| matches!(finding.verdict, Verdict::Unclear(_))).collect();
    let mut text = if unclear.is_empty() { String::new() } else { "\nunclear\n".to_owned() };
    for finding in unclear {
        text += &labelled("  ", &format!("{}: {}", finding.title, finding.verdict.words()), width);
    }
    text
}

/// What is broken, a line each: what one reads first where the rest has gone by.
fn names(broken: &[&Finding], lessons: &Lessons) -> String {
    let mut text = if broken.is_empty() { String::new() } else { "\nbroken\n".to_owned() };
    let wide = broken.iter().map(|finding| finding.id.len()).max().unwrap_or_default();
    for finding in broken {
        let lesson = lessons.of_requirement(finding.requirement).map(|number| format!("lesson {number}"));
        let line =
            format!("  {:<wide$}  {:<14}  {}", finding.id, finding.class.to_string(), lesson.unwrap_or_default());
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// What to do with what is broken.
fn advice(broken: &[&Finding], lessons: &Lessons, width: usize) -> String {
    if broken.is_empty() {
        return String::new();
    }
    let mut text = String::new();
    let later = broken.iter().filter(|finding| lessons.is_later(finding.requirement)).count();
    let is_named = broken.iter().any(|finding| lessons.of_requirement(finding.requirement).is_some());
    match &lessons.server {
        Some(server) if later > 0 && later == broken.len() => {
            let words = format!(
                "This is the server of lesson {server}. Later lessons bring all that is broken, as the list says: there is \
                 nothing to mend yet."
            );
            text += &labelled("", &words, width);
        }
        Some(server) if later > 0 => {
            let words = format!(
                "This is the server of lesson {server}. Later lessons bring {later} of the {} broken, as the list says: \
                 nothing to mend there yet.",
                broken.len()
            );
            text += &labelled("", &words, width);
        }
        Some(server) => text += &labelled("", &format!("This is the server of lesson {server}."), width),
        None if is_named => {
            let words = "A lesson in the list is the first whose tests show it: if this is the server of an earlier lesson, \
                         it need not do that yet.";
            text += &labelled("", words, width);
        }
        None => (),
    }
    if later < broken.len() {
        let words = "What to do: take the first of the list, read its section and what came, mend the program, and probe again.";
        text += &labelled("", words, width);
    }
    text
}

fn closing(report: &Report, broken: usize, width: usize) -> String {
    let grave = report.findings.iter().filter(|finding| finding.is_broken() && finding.class.is_grave()).count();
    let judged =
        report.findings.iter().filter(|finding| finding.is_broken() || finding.verdict == Verdict::Held).count();
    let words = format!(
        "{judged} checks judged in {:.1} s: {} held, {broken} broken, {grave} of them a MUST or a smuggling risk",
        report.took.as_secs_f64(),
        judged - broken
    );
    format!("\n{}", labelled("", &words, width))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn finding(id: &str, requirement: &'static str, class: Class) -> Finding {
        Finding {
            id: id.to_owned(),
            title: "it holds".to_owned(),
            requirement,
            class,
            verdict: Verdict::Broken(None, "it does not".to_owned()),
            sent: b"GET".to_vec(),
            came: Vec::new(),
        }
    }

    fn report(findings: Vec<Finding>) -> Report {
        Report { url: "http://a/".to_owned(), offers: None, findings, took: Duration::ZERO }
    }

    const HOST: &str = "9112-3.2-host-missing-400";
    const LENGTH: &str = "9112-6.3-bad-cl-400";

    #[test]
    fn what_is_broken_stands_at_the_end_a_line_each_with_its_lesson() {
        let report =
            report(vec![finding("host-missing", HOST, Class::Must), finding("length-plus", LENGTH, Class::Smuggling)]);
        let brought = [(HOST, "08"), (LENGTH, "10")];
        let text = super::text(&report, &Lessons::with(&brought, Some("08")), 80);
        let list = "\nbroken\n  length-plus   smuggling risk  lesson 10\n  host-missing  MUST            lesson 08\n";
        let end = text.split_once(list).map_or_else(|| panic!("{text}"), |(_, end)| end);
        assert!(end.contains("This is the server of lesson 08. Later lessons bring 1 of the 2 broken"), "{end}");
        assert!(end.contains("What to do: "), "{end}");
        let text = super::text(&report, &Lessons::with(&brought, None), 80);
        assert!(text.contains(list) && text.contains("if this is the server of\nan earlier lesson"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }

    #[test]
    fn no_level_contradicts_the_class() {
        let said = |class| section(&finding("host-missing", HOST, class));
        assert_eq!(said(Class::Courtesy), "RFC 9112 section 3.2");
        assert_eq!(said(Class::Should), "RFC 9112 section 3.2");
        assert_eq!(said(Class::Must), "RFC 9112 section 3.2");
        assert_eq!(said(Class::Smuggling), "RFC 9112 section 3.2, MUST");
    }
}
