//! The page of the book.

use std::fmt::Write as _;

use super::reasons::Reason;
use super::table::{LEVELS, Row};
use super::{Requirements, Standing};

const BEGIN: &str = "\
# Every requirement, and the test that proves it

RFC 9110 says what HTTP messages mean, RFC 9112 how HTTP/1.1 writes them. This page lists each requirement in them that binds a server or a simple client, and the test that proves it. Where no test does, it says why the requirement never applies to the programs of this course.

Its rows have been drawn from all 594 places where the two RFCs use a keyword such as MUST. Left out are those that bind somebody else: proxies, caches, registries, authors of new fields.

A level is the keyword of the RFC. MUST and MUST NOT hold always. SHOULD, SHOULD NOT and RECOMMENDED hold unless there is a good reason. MAY leaves a choice; the test says which way was chosen. Two levels have no keyword: RULE is a definition that binds just the same, and OUGHT is advice that matters for defence.

Where a program does otherwise than its row says, by choice, the row says why.

The name of a test is the sentence that it proves. A file `tests/NN_name.rs` holds the graded tests of lesson NN, a file in `crates/NN-name/tests/` tests of its library. To run one of them: `cargo test` and its name; for one of a library, `cargo test --features own-tests` and its name.

";

const END: &str = "\
> [!NOTE]
> `cargo course requirements` makes this page from `tests/requirements/` and from the lines `/// proves:` above the tests. A test of `crates/course` fails when a requirement has neither a test nor a reason.
";

/// The whole page.
pub fn page(requirements: &Requirements) -> String {
    let mut page = String::from(BEGIN);
    counts(&mut page, requirements);
    let rows: Vec<&Row> = requirements.table.rows().collect();
    for rfc in rows.chunk_by(|a, b| a.rfc == b.rfc) {
        let _ = writeln!(page, "\n## RFC {}\n", rfc[0].rfc);
        for section in rfc.chunk_by(|a, b| a.section == b.section) {
            self::section(&mut page, requirements, section);
        }
    }
    page.push('\n');
    page.push_str(END);
    page
}

/// Where the rows of each level stand.
fn counts(page: &mut String, requirements: &Requirements) {
    let mut all = [0; 4];
    let pending = requirements.table.rows().any(|row| matches!(requirements.standing(&row.id), Standing::Pending));
    let line = |page: &mut String, name: &str, [rows, proved, not_applicable, waiting]: [usize; 4]| {
        let _ = write!(page, "| {name} | {rows} | {proved} | {not_applicable} |");
        let _ = if pending { writeln!(page, " {waiting} |") } else { writeln!(page) };
    };
    let _ = write!(page, "| level | requirements | proved | not applicable |");
    let _ = if pending { writeln!(page, " not yet |") } else { writeln!(page) };
    let _ = writeln!(page, "|---|--:|--:|--:|{}", if pending { "--:|" } else { "" });
    for level in LEVELS {
        let mut counts = [0; 4];
        for row in requirements.table.rows().filter(|row| row.level == level) {
            counts[0] += 1;
            match requirements.standing(&row.id) {
                Standing::Proved(_) => counts[1] += 1,
                Standing::NotApplicable(_) => counts[2] += 1,
                Standing::Pending => counts[3] += 1,
            }
        }
        line(page, level, counts);
        all = std::array::from_fn(|column| all[column] + counts[column]);
    }
    line(page, "all", all);
}

fn section(page: &mut String, requirements: &Requirements, rows: &[&Row]) {
    let row = rows[0];
    let count =
        |wanted: fn(&Standing) -> bool| rows.iter().filter(|row| wanted(&requirements.standing(&row.id))).count();
    let proved = count(|standing| matches!(standing, Standing::Proved(_)));
    let waiting = count(|standing| matches!(standing, Standing::Pending));
    let said = match (proved, waiting, rows.len()) {
        (_, 1.., all) => format!("{proved} of {all} proved, {waiting} not yet"),
        (0, _, 1) => "not applicable".to_owned(),
        (0, _, all) => format!("none of {all} applicable"),
        (1, _, 1) => "proved".to_owned(),
        (proved, _, all) if proved == all => format!("all {all} proved"),
        (proved, _, all) => format!("{proved} of {all} proved, {} not applicable", all - proved),
    };
    let id = format!("{}-{}", row.rfc, row.section);
    let title = requirements.table.title(row);
    let _ = writeln!(page, "<details id=\"{id}\">\n<summary>{} {title}: {said}</summary>\n", row.section);
    for row in rows {
        self::row(page, requirements, row);
    }
    page.push_str("</details>\n");
}

fn row(page: &mut String, requirements: &Requirements, row: &Row) {
    let who = match row.role.as_str() {
        "both" => "server and client",
        role => role,
    };
    let _ = writeln!(page, "- **`{}`** ({}, {who})\\\n  {}\\", row.id, row.level, row.requirement);
    let _ = match requirements.standing(&row.id) {
        Standing::Proved(tests) => {
            let files = tests.chunk_by(|a, b| a.file == b.file).map(|of_file| {
                let names: Vec<_> = of_file.iter().map(|test| format!("`{}`", test.name)).collect();
                format!("{} ({})", names.join(", "), of_file[0].file)
            });
            writeln!(page, "  *Proved by* {}", files.collect::<Vec<_>>().join("; "))
        }
        Standing::NotApplicable(reason) => {
            writeln!(page, "  *Does not apply:* {}{}", reason.why, see(reason))
        }
        Standing::Pending => writeln!(page, "  *Not yet proved*"),
    };
    for choice in requirements.choices(&row.id) {
        let _ = writeln!(page, "\n  *Our choice:* {}{}", choice.why, see(choice));
    }
    page.push('\n');
}

/// The tests that show what a reason or a choice says.
fn see(reason: &Reason) -> String {
    let near: Vec<_> = reason
        .near()
        .map(|test| test.split_once("::").map_or(test.to_owned(), |(file, name)| format!("`{name}` ({file})")))
        .collect();
    if near.is_empty() { String::new() } else { format!(" See {}", near.join("; ")) }
}
