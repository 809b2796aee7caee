//! What the programs of a lesson must do, as the book says it for every language.

use std::fmt::Write as _;

use crate::error::{Error, Result};
use crate::files;
use crate::lessons::{FIRST_LAYER, Lesson};
use crate::render::{self, Look};

/// The page of the book.
const PAGE: &str = "book/src/programs.md";

const WIDTH: usize = 100;

/// What the page says of every lesson, and from which number on.
const OF_ALL: [(&str, &str); 2] = [("00", "What holds in every lesson"), (FIRST_LAYER, "From lesson 08 on")];

/// What the page says of a lesson, and of all, as plain text.
pub fn of(lesson: &Lesson) -> Result<String> {
    let page = files::read_text(&lesson.path(PAGE))?;
    let own = format!("Lesson {}: {}", lesson.number, lesson.name);
    let of_all = OF_ALL.iter().filter(|(from, _)| *from <= lesson.number.as_str()).map(|(_, heading)| *heading);
    let mut contract = String::new();
    for heading in [own.as_str()].into_iter().chain(of_all) {
        let section =
            section(&page, heading).ok_or_else(|| Error::of(PAGE, format!("no section is headed `## {heading}`")))?;
        let _ = write!(contract, "## {heading}\n\n{section}\n\n");
    }
    let text = render::render(&contract, Look { width: WIDTH, colour: false, folder: "book/src" });
    Ok(text.trim().to_owned())
}

/// The section with this heading, without it.
fn section<'a>(page: &'a str, heading: &str) -> Option<&'a str> {
    let start = page.find(&format!("\n## {heading}\n"))? + 1;
    let body = page[start..].split_once('\n')?.1;
    Some(body.find("\n## ").map_or(body, |end| &body[..end]).trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_ends_where_the_next_begins() {
        let page = "# What\n\n## Two\n\nTwo.\n\n### More\n\nx\n\n## Three\n\nThree.\n";
        assert_eq!(section(page, "Two"), Some("Two.\n\n### More\n\nx"));
        assert_eq!(section(page, "Three"), Some("Three."));
        assert_eq!(section(page, "T"), None);
    }
}
