//! Small text files in which the tool keeps what it knows: a fact a line, by names and never by positions.
//!
//! Lines that this edition does not know stay as they are, octet for octet. A file is replaced whole, so that a tool that
//! is killed leaves either the old one or the new one, and one writer at a time changes it.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::learn::kept::{self, BeforeChange};

/// The facts of one file.
#[derive(Debug, Default)]
pub struct Facts {
    lines: Vec<Vec<u8>>,
    is_changed: bool,
}

impl Facts {
    /// Reads a file. Where there is none, or none that can be read, nothing is known.
    pub fn read(path: &Path) -> Self {
        Self::of_file(path).unwrap_or_default()
    }

    fn of_file(path: &Path) -> Result<Self> {
        match fs::read(path) {
            Ok(octets) => Ok(Self::of(&octets)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Error::io("read", path)(error)),
        }
    }

    fn of(octets: &[u8]) -> Self {
        let mut lines: Vec<Vec<u8>> = octets.split(|octet| *octet == b'\n').map(<[u8]>::to_vec).collect();
        // What comes after the last line end is a line only where something does.
        lines.pop_if(|last| last.is_empty());
        Self { lines, is_changed: false }
    }

    /// Changes a file, after what others may have written meanwhile. A file that cannot be read is left as it is.
    ///
    /// # Errors
    ///
    /// When the file can be neither read nor written.
    pub fn change<T>(path: &Path, before: BeforeChange, change: impl FnOnce(&mut Self) -> T) -> Result<T> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
        // Where the file system has no locks, the last of two writers wins.
        let _lock = File::create(lock(path)).ok().filter(|lock| lock.lock().is_ok());
        let mut facts = Self::of_file(path)?;
        let result = change(&mut facts);
        if facts.is_changed {
            let mut octets = facts.lines.join(&b'\n');
            octets.push(b'\n');
            kept::write_anew(path, &octets, before)?;
        }
        Ok(result)
    }

    /// What stands after these words in the lines that begin with them, in their order.
    pub fn after<'a, 'w>(&'a self, words: &'w str) -> impl DoubleEndedIterator<Item = &'a str> + use<'a, 'w> {
        self.lines.iter().filter_map(move |line| rest(line, words))
    }

    /// Lets the one line that begins with these words and is `known` say this, and adds it where there is none.
    pub fn set(&mut self, words: &str, text: &str, known: impl Fn(&str) -> bool) {
        let line = if text.is_empty() { words.to_owned() } else { format!("{words} {text}") }.into_bytes();
        let is_it = |line: &Vec<u8>| rest(line, words).is_some_and(&known);
        let place = self.lines.iter().position(is_it);
        let mut number = 0..;
        let lines = self.lines.len();
        self.lines.retain(|line| number.next() == place || !is_it(line));
        self.is_changed |= self.lines.len() < lines;
        match place {
            Some(place) if self.lines[place] == line => (),
            Some(place) => {
                self.lines[place] = line;
                self.is_changed = true;
            }
            None => {
                self.lines.push(line);
                self.is_changed = true;
            }
        }
    }

    /// Adds a line before all others in a file that has none.
    pub fn begin_with(&mut self, line: &str) {
        if self.lines.is_empty() {
            self.lines.push(line.as_bytes().to_vec());
        }
    }
}

/// What a line says after these words.
fn rest<'a>(line: &'a [u8], words: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(words.as_bytes())?;
    let rest = std::str::from_utf8(rest).ok()?.trim_end_matches('\r');
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
}

/// The file that a writer holds while it changes another.
fn lock(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.lock"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("course-facts-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn is_number(text: &str) -> bool {
        text.parse::<u8>().is_ok()
    }

    #[test]
    fn a_fact_takes_the_place_of_the_one_before_and_all_else_stays() {
        let folder = folder("set");
        let path = folder.join("facts");
        let odd = b"hint a 1\r\n\n# mine \xff\nhint a many\nhint a-b 7\nhint a 2\nlast";
        fs::write(&path, odd).unwrap();
        assert_eq!(Facts::read(&path).after("hint a").collect::<Vec<_>>(), ["1", "many", "2"]);
        Facts::change(&path, &mut |_| Ok(()), |facts| facts.set("hint a", "3", is_number)).unwrap();
        let expected = b"hint a 3\n\n# mine \xff\nhint a many\nhint a-b 7\nlast\n";
        assert_eq!(fs::read(&path).unwrap(), expected);
        Facts::change(&path, &mut |_| panic!("nothing has changed"), |facts| facts.set("hint a", "3", is_number))
            .unwrap();
        Facts::change(&path, &mut |_| Ok(()), |facts| facts.set("solved", "", |_| true)).unwrap();
        assert_eq!(fs::read(&path).unwrap(), [&expected[..], b"solved\n"].concat());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn whenever_a_change_breaks_off_the_file_is_the_old_or_the_new_one() {
        let folder = folder("killed");
        let path = folder.join("facts");
        let (old, new) = ("hint a 1\nunknown\n", "hint a 2\nunknown\n");
        let mut steps = 0;
        loop {
            fs::write(&path, old).unwrap();
            let mut left = steps;
            let mut before = |_: &Path| {
                left -= 1;
                if left < 0 { Err(Error::Other("killed".to_owned())) } else { Ok(()) }
            };
            let changed = Facts::change(&path, &mut before, |facts| facts.set("hint a", "2", is_number));
            assert_eq!(fs::read_to_string(&path).unwrap(), if changed.is_ok() { new } else { old }, "at {steps}");
            // What is left of it is in nobody's way.
            Facts::change(&path, &mut |_| Ok(()), |facts| facts.set("hint a", "2", is_number)).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), new);
            if changed.is_ok() {
                break;
            }
            steps += 1;
        }
        assert_eq!(steps, 2);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn writers_at_the_same_time_lose_nothing_of_each_other() {
        let folder = folder("writers");
        let path = folder.join("facts");
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let path = &path;
                scope.spawn(move || {
                    for number in 0..5 {
                        let words = format!("hint {writer}/{number}");
                        Facts::change(path, &mut |_| Ok(()), |facts| facts.set(&words, "1", is_number)).unwrap();
                    }
                });
            }
        });
        assert_eq!(Facts::read(&path).lines.len(), 40);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_cannot_be_read_is_not_written_over() {
        let folder = folder("unreadable");
        let path = folder.join("facts");
        fs::create_dir(&path).unwrap();
        assert_eq!(Facts::read(&path).after("hint").count(), 0);
        Facts::change(&path, &mut |_| Ok(()), |facts| facts.set("hint a", "2", is_number)).unwrap_err();
        assert!(path.is_dir());
        fs::remove_dir_all(folder).unwrap();
    }
}
