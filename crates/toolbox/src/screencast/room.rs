//! A learner's room whose gaps are filled with what the reference has there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use serde::Deserialize;

/// A room, and the reference beside it.
pub struct Room {
    folder: PathBuf,
    reference: PathBuf,
    gaps: Vec<Gap>,
    /// The room's files as they were at the beginning.
    starter: BTreeMap<String, String>,
    /// What each gap was filled with.
    filled: BTreeMap<usize, Option<&'static str>>,
}

#[derive(Deserialize)]
struct Exercise {
    gap: Vec<Gap>,
}

/// A gap, with all its places.
#[derive(Deserialize)]
struct Gap {
    anchor: String,
    file: String,
    #[serde(default)]
    also: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    anchor: String,
    file: String,
}

impl Gap {
    fn places(&self) -> impl Iterator<Item = (&str, &str)> {
        let others = self.also.iter().map(|place| (place.anchor.as_str(), place.file.as_str()));
        [(self.anchor.as_str(), self.file.as_str())].into_iter().chain(others)
    }
}

impl Room {
    /// Opens the room of a lesson in a copy of the course.
    pub fn open(root: &Path, lesson: &str) -> anyhow::Result<Self> {
        let folder = root.join("lessons").join(lesson);
        let exercise: Exercise = toml::from_str(&read(&folder.join("exercise.toml"))?)?;
        let files = exercise.gap.iter().flat_map(Gap::places).map(|(_, file)| file.to_owned());
        let starter =
            files.map(|file| Ok((file.clone(), read(&folder.join(&file))?))).collect::<anyhow::Result<_>>()?;
        let reference = root.join("crates").join(lesson);
        Ok(Self { folder, reference, gaps: exercise.gap, starter, filled: BTreeMap::new() })
    }

    /// Fills a gap, counted from one, and saves; with the body of another function of the reference, if one is named.
    pub fn fill(&mut self, gap: usize, function: Option<&'static str>) -> anyhow::Result<()> {
        self.filled.insert(gap, function);
        let mut files = self.starter.clone();
        for (gap, function) in &self.filled {
            self.fill_in(&mut files, *gap, *function)?;
        }
        for (file, text) in files {
            let path = self.folder.join(file);
            if read(&path)? != text {
                fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
            }
        }
        Ok(())
    }

    /// The files with one gap filled.
    #[cfg(test)]
    pub fn filled(&self, gap: usize, function: Option<&'static str>) -> anyhow::Result<BTreeMap<String, String>> {
        let mut files = self.starter.clone();
        self.fill_in(&mut files, gap, function)?;
        Ok(files)
    }

    fn fill_in(
        &self,
        files: &mut BTreeMap<String, String>,
        number: usize,
        function: Option<&str>,
    ) -> anyhow::Result<()> {
        let gap = number.checked_sub(1).and_then(|index| self.gaps.get(index)).context("no such gap")?;
        let count = gap.places().count();
        for (index, (anchor, file)) in gap.places().enumerate() {
            let place = if count > 1 { format!(" (place {} of {count})", index + 1) } else { String::new() };
            let head = format!("// GAP {number} of {}: {}{place}\n", self.gaps.len(), gap.anchor);
            let body = self.body(file, function.unwrap_or(anchor), function.is_some())?;
            let text = files.get_mut(file).context("no such file")?;
            *text = put(text, &head, &body).with_context(|| format!("{file}: no `{}`", head.trim_end()))?;
        }
        Ok(())
    }

    /// What the reference has between two marks: a body, or a whole function, of which the body is taken.
    fn body(&self, file: &str, anchor: &str, is_function: bool) -> anyhow::Result<String> {
        let text = read(&self.reference.join(file))?;
        let marks = [format!("// ANCHOR: {anchor}\n"), format!("// ANCHOR_END: {anchor}\n")];
        let inside =
            text.split_once(&marks[0]).and_then(|(_, rest)| rest.split_once(&marks[1])).map(|(inside, _)| inside);
        let inside = inside.with_context(|| format!("{file}: no anchor {anchor}"))?;
        if !is_function {
            return Ok(inside.trim_end().to_owned());
        }
        let body = inside.split_once(" {\n").and_then(|(_, rest)| rest.rsplit_once("\n}")).map(|(body, _)| body);
        body.map(str::to_owned).with_context(|| format!("{file}: {anchor} is no function"))
    }
}

/// A text with `body` in the place of the lines from `head` to the `todo!`.
fn put(text: &str, head: &str, body: &str) -> Option<String> {
    let (before, rest) = text.split_once(head)?;
    let (_, after) = rest.split_once("todo!(")?;
    let (_, after) = after.split_once(")\n")?;
    let indented = before.rfind('\n').map_or(0, |end| end + 1);
    Some(format!("{}{body}\n{after}", &before[..indented]))
}

fn read(path: &Path) -> anyhow::Result<String> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    ensure!(!text.contains('\r'), "{}: lines end with CR LF", path.display());
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_takes_the_place_of_task_and_todo() {
        let room = "fn a() {\n    // GAP 1 of 2: a\n    // Do it.\n    todo!(\"gap 1: a\")\n}\n";
        let expected = "fn a() {\n    done()\n}\n";
        assert_eq!(put(room, "// GAP 1 of 2: a\n", "    done()").as_deref(), Some(expected));
        assert_eq!(put(room, "// GAP 2 of 2: b\n", "    done()"), None);
    }
}
