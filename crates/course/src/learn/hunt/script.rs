//! What is sent: octets written with visible escapes, and what happens between them.
//!
//! `\r \n \t \0 \\` and `\xHH` are octets, and so is every other sign. `\pause`, `\close`, `\connect`, `\await` and `\port` are
//! no octets, but what happens there. The line ends of the file itself mean nothing, and a line that begins with `#` is a
//! comment.

use std::fmt::Write as _;

use crate::error::{Error, Result};
use crate::learn::escapes::{self, Meaning};
use crate::lessons::Role;

/// How many octets of a file are read.
pub const LONGEST: usize = 1 << 20;

/// How many steps a script has that are no octets: each takes its time, and a connection its place.
const MOST_STEPS: usize = 100;

/// How many digits the system's free ports have, nearly always.
const DIGITS: usize = 5;

/// What happens in the course of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// These octets are sent.
    Octets(Vec<u8>),
    /// The number of the port that the client connects to is sent, in digits.
    Port,
    /// Nothing, until nothing more comes.
    Pause,
    /// The writing side is closed.
    Close,
    /// A further connection is opened, and what follows is sent on it.
    Connect,
    /// What follows is sent when the client asks again, on whichever connection.
    Await,
}

/// The steps that are written as words.
const WORDS: [(&str, Step); 5] = [
    ("pause", Step::Pause),
    ("close", Step::Close),
    ("connect", Step::Connect),
    ("await", Step::Await),
    ("port", Step::Port),
];

/// What is sent, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Script {
    /// In their order.
    pub steps: Vec<Step>,
    /// How many lines of its file say something.
    lines: usize,
}

impl Script {
    /// Reads the text of `file`.
    pub fn parse(file: &str, text: &[u8]) -> Result<Self> {
        if text.len() > LONGEST {
            return Err(Error::of(file, format!("longer than {LONGEST} octets")));
        }
        let mut script = Self::default();
        for (index, line) in text.split(|octet| *octet == b'\n').enumerate() {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if !line.starts_with(b"#") {
                script.lines += usize::from(!line.is_empty());
                script.line(line).map_err(|problem| Error::at(file, index + 1, problem))?;
            }
        }
        let steps = script.steps.iter().filter(|step| !matches!(step, Step::Octets(_))).count();
        if steps > MOST_STEPS {
            return Err(Error::of(file, format!("more than {MOST_STEPS} of `\\pause`, `\\close` and their like")));
        }
        Ok(script)
    }

    /// A word in it that only the scripts for the other role know.
    pub fn foreign_word(&self, hunted: Role) -> Option<&'static str> {
        let is_foreign = |step: &Step| match hunted {
            Role::Server => matches!(step, Step::Await | Step::Port),
            Role::Client => matches!(step, Step::Connect),
        };
        let foreign = self.steps.iter().find(|step| is_foreign(step))?;
        WORDS.iter().find(|(_, step)| step == foreign).map(|(word, _)| *word)
    }

    fn line(&mut self, mut rest: &[u8]) -> std::result::Result<(), String> {
        while let Some((first, after)) = rest.split_first() {
            if *first != b'\\' {
                self.octet(*first);
                rest = after;
                continue;
            }
            let (meaning, length) = escapes::meaning(after, &WORDS)?;
            match meaning {
                Meaning::Step(step) => self.steps.push(step.clone()),
                Meaning::Octet(octet) => self.octet(octet),
            }
            rest = &after[length..];
        }
        Ok(())
    }

    fn octet(&mut self, octet: u8) {
        self.octets(&[octet]);
    }

    /// Adds octets.
    pub fn octets(&mut self, more: &[u8]) {
        match self.steps.last_mut() {
            Some(Step::Octets(octets)) => octets.extend_from_slice(more),
            _ => self.steps.push(Step::Octets(more.to_vec())),
        }
    }

    /// Whether its file has several lines, and what is sent none: whoever wrote it may have taken their ends for octets.
    pub fn has_lines_without_end(&self) -> bool {
        let has_end = |step: &Step| matches!(step, Step::Octets(octets) if octets.contains(&b'\n'));
        self.lines > 1 && !self.steps.iter().any(has_end)
    }

    /// How many octets are sent.
    pub fn length(&self) -> usize {
        let length = |step: &Step| match step {
            Step::Octets(octets) => octets.len(),
            Step::Port => DIGITS,
            _ => 0,
        };
        self.steps.iter().map(length).sum()
    }

    /// As it would stand in a file, in lines that end where the octets have a line end.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for step in &self.steps {
            match step {
                Step::Octets(octets) => octets.split_inclusive(|octet| *octet == b'\n').for_each(|line| {
                    // After a step, octets go on in its line.
                    let begins = text.is_empty() || text.ends_with('\n');
                    let line = visible(line);
                    let rest = line.strip_prefix('#').filter(|_| begins);
                    text.push_str(if rest.is_some() { "\\x23" } else { "" });
                    text.push_str(rest.unwrap_or(&line));
                    if line.ends_with("\\n") {
                        text.push('\n');
                    }
                }),
                step => {
                    let word = WORDS.iter().find(|(_, known)| known == step).map_or("", |(word, _)| word);
                    let (before, after) = match step {
                        Step::Port => ("", ""),
                        _ if text.is_empty() || text.ends_with('\n') => ("", "\n"),
                        _ => ("\n", "\n"),
                    };
                    let _ = write!(text, "{before}\\{word}{after}");
                }
            }
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }
}

/// Octets as a script has them.
pub fn visible(octets: &[u8]) -> String {
    octets.iter().map(|octet| sign(*octet)).collect()
}

/// One octet as a script has it.
pub fn sign(octet: u8) -> String {
    match octet {
        b'\r' => "\\r".to_owned(),
        b'\n' => "\\n".to_owned(),
        b'\t' => "\\t".to_owned(),
        0 => "\\0".to_owned(),
        b'\\' => "\\\\".to_owned(),
        b' '..=b'~' => char::from(octet).to_string(),
        _ => format!("\\x{octet:02x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Script {
        Script::parse("x", text.as_bytes()).unwrap()
    }

    fn octets(text: &str) -> Step {
        Step::Octets(text.as_bytes().to_vec())
    }

    #[test]
    fn lines_whose_ends_are_no_octets_are_told_from_others() {
        let is_told = |text| parse(text).has_lines_without_end();
        assert!(is_told("GET / HTTP/1.1\nHost: a\n\n"));
        assert!(!is_told("GET / HTTP/1.1\\r\\n\nHost: a\n"));
        assert!(!is_told("# one\nhalf\n"));
    }

    #[test]
    fn escapes_are_octets_and_line_ends_mean_nothing() {
        let script =
            parse("# said first\nGET / HTTP/1.1\\r\\n\nHost: a\\r\\n\r\n\\r\\n\n#end\\q\n\\x00\\0\\t\\\\\\xfF é");
        let mut expected = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n\0\0\t\\\xff ".to_vec();
        expected.extend_from_slice("é".as_bytes());
        assert_eq!(script.steps, [Step::Octets(expected.clone())]);
        assert_eq!(script.length(), expected.len());
    }

    #[test]
    fn words_are_steps_between_the_octets() {
        let script = parse("a\\pause\nb\\close\\connect\nc\\port d\\await");
        let port = [Step::Port, octets(" d"), Step::Await];
        let first = [octets("a"), Step::Pause, octets("b"), Step::Close, Step::Connect, octets("c")];
        assert_eq!(script.steps, first.into_iter().chain(port).collect::<Vec<_>>());
        assert_eq!(script.length(), 10);
    }

    #[test]
    fn what_means_nothing_is_named_with_its_line() {
        let said = |text: &[u8]| Script::parse("my.txt", text).unwrap_err().to_string();
        assert!(said(b"a\n\\quit now").starts_with("my.txt:2: `\\quit` means nothing; "));
        for text in [&b"\\x"[..], b"\\x4", b"\\xg0", b"\\x+1", b"\\x\xff0"] {
            assert_eq!(said(text), "my.txt:1: `\\x` needs two hexadecimal digits, as in `\\x0d`");
        }
        for text in [&b"\\"[..], b"\\ ", b"\\\xff", b"\\\xc3\xa9", b"\\-"] {
            assert!(said(text).contains(" means nothing; "), "{text:?}");
        }
        assert!(said(&vec![b'a'; LONGEST + 1]).contains("longer than"));
        assert!(said(&"\\pause".repeat(101).into_bytes()).contains("more than 100 of `\\pause`"));
    }

    #[test]
    fn a_script_is_written_as_it_is_read() {
        for text in ["GET /\\r\\n\n\\x23 a\\0\\xff\n\\pause\nb\\port#\n\\close\n", "\\x23\n", "\n"] {
            let script = parse(text);
            assert_eq!(script.text(), text);
            assert_eq!(parse(&script.text()), script);
        }
    }
}
