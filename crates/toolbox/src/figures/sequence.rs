//! Who sends what to whom: parties side by side, time from top to bottom.

use std::collections::BTreeSet;

use anyhow::{Context as _, bail};
use harness::recording::{Side, What};

use super::canvas::{Anchor, Canvas, MARGIN, WIDTH};
use super::events::{self, PAUSE, Recordings};
use super::file::{Acked, Between, Open, Sequence, Shown, Step, Told};
use super::text::{Font, SIZE, SMALL};

/// How high a line of text is.
const LINE: f64 = 16.0;

/// How much lower an arrow ends than it begins: time goes by.
const SLOPE: f64 = 7.0;

/// What is free between a line of life and the text beside it.
const BESIDE: f64 = 9.0;

/// Draws it below what is there.
///
/// # Errors
///
/// When the story does not fit the recordings.
pub fn draw(sequence: &Sequence, recordings: &Recordings, canvas: &mut Canvas) -> anyhow::Result<()> {
    let mut drawing = Drawing::begin(sequence, recordings, canvas)?;
    let story = match &sequence.story[..] {
        [] => whole(sequence, recordings)?,
        story => story.to_vec(),
    };
    for step in &story {
        match step {
            Step::Plain(text) if events::is_id(text) => {
                let event = text.clone();
                drawing.event(&Shown { event, ..Shown::default() })?;
            }
            Step::Plain(text) => drawing.said(text)?,
            Step::Event(shown) => drawing.event(shown)?,
            Step::Ack(acked) => drawing.acked(acked)?,
            Step::Told(told) => drawing.told(told)?,
        }
    }
    drawing.finish()
}

/// A story of all events of the only recording.
fn whole(sequence: &Sequence, recordings: &Recordings) -> anyhow::Result<Vec<Step>> {
    let name = match &sequence.between[..] {
        [between] => between.recording.as_str(),
        _ => "",
    };
    let events = events::recording(recordings, name).context("say in `story` which events come after which")?;
    let id = |number| if name.is_empty() { format!("{number}") } else { format!("{name}.{number}") };
    Ok((1..=events.len()).map(|number| Step::Plain(id(number))).collect())
}

/// A party, and what it is doing.
struct Party {
    name: String,
    x: f64,
    /// Since where it waits.
    waits: Option<f64>,
}

/// A row of notes, as long as there is room beside them.
struct Row {
    base: f64,
    taken: Vec<(f64, f64)>,
    parties: Vec<usize>,
}

struct Drawing<'a> {
    sequence: &'a Sequence,
    recordings: &'a Recordings,
    canvas: &'a mut Canvas,
    parties: Vec<Party>,
    /// Where time goes by.
    breaks: Vec<(f64, f64)>,
    waits: Vec<(usize, f64, f64)>,
    top: f64,
    depth: usize,
    row: Option<Row>,
    /// The events that are shown, as their recording's name and number.
    seen: BTreeSet<(String, usize)>,
    /// The last event of each recording.
    last: Vec<(String, u64)>,
    has_break: bool,
}

impl<'a> Drawing<'a> {
    fn begin(sequence: &'a Sequence, recordings: &'a Recordings, canvas: &'a mut Canvas) -> anyhow::Result<Self> {
        let names = &sequence.parties;
        if !(2..=4).contains(&names.len()) {
            bail!("a sequence has two to four parties");
        }
        let half = |name: &String| Font::Bold.width(name, SIZE) / 2.0 + 7.0;
        let first = MARGIN + half(&names[0]);
        let last = WIDTH - MARGIN - half(&names[names.len() - 1]);
        let mut parties = Vec::new();
        let top = canvas.y + 3.0;
        let mut share = 0.0;
        for name in names {
            let x = first + (last - first) * share;
            share += 1.0 / (super::count(names.len()) - 1.0);
            canvas.rect((x - half(name), top), (2.0 * half(name), 22.0), "party");
            canvas.text(x, top + 15.5, Anchor::Middle, Font::Bold, "", name);
            parties.push(Party { name: name.clone(), x, waits: None });
        }
        canvas.y = top + 30.0;
        let depth = canvas.depth();
        Ok(Self {
            sequence,
            recordings,
            canvas,
            parties,
            breaks: Vec::new(),
            waits: Vec::new(),
            top: top + 22.0,
            depth,
            row: None,
            seen: BTreeSet::new(),
            last: Vec::new(),
            has_break: false,
        })
    }

    fn party(&self, name: &str) -> anyhow::Result<usize> {
        let found = self.parties.iter().position(|party| party.name == name);
        found.with_context(|| format!("no party {name:?}"))
    }

    /// Draws what somebody does, or what is so.
    fn said(&mut self, text: &str) -> anyhow::Result<()> {
        if let Some(time) = text.strip_prefix("...") {
            self.pass(time.trim());
            return Ok(());
        }
        for index in 0..self.parties.len() {
            let Some(rest) = text.strip_prefix(self.parties[index].name.as_str()) else { continue };
            if let Some(note) = rest.strip_prefix(':') {
                self.note(index, note.trim(), "");
                return Ok(());
            }
            if let Some(note) = rest.strip_prefix(" waits:") {
                let y = self.note(index, note.trim(), "soft");
                self.parties[index].waits = Some(y);
                return Ok(());
            }
            if let Some(note) = rest.strip_prefix(" goes on:") {
                let y = self.note(index, note.trim(), "");
                let begun = self.parties[index].waits.take();
                let begun = begun.with_context(|| format!("{text:?}: it does not wait"))?;
                self.waits.push((index, begun, y));
                return Ok(());
            }
            if let Some(note) = rest.strip_prefix('!') {
                self.note(index, note.trim(), "bad");
                return Ok(());
            }
        }
        self.between(text);
        Ok(())
    }

    /// Writes beside a party's line; returns where.
    fn note(&mut self, index: usize, text: &str, class: &str) -> f64 {
        let x = self.parties[index].x;
        let is_last = index + 1 == self.parties.len();
        let neighbour = if is_last { self.parties[index - 1].x } else { self.parties[index + 1].x };
        let room = (neighbour - x).abs() - BESIDE - 4.0;
        let lines = Font::Sans.wrapped(text, SIZE, room);
        let width = lines.iter().map(|line| Font::Sans.width(line, SIZE)).fold(0.0, f64::max);
        let (from, to) = if is_last { (x - BESIDE - width, x) } else { (x, x + BESIDE + width) };
        let shared = self.row.as_ref().filter(|row| {
            let is_free = row.taken.iter().all(|(begin, end)| to + 10.0 < *begin || end + 10.0 < from);
            is_free && lines.len() == 1 && !row.parties.contains(&index)
        });
        let base = if let Some(row) = shared {
            row.base
        } else {
            self.row = None;
            self.canvas.y += 4.0;
            self.canvas.y + 11.0
        };
        let (at, anchor) = if is_last { (x - BESIDE, Anchor::End) } else { (x + BESIDE, Anchor::Start) };
        for (number, line) in lines.iter().enumerate() {
            self.canvas.text(at, base + LINE * super::count(number), anchor, Font::Sans, class, line);
        }
        self.canvas.draw(maud::html! {
            circle cx=(super::canvas::n(x)) cy=(super::canvas::n(base - 4.5)) r="3" class={ "dot " (class) } {}
        });
        if let Some(row) = &mut self.row {
            row.taken.push((from, to));
            row.parties.push(index);
        } else {
            self.canvas.y = base - 11.0 + LINE * super::count(lines.len());
            let is_one = lines.len() == 1;
            self.row = is_one.then(|| Row { base, taken: vec![(from, to)], parties: vec![index] });
        }
        base - 4.5
    }

    /// Writes between all parties.
    fn between(&mut self, text: &str) {
        self.row = None;
        let (first, last) = (self.parties[0].x, self.parties[self.parties.len() - 1].x);
        let lines = Font::Bold.wrapped(text, SIZE, last - first - 16.0);
        self.canvas.y += 8.0;
        for line in lines {
            self.halo(f64::midpoint(first, last), self.canvas.y + 11.0, Font::Bold, "aside", &line);
            self.canvas.y += LINE;
        }
        self.canvas.y += 3.0;
    }

    /// Writes in the middle, on a ground that hides the lines below.
    fn halo(&mut self, x: f64, y: f64, font: Font, class: &str, text: &str) {
        self.canvas.text(x, y, Anchor::Middle, font, &format!("halo {class}"), text);
    }

    /// Lets time go by.
    fn pass(&mut self, time: &str) {
        self.row = None;
        self.has_break = true;
        let top = self.canvas.y + 5.0;
        let bottom = top + 24.0;
        self.breaks.push((top, bottom));
        // Of three lines, the one in the middle would go through it.
        let (first, last) = (self.parties[0].x, self.parties[(self.parties.len() / 2) * 2 - 1].x);
        let text = if time.is_empty() { "\u{2026}".to_owned() } else { time.to_owned() };
        self.halo(f64::midpoint(first, last), top + 16.0, Font::Sans, "soft", &text);
        self.canvas.y = bottom + 3.0;
    }

    fn event(&mut self, shown: &Shown) -> anyhow::Result<()> {
        let (name, event, number) = events::event(self.recordings, &shown.event)?;
        if self.seen.insert((name.to_owned(), number)) == shown.again {
            let fault = if shown.again { "not in the story yet" } else { "in the story twice" };
            bail!("event {} is {fault}", shown.event);
        }
        if let Some(other) = &shown.cross {
            let other = Shown { event: other.clone(), ..Shown::default() };
            let (name, _, number) = events::event(self.recordings, &other.event)?;
            self.seen.insert((name.to_owned(), number));
            return self.crossing(shown, &other);
        }
        let (client, server) = self.ends(name, event.connection)?;
        self.pause(name, event.at);
        let ack = shown.acks.as_deref().map(|acks| self.ack(acks)).transpose()?;
        let ack = ack.map(|(_, ack)| format!(", {ack}")).unwrap_or_default();
        let ends = |from: Side| if from == Side::Client { (client, server) } else { (server, client) };
        match &event.what {
            What::Open { .. } => self.opens(client, server, shown),
            What::Refused(_) => {
                self.segment((client, server), &["SYN".to_owned()], "open", shown);
                self.segment((server, client), &["RST: refused".to_owned()], "bad", shown);
            }
            What::Data { from, octets, .. } | What::Datagram { from, octets } => {
                let mut lines = lines(octets, shown, self.sequence.lines)?;
                if let Some(last) = lines.last_mut() {
                    *last += &ack;
                }
                let (from, to) = ends(*from);
                self.segment((from, to), &lines, &format!("s{}", from + 1), shown);
            }
            What::End(side) => {
                let (from, to) = ends(*side);
                self.segment((from, to), &[format!("FIN{ack}")], &format!("s{} dashed", from + 1), shown);
            }
            What::Reset(side) => self.segment(ends(*side), &["RST".to_owned()], "bad", shown),
            What::Unseen => {}
        }
        Ok(())
    }

    /// Draws two segments that are under way at the same time, each with one line beside where it begins.
    fn crossing(&mut self, one: &Shown, other: &Shown) -> anyhow::Result<()> {
        self.row = None;
        let top = self.canvas.y + 15.0;
        let (begin, end) = (top + 5.0, top + 33.0);
        let mut sides = BTreeSet::new();
        for shown in [one, other] {
            let (name, event, _) = events::event(self.recordings, &shown.event)?;
            let (client, server) = self.ends(name, event.connection)?;
            let ends = |from: Side| if from == Side::Client { (client, server) } else { (server, client) };
            let ((from, to), line, dashed) = match &event.what {
                What::Data { from, octets, .. } => (ends(*from), lines(octets, shown, 1)?.concat(), ""),
                What::End(side) => (ends(*side), "FIN".to_owned(), " dashed"),
                _ => bail!("event {} crosses nothing", shown.event),
            };
            sides.insert(from < to);
            let (start, stop) = (self.parties[from].x, self.parties[to].x);
            let (at, anchor) =
                if start < stop { (start + BESIDE, Anchor::Start) } else { (start - BESIDE, Anchor::End) };
            self.canvas.text(at, top, anchor, Font::Mono, "halo", &line);
            self.canvas.arrow((start, begin), (stop, end), &format!("s{}{dashed}", from + 1));
        }
        if sides.len() != 2 {
            bail!("events {} and {} go the same way", one.event, other.event);
        }
        self.canvas.y = end + 3.0;
        Ok(())
    }

    /// Draws a segment that has nothing but an ACK: no recording has it.
    fn acked(&mut self, acked: &Acked) -> anyhow::Result<()> {
        let (ends, ack) = self.ack(&acked.acks)?;
        let Acked { acks: event, say, lost } = acked.clone();
        let shown = Shown { event, say, lost, ..Shown::default() };
        self.segment(ends, &[ack], &format!("s{}", ends.0 + 1), &shown);
        Ok(())
    }

    /// Draws what was never recorded, in words alone.
    fn told(&mut self, told: &Told) -> anyhow::Result<()> {
        let ends @ (from, to) = (self.party(&told.from)?, self.party(&told.to)?);
        if from == to {
            bail!("{} sends nothing to itself", told.from);
        }
        let shown = Shown { say: Some(told.say.clone()), ..Shown::default() };
        self.segment(ends, &[], &format!("s{}", from + 1), &shown);
        Ok(())
    }

    /// Between whom the ACK of an event goes, and what stands in it.
    fn ack(&self, id: &str) -> anyhow::Result<((usize, usize), String)> {
        let (name, event, number) = events::event(self.recordings, id)?;
        let (side, ack) = events::acknowledged(events::recording(self.recordings, name)?, number)?;
        let (client, server) = self.ends(name, event.connection)?;
        let ends = if side == Side::Client { (server, client) } else { (client, server) };
        Ok((ends, format!("ACK {ack}")))
    }

    /// Who the client is, and who the server, in a connection of a recording.
    fn ends(&self, recording: &str, connection: u64) -> anyhow::Result<(usize, usize)> {
        let is_it = |between: &&Between| {
            between.recording == recording && between.connection.is_none_or(|only| only == connection)
        };
        match &self.sequence.between[..] {
            [] => Ok((0, self.parties.len() - 1)),
            between => {
                let found = between.iter().find(is_it);
                let found = found.with_context(|| {
                    format!("say in `between` who is in connection {connection} of the recording {recording:?}")
                })?;
                Ok((self.party(&found.client)?, self.party(&found.server)?))
            }
        }
    }

    /// Shows how much time went by since the last event of a recording.
    fn pause(&mut self, recording: &str, at: u64) {
        let before = if let Some((_, before)) = self.last.iter_mut().find(|(name, _)| name == recording) {
            std::mem::replace(before, at)
        } else {
            self.last.push((recording.to_owned(), at));
            at
        };
        let pause = at - before;
        if pause >= PAUSE && !self.has_break {
            self.pass(&seconds(pause));
        }
        self.has_break = false;
    }

    fn opens(&mut self, client: usize, server: usize, shown: &Shown) {
        match self.sequence.open {
            Open::None => {}
            Open::Line => {
                self.row = None;
                let (from, to) = (self.parties[client].x, self.parties[server].x);
                let y = self.canvas.y + 10.0;
                self.canvas.line((from, y), (to, y), "open");
                let text = shown.say.as_deref().unwrap_or("connection");
                self.halo(f64::midpoint(from, to), y + 4.5, Font::Sans, "soft", text);
                self.canvas.y = y + 8.0;
            }
            Open::Handshake => {
                let silent = Shown { say: None, ..shown.clone() };
                let (there, back) = (format!("s{}", client + 1), format!("s{}", server + 1));
                self.segment((client, server), &["SYN".to_owned()], &there, &silent);
                self.segment((server, client), &["SYN, ACK".to_owned()], &back, &silent);
                self.segment((client, server), &["ACK".to_owned()], &there, shown);
            }
        }
    }

    /// Draws an arrow with what it carries above it, and what is said of it below.
    fn segment(&mut self, (from, to): (usize, usize), lines: &[String], class: &str, shown: &Shown) {
        self.row = None;
        let (start, end) = (self.parties[from].x, self.parties[to].x);
        let middle = f64::midpoint(start, end);
        let room = (end - start).abs() - 14.0;
        let colour = if class == "bad" { "bad".to_owned() } else { format!("f{}", from + 1) };
        self.canvas.y += 4.0;
        for line in lines {
            let is_more = line.starts_with('\u{2026}');
            let (font, size) = if is_more { (Font::Sans, SMALL) } else { (Font::Mono, SIZE) };
            let line = cut(line, font, size, room);
            let class = if is_more { "halo soft" } else { "halo" };
            self.canvas.text_of(size, middle, self.canvas.y + 11.0, Anchor::Middle, font, class, &line);
            self.canvas.y += LINE - 1.0;
        }
        let y = self.canvas.y + 3.0;
        if shown.lost {
            let (x, at) = (start + (end - start) * 0.62, y + SLOPE * 0.62);
            self.canvas.line((start, y), (x, at), class);
            let (left, right, up, down) = (x - 5.0, x + 5.0, at - 5.0, at + 5.0);
            self.canvas.line((left, up), (right, down), "bad");
            self.canvas.line((left, down), (right, up), "bad");
        } else {
            self.canvas.arrow((start, y), (end, y + SLOPE), class);
        }
        self.canvas.y = y + SLOPE + 3.0;
        if let Some(say) = &shown.say {
            for line in Font::Sans.wrapped(say, SIZE, room) {
                self.halo(middle, self.canvas.y + 10.0, Font::Sans, &colour, &line);
                self.canvas.y += LINE - 1.0;
            }
            self.canvas.y += 2.0;
        }
    }

    fn finish(mut self) -> anyhow::Result<()> {
        self.check_all_shown()?;
        let bottom = self.canvas.y + 6.0;
        for (index, party) in self.parties.iter().enumerate() {
            if let Some(begun) = party.waits {
                self.waits.push((index, begun, bottom));
            }
        }
        let from = self.canvas.depth();
        for party in &self.parties {
            let mut y = self.top;
            for (begin, end) in &self.breaks {
                self.canvas.line((party.x, y), (party.x, *begin), "life");
                self.canvas.line((party.x, *begin), (party.x, *end), "life passes");
                y = *end;
            }
            self.canvas.line((party.x, y), (party.x, bottom), "life");
        }
        for (index, begin, end) in &self.waits {
            self.canvas.rect((self.parties[*index].x - 4.0, *begin), (8.0, end - begin), "waits");
        }
        self.canvas.sink(from, self.depth);
        self.canvas.y = bottom + 2.0;
        Ok(())
    }

    /// Nothing that was recorded is left out unsaid.
    fn check_all_shown(&self) -> anyhow::Result<()> {
        let mut known = self.seen.clone();
        for ids in &self.sequence.without {
            let (first, last) = ids.split_once("..").unwrap_or((ids, ids));
            let (name, _, from) = events::event(self.recordings, first)?;
            let prefix = first.rsplit_once('.').map_or(String::new(), |(name, _)| format!("{name}."));
            let last = if last.contains('.') || last == first { last.to_owned() } else { format!("{prefix}{last}") };
            let (_, _, to) = events::event(self.recordings, &last)?;
            known.extend((from..=to).map(|number| (name.to_owned(), number)));
        }
        for name in self.seen.iter().map(|(name, _)| name).collect::<BTreeSet<_>>() {
            let events = events::recording(self.recordings, name)?;
            let left_out = (1..).zip(events).find(|(number, _)| !known.contains(&(name.clone(), *number)));
            if let Some((number, event)) = left_out {
                bail!("the story leaves out event {number} ({}); say so in `without`", events::line(event));
            }
        }
        Ok(())
    }
}

/// A time as people say it.
fn seconds(micros: u64) -> String {
    let tenths = micros / 100_000;
    match tenths % 10 {
        0 => format!("{} s", tenths / 10),
        tenth => format!("{}.{tenth} s", tenths / 10),
    }
}

/// The lines that an arrow carries.
fn lines(octets: &[u8], shown: &Shown, most: usize) -> anyhow::Result<Vec<String>> {
    if let Some(text) = shown.lacks.iter().find(|text| events::position(octets, text.as_bytes()).is_some()) {
        bail!("{text:?} is in event {}", shown.event);
    }
    if !shown.show.is_empty() {
        for text in &shown.show {
            events::position(octets, text.as_bytes())
                .with_context(|| format!("{text:?} is not in event {}", shown.event))?;
        }
        return Ok(shown.show.iter().map(|text| visible(text.as_bytes())).collect());
    }
    let mut lines: Vec<String> = octets.split_inclusive(|octet| *octet == b'\n').map(visible).collect();
    // The empty line that ends a head needs none of its own where nothing follows.
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    if lines.len() > most || octets.is_empty() {
        lines.truncate(most.saturating_sub(1));
        lines.push(format!("\u{2026} {} octets in all", octets.len()));
    }
    Ok(lines)
}

/// A line without its end; what is no visible ASCII as hex digits.
fn visible(line: &[u8]) -> String {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    line.iter().fold(String::new(), |text, octet| match octet {
        b' '..=b'~' => text + &char::from(*octet).to_string(),
        _ => format!("{text}\\x{octet:02x}"),
    })
}

/// So much of a line as there is room for.
fn cut(line: &str, font: Font, size: f64, room: f64) -> String {
    if font.width(line, size) <= room {
        return line.to_owned();
    }
    let mut cut = String::new();
    for c in line.chars() {
        if font.width(&format!("{cut}{c}\u{2026}"), size) > room {
            break;
        }
        cut.push(c);
    }
    cut + "\u{2026}"
}
