//! A report in the terminal: the score by section, then what is broken.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::check::{Class, Finding, Verdict};
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
pub fn text(report: &Report, width: usize) -> String {
    let mut text = head(report, width);
    text += &table(report);
    let broken: Vec<&Finding> = sorted(report).into_iter().filter(|finding| finding.is_broken()).collect();
    for finding in &broken {
        text += &shown(finding, width);
    }
    text += &unclear(report, width);
    text += &closing(report, broken.len(), width);
    text
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

/// The section of a finding in words, and how strongly the RFC means it.
pub fn section(finding: &Finding) -> String {
    let Some(row) = finding.row() else { return String::new() };
    let level = match row.level {
        "RULE" | "OUGHT" => String::new(),
        level => format!(", {level}"),
    };
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
    text += &labelled("  but   ", finding.verdict.words(), width);
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
