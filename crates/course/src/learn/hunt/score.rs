//! What was found, and with how few octets: a line for each hunt in `.course/hunts.txt`, which no `cargo clean` removes.
//!
//! A hunt is known by the name of its lesson and that of its fault, since numbers change from one edition of the course to
//! the next. Lines that this edition does not know stay as they are.

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::learn::facts::Facts;

const FILE: &str = ".course/hunts.txt";

/// The hunts that were found.
pub struct Score {
    path: PathBuf,
    facts: Facts,
}

impl Score {
    /// Reads the file; nothing was found where there is none.
    pub fn read(root: &Path) -> Self {
        let path = root.join(FILE);
        Self { facts: Facts::read(&path), path }
    }

    /// With how few octets a hunt was found.
    pub fn of(&self, id: &str) -> Option<usize> {
        least(&self.facts, id)
    }

    /// Notes that a hunt was found, if not with fewer octets before.
    pub fn note(&mut self, id: &str, found: usize) -> Result<()> {
        Facts::change(&self.path, &mut |_| Ok(()), |facts| {
            let least = least(facts, id).map_or(found, |before| before.min(found));
            facts.set(id, &least.to_string(), |octets| octets.parse::<usize>().is_ok());
        })?;
        self.facts = Facts::read(&self.path);
        Ok(())
    }
}

fn least(facts: &Facts, id: &str) -> Option<usize> {
    facts.after(id).filter_map(|octets| octets.parse().ok()).min()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::files;

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
