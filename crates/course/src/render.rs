//! Markdown for the terminal: wrapped to its width, with colours where it has them.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

const HEADING: Style = AnsiColor::Yellow.on_default().bold();
const CODE: Style = AnsiColor::Cyan.on_default();
const TYPED: Style = AnsiColor::Cyan.on_default().bold();
const PLACE: Style = Style::new().dimmed();

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM);

/// The room that a code block is set in by.
const CODE_INDENT: &str = "    ";
/// Code is not broken into pieces smaller than this.
const LEAST_CODE: usize = 24;
/// What a line of code goes on with that had no room in one, and how much further it is set in.
const GOES_ON: &str = "↪ ";
const FURTHER: usize = 4;
/// What stands between two columns of a table, and the least width of one.
const COLUMN_GAP: usize = 2;
const LEAST_COLUMN: usize = 6;

/// How a page is shown.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// How many columns a line may have. No word is broken, and no command.
    pub width: usize,
    /// Whether escape sequences for colours are written.
    pub colour: bool,
    /// The folder of the page, from the top folder of the course, for the paths of its figures.
    pub folder: &'a str,
}

/// Sets a Markdown text for a terminal.
pub fn render(markdown: &str, look: Look) -> String {
    let mut setter = Setter { look, text: String::new(), prefix: Vec::new(), marker: None, tight: false };
    setter.blocks(&mut Parser::new_ext(markdown, OPTIONS), None);
    setter.text
}

/// Breaks a plain text at blanks into lines of at most this many columns.
pub fn folded(text: &str, width: usize) -> Vec<String> {
    let piece = Piece { text: text.to_owned(), style: Style::new(), whole: false };
    let lines = wrapped(&[piece], width).into_iter();
    lines.map(|line| line.into_iter().map(|(text, _)| text).collect()).collect()
}

/// A line of at most this many columns, whose end is left out where it is longer.
pub fn cut(line: &str, width: usize) -> String {
    if line.chars().count() <= width {
        return line.to_owned();
    }
    let Some(most) = width.checked_sub(1) else { return String::new() };
    let kept: String = line.chars().take(most).collect();
    kept.trim_end().to_owned() + "…"
}

/// A text whose lines are at most this many columns wide, as far as blanks allow. What is broken off a line stands below
/// the column that two blanks or more set apart, as in a list of commands, or is set in a little.
pub fn fitted(text: &str, width: usize) -> String {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let (head, rest) = line.split_at(hang(line, width * 2 / 3));
        if line.chars().count() <= width || rest.trim().is_empty() {
            lines.push(line.to_owned());
            continue;
        }
        let column = head.chars().count();
        let is_paragraph = column == 0 && !rest.starts_with("error: ");
        let below = " ".repeat(column + if head.trim().is_empty() && !is_paragraph { 2 } else { 0 });
        for (number, part) in folded(rest, width - below.len()).into_iter().enumerate() {
            lines.push(if number == 0 { format!("{head}{part}") } else { format!("{below}{part}") });
        }
    }
    lines.join("\n")
}

/// Where the last column of a line begins that two blanks or more set apart, but not beyond `most`; where there is none,
/// its first word.
fn hang(line: &str, most: usize) -> usize {
    let bytes = line.as_bytes();
    let begins = |at: &usize| bytes[at - 2..*at] == *b"  " && bytes[*at] != b' ';
    let words = line.len() - line.trim_start().len();
    (2..line.len()).filter(begins).take_while(|at| *at <= most).last().unwrap_or(words)
}

/// The headings of a Markdown text: where each begins, its level, and its words.
pub fn headings(markdown: &str) -> Vec<(usize, usize, String)> {
    let mut headings = Vec::new();
    let mut inside = false;
    for (event, span) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                inside = true;
                headings.push((span.start, level as usize, String::new()));
            }
            Event::End(TagEnd::Heading(_)) => inside = false,
            Event::Text(text) | Event::Code(text) if inside => {
                if let Some((_, _, words)) = headings.last_mut() {
                    words.push_str(&text);
                }
            }
            _ => (),
        }
    }
    headings
}

/// A piece of a line. Lines break between pieces only where one begins or ends with a blank.
#[derive(Debug, Clone)]
struct Piece {
    text: String,
    style: Style,
    /// Whether its blanks hold it together.
    whole: bool,
}

type Line = Vec<(String, Style)>;

struct Setter<'a> {
    look: Look<'a>,
    text: String,
    /// What every line of the present block begins with, one for each block around it.
    prefix: Vec<String>,
    /// What the next line begins with in place of the last prefix: `- `.
    marker: Option<String>,
    /// Whether no empty lines stand between blocks.
    tight: bool,
}

impl Setter<'_> {
    /// Sets blocks up to the end of the one they are in.
    fn blocks<'e>(&mut self, events: &mut impl Iterator<Item = Event<'e>>, until: Option<TagEnd>) {
        let mut loose = Inline::default();
        while let Some(event) = events.next() {
            match event {
                Event::End(end) if Some(end) == until => break,
                Event::Start(tag) if is_block(&tag) => {
                    self.paragraph(&loose.take());
                    self.block(tag, events);
                }
                Event::Rule => {
                    self.separate();
                    let rule = "─".repeat(self.room().min(24));
                    self.line(&vec![(rule, PLACE)]);
                }
                Event::Html(html) => loose.text(&without_tags(&html)),
                event => loose.add(event, self.look),
            }
        }
        self.paragraph(&loose.take());
    }

    fn block<'e>(&mut self, tag: Tag<'e>, events: &mut impl Iterator<Item = Event<'e>>) {
        let end = tag.to_end();
        match tag {
            Tag::Heading { level, .. } => {
                let mut pieces =
                    vec![Piece { text: format!("{} ", "#".repeat(level as usize)), style: HEADING, whole: true }];
                let words = Inline::until(events, end, self.look).take().into_iter();
                pieces.extend(words.map(|piece| Piece { style: HEADING, ..piece }));
                self.paragraph(&pieces);
            }
            Tag::CodeBlock(kind) => self.code(&kind, events, end),
            Tag::List(first) => self.list(first, events, end),
            Tag::BlockQuote(kind) => {
                self.separate();
                self.prefix.push("│ ".to_owned());
                if let Some(kind) = kind {
                    self.line(&vec![(title(kind).to_owned(), HEADING)]);
                }
                let tight = std::mem::replace(&mut self.tight, true);
                self.blocks(events, Some(end));
                self.tight = tight;
                self.prefix.pop();
            }
            Tag::Table(alignments) => self.table(&alignments, events, end),
            _ => self.blocks(events, Some(end)),
        }
    }

    fn list<'e>(&mut self, first: Option<u64>, events: &mut impl Iterator<Item = Event<'e>>, end: TagEnd) {
        let mut number = first;
        let tight = self.tight;
        self.separate();
        self.tight = true;
        while let Some(event) = events.next() {
            match event {
                Event::Start(item @ Tag::Item) => {
                    let marker = number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
                    number = number.map(|number| number + 1);
                    self.prefix.push(" ".repeat(marker.chars().count()));
                    self.marker = Some(marker);
                    self.blocks(events, Some(item.to_end()));
                    self.marker = None;
                    self.prefix.pop();
                }
                Event::End(found) if found == end => break,
                _ => (),
            }
        }
        self.tight = tight;
    }

    fn code<'e>(&mut self, kind: &CodeBlockKind, events: &mut impl Iterator<Item = Event<'e>>, end: TagEnd) {
        let mut code = String::new();
        for event in events {
            match event {
                Event::End(found) if found == end => break,
                Event::Text(text) => code.push_str(&text),
                _ => (),
            }
        }
        let is_of = |language| matches!(kind, CodeBlockKind::Fenced(info) if info.starts_with(language));
        let (is_session, is_script) = (is_of("console"), is_of("sh"));
        let room = self.room().saturating_sub(CODE_INDENT.len()).max(LEAST_CODE);
        let tight = std::mem::replace(&mut self.tight, false);
        self.separate();
        self.tight = tight;
        for line in code.trim_end_matches('\n').split('\n') {
            let is_typed = is_session && line.starts_with("$ ");
            let style = if is_typed { TYPED } else { CODE };
            // Who copies a command copies a line.
            let parts =
                if is_typed || is_script { vec![(String::new(), line.to_owned())] } else { code_lines(line, room) };
            for (mark, part) in parts {
                self.line(&vec![(CODE_INDENT.to_owned(), Style::new()), (mark, PLACE), (part, style)]);
            }
        }
        // What comes next stands apart, in a list too.
        self.text.push_str(&self.prefix.concat());
        self.end_line();
    }

    fn table<'e>(&mut self, alignments: &[Alignment], events: &mut impl Iterator<Item = Event<'e>>, end: TagEnd) {
        let mut rows: Vec<Vec<Vec<Piece>>> = Vec::new();
        while let Some(event) = events.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(cell @ Tag::TableCell) => {
                    let mut pieces = Inline::until(events, cell.to_end(), self.look).take();
                    if rows.len() == 1 {
                        for piece in &mut pieces {
                            piece.style = piece.style.bold();
                        }
                    }
                    if let Some(row) = rows.last_mut() {
                        row.push(pieces);
                    }
                }
                Event::End(found) if found == end => break,
                _ => (),
            }
        }
        let natural = |column: usize| {
            let widths = rows.iter().filter_map(|row| row.get(column)).map(|cell| wrapped(cell, usize::MAX));
            widths.flatten().map(|line| width(&line)).max().unwrap_or(0)
        };
        let natural: Vec<usize> = (0..alignments.len()).map(natural).collect();
        let longest = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column)).flatten();
            cells.flat_map(|piece| piece.text.split_whitespace()).map(|word| word.chars().count()).max().unwrap_or(0)
        };
        let longest: Vec<usize> = (0..alignments.len()).map(longest).collect();
        let widths = shrunk(natural, &longest, self.room());
        self.separate();
        for (index, row) in rows.iter().enumerate() {
            self.row(row, &widths);
            if index == 0 {
                let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
                self.line(&vec![(rule.join(&" ".repeat(COLUMN_GAP)), PLACE)]);
            }
        }
    }

    fn row(&mut self, row: &[Vec<Piece>], widths: &[usize]) {
        let cells: Vec<Vec<Line>> =
            row.iter().zip(widths).map(|(cell, width)| wrapped(&with_short_words(cell, *width), *width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for index in 0..height {
            let mut line = Line::new();
            for (cell, column) in cells.iter().zip(widths) {
                let part = cell.get(index).cloned().unwrap_or_default();
                let blanks = (column + COLUMN_GAP).saturating_sub(width(&part)).max(1);
                line.extend(part);
                line.push((" ".repeat(blanks), Style::new()));
            }
            self.line(&line);
        }
    }

    fn paragraph(&mut self, pieces: &[Piece]) {
        if pieces.iter().all(|piece| piece.text.trim().is_empty()) {
            return;
        }
        self.separate();
        for line in wrapped(pieces, self.room()) {
            self.line(&line);
        }
    }

    /// The columns that the present block leaves free.
    fn room(&self) -> usize {
        let taken: usize = self.prefix.iter().map(|prefix| prefix.chars().count()).sum();
        self.look.width.saturating_sub(taken).max(LEAST_COLUMN)
    }

    /// An empty line before a block, unless there is one, or it begins a list's item or the page.
    fn separate(&mut self) {
        let is_apart = self.text.is_empty() || self.marker.is_some() || self.tight;
        let last = self.text.trim_end_matches('\n').len() + 1;
        let has_empty = self.text.len() > last || self.text.lines().last().is_some_and(|line| line.trim() == "│");
        if !is_apart && !has_empty {
            self.text.push_str(&self.prefix.concat());
            self.end_line();
        }
    }

    fn line(&mut self, pieces: &Line) {
        let marker = self.marker.take();
        let outer = self.prefix.len() - usize::from(marker.is_some() && !self.prefix.is_empty());
        self.text.push_str(&self.prefix[..outer].concat());
        self.text.push_str(&marker.unwrap_or_default());
        for (text, style) in pieces {
            if self.look.colour && *style != Style::new() && !text.is_empty() {
                let _ = write!(self.text, "{style}{text}{style:#}");
            } else {
                self.text.push_str(text);
            }
        }
        self.end_line();
    }

    fn end_line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
    }
}

/// The pieces of a paragraph, gathered from what stands in it.
#[derive(Default)]
struct Inline {
    pieces: Vec<Piece>,
    styles: Vec<Style>,
    /// The links and images that are open: what is added when each ends.
    open: Vec<Option<String>>,
}

impl Inline {
    fn until<'e>(events: &mut impl Iterator<Item = Event<'e>>, end: TagEnd, look: Look) -> Self {
        let mut inline = Self::default();
        for event in events {
            match event {
                Event::End(found) if found == end => break,
                event => inline.add(event, look),
            }
        }
        inline
    }

    fn take(&mut self) -> Vec<Piece> {
        std::mem::take(&mut self.pieces)
    }

    fn text(&mut self, text: &str) {
        let style = self.styles.last().copied().unwrap_or_default();
        self.pieces.push(Piece { text: text.to_owned(), style, whole: false });
    }

    fn add(&mut self, event: Event, look: Look) {
        let style = self.styles.last().copied().unwrap_or_default();
        match event {
            Event::Text(text) => self.text(&text),
            Event::Code(code) => {
                let text = if look.colour { code.to_string() } else { format!("`{code}`") };
                self.pieces.push(Piece { text, style: CODE, whole: true });
            }
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.text("\n"),
            Event::TaskListMarker(done) => self.text(if done { "[x] " } else { "[ ] " }),
            Event::Start(Tag::Emphasis) => self.styles.push(style.italic()),
            Event::Start(Tag::Strong) => self.styles.push(style.bold()),
            Event::Start(Tag::Strikethrough) => self.styles.push(style.strikethrough()),
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => drop(self.styles.pop()),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let words = self.pieces.len();
                self.open.push(place(&dest_url, look.folder).map(|place| format!("{words} {place}")));
                self.styles.push(style.underline());
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.text("[Figure: ");
                self.open.push(Some(place(&dest_url, look.folder).unwrap_or_default()));
                self.styles.push(style.italic());
            }
            Event::End(TagEnd::Link) => {
                self.styles.pop();
                if let Some(place) = self.open.pop().flatten()
                    && let Some((start, place)) = place.split_once(' ')
                {
                    let words: String = start.parse().map_or(String::new(), |start: usize| {
                        self.pieces.iter().skip(start).map(|piece| piece.text.as_str()).collect()
                    });
                    if words != place {
                        self.pieces.push(Piece { text: format!(" ({place})"), style: PLACE, whole: false });
                    }
                }
            }
            Event::End(TagEnd::Image) => {
                self.styles.pop();
                let place = self.open.pop().flatten().unwrap_or_default();
                self.pieces.push(Piece { text: format!(" ({place})"), style: PLACE, whole: false });
                self.text("]");
            }
            _ => (),
        }
    }
}

/// A line of code, in several where it has no room in one: each with what stands in front of it. The parts of a comment are
/// comments.
fn code_lines(line: &str, room: usize) -> Vec<(String, String)> {
    if line.chars().count() <= room {
        return vec![(String::new(), line.to_owned())];
    }
    let words = line.trim_start();
    let indent = &line[..line.len() - words.len()];
    let sign = ["/// ", "//! ", "// "].into_iter().find(|sign| words.starts_with(sign));
    let (first, further) = match sign {
        Some(sign) => (format!("{indent}{sign}"), format!("{indent}{sign}")),
        None => (indent.to_owned(), format!("{indent}{}", " ".repeat(FURTHER))),
    };
    let mark = if sign.is_some() { "" } else { GOES_ON };
    let mut parts = Vec::new();
    let mut rest = &words[sign.map_or(0, str::len)..];
    while !rest.is_empty() {
        let before = if parts.is_empty() { &first } else { &further };
        let taken = before.chars().count() + if parts.is_empty() { 0 } else { mark.chars().count() };
        let (part, more) = broken_at_blank(rest, room.saturating_sub(taken).max(LEAST_CODE / 2));
        if sign.is_some() || parts.is_empty() {
            parts.push((String::new(), format!("{before}{part}")));
        } else {
            parts.push((format!("{before}{mark}"), part.to_owned()));
        }
        rest = more;
    }
    parts
}

/// A text up to the last blank within so many columns, or else up to the first one, and what follows.
fn broken_at_blank(text: &str, room: usize) -> (&str, &str) {
    let end = text.char_indices().nth(room).map_or(text.len(), |(at, _)| at);
    if end == text.len() {
        return (text, "");
    }
    let blank = text[..end].rfind(' ').filter(|at| *at > 0).or_else(|| text.find(' '));
    blank.map_or((text, ""), |at| (&text[..at], text[at..].trim_start()))
}

fn is_block(tag: &Tag) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Superscript
            | Tag::Subscript
    )
}

fn title(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    }
}

/// Where a link leads, as a reader in the top folder of the course can use it; nothing for another chapter or place of
/// the book, which its words name.
fn place(link: &str, folder: &str) -> Option<String> {
    if link.contains("://") || link.starts_with("mailto:") {
        return Some(link.to_owned());
    }
    let path = link.split('#').next().unwrap_or_default();
    let is_page = std::path::Path::new(path).extension().is_some_and(|extension| extension == "md");
    if path.is_empty() || (is_page && !path.contains('/')) {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in path.split('/') {
        match part {
            "." | "" => (),
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => text.push(c),
            _ => (),
        }
    }
    text.replace('\n', " ")
}

fn width(line: &Line) -> usize {
    line.iter().map(|(text, _)| text.chars().count()).sum()
}

/// The widths of columns, the widest made smaller until all fit; narrower than its longest word only when nothing else
/// helps.
fn shrunk(mut widths: Vec<usize>, longest: &[usize], room: usize) -> Vec<usize> {
    let gaps = COLUMN_GAP * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > room {
        let columns = || 0..widths.len();
        let with_room = columns().filter(|column| widths[*column] > longest[*column].max(LEAST_COLUMN));
        let widest = with_room.max_by_key(|column| widths[*column]);
        let widest = widest
            .or_else(|| columns().filter(|column| widths[*column] > LEAST_COLUMN).max_by_key(|column| widths[*column]));
        let Some(widest) = widest else { break };
        widths[widest] -= 1;
    }
    widths
}

/// The pieces of a cell, words that are wider than it broken: where an underscore or a slash is, or else anywhere.
fn with_short_words(cell: &[Piece], width: usize) -> Vec<Piece> {
    let broken = |word: &str| {
        let mut text = String::new();
        let mut rest = word;
        while let Some((end, _)) = rest.char_indices().nth(width) {
            let end = rest[..end].rfind(['_', '/']).map_or(end, |at| at + 1);
            text += &rest[..end];
            text.push('\n');
            rest = &rest[end..];
        }
        text + rest
    };
    let text = |piece: &Piece| piece.text.split(' ').map(broken).collect::<Vec<_>>().join(" ");
    cell.iter().map(|piece| Piece { text: text(piece), ..piece.clone() }).collect()
}

/// Breaks pieces into lines at blanks. What has no blank stays whole, however long it is.
fn wrapped(pieces: &[Piece], room: usize) -> Vec<Line> {
    let mut lines = vec![Line::new()];
    let mut column = 0;
    let mut blank = None;
    for word in words(pieces, room) {
        let text_width = width(&word.pieces);
        if word.pieces.is_empty() {
            lines.push(Line::new());
            (column, blank) = (0, None);
            continue;
        }
        let blanks = usize::from(blank.is_some() && column > 0);
        if column > 0 && column + blanks + text_width > room {
            lines.push(Line::new());
            column = 0;
        } else if blanks > 0 {
            push(&mut lines, " ", blank.unwrap_or_default());
            column += 1;
        }
        for (text, style) in &word.pieces {
            push(&mut lines, text, *style);
        }
        column += text_width;
        blank = word.blank_after;
    }
    lines
}

fn push(lines: &mut [Line], text: &str, style: Style) {
    let Some(line) = lines.last_mut() else { return };
    match line.last_mut() {
        Some((last, found)) if *found == style => last.push_str(text),
        _ => line.push((text.to_owned(), style)),
    }
}

/// What stands between two blanks; one without pieces ends a line.
#[derive(Default)]
struct Word {
    pieces: Line,
    /// The style of the blank after it, where one comes.
    blank_after: Option<Style>,
}

fn words(pieces: &[Piece], room: usize) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word::default();
    for piece in pieces {
        let holds = piece.whole && piece.text.chars().count() <= room;
        for c in piece.text.chars() {
            if (c == ' ' && !holds) || c == '\n' {
                if !word.pieces.is_empty() {
                    word.blank_after = Some(piece.style);
                    words.push(std::mem::take(&mut word));
                }
                if c == '\n' {
                    words.push(Word::default());
                }
            } else {
                match word.pieces.last_mut() {
                    Some((text, style)) if *style == piece.style => text.push(c),
                    _ => word.pieces.push((c.to_string(), piece.style)),
                }
            }
        }
    }
    if !word.pieces.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(markdown: &str, width: usize) -> String {
        render(markdown, Look { width, colour: false, folder: "book/src" })
    }

    #[test]
    fn prose_is_wrapped() {
        let text = "# A title\n\nOne two three\nfour `five six` seven.\n\n```rust\nlet x = 1;\n\nx\n```\nEnd.\n";
        let expected = "# A title\n\nOne two three\nfour `five six`\nseven.\n\n    let x = 1;\n\n    x\n\nEnd.\n";
        assert_eq!(plain(text, 17), expected);
    }

    #[test]
    fn code_that_has_no_room_goes_on_in_the_next_line() {
        let code = "fn f() {\n    let a_long_line = one + two;\n    /// A comment of many words goes on.\n}";
        let expected = "    fn f() {\n        let a_long_line = one +\n            ↪ two;\n        /// A comment of many\n        \
                        /// words goes on.\n    }\n\n";
        assert_eq!(plain(&format!("```rust\n{code}\n```\n"), 32), expected);
    }

    #[test]
    fn what_a_session_prints_is_wrapped_and_what_is_typed_is_not() {
        let text = "```console\n$ a command of many words, whole as it is\nerror: one two three four five six\n```\n";
        let expected =
            "    $ a command of many words, whole as it is\n    error: one two three\n        ↪ four five six\n\n";
        assert_eq!(plain(text, 28), expected);
    }

    #[test]
    fn lists_of_commands_and_errors_are_fitted_below_their_text() {
        let text = "Usage: x\n\n  read   Read one two three four\n      --json  Print data for others\n\
                    A paragraph of words, too long\nerror: one two three four five";
        let expected = "Usage: x\n\n  read   Read one two\n         three four\n      --json  Print data\n              \
                        for others\nA paragraph of words,\ntoo long\nerror: one two three\n  four five";
        assert_eq!(fitted(text, 24), expected);
        assert_eq!(fitted(text, 80), text);
        assert_eq!(fitted("a-word-that-is-longer-than-any-line\n", 20), "a-word-that-is-longer-than-any-line\n");
    }

    #[test]
    fn lists_and_quotes_keep_their_edge() {
        let text = "Before:\n\n1. one two three\n2. x\n   - deep and long\n\n> [!IMPORTANT]\n> a b c d e f g h\n";
        let expected =
            "Before:\n\n1. one two\n   three\n2. x\n   - deep and\n     long\n\n│ Important\n│ a b c d e f\n│ g h\n";
        assert_eq!(plain(text, 14), expected);
    }

    #[test]
    fn figures_and_links_have_places_that_exist() {
        let text =
            "![Two boxes](figures/a.svg)\n\nSee [02](02-b.md#x), [the test](../../tests/01.rs), [RFC](https://a.b/).\n";
        let expected = "[Figure: Two boxes (book/src/figures/a.svg)]\n\n\
                        See 02, the test (tests/01.rs), RFC (https://a.b/).\n";
        assert_eq!(plain(text, 80), expected);
    }

    #[test]
    fn tables_fit() {
        let text = "| a | b |\n|---|---|\n| `x` | one two three four |\n| long | y |\n";
        assert_eq!(plain(text, 80), "a     b\n────  ──────────────────\n`x`   one two three four\nlong  y\n");
        assert_eq!(plain(text, 16), "a     b\n────  ──────────\n`x`   one two\n      three four\nlong  y\n");
    }

    #[test]
    fn words_that_no_column_has_room_for_are_broken() {
        let text = "| a | b |\n|---|---|\n| one two three four | A_LONG_NAME_OF_AN_ERROR |\n";
        assert_eq!(
            plain(text, 32),
            "a        b\n───────  ───────────────────────\none two  A_LONG_NAME_OF_AN_ERROR\nthree\nfour\n"
        );
        let narrow = plain(text, 24);
        assert!(narrow.contains("A_LONG_NAME_OF_\n") && narrow.contains("AN_ERROR\n"), "{narrow}");
        assert!(narrow.lines().all(|line| line.chars().count() <= 24), "{narrow}");
    }

    #[test]
    fn colours_are_escape_sequences_around_words() {
        let look = Look { width: 20, colour: true, folder: "" };
        let text = render("a `b` **c**\n", look);
        assert_eq!(text, format!("a {CODE}b{CODE:#} {0}c{0:#}\n", Style::new().bold()));
        assert!(!plain("a `b` **c**\n", 20).contains('\x1b'));
    }

    #[test]
    fn headings_are_found_where_they_begin() {
        let text = "# A\n\n```\n# no\n```\n\n## B `c`\n";
        assert_eq!(headings(text), [(0, 1, "A".to_owned()), (19, 2, "B c".to_owned())]);
    }
}
