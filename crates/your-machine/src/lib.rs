//! What `cargo test` says at its end.
//!
//! Cargo goes on to the next package only when the tests of the last one have passed. So this package, which comes last,
//! knows that all have: unless cargo was told to run only some of them, or to go on after failures.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The options of `cargo test` with which all tests are run, and none after one that fails.
const WHOLE: [&str; 7] = ["--quiet", "-q", "--locked", "--offline", "--frozen", "--release", "--verbose"];

/// Options for the tests that leave none out.
const HARMLESS: [&str; 5] = ["--quiet", "-q", "--nocapture", "--no-capture", "--show-output"];

/// How many of the things that were left out are named.
const NAMED: usize = 12;

/// The text at the end of a run; nothing when only some tests were asked for.
///
/// `cargo` is the command line of the cargo that runs the tests, where the system tells it, `arguments` is what it passed
/// to each test, and `left_out` has a line for each thing that could not be tested.
#[must_use]
pub fn end(cargo: Option<&str>, arguments: &[String], left_out: &str) -> Option<String> {
    if !arguments.iter().all(|argument| HARMLESS.contains(&argument.as_str())) {
        return None;
    }
    let works = match cargo.map(is_whole) {
        Some(true) => "Every test has passed: the course works on this machine.",
        Some(false) => return None,
        None => "If no line above says FAILED, the course works on this machine.",
    };
    let mut text = String::from("\n");
    let lines: BTreeSet<&str> = left_out.lines().collect();
    for line in lines.iter().take(NAMED) {
        let _ = writeln!(text, "{line}");
    }
    if lines.len() > NAMED {
        let _ = writeln!(text, "and {} more, above; no lesson needs them", lines.len() - NAMED);
    }
    let _ = writeln!(text, "{works}\nTo begin, or to go on: cargo course");
    Some(text)
}

/// Whether this command line, `…/cargo test --quiet`, runs the tests of all packages.
fn is_whole(command: &str) -> bool {
    let mut words = command.split_whitespace().skip_while(|word| !["test", "t"].contains(word)).skip(1);
    words.all(|word| WHOLE.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(cargo: Option<&str>, arguments: &[&str]) -> String {
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        end(cargo, &arguments, "").unwrap_or_default()
    }

    #[test]
    fn all_is_claimed_only_when_all_were_run() {
        let works = "\nEvery test has passed: the course works on this machine.\nTo begin, or to go on: cargo course\n";
        assert_eq!(said(Some("/x/bin/cargo test"), &[]), works);
        assert_eq!(said(Some("cargo test --quiet --locked"), &["--quiet"]), works);
        for part in
            ["cargo test -p your-machine", "cargo test --no-fail-fast", "cargo test name", "cargo test --test x"]
        {
            assert_eq!(said(Some(part), &[]), "", "{part}");
        }
        assert_eq!(said(Some("cargo test"), &["name"]), "");
        assert_eq!(said(Some("cargo test"), &["--list"]), "");
        assert!(said(None, &[]).starts_with("\nIf no line above says FAILED, the course works on this machine."));
    }

    #[test]
    fn what_was_left_out_is_named_once() {
        let lines: Vec<String> = (10..30).map(|number| format!("left out: {number}\nleft out: 10\n")).collect();
        let text = end(Some("cargo test"), &[], &lines.concat()).unwrap();
        assert_eq!(text.matches("left out: 10\n").count(), 1);
        assert!(text.contains("left out: 21\nand 8 more, above; no lesson needs them\nEvery test"), "{text}");
    }
}
