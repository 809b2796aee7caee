//! The book's table of contents.

use crate::lessons::Lesson;

/// The book's table of contents, as far as lessons are concerned.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Contents {
    chapters: Vec<Chapter>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Chapter {
    /// The part of the book that it stands in.
    pub part: String,
    title: String,
    /// `NN-name`
    folder: String,
}

impl Contents {
    /// Reads `SUMMARY.md`: `# Part` and `- [title](NN-name.md)`.
    pub fn parse(summary: &str) -> Self {
        let mut chapters = Vec::new();
        let mut part = String::new();
        for line in summary.lines().map(str::trim) {
            if let Some(name) = line.strip_prefix("# ") {
                name.clone_into(&mut part);
            } else if let Some((title, folder)) = link(line) {
                chapters.push(Chapter { part: part.clone(), title: title.to_owned(), folder: folder.to_owned() });
            }
        }
        Self { chapters }
    }

    pub fn chapter(&self, lesson: &Lesson) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.folder == lesson.folder())
    }

    /// The part of the book that a lesson stands in; nothing where the book does not name it.
    pub fn part(&self, lesson: &Lesson) -> &str {
        self.chapter(lesson).map_or("", |chapter| &chapter.part)
    }

    /// Puts lessons into the order of the book; those it does not name come last.
    pub fn sort(&self, lessons: &mut [Lesson]) {
        let place = |lesson: &Lesson| self.chapters.iter().position(|chapter| chapter.folder == lesson.folder());
        lessons.sort_by_key(|lesson| place(lesson).unwrap_or(usize::MAX));
    }

    /// `03 echo: a stream has no messages`
    pub fn title(&self, lesson: &Lesson) -> String {
        match self.chapter(lesson) {
            Some(chapter) => chapter.title.clone(),
            None => format!("{} {}", lesson.number, lesson.name),
        }
    }
}

fn link(line: &str) -> Option<(&str, &str)> {
    let (title, target) = line.strip_prefix("- [")?.split_once("](")?;
    Some((title, target.strip_suffix(".md)")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_chapters_come_from_the_summary() {
        let summary =
            "# Summary\n\n[Intro](introduction.md)\n\n# Sockets\n\n- [01 one-way: a message](01-one-way.md)\n";
        let contents = Contents::parse(summary);
        let chapter = Chapter {
            part: "Sockets".to_owned(),
            title: "01 one-way: a message".to_owned(),
            folder: "01-one-way".to_owned(),
        };
        assert_eq!(contents.chapters, [chapter]);
    }
}
