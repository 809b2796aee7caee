//! A student's grade in a lesson counts once, however many rooms of it they handed in.

use std::collections::BTreeMap;

use crate::grade::points::number;
use crate::grade::report::{Report, one_line};

/// Where somebody has several rooms of a lesson, lets the best one count, and says which that is, there and in a line
/// each. The others are worth nothing of nothing: no sum of points exceeds what the lessons give.
pub(super) fn count_once(reports: &mut [Report]) -> Vec<String> {
    let mut rooms: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (index, report) in reports.iter().enumerate().filter(|(_, report)| !report.lesson.is_empty()) {
        rooms.entry((report.who.clone(), report.lesson.clone())).or_default().push(index);
    }
    let mut lines = Vec::new();
    for ((who, lesson), rooms) in rooms.into_iter().filter(|(_, rooms)| rooms.len() > 1) {
        let worth = |index: usize| (reports[index].points, reports[index].passed);
        // Of two that are worth the same, the first.
        let better = |one: usize, other: usize| if worth(other) > worth(one) { other } else { one };
        let Some(best) = rooms.iter().copied().reduce(better) else { continue };
        let (place, points) = (one_line(&reports[best].folder), number(reports[best].points));
        let of = number(reports[best].max_points);
        lines.push(format!(
            "{} has {} of {lesson}: the one in {place} counts, with {points} of {of} points",
            one_line(&who),
            rooms.len()
        ));
        for index in rooms.into_iter().filter(|index| *index != best) {
            reports[index].leave_out(format!("does not count: {place} does, with {points} of {of} points"));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report(who: &str, lesson: &str, folder: &str, points: f64) -> Report {
        let value = json!({
            "who": who, "lesson": lesson, "folder": folder, "depth": "guided", "verdict": "tests fail", "passed": 1,
            "count": 2, "points": points, "max_points": 3.0, "text": "", "notes": [], "tests": [], "left_out": []
        });
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn the_best_room_of_a_student_counts_and_no_sum_exceeds_the_most() {
        let mut reports = [
            report("fay", "01-one-way", "fay", 1.0),
            report("mia", "01-one-way", "mia", 3.0),
            report("fay", "01-one-way", "fay.git", 3.0),
            report("fay", "02-both-close", "fay", 2.0),
            report("mia", "01-one-way", "mia.zip", 3.0),
        ];
        let lines = count_once(&mut reports);
        assert_eq!(
            lines,
            [
                "fay has 2 of 01-one-way: the one in fay.git counts, with 3 of 3 points",
                "mia has 2 of 01-one-way: the one in mia counts, with 3 of 3 points",
            ]
        );
        let sums: Vec<(f64, f64)> = reports.iter().map(|report| (report.points, report.max_points)).collect();
        assert_eq!(sums, [(0.0, 0.0), (3.0, 3.0), (3.0, 3.0), (2.0, 3.0), (0.0, 0.0)]);
        assert!(reports[0].notes[0].starts_with("does not count: fay.git does"), "{:?}", reports[0].notes);
        // Once more, as when it is read from a file.
        count_once(&mut reports);
        assert_eq!((reports[0].max_points, reports[0].notes.len(), reports[2].points), (0.0, 1, 3.0));
    }
}
