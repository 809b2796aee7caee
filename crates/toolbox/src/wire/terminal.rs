//! Events as lines for a terminal.

use std::fmt::Write as _;
use std::ops::Range;

use anstyle::Style;
use harness::recording::{Event, Side, What};
use harness::visible;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::analysis::{Broken, Seen};
use super::http::{Kind, Section};
use super::look::{ASIDE, CLIENT, Look, SERVER, START_LINE, WRONG};

/// What stands in front of the octets of a piece: as wide as a time.
const INDENT: &str = "            ";

/// Of a longer run of octets, so many are shown at its begin and at its end.
const LONGEST: usize = 512;
const BEGIN: usize = 256;
const END: usize = 96;

/// Of a piece with more sections, so many are shown at its begin and at its end.
const MOST_SECTIONS: usize = 80;
const FIRST_SECTIONS: usize = 50;
const LAST_SECTIONS: usize = 10;

/// Of a run of octets with more lines, so many are shown at its begin and at its end.
const MOST_LINES: usize = 40;
const FIRST_LINES: usize = 30;
const LAST_LINES: usize = 5;

/// How wide the words beside the octets may be (columns).
const WIDEST_LABEL: usize = 34;

/// How many octets around a wrong one are shown, on each side.
const AROUND: usize = 24;

/// An event with what is known of it, as lines.
pub fn event(event: &Event, seen: &Seen, look: Look) -> String {
    let mut text = String::new();
    let (side, words) = said(&event.what);
    let (arrow, style) = match side {
        Some(Side::Client) => ("→ ", CLIENT),
        Some(Side::Server) => ("← ", SERVER),
        None => ("", Style::new()),
    };
    let style = if matches!(event.what, What::Reset(_) | What::Refused(_)) { WRONG } else { style };
    let number = format!("#{} ", event.connection);
    let room = look.width - INDENT.len() - number.len();
    for (line, words) in wrapped(&format!("{arrow}{words}"), room).iter().enumerate() {
        let before = if line == 0 { format!("{}  {number}", time(event.at)) } else { format!("{INDENT}  ") };
        let _ = writeln!(text, "{before}{}", look.styled(style, words));
    }
    match &event.what {
        What::Data { octets, left_out, .. } => {
            piece(octets, &seen.sections, look, &mut text);
            if *left_out > 0 {
                aside(&format!("… {left_out} octets more, which the recording does not have"), look, &mut text);
            }
        }
        What::Datagram { octets, .. } => rows(octets, None, look, &mut text),
        _ => {}
    }
    if let Some(note) = &seen.note {
        aside(note, look, &mut text);
    }
    for broken in &seen.broken {
        rule(broken, look, &mut text);
    }
    text
}

/// A time in seconds, as wide as the indent.
fn time(at: u64) -> String {
    let text = format!("{}.{:06}", at / 1_000_000, at % 1_000_000);
    format!("{text:>width$}", width = INDENT.len() - 2)
}

/// Who does what.
pub fn said(what: &What) -> (Option<Side>, String) {
    let octets = |count: u64| if count == 1 { "1 octet".to_owned() } else { format!("{count} octets") };
    match what {
        What::Open { client, server, .. } => (None, format!("opens: client {client}, server {server}")),
        What::Refused(why) => (None, format!("refused: {why}")),
        What::Data { from, octets: sent, left_out } => {
            (Some(*from), format!("{} sends {}", from.name(), octets(sent.len() as u64 + left_out)))
        }
        What::Datagram { from, octets: sent } => {
            (Some(*from), format!("{} sends a datagram of {}", from.name(), octets(sent.len() as u64)))
        }
        What::End(side) => (Some(*side), format!("{} ends its side (FIN)", side.name())),
        What::Reset(side) => (Some(*side), format!("{} resets the connection (RST)", side.name())),
        What::Unseen => (None, "the test uses the socket itself: what passes so is not recorded".to_owned()),
    }
}

fn piece(octets: &[u8], sections: &[Section], look: Look, text: &mut String) {
    if sections.is_empty() {
        return rows(octets, None, look, text);
    }
    let all = sections.len();
    let is_shown = |number: usize| all <= MOST_SECTIONS || number < FIRST_SECTIONS || number >= all - LAST_SECTIONS;
    let labels = sections.iter().map(|section| section.label.width()).max().unwrap_or(0).min(WIDEST_LABEL);
    for (number, section) in sections.iter().enumerate() {
        if is_shown(number) {
            rows(&octets[section.range.clone()], Some((section, labels)), look, text);
        } else if number == FIRST_SECTIONS {
            aside(&format!("… {} lines more …", all - FIRST_SECTIONS - LAST_SECTIONS), look, text);
        }
        if let Some(after) = section.after.as_ref().filter(|_| is_shown(number)) {
            aside(after, look, text);
        }
    }
}

/// Octets in rows; the words about them stand beside the first one, in a column as wide as given.
fn rows(octets: &[u8], about: Option<(&Section, usize)>, look: Look, text: &mut String) {
    let (label, labels, style) = match about {
        Some((section, labels)) => {
            let style = if section.kind == Kind::StartLine { START_LINE } else { Style::new() };
            (section.label.as_str(), labels, style)
        }
        None => ("", 0, Style::new()),
    };
    let room = look.width - INDENT.len() - if labels > 0 { labels + 2 } else { 0 };
    let mut is_first = true;
    for part in shown(octets) {
        let lines = match part {
            Shown::Octets(range) => lines(&octets[range], room),
            Shown::LeftOut(count) => vec![format!("… {count} octets …")],
        };
        for line in lines {
            let fill = room.saturating_sub(line.width());
            let beside = if is_first && !label.is_empty() {
                format!("{:fill$}  {}", "", look.styled(ASIDE, label))
            } else {
                String::new()
            };
            let _ = writeln!(text, "{INDENT}{}{beside}", look.styled(style, &line));
            is_first = false;
        }
    }
}

enum Shown {
    Octets(Range<usize>),
    LeftOut(usize),
}

/// What is shown of a run of octets.
fn shown(octets: &[u8]) -> Vec<Shown> {
    let count = octets.len();
    if count <= LONGEST {
        return vec![Shown::Octets(0..count)];
    }
    vec![Shown::Octets(0..BEGIN), Shown::LeftOut(count - BEGIN - END), Shown::Octets(count - END..count)]
}

/// Octets made visible, in lines that are at most so wide: a line ends after each LF.
fn lines(octets: &[u8], room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in octets.split_inclusive(|octet| *octet == b'\n') {
        let (mut row, mut width) = (String::new(), 0);
        for c in visible(line).chars() {
            let wide = c.width().unwrap_or(1);
            if width + wide > room && width > 0 {
                lines.push(std::mem::take(&mut row));
                width = 0;
            }
            row.push(c);
            width += wide;
        }
        lines.push(row);
    }
    let all = lines.len();
    if all > MOST_LINES {
        let left_out = format!("… {} lines more …", all - FIRST_LINES - LAST_LINES);
        lines.splice(FIRST_LINES..all - LAST_LINES, [left_out]);
    }
    lines
}

fn aside(words: &str, look: Look, text: &mut String) {
    for (number, line) in wrapped(words, look.width - INDENT.len() - 2).iter().enumerate() {
        let mark = if number == 0 { "└ " } else { "  " };
        let _ = writeln!(text, "{INDENT}{}", look.styled(ASIDE, &format!("{mark}{line}")));
    }
}

/// A rule that was broken, at its octet.
fn rule(broken: &Broken, look: Look, text: &mut String) {
    let violation = &broken.violation;
    let place = violation.at.map_or(String::new(), |at| format!(" at offset {at}"));
    let words = format!("{}{place}: {}", broken.by.name(), violation.rule.wrong);
    let room = look.width - INDENT.len() - 2;
    for (number, line) in wrapped(&words, room).iter().enumerate() {
        let mark = if number == 0 { "✗ " } else { "  " };
        let _ = writeln!(text, "{INDENT}{}", look.styled(WRONG, &format!("{mark}{line}")));
    }
    if let Some(wrong) = violation.wrong {
        let (before, after) = violation.octets.split_at(wrong.min(violation.octets.len()));
        let before = visible(&before[before.len().saturating_sub(AROUND)..]);
        let after = if after.is_empty() { "(end)".to_owned() } else { visible(&after[..after.len().min(AROUND)]) };
        let _ = writeln!(text, "{INDENT}  {before}{after}");
        let _ = writeln!(text, "{INDENT}  {:fill$}{}", "", look.styled(WRONG, "^"), fill = before.width());
    }
    if let Some(detail) = &violation.detail {
        let octets = detail.octets.as_ref();
        let octets =
            octets.map_or(String::new(), |octets| format!(": {}", visible(&octets[..octets.len().min(AROUND)])));
        for line in wrapped(&format!("{}{octets}", detail.words), room) {
            let _ = writeln!(text, "{INDENT}  {line}");
        }
    }
    for line in wrapped(&format!("{}. {}", violation.section, violation.rule.why), room) {
        let _ = writeln!(text, "{INDENT}  {}", look.styled(ASIDE, &line));
    }
}

/// Words in lines that are at most so wide, as far as blanks allow.
pub fn wrapped(words: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut width = 0;
    for word in words.split(' ') {
        let wide = word.width();
        if width > 0 && width + 1 + wide > room {
            lines.push(String::new());
            width = 0;
        }
        let Some(line) = lines.last_mut() else { continue };
        if width > 0 {
            line.push(' ');
            width += 1;
        }
        line.push_str(word);
        width += wide;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::analysis::Analysis;

    fn shown(whats: Vec<What>, width: usize) -> String {
        let mut analysis = Analysis::default();
        let mut text = String::new();
        for (what, number) in whats.into_iter().zip(0..) {
            let event = Event { at: number * 1_000_410, connection: 1, what };
            text += &super::event(&event, &analysis.see(&event), Look::plain(width));
        }
        text
    }

    fn data(from: Side, octets: &[u8]) -> What {
        What::Data { from, octets: octets.to_vec(), left_out: 0 }
    }

    #[test]
    fn an_exchange_is_shown_with_its_structure_and_its_broken_rule() {
        let text = shown(
            vec![
                data(Side::Client, b"GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: b\r\n\r\n"),
                data(Side::Server, b"HTTP/1.1 503 Busy\nContent-Length: 0\r\n\r\n"),
                What::End(Side::Server),
                What::Reset(Side::Client),
            ],
            80,
        );
        let expected = "  0.000000  #1 → client sends 42 octets
            GET / HTTP/1.1␍␊                                     request line
            Host: a␍␊                                            field
            User-Agent: b␍␊                                      field
            ␍␊                                                   end of the head
            └ the request ends here: it has no content
  1.000410  #1 ← server sends 39 octets
            HTTP/1.1 503 Busy␊                                   status line
            Content-Length: 0␍␊                                  field
            ␍␊                                                   end of the head
            └ the response ends here: its content has 0 octets
            ✗ server at offset 17: a line of a head ends with LF without CR
              HTTP/1.1 503 Busy␊
                               ^
              RFC 9112 section 2.1. The grammar knows CR LF only. Some
              recipients take LF alone for a line end and others do not.
  2.000820  #1 ← server ends its side (FIN)
  3.001230  #1 → client resets the connection (RST)
";
        assert_eq!(text, expected);
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_and_nothing_steers_it() {
        let long = [b"\x1b[2J".repeat(100), "\u{202e}漢字".repeat(99).into_bytes(), vec![0; 70_000]].concat();
        let head =
            b"GET /a HTTP/1.1\r\nCookie: ".iter().copied().chain([b'x'; 300]).chain(*b"\r\n\r\n").collect::<Vec<_>>();
        for width in [60, 80, 140] {
            let text = shown(
                vec![data(Side::Client, &long), data(Side::Server, &head), data(Side::Server, &[b'\n'; 500])],
                width,
            );
            for line in text.lines() {
                assert!(line.width() <= width, "{width}: {line}");
                assert!(!line.chars().any(char::is_control), "{line:?}");
            }
            assert!(text.contains("octets …") && text.lines().count() < 200, "{text}");
        }
    }
}
