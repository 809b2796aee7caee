//! The structure of HTTP in what passes: which octets are a start-line, a field, content or a chunk's size, and where a
//! message ends.
//!
//! This reader shows; it judges nothing (the rules are the checker's). So it takes a line that ends in LF alone, and
//! octets in pieces of any size. It keeps one line at most.

use std::collections::VecDeque;
use std::ops::Range;

use harness::recording::Side;

/// Longer lines are not taken for HTTP (octets).
const LONGEST_LINE: usize = 64 * 1024;

/// Longer words are not taken for a method (octets).
const LONGEST_METHOD: usize = 24;

/// What some octets of a message are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Method,
    Target,
    Version,
    Status,
    Reason,
    Name,
    Value,
    LineEnd,
    Content,
    ChunkSize,
    /// A colon, white space, or what has no name of its own.
    Between,
    Foreign,
    /// The octet that breaks a rule.
    Wrong,
}

/// What a run of octets of one piece is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    StartLine,
    Field,
    /// A line without anything on it.
    Empty,
    Content,
    Chunk,
    /// No HTTP, or what cannot be told.
    Foreign,
}

/// A run of octets of one piece: a line or what has come of it, or content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Where it is in the piece.
    pub range: Range<usize>,
    pub kind: Kind,
    /// What its octets are, in order and without a gap; counted from the begin of the piece.
    pub parts: Vec<(Range<usize>, Part)>,
    /// In a few words; empty for what is no HTTP.
    pub label: String,
    /// What is known after it: where the content ends, that the message ends here.
    pub after: Option<String>,
}

/// What the two directions of a connection have to know of each other.
#[derive(Debug, Default)]
pub struct Asked {
    /// The methods of the requests without a final response.
    methods: VecDeque<Vec<u8>>,
    /// The connection has been given over to another protocol.
    is_over: bool,
}

#[derive(Debug)]
enum State {
    Start,
    Fields,
    Content { done: u64, whole: u64 },
    UntilClose,
    ChunkSize,
    ChunkData { done: u64, whole: u64 },
    ChunkEnd,
    Trailers,
    Foreign,
}

/// What a head says about where its content ends.
#[derive(Debug, Default)]
struct Framing {
    lengths: Vec<Option<u64>>,
    codings: Vec<u8>,
    status: u16,
    method: Vec<u8>,
}

/// Reads what one side sends.
#[derive(Debug)]
pub struct Reader {
    side: Side,
    state: State,
    /// What has come of the line that is being read.
    line: Vec<u8>,
    framing: Framing,
    /// How many messages have begun.
    messages: u64,
}

impl Reader {
    pub fn new(side: Side) -> Self {
        Self { side, state: State::Start, line: Vec::new(), framing: Framing::default(), messages: 0 }
    }

    /// Whether a message has begun here.
    pub fn is_http(&self) -> bool {
        self.messages > 0
    }

    /// What the octets of the next piece are.
    pub fn read(&mut self, octets: &[u8], asked: &mut Asked) -> Vec<Section> {
        let mut sections = Vec::new();
        let mut at = 0;
        while at < octets.len() {
            if asked.is_over && matches!(self.state, State::Start) && self.line.is_empty() {
                self.state = State::Foreign;
            }
            let mut section = self.next(&octets[at..], asked);
            let count = section.range.end;
            section.range = at..at + count;
            for (range, _) in &mut section.parts {
                *range = range.start + at..range.end + at;
            }
            sections.push(section);
            at += count;
        }
        sections
    }

    /// Octets have passed that nobody has kept.
    pub fn miss(&mut self, count: u64) {
        match &mut self.state {
            State::Content { done, whole } | State::ChunkData { done, whole } if *whole - *done > count => {
                *done += count;
            }
            State::UntilClose => {}
            _ => self.state = State::Foreign,
        }
    }

    /// What it means that this side says it will send nothing more.
    pub fn close(&self) -> Option<String> {
        let message = self.message();
        match &self.state {
            State::Start if self.line.is_empty() => None,
            State::UntilClose => Some(format!("the {message} ends here, with the connection")),
            State::Foreign => None,
            State::Content { done, whole } => {
                Some(format!("the {message} breaks off: {done} of {whole} octets of its content came"))
            }
            _ if self.messages == 0 => None,
            _ => Some(format!("the {message} breaks off before its end")),
        }
    }

    fn message(&self) -> &'static str {
        match self.side {
            Side::Client => "request",
            Side::Server => "response",
        }
    }

    fn next(&mut self, octets: &[u8], asked: &mut Asked) -> Section {
        match &mut self.state {
            State::Foreign => plain(octets.len(), Kind::Foreign, Part::Foreign, String::new()),
            State::UntilClose => plain(octets.len(), Kind::Content, Part::Content, "content".to_owned()),
            State::Content { done, whole } => {
                let count = bounded(octets.len(), *whole - *done);
                let label = format!("content {}-{} of {whole}", *done + 1, *done + count as u64);
                *done += count as u64;
                let ends = done == whole;
                let mut section = plain(count, Kind::Content, Part::Content, label);
                if ends {
                    section.after = Some(self.end());
                }
                section
            }
            State::ChunkData { done, whole } => {
                let count = bounded(octets.len(), *whole - *done);
                let label = format!("chunk {}-{} of {whole}", *done + 1, *done + count as u64);
                *done += count as u64;
                if done == whole {
                    self.state = State::ChunkEnd;
                }
                plain(count, Kind::Content, Part::Content, label)
            }
            State::Start | State::Fields | State::ChunkSize | State::ChunkEnd | State::Trailers => {
                self.next_line(octets, asked)
            }
        }
    }

    /// The message is over; says so.
    fn end(&mut self) -> String {
        self.state = State::Start;
        format!("the {} ends here", self.message())
    }

    /// A line, or so much of it as has come.
    fn next_line(&mut self, octets: &[u8], asked: &mut Asked) -> Section {
        let count = octets.iter().position(|octet| *octet == b'\n').map_or(octets.len(), |at| at + 1);
        let known = self.line.len();
        self.line.extend_from_slice(&octets[..count]);
        let is_whole = self.line.ends_with(b"\n");
        if self.line.len() > LONGEST_LINE || !self.could_be() {
            self.line.clear();
            self.state = State::Foreign;
            let label = if self.messages > 0 { "no HTTP from here on" } else { "" };
            return plain(octets.len(), Kind::Foreign, Part::Foreign, label.to_owned());
        }
        let (kind, parts) = self.parts();
        let parts = parts
            .into_iter()
            .filter(|(range, _)| range.end > known)
            .map(|(range, part)| (range.start.max(known) - known..range.end - known, part))
            .collect();
        let mut section = Section { range: 0..count, kind, parts, label: self.label(), after: None };
        if !is_whole {
            section.label += ", cut here";
        } else if known > 0 {
            section.label += ", its rest";
        }
        if is_whole {
            let line = std::mem::take(&mut self.line);
            section.after = self.line_has_come(content_of(&line), asked);
        }
        section
    }

    /// Whether what has come of the line may be what is due.
    fn could_be(&self) -> bool {
        let line = content_of(&self.line);
        let is_whole = self.line.ends_with(b"\n");
        match self.state {
            State::Start if line.is_empty() || line == b"\r" => true,
            State::Start if self.side == Side::Server => starts_alike(line, b"HTTP/"),
            State::Start => could_be_request_line(line, is_whole),
            State::ChunkSize => line.first().is_none_or(u8::is_ascii_hexdigit),
            State::ChunkEnd => line.is_empty() || line == b"\r",
            _ => true,
        }
    }

    fn parts(&self) -> (Kind, Vec<(Range<usize>, Part)>) {
        let content = content_of(&self.line);
        let (kind, mut parts) = match self.state {
            _ if content.is_empty() || content == b"\r" => (Kind::Empty, Vec::new()),
            State::Start if self.side == Side::Client => (Kind::StartLine, words(content, REQUEST_LINE)),
            State::Start => (Kind::StartLine, words(content, STATUS_LINE)),
            State::ChunkSize => {
                let digits = content.iter().take_while(|octet| octet.is_ascii_hexdigit()).count();
                (Kind::Chunk, vec![(0..digits, Part::ChunkSize), (digits..content.len(), Part::Between)])
            }
            _ => (Kind::Field, field(content)),
        };
        let kind = if matches!(self.state, State::ChunkEnd) { Kind::Chunk } else { kind };
        let end = parts.last().map_or(0, |(range, _)| range.end);
        parts.push((end..self.line.len(), Part::LineEnd));
        parts.retain(|(range, _)| !range.is_empty());
        (kind, parts)
    }

    fn label(&self) -> String {
        let line = content_of(&self.line);
        let is_empty = line.is_empty() || line == b"\r";
        let is_folded = matches!(line.first(), Some(b' ' | b'\t'));
        let label = match self.state {
            State::Start if is_empty => "empty line",
            State::Start if self.side == Side::Client => "request line",
            State::Start => "status line",
            State::Fields if is_empty => "end of the head",
            State::Fields if is_folded => "field, continued",
            State::Trailers if is_empty => "end of the chunks",
            State::Trailers => "trailer field",
            State::ChunkEnd => "end of the chunk",
            State::ChunkSize => match chunk_size(line) {
                Some(0) => "last chunk",
                Some(size) => return format!("chunk size: {size}"),
                None => "chunk size",
            },
            _ => "field",
        };
        label.to_owned()
    }

    /// Goes on after a whole line, given without its end; says what is known then.
    fn line_has_come(&mut self, line: &[u8], asked: &mut Asked) -> Option<String> {
        match self.state {
            State::Start if line.is_empty() => None,
            State::Start => {
                self.begin(line, asked);
                None
            }
            State::Fields if line.is_empty() => Some(self.head_has_come(asked)),
            State::Fields => {
                self.framing.take(line);
                None
            }
            State::ChunkSize => {
                match chunk_size(line) {
                    Some(0) => self.state = State::Trailers,
                    Some(whole) => self.state = State::ChunkData { done: 0, whole },
                    None => {
                        self.state = State::Foreign;
                        return Some("no chunk size: where the content ends cannot be told".to_owned());
                    }
                }
                None
            }
            State::ChunkEnd => {
                self.state = State::ChunkSize;
                None
            }
            State::Trailers if line.is_empty() => Some(self.end()),
            _ => None,
        }
    }

    fn begin(&mut self, line: &[u8], asked: &mut Asked) {
        self.messages += 1;
        self.framing = Framing::default();
        let mut words = line.split(|octet| *octet == b' ');
        match self.side {
            Side::Client => {
                let method = words.next().unwrap_or_default().to_vec();
                self.framing.method.clone_from(&method);
                asked.methods.push_back(method);
            }
            Side::Server => {
                let status = words.nth(1).and_then(|word| std::str::from_utf8(word).ok()?.parse().ok());
                self.framing.status = status.unwrap_or_default();
                if let Some(method) = asked.methods.front() {
                    self.framing.method.clone_from(method);
                }
            }
        }
        self.state = State::Fields;
    }

    /// Says where the content ends (RFC 9112 section 6.3).
    fn head_has_come(&mut self, asked: &mut Asked) -> String {
        let Framing { status, method, .. } = &self.framing;
        let (status, is_head) = (*status, method == b"HEAD");
        if self.side == Side::Server {
            let is_tunnel = method == b"CONNECT" && (200..300).contains(&status);
            if status == 101 || is_tunnel {
                asked.is_over = true;
                self.state = State::Foreign;
                return "from here on the connection speaks another protocol".to_owned();
            }
            if (100..200).contains(&status) {
                self.state = State::Start;
                return "an interim response: the final one follows".to_owned();
            }
            asked.methods.pop_front();
            if is_head || matches!(status, 204 | 304) {
                let why = if is_head { "to HEAD".to_owned() } else { format!("with {status}") };
                return format!("{}: a response {why} has no content", self.end());
            }
        }
        match self.framing.content() {
            Content::None if self.side == Side::Client => format!("{}: it has no content", self.end()),
            Content::None | Content::UntilClose => {
                self.state = State::UntilClose;
                "content follows, up to the close: no field says how long it is".to_owned()
            }
            Content::Length(0) => format!("{}: its content has 0 octets", self.end()),
            Content::Length(whole) => {
                self.state = State::Content { done: 0, whole };
                format!("{whole} octets of content follow, says Content-Length")
            }
            Content::Chunked => {
                self.state = State::ChunkSize;
                "chunks follow, says Transfer-Encoding".to_owned()
            }
            Content::Unclear => {
                self.state = State::Foreign;
                "where the content ends can be read in more than one way".to_owned()
            }
        }
    }
}

enum Content {
    None,
    Length(u64),
    Chunked,
    UntilClose,
    Unclear,
}

impl Framing {
    fn take(&mut self, line: &[u8]) {
        let Some(colon) = line.iter().position(|octet| *octet == b':') else { return };
        let (name, value) = (line[..colon].trim_ascii(), line[colon + 1..].trim_ascii());
        if name.eq_ignore_ascii_case(b"Content-Length") {
            let digits =
                std::str::from_utf8(value).ok().filter(|text| text.bytes().all(|octet| octet.is_ascii_digit()));
            self.lengths.push(digits.and_then(|digits| digits.parse().ok()));
        } else if name.eq_ignore_ascii_case(b"Transfer-Encoding") {
            self.codings = value.to_ascii_lowercase();
        }
    }

    fn content(&self) -> Content {
        match (&self.lengths[..], &self.codings[..]) {
            ([], []) => Content::None,
            ([], codings) if codings.ends_with(b"chunked") => Content::Chunked,
            ([], _) => Content::UntilClose,
            ([Some(length), others @ ..], []) if others.iter().all(|other| *other == Some(*length)) => {
                Content::Length(*length)
            }
            _ => Content::Unclear,
        }
    }
}

fn plain(count: usize, kind: Kind, part: Part, label: String) -> Section {
    Section { range: 0..count, kind, parts: vec![(0..count, part)], label, after: None }
}

fn bounded(count: usize, most: u64) -> usize {
    count.min(usize::try_from(most).unwrap_or(usize::MAX))
}

/// A line without its end.
fn content_of(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\n").map_or(line, |line| line.strip_suffix(b"\r").unwrap_or(line))
}

fn starts_alike(a: &[u8], b: &[u8]) -> bool {
    a.iter().zip(b).all(|(a, b)| a == b)
}

/// A request line begins with a method, and only methods that nobody uses are not written in capitals.
fn could_be_request_line(line: &[u8], is_whole: bool) -> bool {
    let method = line.iter().take_while(|octet| octet.is_ascii_uppercase() || **octet == b'-').count();
    if method > LONGEST_METHOD {
        return false;
    }
    match line.get(method) {
        None => !is_whole,
        Some(b' ') => {
            let rest = &line[method + 1..];
            let is_target = rest.is_empty() || rest.starts_with(b"/") || rest.starts_with(b"*");
            let has_version = rest.windows(6).any(|six| six == b" HTTP/");
            method >= 3 && (is_target || has_version || !is_whole)
        }
        Some(_) => is_whole && line.windows(6).any(|six| six == b" HTTP/"),
    }
}

const REQUEST_LINE: [Part; 3] = [Part::Method, Part::Target, Part::Version];
const STATUS_LINE: [Part; 3] = [Part::Version, Part::Status, Part::Reason];

/// The three words of a start-line; what follows them belongs to the last.
fn words(line: &[u8], parts: [Part; 3]) -> Vec<(Range<usize>, Part)> {
    let mut found = Vec::new();
    let mut at = 0;
    for (number, part) in parts.into_iter().enumerate() {
        let rest = &line[at..];
        let end = match rest.iter().position(|octet| *octet == b' ') {
            Some(blank) if number < 2 => at + blank,
            _ => line.len(),
        };
        found.push((at..end, part));
        if end == line.len() {
            break;
        }
        found.push((end..end + 1, Part::Between));
        at = end + 1;
    }
    found
}

fn field(line: &[u8]) -> Vec<(Range<usize>, Part)> {
    if matches!(line.first(), Some(b' ' | b'\t')) {
        return vec![(0..line.len(), Part::Value)];
    }
    let Some(colon) = line.iter().position(|octet| *octet == b':') else { return vec![(0..line.len(), Part::Name)] };
    let blanks = line[colon + 1..].iter().take_while(|octet| matches!(octet, b' ' | b'\t')).count();
    let value = colon + 1 + blanks;
    vec![(0..colon, Part::Name), (colon..value, Part::Between), (value..line.len(), Part::Value)]
}

fn chunk_size(line: &[u8]) -> Option<u64> {
    let digits = line.iter().take_while(|octet| octet.is_ascii_hexdigit()).count();
    u64::from_str_radix(std::str::from_utf8(&line[..digits]).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(sections: &[Section], octets: &[u8]) -> Vec<String> {
        let tell = |section: &Section| {
            let after = section.after.as_ref().map_or(String::new(), |after| format!(" / {after}"));
            format!("{} | {}{after}", octets[section.range.clone()].escape_ascii(), section.label)
        };
        sections.iter().map(tell).collect()
    }

    fn read_all(pieces: &[(Side, &[u8])]) -> Vec<String> {
        let mut asked = Asked::default();
        let (mut client, mut server) = (Reader::new(Side::Client), Reader::new(Side::Server));
        let mut all = Vec::new();
        for (side, octets) in pieces {
            let reader = if *side == Side::Client { &mut client } else { &mut server };
            let sections = reader.read(octets, &mut asked);
            let mut at = 0;
            for section in &sections {
                assert_eq!(section.range.start, at);
                assert_eq!(section.parts.first().map(|(range, _)| range.start), Some(at), "{section:?}");
                for (range, _) in &section.parts {
                    assert_eq!(range.start, at, "{section:?}");
                    at = range.end;
                }
                assert_eq!(section.range.end, at, "{section:?}");
            }
            assert_eq!(at, octets.len());
            all.extend(told(&sections, octets));
        }
        all.extend([client.close(), server.close()].into_iter().flatten());
        all
    }

    const CLIENT: Side = Side::Client;
    const SERVER: Side = Side::Server;

    #[test]
    fn a_kept_connection_is_read_message_by_message() {
        let told = read_all(&[
            (CLIENT, b"POST /a HTTP/1.1\r\nHost: a\r\nContent-Le"),
            (CLIENT, b"ngth: 3\r\n\r\nabcHEAD / HTTP/1.1\r\n\r\n"),
            (SERVER, b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n0123456"),
            (SERVER, b"789a\r\n0\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"),
        ]);
        let expected = [
            "POST /a HTTP/1.1\\r\\n | request line",
            "Host: a\\r\\n | field",
            "Content-Le | field, cut here",
            "ngth: 3\\r\\n | field, its rest",
            "\\r\\n | end of the head / 3 octets of content follow, says Content-Length",
            "abc | content 1-3 of 3 / the request ends here",
            "HEAD / HTTP/1.1\\r\\n | request line",
            "\\r\\n | end of the head / the request ends here: it has no content",
            "HTTP/1.1 100 Continue\\r\\n | status line",
            "\\r\\n | end of the head / an interim response: the final one follows",
            "HTTP/1.1 200 OK\\r\\n | status line",
            "Transfer-Encoding: chunked\\r\\n | field",
            "\\r\\n | end of the head / chunks follow, says Transfer-Encoding",
            "b\\r\\n | chunk size: 11",
            "0123456 | chunk 1-7 of 11",
            "789a | chunk 8-11 of 11",
            "\\r\\n | end of the chunk",
            "0\\r\\n | last chunk",
            "X: y\\r\\n | trailer field",
            "\\r\\n | end of the chunks / the response ends here",
            "HTTP/1.1 200 OK\\r\\n | status line",
            "Content-Length: 9\\r\\n | field",
            "\\r\\n | end of the head / the response ends here: a response to HEAD has no content",
        ];
        // The size says 11 and 11 octets came: the b stands for them.
        assert_eq!(told, expected);
    }

    #[test]
    fn the_same_is_read_wherever_it_is_cut() {
        let octets =
            b"\r\nGET /x?y HTTP/1.1\nA: b\r\n c\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n0\r\n\r\nGET /";
        let parts = |cut: usize| {
            let (mut reader, mut asked, mut all) =
                (Reader::new(CLIENT), Asked::default(), vec![Part::Foreign; octets.len()]);
            for (at, piece) in [(0, &octets[..cut]), (cut, &octets[cut..])] {
                for (range, part) in reader.read(piece, &mut asked).into_iter().flat_map(|section| section.parts) {
                    all[at + range.start..at + range.end].fill(part);
                }
            }
            (all, asked.methods.len())
        };
        let whole = parts(0);
        assert_eq!(whole.1, 1);
        assert!(!whole.0.contains(&Part::Foreign));
        let mut differ = Vec::new();
        for cut in 1..octets.len() {
            if parts(cut) != whole {
                differ.push(cut);
            }
        }
        // A CR that ends a piece may be a part of the line; after the next piece it is known.
        assert!(differ.iter().all(|cut| octets[cut - 1] == b'\r'), "{differ:?}");
    }

    #[test]
    fn the_articles_reply_is_read_as_far_as_it_is_http() {
        let told =
            read_all(&[(CLIENT, b"GET / HTTP/1.1\r\n\r\n"), (SERVER, b"\nHTTP/1.1\nContent-Type: text/html\n\nHello")]);
        let expected = [
            "\\n | empty line",
            "HTTP/1.1\\n | status line",
            "Content-Type: text/html\\n | field",
            "\\n | end of the head / content follows, up to the close: no field says how long it is",
            "Hello | content",
            "the response ends here, with the connection",
        ];
        assert_eq!(told[2..], expected);
    }

    #[test]
    fn what_is_no_http_is_not_taken_for_it() {
        for octets in
            [&b"Hello World from client"[..], b"00000 00001\n", b"\x16\x03\x01", b"A\n", b"GE T\n", b"BYE\r\n"]
        {
            let (mut reader, mut asked) = (Reader::new(CLIENT), Asked::default());
            let sections = reader.read(octets, &mut asked);
            assert!(sections.iter().all(|section| section.kind == Kind::Foreign), "{octets:?}: {sections:?}");
            assert!(!reader.is_http() && reader.close().is_none());
        }
    }

    #[test]
    fn what_follows_an_unclear_end_or_a_switch_is_foreign() {
        for (fields, last) in [
            (
                "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
                "where the content ends can be read in more than one way",
            ),
            ("Content-Length: x\r\n", "where the content ends can be read in more than one way"),
        ] {
            let request = format!("POST / HTTP/1.1\r\n{fields}\r\nabc");
            let told = read_all(&[(CLIENT, request.as_bytes())]);
            assert_eq!(told[told.len() - 2..], [format!("\\r\\n | end of the head / {last}"), "abc | ".to_owned()]);
        }
        let told = read_all(&[
            (CLIENT, b"GET / HTTP/1.1\r\nUpgrade: x\r\n\r\n"),
            (SERVER, b"HTTP/1.1 101 Switching Protocols\r\n\r\nx"),
            (CLIENT, b"GET / "),
        ]);
        assert_eq!(told[told.len() - 2..], ["x | ", "GET /  | "]);
    }

    #[test]
    fn what_breaks_off_is_said() {
        for (octets, said) in [
            (&b"GET / HT"[..], None),
            (b"GET / HTTP/1.1\r\nHost", Some("the request breaks off before its end")),
            (
                b"PUT / HTTP/1.1\r\nContent-Length: 3\r\n\r\na",
                Some("the request breaks off: 1 of 3 octets of its content came"),
            ),
            (b"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", None),
            (b"GET / HTTP/1.1\r\n\r\n", None),
        ] {
            let (mut reader, mut asked) = (Reader::new(CLIENT), Asked::default());
            reader.read(octets, &mut asked);
            assert_eq!(reader.close().as_deref(), said, "{}", octets.escape_ascii());
        }
    }
}
