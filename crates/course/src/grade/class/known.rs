//! What was graded before, so that an interrupted run goes on where it was, and a second one grades only what is new.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::files;
use crate::grade::bar;
use crate::grade::class::handed::Handed;
use crate::grade::desk::{Desk, Judgement, Verdict, Work};
use crate::grade::results::Kind;

/// The folder below the course.
const FOLDER: &str = "target/course/class";

/// The judgements of earlier runs, each in a file of its own, by the content of everything that it depends on.
pub(super) struct Known {
    folder: PathBuf,
    is_fresh: bool,
}

impl Known {
    /// Those of the course at `root`; none of them counts for a fresh run, which only notes its own.
    pub(super) fn new(root: &Path, is_fresh: bool) -> Self {
        Self { folder: root.join(FOLDER), is_fresh }
    }

    /// The names under which the judgements are kept; none where none is needed.
    pub(super) fn keys(desk: &Desk<'_>, handed: &[Handed]) -> Result<Vec<Option<String>>> {
        let mut circumstances: BTreeMap<&str, u64> = BTreeMap::new();
        let mut keys = Vec::new();
        for handed in handed {
            let (Ok(work), None) = (&handed.work, handed.without_a_run()) else {
                keys.push(None);
                continue;
            };
            let lesson = &handed.found.lesson;
            if !circumstances.contains_key(lesson.number.as_str()) {
                circumstances.insert(&lesson.number, desk.circumstances(lesson)?);
            }
            keys.push(Some(key(&lesson.folder(), circumstances[lesson.number.as_str()], work)));
        }
        Ok(keys)
    }

    /// What was found out under this name.
    pub(super) fn recall(&self, key: &str) -> Option<Judgement> {
        if self.is_fresh {
            return None;
        }
        serde_json::from_str(&fs::read_to_string(self.file(key)).ok()?).ok()
    }

    /// Keeps what was found out, unless it may be otherwise the next time. It is no loss when that cannot be done.
    pub(super) fn remember(&self, key: Option<&String>, judgement: &Judgement) {
        let Some(key) = key.filter(|_| is_lasting(judgement)) else { return };
        let Ok(text) = serde_json::to_string(judgement) else { return };
        let (file, part) = (self.file(key), self.folder.join(format!("{key}.part")));
        // Whoever is stopped in the middle of writing leaves a part, and not a judgement.
        let kept = files::write(&part, text.as_bytes())
            .and_then(|()| fs::rename(&part, &file).map_err(crate::error::Error::io("write", &file)));
        if let Err(error) = kept {
            bar::note(error);
        }
    }

    fn file(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{key}.json"))
    }
}

/// What the machine lacked, and what came to no result, is tried again.
fn is_lasting(judgement: &Judgement) -> bool {
    let was_made = |kind: Kind| !matches!(kind, Kind::NotMade | Kind::NoResult);
    !matches!(judgement.verdict, Verdict::NoResult(_)) && judgement.tests.iter().all(|test| was_made(test.kind))
}

fn key(lesson: &str, circumstances: u64, work: &Work) -> String {
    let half = |half: u8| {
        let mut hasher = DefaultHasher::new();
        (half, lesson, circumstances).hash(&mut hasher);
        match work {
            Work::Room(files) => files.hash(&mut hasher),
            Work::Programs(commands, files) => (commands, files).hash(&mut hasher),
        }
        hasher.finish()
    };
    format!("{lesson}-{:016x}{:016x}", half(0), half(1))
}
