//! Other inputs than the published ones: drawn from a seed that a teacher keeps, so that a program fails that knows the
//! tests and not the task.
//!
//! `tests/variants.toml` says for each lesson which words of its tests mean nothing to the protocol, and whether messages
//! may come in other pieces. A word is replaced by one of the same length wherever it stands in a text of the tests, so that
//! what is sent and what is expected stay together. Pieces are the harness's: `COURSE_CUTS`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use serde::Deserialize;

use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::lessons::Lesson;

const FILE: &str = "tests/variants.toml";

/// What may be drawn in the tests of one lesson.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// Words that stand for any other of their length.
    #[serde(default)]
    words: Vec<String>,
    /// Texts in which a word is what the lesson promises.
    #[serde(default)]
    fixed: Vec<String>,
    /// Whether a right program takes a message in any pieces.
    #[serde(default)]
    cuts: bool,
}

/// The tests of a lesson with the inputs that were drawn.
#[derive(Debug)]
pub struct Drawn {
    pub tests: Tree,
    /// From which their messages are cut in two; `None` where they are sent as they are.
    pub cuts: Option<String>,
}

/// The tests of a lesson, with the inputs that a seed draws; without one they are as they were published.
///
/// # Errors
///
/// When the table is none, or names a word that no test has.
pub fn tests(root: &Path, lesson: &Lesson, seed: Option<&str>) -> Result<Drawn> {
    let tests = lesson.read_tests()?;
    let Some(seed) = seed else { return Ok(Drawn { tests, cuts: None }) };
    let text = files::read_text(&root.join(FILE))?;
    let mut all: BTreeMap<String, Table> = toml::from_str(&text).map_err(|error| Error::of(FILE, error.message()))?;
    let table = all.remove(&lesson.name).unwrap_or_default();
    let words: Vec<(&str, String)> =
        table.words.iter().map(|word| (word.as_str(), other_word(seed, &lesson.name, word))).collect();
    let mut drawn = Tree::new();
    let mut counts = vec![0; words.len()];
    for (file, bytes) in tests {
        let source = String::from_utf8(bytes).map_err(|_| Error::of(&file, "no UTF-8"))?;
        let changed =
            replace(&source, &words, &table.fixed, &mut counts).map_err(|problem| Error::of(&file, problem))?;
        drawn.insert(file, changed.into_bytes());
    }
    if let Some(index) = counts.iter().position(|count| *count == 0) {
        return Err(Error::of(FILE, format!("no test of {} has the word `{}`", lesson.name, words[index].0)));
    }
    // The programs may see it, and shall not learn the seed.
    let cuts = table.cuts.then(|| format!("{:08x}", number(&[seed, &lesson.name, "cuts"])));
    Ok(Drawn { tests: drawn, cuts })
}

/// A number that follows from texts.
fn number(texts: &[&str]) -> u32 {
    crc32fast::hash(texts.join("\0").as_bytes())
}

/// Replaces words in the literals of a source, and counts how often each was there.
fn replace(
    source: &str,
    words: &[(&str, String)],
    fixed: &[String],
    counts: &mut [usize],
) -> std::result::Result<String, String> {
    let tokens: TokenStream = source.parse().map_err(|error| format!("{error}"))?;
    let mut literals = Vec::new();
    collect(tokens, &mut literals);
    let mut text = String::with_capacity(source.len());
    let mut end = 0;
    for literal in literals {
        text.push_str(&source[end..literal.start]);
        text.push_str(&replace_in(&source[literal.clone()], words, fixed, counts));
        end = literal.end;
    }
    text.push_str(&source[end..]);
    Ok(text)
}

/// The fields of a test that say in words what is wrong with a program.
const EXPLAIN: [&str; 3] = ["wrong", "why", "book"];

/// Where the literals stand that do not explain anything.
fn collect(tokens: TokenStream, literals: &mut Vec<Range<usize>>) {
    let mut explains = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(group.stream(), literals),
            TokenTree::Literal(literal) if !explains => literals.push(literal.span().byte_range()),
            TokenTree::Ident(name) => explains = EXPLAIN.iter().any(|field| name == field),
            TokenTree::Punct(mark) if mark.as_char() == ':' => (),
            _ => explains = false,
        }
    }
}

fn replace_in(literal: &str, words: &[(&str, String)], fixed: &[String], counts: &mut [usize]) -> String {
    let mut text = String::with_capacity(literal.len());
    let mut rest = literal;
    while let Some(next) = rest.chars().next() {
        if let Some(fixed) = fixed.iter().find(|fixed| rest.starts_with(fixed.as_str())) {
            text.push_str(fixed);
            rest = &rest[fixed.len()..];
        } else if let Some(index) = words.iter().position(|(word, _)| rest.starts_with(word)) {
            counts[index] += 1;
            text.push_str(&words[index].1);
            rest = &rest[words[index].0.len()..];
        } else {
            text.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    text
}

/// Another word of this length, with small and capital letters where this one has them.
fn other_word(seed: &str, lesson: &str, word: &str) -> String {
    // Nothing that could begin or end an escape, or read as a number in hexadecimal.
    const LETTERS: &[u8] = b"ghijklmopqsvwyz";
    let mut state = u64::from(number(&[seed, lesson, word]));
    word.chars()
        .map(|letter| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let drawn = char::from(LETTERS[usize::try_from((state >> 33) % LETTERS.len() as u64).unwrap_or_default()]);
            match letter {
                'A'..='Z' => drawn.to_ascii_uppercase(),
                'a'..='z' => drawn,
                other => other,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_drawn_in_literals_alone_and_the_same_everywhere() {
        let source =
            "// Hello\nfn f() { let Hello = send(\"a\\nHello\"); expect(b\"Hello World\", 5, \"Hello there\"); }\n";
        let word = other_word("seed", "echo", "Hello");
        let mut counts = [0];
        let drawn = replace(source, &[("Hello", word.clone())], &["Hello there".to_owned()], &mut counts).unwrap();
        let expected = format!(
            "// Hello\nfn f() {{ let Hello = send(\"a\\n{word}\"); expect(b\"{word} World\", 5, \"Hello there\"); }}\n"
        );
        assert_eq!((drawn, counts), (expected, [2]));
    }

    #[test]
    fn a_word_keeps_its_length_and_letter_case_and_differs_from_seed_to_seed() {
        let word = other_word("one", "echo", "Hello-World");
        assert_eq!(word.len(), 11);
        assert!(word.chars().zip("Hello-World".chars()).all(|(new, old)| {
            new.is_ascii_uppercase() == old.is_ascii_uppercase() && (new == '-') == (old == '-')
        }));
        assert_eq!(word, other_word("one", "echo", "Hello-World"));
        assert_ne!(word, other_word("two", "echo", "Hello-World"));
        assert_ne!(word, other_word("one", "two-way", "Hello-World"));
    }
}
