//! Failures on terminals of several widths.
// The snapshots are written by snapbox, with or without a need for the hashes.
#![allow(clippy::needless_raw_string_hashes)]

use harness::{Failure, Lesson, Teach};
use snapbox::{assert_data_eq, str};
use unicode_width::UnicodeWidthStr;

const LESSON: Lesson = Lesson::new("lesson-99", "lessons/99-example");

const TEACH: Teach = Teach {
    wrong: "the greeting came out wrong, as one does that is read with a single call whatever the number of packets is",
    why: "A greeting is read to its end, however many packets it takes, and answered with the same bytes in the same order.",
    book: "One read is not one message",
};

const WIDTHS: [usize; 3] = [60, 80, 110];

fn told(failure: impl FnOnce() -> Failure + Send + 'static, columns: usize) -> String {
    let failure = LESSON.check(TEACH, || Err(failure())).expect_err("the body fails");
    failure.in_columns(columns) + "\n"
}

fn head(name: &str) -> String {
    let fields = format!("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n{name}: 10\r\nConnection: close\r\n");
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{fields}\r\n<p>Hello, world!</p>\r\n")
}

fn another_head() -> Failure {
    Failure::differ(head("Content-Length").as_bytes(), head("Content-Lenght").as_bytes())
}

#[test]
fn sixty_columns() {
    assert_data_eq!(
        told(another_head, 60),
        str![[r#"
wrong: the greeting came out wrong, as one does that
  is read with a single call whatever the number of
  packets is
  expected  … 9:37 GMT␍␊Content-Length: 10␍␊Connection: cl …
  came      … 9:37 GMT␍␊Content-Lenght: 10␍␊Connection: cl …
                                    ^ first difference
  why       A greeting is read to its end, however many
            packets it takes, and answered with the same
            bytes in the same order.
  book      cargo course read 99, "One read is not one
            message"

"#]]
    );
}

#[test]
fn eighty_columns() {
    assert_data_eq!(
        told(another_head, 80),
        str![[r#"
wrong: the greeting came out wrong, as one does that is read with a
  single call whatever the number of packets is
  expected  …  1994 08:49:37 GMT␍␊Content-Length: 10␍␊Connection: close␍␊␍␊<p> …
  came      …  1994 08:49:37 GMT␍␊Content-Lenght: 10␍␊Connection: close␍␊␍␊<p> …
                                              ^ first difference
  why       A greeting is read to its end, however many packets it takes, and
            answered with the same bytes in the same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn a_hundred_and_ten_columns() {
    assert_data_eq!(
        told(another_head, 110),
        str![[r#"
wrong: the greeting came out wrong, as one does that is read with a single call whatever the number of
  packets is
  expected  … te: Sun, 06 Nov 1994 08:49:37 GMT␍␊Content-Length: 10␍␊Connection: close␍␊␍␊<p>Hello, world!</ …
  came      … te: Sun, 06 Nov 1994 08:49:37 GMT␍␊Content-Lenght: 10␍␊Connection: close␍␊␍␊<p>Hello, world!</ …
                                                             ^ first difference
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in
            the same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn lines_are_as_long_as_the_terminal_is_wide_at_most() {
    let texts = ["Hello World ", "\r\n\0\x1b[2J", "日本語 ", "a-word-of-thirty-two-characters ", "\u{9b}\u{202e}"];
    for columns in WIDTHS {
        for text in texts {
            for length in [1, 3, 7, 20, 60] {
                let text = text.repeat(length);
                let (expected, came) = (format!("{text}a{text}"), format!("{text}b{text} and more"));
                let failure = move || {
                    Failure::differ(expected.as_bytes(), came.as_bytes())
                        .row("sent", harness::visible(came.as_bytes()))
                        .row("stderr", came)
                };
                let told = told(failure, columns);
                for (number, line) in told.lines().enumerate() {
                    let line = if number == 0 { format!("Error: {line}") } else { line.to_owned() };
                    assert!(line.width() <= columns, "{columns}: {line}\n{told}");
                    assert!(!line.chars().any(|c| c.is_control() || c == '\u{202e}'), "{line:?}");
                }
                let came = told.lines().position(|line| line.starts_with("  came  ")).expect("what came");
                let (line, caret) =
                    (told.lines().nth(came).expect("a line"), told.lines().nth(came + 1).expect("a caret"));
                let column = caret.split('^').next().expect("what stands in front of the caret").width();
                let marked = line.char_indices().find(|&(at, _)| line[..at].width() == column);
                assert_eq!(marked.map(|(_, c)| c), Some('b'), "{columns}:\n{line}\n{caret}");
            }
        }
    }
}

#[test]
fn words_are_not_broken() {
    for columns in WIDTHS {
        let told = told(another_head, columns);
        let words = format!("{} {}", TEACH.wrong, TEACH.why);
        let told: Vec<&str> = told.split_whitespace().collect();
        for word in words.split(' ') {
            assert!(told.contains(&word), "{word}");
        }
    }
}
