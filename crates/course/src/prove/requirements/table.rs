//! `tests/requirements/table.tsv` and `sections.tsv`: the requirements and the sections they are from.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::{Error, Result};
use crate::files;

pub const TABLE: &str = "tests/requirements/table.tsv";
const TABLE_COLUMNS: [&str; 7] = ["id", "rfc", "section", "level", "role", "area", "requirement"];
const SECTIONS: &str = "tests/requirements/sections.tsv";
const SECTIONS_COLUMNS: [&str; 3] = ["rfc", "section", "title"];

/// The keywords, strongest first, and the two levels that have none.
pub const LEVELS: [&str; 8] = ["MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "RECOMMENDED", "MAY", "RULE", "OUGHT"];
const ROLES: [&str; 3] = ["server", "client", "both"];

/// One requirement.
pub struct Row {
    pub id: String,
    pub rfc: String,
    pub section: String,
    pub level: String,
    pub role: String,
    pub requirement: String,
    /// Where it stands in the table, counted from one.
    pub line: usize,
}

pub struct Table {
    rows: Vec<Row>,
    titles: BTreeMap<(String, String), String>,
}

impl Table {
    pub fn read(root: &Path) -> Result<Self> {
        Self::parse(&files::read_text(&root.join(TABLE))?, &files::read_text(&root.join(SECTIONS))?)
    }

    fn parse(table: &str, sections: &str) -> Result<Self> {
        let mut titles = BTreeMap::new();
        for (_, [rfc, section, title]) in cells(SECTIONS, sections, SECTIONS_COLUMNS)? {
            titles.insert((rfc.to_owned(), section.to_owned()), title.to_owned());
        }
        let mut rows: Vec<Row> = Vec::new();
        for (line, [id, rfc, section, level, role, _, requirement]) in cells(TABLE, table, TABLE_COLUMNS)? {
            let problem = |problem: String| Err(Error::at(TABLE, line, problem));
            if !id.starts_with(&format!("{rfc}-{section}-")) {
                return problem(format!("{id} does not begin with {rfc}-{section}-"));
            }
            if !LEVELS.contains(&level) || !ROLES.contains(&role) {
                return problem(format!("unknown level or role: {level}, {role}"));
            }
            if !titles.contains_key(&(rfc.to_owned(), section.to_owned())) {
                return problem(format!("{SECTIONS} has no title of RFC {rfc} section {section}"));
            }
            if rows.iter().any(|row| row.id == id) {
                return problem(format!("{id} stands here twice"));
            }
            let [id, rfc, section, level, role, requirement] =
                [id, rfc, section, level, role, requirement].map(str::to_owned);
            rows.push(Row { id, rfc, section, level, role, requirement, line });
        }
        Ok(Self { rows, titles })
    }

    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter()
    }

    pub fn has(&self, id: &str) -> bool {
        self.rows.iter().any(|row| row.id == id)
    }

    /// The title of the section that a row is from.
    pub fn title(&self, row: &Row) -> &str {
        self.titles.get(&(row.rfc.clone(), row.section.clone())).map_or("", String::as_str)
    }
}

/// The cells of a table whose first line names its columns, each line with its number.
fn cells<'t, const N: usize>(file: &str, text: &'t str, columns: [&str; N]) -> Result<Vec<(usize, [&'t str; N])>> {
    let mut lines = (1..).zip(text.lines());
    if lines.next().is_none_or(|(_, line)| line != columns.join("\t")) {
        return Err(Error::at(file, 1, format!("the columns are {}", columns.join(", "))));
    }
    lines
        .map(|(line, text)| {
            let cells: Vec<_> = text.split('\t').collect();
            let cells: std::result::Result<[&str; N], _> = cells.try_into();
            match cells {
                Ok(cells) if cells.iter().all(|cell| !cell.trim().is_empty()) => Ok((line, cells)),
                _ => Err(Error::at(file, line, format!("{N} cells are needed, with one tab between two"))),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "id\trfc\tsection\tlevel\trole\tarea\trequirement\n";
    const TITLES: &str = "rfc\tsection\ttitle\n9112\t3\tRequest Line\n";

    fn error(rows: &str) -> String {
        Table::parse(&format!("{HEAD}{rows}"), TITLES).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_row_that_is_none_is_found() {
        assert_eq!(error("9112-3-a\t9112\t3\tMUST\tboth\tx\tDo it.\n"), "");
        assert!(error("9112-3-a\t9112\t3\tMUST\tboth\tDo it.\n").contains("table.tsv:2: 7 cells"));
        assert!(error("9112-3-a\t9112\t3\tMUST\tboth\t \tDo it.\n").contains("7 cells"));
        assert!(error("9112-4-a\t9112\t3\tMUST\tboth\tx\tDo it.\n").contains("does not begin with 9112-3-"));
        assert!(error("9112-3-a\t9112\t3\tmust\tboth\tx\tDo it.\n").contains("unknown level"));
        assert!(error("9112-3-a\t9112\t3\tMUST\tproxy\tx\tDo it.\n").contains("unknown level or role"));
        assert!(error("9112-4-a\t9112\t4\tMUST\tboth\tx\tDo it.\n").contains("no title of RFC 9112 section 4"));
        let row = "9112-3-a\t9112\t3\tMUST\tboth\tx\tDo it.\n";
        assert!(error(&format!("{row}{row}")).contains("table.tsv:3: 9112-3-a stands here twice"));
        assert!(Table::parse("id\n", TITLES).is_err());
    }
}
