//! What is expected of a program's output, in the words of a sentence, and the one line in which a program says what
//! has failed.

use std::fmt::{self, Display};

use predicates::Predicate;
use predicates::reflection::PredicateReflection;

use crate::failure::{Failure, Verdict};
use crate::running::{Ended, Running};
use crate::visible::{shortened, visible};

/// What the line begins with in which a program says why it could not do what it should.
const ERROR: &str = "error: ";

/// A text, one line of which begins with `error: ` and says certain things; made by [`error_line`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorLine {
    says: Vec<String>,
}

/// A text in which some line begins with `error: `, and after that contains each of `says`, in any order.
///
/// What stands on other lines does not matter: a program may tell of its progress, and a learner may have left a
/// `dbg!` there.
#[must_use]
pub fn error_line(says: &[&str]) -> ErrorLine {
    ErrorLine { says: says.iter().map(|&words| words.to_owned()).collect() }
}

impl Predicate<str> for ErrorLine {
    fn eval(&self, text: &str) -> bool {
        let mut errors = text.lines().filter_map(|line| line.strip_prefix(ERROR));
        errors.any(|error| self.says.iter().all(|words| error.contains(words.as_str())))
    }
}

impl PredicateReflection for ErrorLine {}

impl Display for ErrorLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a line that begins with {}", quoted(ERROR))?;
        for (number, words) in self.says.iter().enumerate() {
            write!(f, "{}{}", if number == 0 { " and says " } else { " and " }, quoted(words))?;
        }
        Ok(())
    }
}

impl Running {
    /// Waits until some line on standard error begins with `error: ` and contains each of `says` after that, in any
    /// order; other lines, before it or after it, do not matter, nor does what is not UTF-8.
    ///
    /// # Errors
    ///
    /// When no line does within the deadline, or before the program ends.
    pub fn expect_error_line(&self, says: &[&str]) -> Verdict {
        self.expect_stderr_that(&error_line(says))
    }
}

impl Ended {
    /// Expects that some line on standard error begins with `error: ` and contains each of `says` after that, in any
    /// order, as [`Running::expect_error_line`] does.
    ///
    /// # Errors
    ///
    /// When no line does.
    pub fn expect_error_line(&self, says: &[&str]) -> Verdict {
        let expected = error_line(says);
        if expected.eval(&String::from_utf8_lossy(&self.stderr)) {
            return Ok(());
        }
        let came = if self.stderr.is_empty() { "nothing".to_owned() } else { shortened(&self.stderr) };
        Err(Failure::wrong().row("expected", in_words("stderr", &expected)).row("came", came))
    }
}

/// A predicate about what a program writes to `output`, as a learner can read it.
pub(crate) fn in_words(output: &str, predicate: &dyn PredicateReflection) -> String {
    let text = predicate.to_string();
    if predicate.children().next().is_none() && relation(&text).is_none() {
        return format!("on {output}, {text}");
    }
    format!("{output} {}", clause(predicate, true))
}

/// What a predicate says of a text, as the rest of a sentence; with `holds` false, its contrary.
fn clause(predicate: &dyn PredicateReflection, holds: bool) -> String {
    let text = predicate.to_string();
    let parts: Vec<_> = predicate.children().collect();
    match &parts[..] {
        [] => of_itself(predicate, &text, holds),
        [part] => clause(part.value(), holds != text.starts_with("(!")),
        [first, rest @ ..] => {
            // Both kinds have the same parts, and only their text tells which of them it is; the contrary of one is
            // the other, of the contraries.
            let all = text.strip_prefix(&format!("({first}", first = first.value())).is_some_and(is_and) == holds;
            let mut told = format!("{}{}", if all { "" } else { "either " }, clause(first.value(), holds));
            for part in rest {
                told += if all { " and " } else { " or " };
                told += &clause(part.value(), holds);
            }
            told
        }
    }
}

fn is_and(rest: &str) -> bool {
    rest.starts_with(" && ")
}

/// What a predicate without parts says of a text.
fn of_itself(predicate: &dyn PredicateReflection, text: &str, holds: bool) -> String {
    let Some((relation, words)) = relation(text) else {
        return format!("{} {text}", if holds { "has" } else { "does not have" });
    };
    let verb = if holds { relation.is } else { relation.is_not };
    let object = if words.is_empty() { String::new() } else { format!(" {}", quoted(&words)) };
    let count = predicate.parameters().find(|parameter| parameter.name() == "count");
    let times = count.map_or_else(String::new, |count| match &*count.value().to_string() {
        "1" => " exactly once".to_owned(),
        "2" => " exactly twice".to_owned(),
        count => format!(" exactly {count} times"),
    });
    format!("{verb}{object}{times}")
}

/// One way to compare a text with another.
struct Relation {
    name: &'static str,
    is: &'static str,
    is_not: &'static str,
    /// Whether the predicate shows the other text as Rust writes it, with escapes.
    escaped: bool,
}

const RELATIONS: [Relation; 4] = [
    Relation { name: "starts_with", is: "begins with", is_not: "does not begin with", escaped: true },
    Relation { name: "ends_with", is: "ends with", is_not: "does not end with", escaped: true },
    Relation { name: "contains", is: "contains", is_not: "does not contain", escaped: false },
    Relation { name: "is_empty", is: "is empty", is_not: "is not empty", escaped: false },
];

/// How a predicate compares a text, and with what.
fn relation(text: &str) -> Option<(&'static Relation, String)> {
    let (name, rest) = text.strip_prefix("var.")?.split_once('(')?;
    let relation = RELATIONS.iter().find(|relation| relation.name == name)?;
    let words = rest.strip_suffix(')')?;
    let words =
        if relation.escaped { unescaped(words.strip_prefix('"')?.strip_suffix('"')?) } else { words.to_owned() };
    Some((relation, words))
}

/// A text of which `Debug` has made a string literal.
fn unescaped(literal: &str) -> String {
    let mut text = String::new();
    let mut rest = literal;
    while let Some((before, escape)) = rest.split_once('\\') {
        text += before;
        let number = escape.strip_prefix("u{").and_then(|number| number.split_once('}'));
        rest = number.map_or_else(|| escape.get(1..).unwrap_or_default(), |(_, rest)| rest);
        text.extend(match (number, escape.chars().next()) {
            (Some((number, _)), _) => u32::from_str_radix(number, 16).ok().and_then(char::from_u32),
            (None, Some('n')) => Some('\n'),
            (None, Some('r')) => Some('\r'),
            (None, Some('t')) => Some('\t'),
            (None, Some('0')) => Some('\0'),
            (None, other) => other,
        });
    }
    text + rest
}

fn quoted(words: &str) -> String {
    format!("\"{}\"", visible(words.as_bytes()))
}

#[cfg(test)]
mod tests {
    use predicates::prelude::*;
    use predicates::str::{contains, ends_with, is_empty, starts_with};

    use super::*;

    fn told(predicate: &impl Predicate<str>) -> String {
        in_words("stderr", predicate)
    }

    #[test]
    fn predicates_are_told_in_words() {
        assert_eq!(told(&starts_with("error: ")), r#"stderr begins with "error: ""#);
        assert_eq!(told(&ends_with("\\a\"\u{301}\r\n")), "stderr ends with \"\\a\"\u{301}␍␊\"");
        assert_eq!(told(&contains("\"GET / HTTP/1.1\" (")), r#"stderr contains ""GET / HTTP/1.1" (""#);
        assert_eq!(told(&contains("again").count(1)), r#"stderr contains "again" exactly once"#);
        assert_eq!(told(&contains("again").count(3)), r#"stderr contains "again" exactly 3 times"#);
        assert_eq!(told(&contains("lost").not()), r#"stderr does not contain "lost""#);
        assert_eq!(told(&is_empty().not()), "stderr is not empty");
    }

    #[test]
    fn joined_predicates_are_told_in_words() {
        let (a, b) = (|| contains("a && b"), || starts_with("b || c"));
        assert_eq!(told(&a().and(b())), r#"stderr contains "a && b" and begins with "b || c""#);
        assert_eq!(told(&a().or(b())), r#"stderr either contains "a && b" or begins with "b || c""#);
        assert_eq!(
            told(&a().and(b()).not()),
            r#"stderr either does not contain "a && b" or does not begin with "b || c""#
        );
        assert_eq!(told(&a().or(b()).not()), r#"stderr does not contain "a && b" and does not begin with "b || c""#);
    }

    #[test]
    fn an_error_is_a_line_among_others() {
        let is = |text: &str| error_line(&["cannot connect to a", "--addr"]).eval(text);
        assert!(is("error: cannot connect to a: refused; see --addr"));
        assert!(is("[src/client.rs:7:5] n = 3\nerror: cannot connect to a: see --addr\r\nbye\n"));
        assert!(!is("cannot connect to a, error: --addr\n"), "the line does not begin so");
        assert!(!is("error: cannot connect to a\nerror: --addr\n"), "one line says all of it");
        assert!(error_line(&[]).eval("error: no") && !error_line(&[]).eval("errors: no\n"));
        assert_eq!(
            told(&error_line(&["a", "--addr"])),
            r#"on stderr, a line that begins with "error: " and says "a" and "--addr""#
        );
        assert_eq!(told(&error_line(&[])), r#"on stderr, a line that begins with "error: ""#);
    }
}
