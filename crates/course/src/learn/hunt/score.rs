//! What was found, and with how few octets: a line for each hunt in `.course/hunts.txt`, which no `cargo clean` removes.
//!
//! A hunt is known by the name of its lesson and that of its fault, since numbers change from one edition of the course to
//! the next. Lines that this edition does not know stay as they are.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::files;

const FILE: &str = ".course/hunts.txt";

/// The hunts that were found.
pub struct Score {
    path: PathBuf,
    lines: Vec<String>,
}

impl Score {
    /// Reads the file; nothing was found where there is none.
    pub fn read(root: &Path) -> Self {
        let path = root.join(FILE);
        let text = fs::read(&path).map(|octets| String::from_utf8_lossy(&octets).into_owned()).unwrap_or_default();
        Self { path, lines: text.lines().map(str::to_owned).collect() }
    }

    /// With how few octets a hunt was found.
    pub fn of(&self, id: &str) -> Option<usize> {
        self.lines.iter().filter_map(|line| octets(line, id)).min()
    }

    /// Notes that a hunt was found, if not with fewer octets before.
    pub fn note(&mut self, id: &str, found: usize) -> Result<()> {
        let least = self.of(id).map_or(found, |before| before.min(found));
        let line = format!("{id} {least}");
        match self.lines.iter().position(|line| octets(line, id).is_some()) {
            Some(at) => self.lines[at] = line,
            None => self.lines.push(line),
        }
        files::write(&self.path, (self.lines.join("\n") + "\n").as_bytes())
    }
}

/// What a line says of a hunt.
fn octets(line: &str, id: &str) -> Option<usize> {
    line.strip_prefix(id)?.strip_prefix(' ')?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_octets_count_and_unknown_lines_stay() {
        let root = std::env::temp_dir().join(format!("hunts-{}", std::process::id()));
        let file = root.join(FILE);
        files::write(&file, b"request/a 40\nfuture line: 7\nrequest/a-b x\n").unwrap();
        let mut score = Score::read(&root);
        assert_eq!((score.of("request/a"), score.of("request/a-b"), score.of("request")), (Some(40), None, None));
        score.note("request/a", 50).unwrap();
        score.note("request/a-b", 3).unwrap();
        score.note("request/a", 31).unwrap();
        let text = fs::read_to_string(&file).unwrap();
        assert_eq!(text, "request/a 31\nfuture line: 7\nrequest/a-b x\nrequest/a-b 3\n");
        assert_eq!(Score::read(&root).of("request/a-b"), Some(3));
        fs::remove_dir_all(root).unwrap();
    }
}
