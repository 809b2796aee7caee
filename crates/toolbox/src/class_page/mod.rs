//! A page about a class for a browser: who has solved what, which tests fail most, and every failure in its words.
//!
//! It is one file that asks nobody for anything, and what students wrote or their programs printed is text in it.

mod counts;

use std::path::PathBuf;
use std::time::SystemTime;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::formats::data::{Report, Submission, Test, number, shortened, submissions};
use crate::formats::{read, write};
use counts::{Failing, lessons, most_failing};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Nothing is loaded from anywhere, whatever stands in a text.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/// How many failures of a room are shown in full, and how many characters of each; the others are named.
const IN_FULL: usize = 6;
const LONGEST: usize = 6_000;

/// How many tests of a lesson are named among those that fail most.
const MOST_FAILING: usize = 6;

#[derive(clap::Args)]
pub struct Args {
    /// The file to write
    page: PathBuf,
}

/// Reads grades from standard input and writes the page.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let reports = read()?;
    let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    write(Some(&args.page), &page(&reports, &now).into_string())
}

/// The page; `now` is when it was made, in UTC.
fn page(reports: &[Report], now: &str) -> Markup {
    let students = submissions(reports);
    let lessons = lessons(reports);
    let when = now.replace('T', " ");
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                link rel="icon" href="data:,";
                title { "Grades of the class" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "Grades of the class" }
                    p { (plural(students.len(), "student")) ", " (plural(lessons.len(), "lesson")) ". Graded on " time datetime=(now) { (when.trim_end_matches('Z')) " UTC" } "." }
                    (overview(reports, &students, &lessons))
                }
                main {
                    section aria-labelledby="class" {
                        h2 #class { "Student by lesson" }
                        p.legend { (legend()) }
                        (table(reports, &students, &lessons))
                    }
                    (failing(reports, &lessons))
                    (failures(reports))
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// How a cell looks, and what stands in it.
struct Cell {
    class: &'static str,
    text: String,
}

fn cell(report: &Report) -> Cell {
    let (class, text) = match report.verdict.as_str() {
        "solved" => ("solved", format!("✓ {}", report.count)),
        "not started" => ("fresh", "·".to_owned()),
        "tests fail" => ("partly", format!("{}/{}", report.passed, report.count)),
        "does not compile" => ("broken", "✗".to_owned()),
        _ => ("unclear", "?".to_owned()),
    };
    Cell { class, text }
}

fn legend() -> Markup {
    let words = [
        ("solved", "✓ 28", "solved, with so many tests"),
        ("partly", "17/28", "so many tests pass"),
        ("broken", "✗", "does not compile"),
        ("unclear", "?", "no result, or not its own"),
        ("fresh", "·", "not started"),
    ];
    html! {
        @for (class, text, meaning) in words {
            span.key { span.(class) { (text) } " " (meaning) }
        }
    }
}

fn overview(reports: &[Report], students: &[Submission<'_>], lessons: &[(&str, f64)]) -> Markup {
    let of: f64 = lessons.iter().map(|(_, most)| most).sum();
    let mut shares: Vec<f64> = students.iter().map(|student| share(student.points().0, of)).collect();
    shares.sort_by(f64::total_cmp);
    let median = shares.get(shares.len() / 2).copied().unwrap_or(0.0);
    let solved = reports.iter().filter(|report| report.is_solved()).count();
    let begun = reports.iter().filter(|report| !report.is_not_started()).count();
    let trouble = reports.iter().filter(|report| report.count == 0 && !report.is_not_started()).count();
    html! {
        dl.overview {
            div { dt { "rooms solved" } dd { (solved) span { " of " (begun) " begun" } } }
            div { dt { "half of the class has at least" } dd { (number(median.round())) span { " % of the points" } } }
            div { dt { "not judged by tests" } dd { (trouble) span { " do not compile or have no result" } } }
        }
    }
}

/// A number of students, of whom no class has more than fit.
fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// How much of something, in per cent.
fn share(part: f64, of: f64) -> f64 {
    if of > 0.0 { (100.0 * part / of).clamp(0.0, 100.0) } else { 0.0 }
}

/// The place on the page where a room's failures stand.
fn place(index: usize) -> String {
    format!("room-{index}")
}

/// Whether there is anything to be read about a room.
fn has_place(report: &Report) -> bool {
    let is_plain = report.is_not_started() || report.is_solved();
    !is_plain || !report.notes.is_empty() || !report.left_out.is_empty()
}

fn table(reports: &[Report], students: &[Submission<'_>], lessons: &[(&str, f64)]) -> Markup {
    let of: f64 = lessons.iter().map(|(_, most)| most).sum();
    html! {
        div.wide tabindex="0" role="region" aria-label="Student by lesson" {
            table #grades {
                thead {
                    tr {
                        th scope="col" data-sort="text" { "student" }
                        @for (lesson, _) in lessons {
                            th scope="col" title=(lesson) { (lesson.split('-').next().unwrap_or(lesson)) span.name { (lesson.split_once('-').map_or("", |(_, name)| name)) } }
                        }
                        th scope="col" data-sort="number" { "points" }
                        th scope="col" data-sort="number" { "%" }
                    }
                }
                tbody {
                    @for student in students {
                        (row(reports, student, lessons, of))
                    }
                }
                tfoot {
                    tr {
                        th scope="row" { "solved" }
                        @for (lesson, _) in lessons {
                            @let solved = reports.iter().filter(|report| report.lesson == *lesson && report.is_solved()).count();
                            td { (solved) }
                        }
                        td colspan="2" { "of " (number(of)) " points" }
                    }
                }
            }
        }
    }
}

fn row(reports: &[Report], student: &Submission<'_>, lessons: &[(&str, f64)], of: f64) -> Markup {
    let (points, _) = student.points();
    let index = |report: &Report| reports.iter().position(|other| std::ptr::eq(other, report)).unwrap_or_default();
    // What cannot be read at all belongs to no lesson.
    let unread = student.reports.iter().find(|report| report.lesson.is_empty());
    html! {
        tr {
            th scope="row" {
                (student.who)
                @if let Some(report) = unread {
                    " " a.unclear href=(format!("#{}", place(index(report)))) title=(report.text) { "? unreadable" }
                }
            }
            @for (lesson, _) in lessons {
                @let of_lesson: Vec<_> = student.reports.iter().filter(|report| report.lesson == **lesson).collect();
                td.absent[of_lesson.is_empty()] {
                    @for report in of_lesson {
                        @let Cell { class, text } = cell(report);
                        @let says = report.line();
                        @if has_place(report) {
                            a.(class) href=(format!("#{}", place(index(report)))) title=(says) { (text) }
                        } @else {
                            span.(class) title=(says) { (text) }
                        }
                    }
                }
            }
            td.points { (number(points)) }
            td.points { (number(share(points, of).round())) }
        }
    }
}

fn failing(reports: &[Report], lessons: &[(&str, f64)]) -> Markup {
    let all: Vec<(&str, Vec<Failing<'_>>, usize)> = lessons
        .iter()
        .map(|(lesson, _)| {
            let (failing, judged) = most_failing(reports, lesson);
            (*lesson, failing, judged)
        })
        .filter(|(_, failing, _)| !failing.is_empty())
        .collect();
    html! {
        section aria-labelledby="failing" {
            h2 #failing { "What fails most" }
            @if all.is_empty() { p { "No test fails." } }
            @for (lesson, failing, judged) in all {
                h3 { (lesson.replacen('-', " ", 1)) }
                ol.failing {
                    @for test in failing.iter().take(MOST_FAILING) {
                        li {
                            details {
                                summary {
                                    span.bar aria-hidden="true" { span style=(format!("width:{:.0}%", share(count(test.who.len()), count(judged)))) {} }
                                    span.count { (test.who.len()) " of " (judged) }
                                    " " (test.sentence)
                                }
                                p { (test.who.join(", ")) }
                            }
                        }
                    }
                }
                @if failing.len() > MOST_FAILING {
                    p.more { "and " (plural(failing.len() - MOST_FAILING, "other test")) }
                }
            }
        }
    }
}

fn failures(reports: &[Report]) -> Markup {
    html! {
        section aria-labelledby="failures" {
            h2 #failures { "Room by room" }
            p { "Open a room to read what its student reads." button.quiet #all type="button" hidden { "open all" } }
            @for (index, report) in reports.iter().enumerate().filter(|(_, report)| has_place(report)) {
                details.room #(place(index)) {
                    summary { strong { (report.who) } " " (report.line()) }
                    div.inside {
                        p.where { code { (report.folder) } @if !report.depth.is_empty() { ", " (report.depth) } }
                        @if !report.text.is_empty() { (words(&report.text)) }
                        @for note in &report.notes { p.note { (note) } }
                        @for line in &report.left_out { p.note { "left out on this system: " (line) } }
                        (room(report))
                        p { a href="#class" { "back to the table" } }
                    }
                }
            }
        }
    }
}

fn room(report: &Report) -> Markup {
    let failed: Vec<&Test> = report.tests.iter().filter(|test| !test.passed()).collect();
    let rest = failed.get(IN_FULL..).unwrap_or_default();
    html! {
        @for test in failed.iter().take(IN_FULL) {
            h4 { span.kind { (test.kind) } " " (test.sentence()) }
            @if !test.text.trim().is_empty() { (words(&test.text)) }
        }
        @if !rest.is_empty() {
            h4 { "and " (plural(rest.len(), "other test")) }
            ul.rest { @for test in rest { li { span.kind { (test.kind) } " " (test.sentence()) } } }
        }
    }
}

/// Text in its own lines; whoever steers a page with the keyboard can scroll it.
fn words(text: &str) -> Markup {
    html! { pre tabindex="0" { (shortened(text.trim_end(), LONGEST)) } }
}
