//! What the course's table says of a requirement: its section, the section's title, and how strongly it is meant.

use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../../tests/requirements/table.tsv");
const SECTIONS: &str = include_str!("../../../../tests/requirements/sections.tsv");

/// A row of the table of requirements.
#[derive(Debug)]
pub struct Requirement {
    /// Its id, such as `9112-3.2-host-missing-400`.
    pub id: &'static str,
    /// `9110` or `9112`.
    pub rfc: &'static str,
    /// The section's number.
    pub section: &'static str,
    /// The section's title.
    pub title: &'static str,
    /// The keyword of RFC 2119, or `RULE` or `OUGHT` where the text has none.
    pub level: &'static str,
}

static ROWS: LazyLock<Vec<Requirement>> = LazyLock::new(|| TABLE.lines().skip(1).filter_map(row).collect());

fn row(line: &'static str) -> Option<Requirement> {
    let mut cells = line.split('\t');
    let (id, rfc, section, level) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    Some(Requirement { id, rfc, section, title: title(rfc, section), level })
}

fn title(rfc: &str, section: &str) -> &'static str {
    let titles = SECTIONS.lines().filter_map(|line| line.split_once('\t').zip(line.rsplit_once('\t')));
    let mut fitting = titles.filter(|((first, _), (rest, _))| *first == rfc && rest.ends_with(&format!("\t{section}")));
    fitting.next().map_or("", |(_, (_, title))| title)
}

/// The requirement of this id.
pub fn requirement(id: &str) -> Option<&'static Requirement> {
    ROWS.iter().find(|row| row.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_requirement_has_its_section_and_title() {
        let host = requirement("9112-3.2-host-missing-400").expect("a row of the table");
        assert_eq!((host.rfc, host.section, host.title, host.level), ("9112", "3.2", "Request Target", "MUST"));
        assert!(requirement("9112-3.2-none").is_none());
        assert!(ROWS.iter().all(|row| !row.title.is_empty()));
    }
}
