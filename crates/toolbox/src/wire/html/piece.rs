//! One event of a page: who did what when, and the octets, as text and in hex.

use std::fmt::Write as _;
use std::ops::Range;

use harness::recording::{Event, Side, What};
use harness::visible;

use super::super::analysis::{Broken, Seen};
use super::super::http::{Kind, Part, Section};
use super::super::terminal::said;
use super::{class, escaped, millis};

/// Of a longer piece, so many octets stand on the page: at its begin and at its end.
#[derive(Debug, Clone, Copy)]
struct Longest {
    whole: usize,
    begin: usize,
    end: usize,
}

const LONGEST: Longest = Longest { whole: 1536, begin: 1024, end: 256 };

/// The same on a page with many octets already: browsers are slow when a page is long.
const LONGEST_LATE: Longest = Longest { whole: 256, begin: 160, end: 64 };

/// So many octets are on a page before it counts as long.
const MANY: usize = 192 * 1024;

/// How many octets a row of hex has, and its halves.
const ROW: usize = 16;
const HALF: usize = 8;

/// How many octets around a wrong one are shown, on each side.
const AROUND: usize = 40;

/// The class of a part, and what it is called.
fn about(part: Part) -> (&'static str, &'static str) {
    match part {
        Part::Method => ("method", "method"),
        Part::Target => ("target", "target"),
        Part::Version => ("version", "version"),
        Part::Status => ("status", "status code"),
        Part::Reason => ("reason", "reason phrase"),
        Part::Name => ("name", "field name"),
        Part::Value => ("value", "field value"),
        Part::LineEnd => ("line-end", "line end"),
        Part::Content => ("content", "content"),
        Part::ChunkSize => ("size", "chunk size"),
        Part::Between => ("between", "between"),
        Part::Foreign => ("foreign", "octets"),
        Part::Wrong => ("wrong", "breaks a rule"),
    }
}

/// What stands for the control characters, whose pictures many fonts do not have.
const CONTROLS: [&str; 33] = [
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI", "DLE",
    "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US", "SP",
];

/// Octets as text of a page.
fn text_of(octets: &[u8]) -> String {
    let mut text = String::new();
    for c in escaped(&visible(octets)).chars() {
        let control = match c {
            '\u{2421}' => Some("DEL"),
            '\u{2400}'..='\u{2420}' => {
                usize::try_from(u32::from(c) - 0x2400).ok().and_then(|at| CONTROLS.get(at).copied())
            }
            _ => None,
        };
        match control {
            Some(name) => {
                let _ = write!(text, "<b>{name}</b>");
            }
            None => text.push(c),
        }
    }
    text
}

/// The articles of a page.
#[derive(Debug, Default)]
pub struct Articles {
    pub html: String,
    /// How many octets they show.
    octets: usize,
}

impl Articles {
    /// Adds an event, which has this number on the page.
    pub fn add(&mut self, number: usize, event: &Event, seen: &Seen) {
        let longest = if self.octets < MANY { LONGEST } else { LONGEST_LATE };
        if let What::Data { octets, .. } | What::Datagram { octets, .. } = &event.what {
            self.octets += octets.len().min(longest.whole);
        }
        self.html += &article(number, event, seen, longest);
    }
}

fn article(number: usize, event: &Event, seen: &Seen, longest: Longest) -> String {
    let (side, words) = said(&event.what);
    let (side, arrow) = match side {
        Some(Side::Client) => ("client", "→ "),
        Some(Side::Server) => ("server", "← "),
        None => ("neither", ""),
    };
    let mut text = String::new();
    let words = escaped(&words);
    let connection = event.connection;
    let _ = writeln!(
        text,
        "<article id=e{number} class=\"{side} {}\" tabindex=-1>\n<h3><small>#{connection}</small> {arrow}{words} \
         <time>{}</time></h3>",
        class(&event.what).0,
        millis(event.at)
    );
    for broken in &seen.broken {
        rule(broken, &mut text);
    }
    match &event.what {
        What::Data { octets, left_out, .. } => {
            octets_of(octets, &marked(seen, octets.len()), longest, &mut text);
            if *left_out > 0 {
                let _ = writeln!(text, "<p class=after>{left_out} octets more, which the recording does not have</p>");
            }
        }
        What::Datagram { octets, .. } => octets_of(octets, &[], longest, &mut text),
        _ => {}
    }
    if let Some(note) = &seen.note {
        let _ = writeln!(text, "<p class=after>{}</p>", escaped(note));
    }
    text += "</article>\n";
    text
}

/// The sections of a piece, with the octet marked that breaks a rule.
fn marked(seen: &Seen, len: usize) -> Vec<Section> {
    let mut sections = seen.sections.clone();
    for broken in &seen.broken {
        let at = broken.violation.at.and_then(|at| usize::try_from(at.checked_sub(seen.first)?).ok());
        let Some(at) = at.filter(|at| *at < len && Some(broken.by) == seen.from) else { continue };
        for parts in sections.iter_mut().map(|section| &mut section.parts) {
            let Some(index) = parts.iter().position(|(range, _)| range.contains(&at)) else { continue };
            let (range, part) = parts[index].clone();
            let split = [(range.start..at, part), (at..at + 1, Part::Wrong), (at + 1..range.end, part)];
            parts.splice(index..=index, split.into_iter().filter(|(range, _)| !range.is_empty()));
        }
    }
    sections
}

/// The octets of a piece: lines with what they are, and hex.
fn octets_of(octets: &[u8], sections: &[Section], longest: Longest, text: &mut String) {
    if octets.is_empty() {
        return text.push_str("<p class=after>It is empty.</p>\n");
    }
    let whole = [Section {
        range: 0..octets.len(),
        kind: Kind::Foreign,
        parts: vec![(0..octets.len(), Part::Foreign)],
        label: String::new(),
        after: None,
    }];
    let sections = if sections.is_empty() { &whole[..] } else { sections };
    let shown = shown(octets.len(), longest);
    text.push_str("<div class=octets>\n<div class=text>\n");
    for section in sections {
        lines(octets, section, &shown, text);
    }
    text.push_str("</div>\n<div class=hex aria-hidden=true>\n");
    let parts: Vec<(Range<usize>, Part)> = sections.iter().flat_map(|section| section.parts.clone()).collect();
    for (number, range) in shown.iter().enumerate() {
        if number > 0 {
            let _ = writeln!(text, "<p class=gap>… {} octets …</p>", range.start - shown[0].end);
        }
        for start in range.clone().step_by(ROW) {
            hex(octets, start..range.end.min(start + ROW), &parts, text);
        }
    }
    text.push_str("</div>\n</div>\n");
}

/// Which octets of a piece of that length stand on the page.
fn shown(len: usize, longest: Longest) -> Vec<Range<usize>> {
    let Longest { whole, begin, end } = longest;
    let last = if len <= whole { None } else { Some(len - end..len) };
    let first = 0..if last.is_none() { len } else { begin };
    [first].into_iter().chain(last).collect()
}

fn common(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    let start = a.start.max(b.start);
    start..a.end.min(b.end).max(start)
}

/// The lines of a section, as far as they are shown.
fn lines(octets: &[u8], section: &Section, shown: &[Range<usize>], text: &mut String) {
    let mut is_first = true;
    for (number, range) in shown.iter().enumerate() {
        let range = common(&section.range, range);
        if range.is_empty() {
            continue;
        }
        if number > 0 && section.range.start < range.start {
            let left_out = range.start - shown[0].end.max(section.range.start);
            let _ = writeln!(text, "<p class=gap>… {left_out} octets …</p>");
        }
        let mut start = range.start;
        for line in octets[range].split_inclusive(|octet| *octet == b'\n') {
            let end = start + line.len();
            let label = if is_first { escaped(&section.label) } else { String::new() };
            is_first = false;
            let _ = write!(text, "<div class=line><code>");
            for (range, part) in &section.parts {
                span(octets, range, &(start..end), *part, text);
            }
            let _ = writeln!(text, "</code><span class=label>{label}</span></div>");
            start = end;
        }
    }
    if let Some(after) = &section.after {
        let _ = writeln!(text, "<p class=after>{}</p>", escaped(after));
    }
}

/// A part of a line. It carries the number of its first octet, by which the script finds it in the hex.
fn span(octets: &[u8], part: &Range<usize>, line: &Range<usize>, kind: Part, text: &mut String) {
    let range = common(part, line);
    if range.is_empty() {
        return;
    }
    let (class, words) = about(kind);
    let title = match part.len() {
        1 => format!("{words}: octet {}", part.start),
        count => format!("{words}: octets {}-{}, {count} in all", part.start, part.end - 1),
    };
    let octets = text_of(&octets[range]);
    let _ = write!(text, "<span class={class} data-p={} title=\"{title}\">{octets}</span>", part.start);
}

/// A row of hex.
fn hex(octets: &[u8], row: Range<usize>, parts: &[(Range<usize>, Part)], text: &mut String) {
    let _ = write!(text, "<div class=row><b>{:04x}</b>", row.start);
    for start in row.clone().step_by(HALF) {
        text.push_str("<span class=half>");
        let half = start..row.end.min(start + HALF);
        let first = parts.partition_point(|(range, _)| range.end <= half.start);
        for (range, part) in parts[first..].iter().take_while(|(range, _)| range.start < half.end) {
            let octets = octets[common(range, &half)].iter().map(|octet| format!("{octet:02x}")).collect::<Vec<_>>();
            let _ = write!(text, "<i class={} data-p={}>{}</i> ", about(*part).0, range.start, octets.join(" "));
        }
        text.push_str("</span>");
    }
    text.push_str("</div>\n");
}

/// A rule that was broken.
fn rule(broken: &Broken, text: &mut String) {
    let violation = &broken.violation;
    let (by, wrong) = (broken.by.name(), escaped(violation.rule.wrong));
    let place = violation.at.map_or(String::new(), |at| format!(" at octet {at} of all that it sent"));
    let _ = writeln!(text, "<div class=rule><p><strong>The {by} breaks a rule{place}:</strong> {wrong}.</p>");
    if let Some(wrong) = violation.wrong {
        let (before, after) = violation.octets.split_at(wrong.min(violation.octets.len()));
        let before = text_of(&before[before.len().saturating_sub(AROUND)..]);
        let (octet, after) = after.split_at(after.len().min(1));
        let octet = if octet.is_empty() { "(end)".to_owned() } else { text_of(octet) };
        let after = text_of(&after[..after.len().min(AROUND)]);
        let _ = writeln!(text, "<p><code>{before}<mark>{octet}</mark>{after}</code></p>");
    }
    if let Some(detail) = &violation.detail {
        let octets = detail.octets.as_ref().map(|octets| text_of(&octets[..octets.len().min(AROUND)]));
        let octets = octets.map_or(String::new(), |octets| format!(": <code>{octets}</code>"));
        let _ = writeln!(text, "<p>{}{octets}</p>", escaped(&detail.words));
    }
    let _ = writeln!(text, "<p>{}. {}</p></div>", escaped(violation.section), escaped(violation.rule.why));
}
