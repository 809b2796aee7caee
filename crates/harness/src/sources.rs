//! What programs were built from: the list that cargo writes beside each, and what stands in the sources.

use std::path::PathBuf;

/// The files that a list of cargo or the compiler names: `TARGET: FILE FILE …`, blanks in names with a backslash.
pub(crate) fn of_dep_info(text: &str) -> Vec<PathBuf> {
    let lists = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "));
    let mut files = Vec::new();
    for (_, list) in lists {
        let mut file = String::new();
        for word in list.split(' ') {
            match word.strip_suffix('\\') {
                Some(word) => file.extend([word, " "]),
                None if word.is_empty() && file.is_empty() => {}
                None => files.push(PathBuf::from(std::mem::take(&mut file) + word)),
            }
        }
    }
    files.sort();
    files.dedup();
    files
}

/// The line in which a source names what starts other programs, `std::process::Command` and its like, if it does.
///
/// Without unsafe code, which the workspace forbids, there is no other way to start one.
pub(crate) fn starts_programs(source: &str) -> Option<usize> {
    let code = without_comments_and_strings(source);
    let tokens = tokens(&code);
    let word = |at: usize| tokens.get(at).map_or("", |(word, _)| *word);
    let is_path = |at: usize| word(at) == ":" && word(at + 1) == ":";
    let has_own_module = (0..tokens.len()).any(|at| word(at) == "mod" && word(at + 1) == "process");
    // What else the module is called here, and whether its names stand for themselves.
    let mut names = vec!["process"];
    let mut is_open = false;
    for at in (0..tokens.len()).filter(|at| word(*at) == "process") {
        if has_own_module && !(at >= 3 && is_path(at - 2) && matches!(word(at - 3), "std" | "unix" | "windows")) {
            continue;
        }
        match (is_path(at + 1), word(at + 3)) {
            (true, next) if next.starts_with("Command") => return Some(tokens[at + 3].1),
            (true, "*") => is_open = true,
            (true, "{") => {
                let list = (at + 4..tokens.len()).take_while(|at| word(*at) != ";" && word(*at) != "}");
                for inner in list {
                    if word(inner).starts_with("Command") {
                        return Some(tokens[inner].1);
                    }
                    if word(inner) == "self" && word(inner + 1) == "as" {
                        names.push(word(inner + 2));
                    }
                }
            }
            (false, _) if word(at + 1) == "as" => names.push(word(at + 2)),
            _ => {}
        }
    }
    let is_start = |at: &usize| {
        let is_named = names[1..].contains(&word(*at)) && is_path(at + 1) && word(at + 3).starts_with("Command");
        is_named || (is_open && word(*at) == "Command" && is_path(at + 1) && word(at + 3) == "new")
    };
    (0..tokens.len()).find(is_start).map(|at| tokens[at].1)
}

/// The words and signs of a source, each with the number of its line.
fn tokens(code: &str) -> Vec<(&str, usize)> {
    let mut tokens = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            let len = if is_word(first) { rest.find(|c| !is_word(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
            tokens.push((&rest[..len], number + 1));
            rest = rest[len..].trim_start();
        }
    }
    // A word written raw is the same word.
    let is_raw = |at: usize| tokens[at].0 == "r" && tokens.get(at + 1).is_some_and(|(word, _)| *word == "#");
    let raw: Vec<usize> = (0..tokens.len()).filter(|at| is_raw(*at)).collect();
    let mut number = 0;
    tokens.retain(|_| {
        number += 1;
        !raw.iter().any(|at| number - 1 == *at || number - 1 == at + 1)
    });
    tokens
}

/// The source with blanks in the place of comments and of what stands in quotes; the lines stay.
fn without_comments_and_strings(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => comment(rest),
            'r' if is_raw_string(rest) && !code.ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
                raw_string(rest)
            }
            '"' => string(rest),
            '\'' => character(rest),
            other => {
                code.push(other);
                rest = &rest[other.len_utf8()..];
                continue;
            }
        };
        let (skipped, after) = rest.split_at(len);
        code.push(' ');
        code.extend(skipped.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    code
}

/// How long the comment is, those in it included, with which the text begins.
fn comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let step = match &text.as_bytes()[at..] {
            [b'/', b'*', ..] => {
                depth += 1;
                2
            }
            [b'*', b'/', ..] => {
                depth -= 1;
                2
            }
            _ => 1,
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

fn is_raw_string(text: &str) -> bool {
    text[1..].trim_start_matches('#').starts_with('"')
}

fn raw_string(text: &str) -> usize {
    let signs = text[1..].len() - text[1..].trim_start_matches('#').len();
    let end = format!("\"{}", "#".repeat(signs));
    let begin = 2 + signs;
    text[begin..].find(&end).map_or(text.len(), |found| begin + found + end.len())
}

fn string(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let is_end = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        is_end
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// A character in quotes; or the quote of a lifetime alone.
fn character(text: &str) -> usize {
    let mut inner = text.char_indices().skip(1);
    match (inner.next(), inner.next()) {
        (Some((_, '\\')), Some((at, escaped))) => {
            let from = at + escaped.len_utf8();
            text[from..].find('\'').map_or(text.len(), |found| from + found + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_list_are_read_with_blanks_in_their_names() {
        let list = "/t/lesson-01-server: /c/src/a\\ b.rs /c/src/server.rs /c/src/server.rs\n\n# env-dep:X=a: b\n";
        let files = of_dep_info(list);
        assert_eq!(files, [PathBuf::from("/c/src/a b.rs"), PathBuf::from("/c/src/server.rs")]);
    }

    #[test]
    fn whatever_way_a_program_is_started_its_line_is_found() {
        for source in [
            "\nstd::process::Command::new(\"x\")",
            "\nuse std::process::{ExitCode, Command};",
            "\nuse std::process::{self as p, ExitCode};\n",
            "\nuse std::{io, process::Command as Run};",
            "\nuse std::os::unix::process::CommandExt as _;",
            "\nuse r#std::r#process::r#Command;",
            "\n/* a /* b */ */ ::std :: process :: Command :: new(x)",
        ] {
            let source = if source.contains("self as p") {
                "use std::process::{self as p};\np::Command::new(\"x\")"
            } else {
                source
            };
            assert_eq!(starts_programs(source), Some(2), "{source}");
        }
        assert_eq!(starts_programs("use std::process::*;\n\nCommand::new(1)"), Some(3));
        assert_eq!(starts_programs("use std::process as p;\np::Command::new(1)"), Some(2));
        assert_eq!(starts_programs("mod process;\nstd::process::Command::new(1)"), Some(2));
    }

    #[test]
    fn what_starts_nothing_is_left_alone() {
        for source in [
            "use std::process::ExitCode;\nenum Command { Echo }\nlet x = Command::Echo;",
            "use std::process::{self, ExitCode};\nprocess::exit(1);\nstruct Command;\nCommand::parse()",
            "// std::process::Command\n/* std::process::Command */ let s = \"process::Command\";",
            "let s = r#\"process::Command \" \"#; let c = '\"'; let d: &'static str = \"process::Command\";",
            "mod process;\nuse process::Command;\nprocess::Command::new(1)",
            "#[command(subcommand)]\nuse clap::Command;\nclap::Command::new(\"x\")",
            "let quote = '\\''; let s = \"\\\"process::Command\\\"\";",
        ] {
            assert_eq!(starts_programs(source), None, "{source}");
        }
    }
}
