//! What the programs of a lesson must do, as the book says it for every language.

use crate::error::{Error, Result};
use crate::files;
use crate::lessons::Lesson;
use crate::render::{self, Look};

/// The page of the book.
const PAGE: &str = "book/src/programs.md";

const WIDTH: usize = 100;

/// What the page says of a lesson, as plain text.
pub fn of(lesson: &Lesson) -> Result<String> {
    let page = files::read_text(&lesson.path(PAGE))?;
    let section = section(&page, &lesson.number)
        .ok_or_else(|| Error::of(PAGE, format!("no section is headed `## {} …`", lesson.number)))?;
    Ok(render::render(section, Look { width: WIDTH, colour: false, folder: "book/src" }))
}

/// The section whose heading begins with a number, without that heading.
fn section<'a>(page: &'a str, number: &str) -> Option<&'a str> {
    let heading = format!("## {number} ");
    let start = page.find(&format!("\n{heading}"))? + 1;
    let body = page[start..].split_once('\n')?.1;
    Some(body.find("\n## ").map_or(body, |end| &body[..end]).trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_ends_where_the_next_begins() {
        let page = "# What\n\n## 02 b\n\nTwo.\n\n### More\n\nx\n\n## 03 c\n\nThree.\n";
        assert_eq!(section(page, "02"), Some("Two.\n\n### More\n\nx"));
        assert_eq!(section(page, "03"), Some("Three."));
        assert_eq!(section(page, "04"), None);
    }
}
