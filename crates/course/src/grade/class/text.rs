//! Grades as lines.

use std::fmt::Write as _;
use std::path::Path;

use crate::grade::class::handed::Handed;
use crate::grade::points::number;
use crate::grade::report::{Report, one_line};
use crate::grade::search::Unread;

/// How wide the columns are.
pub(super) struct Widths {
    who: usize,
    lesson: usize,
}

impl Widths {
    pub(super) fn of(rooms: &[Handed], unread: &[Unread]) -> Self {
        let names = rooms.iter().map(|room| &room.found.who).chain(unread.iter().map(|unread| &unread.who));
        Self {
            who: names.map(|who| one_line(who).chars().count()).max().unwrap_or(0),
            lesson: rooms.iter().map(|room| room.found.lesson.folder().len()).max().unwrap_or(1),
        }
    }

    pub(super) fn of_reports(reports: &[Report]) -> Self {
        let width = |text: fn(&Report) -> &str| {
            reports.iter().map(|report| one_line(text(report)).chars().count()).max().unwrap_or(0)
        };
        Self { who: width(|report| &report.who), lesson: width(|report| &report.lesson) }
    }
}

/// A line about a room, with its points where somebody has said what it is worth.
pub(super) fn line(report: &Report, widths: &Widths, with_points: bool) -> String {
    let Widths { who, lesson } = *widths;
    let score = if report.count == 0 { "-".to_owned() } else { format!("{} of {}", report.passed, report.count) };
    let of_lesson = if report.lesson.is_empty() { "-" } else { &report.lesson };
    let mut line = String::new();
    let _ = write!(line, "{:who$}  {of_lesson:lesson$}  {score:>8}  ", one_line(&report.who));
    if with_points {
        let points = format!("{} of {} points", number(report.points), number(report.max_points));
        let _ = write!(line, "{points:>18}  ");
    }
    let _ = writeln!(line, "{report}");
    line
}

/// All lines, with the summary.
pub(super) fn whole(reports: &[Report], with_points: bool) -> String {
    let widths = Widths::of_reports(reports);
    let lines: String = reports.iter().map(|report| line(report, &widths, with_points)).collect();
    lines + &summary(reports)
}

/// How many rooms came to what.
pub(super) fn summary(reports: &[Report]) -> String {
    let solved = reports.iter().filter(|report| report.is_solved()).count();
    let untouched = reports.iter().filter(|report| report.is_not_started()).count();
    format!(
        "\n{} {}: {solved} solved, {} not, {untouched} not started\n",
        reports.len(),
        if reports.len() == 1 { "room" } else { "rooms" },
        reports.len() - solved - untouched
    )
}

/// That grades come from a file.
pub(super) fn taken_from(count: usize, file: &Path) -> String {
    let what = if count == 1 { "1 grade is".to_owned() } else { format!("{count} grades are") };
    format!("{what} taken from {}", file.display())
}

/// That grades are those of an earlier run.
pub(super) fn taken(count: usize) -> String {
    let what = if count == 1 {
        "1 room is as it was: its grade is"
    } else {
        &format!("{count} rooms are as they were: their grades are")
    };
    format!("{what} taken from an earlier run; --fresh grades again")
}
