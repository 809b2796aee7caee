//! What the course says of a finding: the lesson whose tests show the requirement first, and whose server was probed.

use std::collections::BTreeMap;
use std::path::Path;

use super::started;
use crate::course;

/// Which lesson brings what, and of which lesson the server is.
#[derive(Debug, Default)]
pub struct Lessons {
    /// The first lesson with a test that proves a requirement, by the requirement.
    brought: BTreeMap<String, String>,
    /// The number of the lesson whose server was started, if it is one of the course's.
    pub server: Option<String>,
}

impl Lessons {
    /// Those of the course in whose folder this is called, and of the server that this command starts; none elsewhere.
    pub fn of(command: Option<&str>) -> Self {
        let Ok(root) = course::root() else { return Self::default() };
        let lessons = course::lessons(&root).unwrap_or_default();
        let mut brought = BTreeMap::new();
        for (number, name) in &lessons {
            for source in course::tests(&root, number, name) {
                for requirement in course::proved(&source) {
                    brought.entry(requirement.to_owned()).or_insert_with(|| number.clone());
                }
            }
        }
        let words = command.and_then(|command| started::words(command).ok()).unwrap_or_default();
        Self { brought, server: server(&words, &lessons) }
    }

    /// The number of the lesson that brings a requirement.
    pub fn of_requirement(&self, requirement: &str) -> Option<&str> {
        self.brought.get(requirement).map(String::as_str)
    }

    /// Whether a lesson after the server's own brings a requirement.
    pub fn is_later(&self, requirement: &str) -> bool {
        self.of_requirement(requirement).zip(self.server.as_deref()).is_some_and(|(brings, server)| brings > server)
    }
}

/// The lesson whose server a command starts: by the program's name, by its package, or by `cargo course run 08 server`.
fn server(words: &[String], lessons: &BTreeMap<String, String>) -> Option<String> {
    let is_run = words.iter().any(|word| word == "course") && words.iter().any(|word| word == "run");
    words.iter().find_map(|word| {
        let program = Path::new(word).file_stem()?.to_str()?;
        let name = program.strip_suffix("-server").unwrap_or(program);
        let is_named = name != program || words.iter().any(|word| matches!(word.as_str(), "-p" | "--package"));
        let found = lessons.iter().find(|(number, lesson)| {
            let is_room = name.strip_prefix("lesson-") == Some(number.as_str());
            is_named && (is_room || name == lesson.as_str()) || is_run && word == *number
        });
        found.map(|(number, _)| number.clone())
    })
}

#[cfg(test)]
impl Lessons {
    /// With these lessons of requirements.
    pub fn with(brought: &[(&str, &str)], server: Option<&str>) -> Self {
        let brought = brought.iter().map(|(requirement, number)| ((*requirement).to_owned(), (*number).to_owned()));
        Self { brought: brought.collect(), server: server.map(str::to_owned) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_of_the_course_is_known_by_its_command() {
        for (command, expected) in [
            ("target/debug/request-server --addr {addr}", Some("08")),
            ("target/debug/lesson-10-server --addr {addr}", Some("10")),
            ("cargo run -q -p naive-http --bin naive-http-server", Some("06")),
            ("cargo run -q -p lesson-11 --bin lesson-11-server", Some("11")),
            ("cargo course run 09 server --mine", Some("09")),
            ("python3 -m http.server {port}", None),
            ("./my-server --addr {addr}", None),
            ("./request 08", None),
        ] {
            assert_eq!(Lessons::of(Some(command)).server.as_deref(), expected, "{command}");
        }
    }

    #[test]
    fn the_first_lesson_that_proves_a_requirement_brings_it() {
        let lessons = Lessons::of(Some("request-server"));
        assert_eq!(lessons.of_requirement("9112-3.2-host-missing-400"), Some("08"));
        assert_eq!(lessons.of_requirement("9112-6.3-bad-cl-400"), Some("10"));
        assert!(lessons.is_later("9112-6.3-bad-cl-400") && !lessons.is_later("9112-3.2-host-missing-400"));
        assert!(!Lessons::of(None).is_later("9112-6.3-bad-cl-400"));
    }
}
