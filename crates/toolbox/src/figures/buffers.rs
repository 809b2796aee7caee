//! Client and server side by side, and the buffers between them: what lies in them, and what finds no room.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use harness::recording::{Event, Side, What};

use super::canvas::{Anchor, Canvas, MARGIN, WIDTH};
use super::count;
use super::events::{self, Recordings};
use super::file::{Buffer, Buffers, Channel};
use super::text::{Font, SIZE, SMALL};

/// How wide a party is at least, and what is between it and the buffer beside it.
const PARTY: f64 = 76.0;
const BESIDE: f64 = 17.0;

/// What is free between the edge of a party and what stands in it.
const FREE: f64 = 4.0;

/// What is between two buffers, and between the edge of one and what is in it.
const BETWEEN: f64 = 14.0;
const INSIDE: f64 = 3.0;

/// How high a line of text is, and a piece.
const LINE: f64 = 16.0;
const PIECE: f64 = 20.0;

/// How wide a party is, and where the buffers are.
#[derive(Debug, Clone, Copy)]
struct Columns {
    party: f64,
    left: f64,
    right: f64,
}

impl Columns {
    /// A party is as wide as its widest piece or word.
    fn of(buffers: &Buffers) -> Self {
        let words = |text: &str| text.split(' ').map(|word| Font::Sans.width(word, SIZE)).fold(0.0, f64::max);
        let widths = buffers.channel.iter().flat_map(|channel| {
            let said = channel.sender.iter().chain(&channel.receiver).chain(&channel.send).chain(&channel.receive);
            let pieces = channel.sends.iter().chain(&channel.receives).map(|text| width(text));
            said.map(|text| words(text)).chain(pieces)
        });
        let party = widths.map(|width| width + 2.0 * FREE).fold(PARTY, f64::max);
        Self { party, left: MARGIN + party + BESIDE, right: WIDTH - MARGIN - party - BESIDE }
    }

    fn middles(self) -> [f64; 2] {
        [MARGIN + self.party / 2.0, WIDTH - MARGIN - self.party / 2.0]
    }
}

/// Something that stands in a party's column.
enum Item {
    Said { text: String, font: Font, class: &'static str },
    Piece { text: String, class: String },
}

/// Draws them below what is there.
///
/// # Errors
///
/// When what is asked for was not sent, or does not fit.
pub fn draw(buffers: &Buffers, recordings: &Recordings, root: &Path, canvas: &mut Canvas) -> anyhow::Result<()> {
    prove(buffers, root)?;
    let top = canvas.y + 3.0;
    let columns = Columns::of(buffers);
    for (x, side) in columns.middles().into_iter().zip([Side::Client, Side::Server]) {
        canvas.text(x, top + 17.0, Anchor::Middle, Font::Bold, "", side.name());
    }
    canvas.y = top + 24.0;
    for channel in &buffers.channel {
        check(channel, recordings)?;
        draw_channel(channel, columns, canvas)?;
        canvas.y += 4.0;
    }
    for x in columns.middles() {
        canvas.rect((x - columns.party / 2.0 + 0.6, top), (columns.party - 1.2, canvas.y - top), "party");
    }
    canvas.y += 3.0;
    Ok(())
}

/// What the course's own programs print says how much a buffer holds.
fn prove(buffers: &Buffers, root: &Path) -> anyhow::Result<()> {
    let Some(proof) = &buffers.proof else { return Ok(()) };
    let text = fs::read_to_string(root.join(&proof.file)).with_context(|| format!("cannot read {}", proof.file))?;
    let held: usize = buffers.channel.iter().flat_map(|channel| &channel.buffer).map(|buffer| buffer.holds.len()).sum();
    let wanted = proof.text.replace("{held}", &held.to_string());
    if !text.contains(&wanted) {
        bail!("{} does not say {wanted:?}", proof.file);
    }
    Ok(())
}

/// All that was sent is shown, and nothing else, wherever pieces are shown.
fn check(channel: &Channel, recordings: &Recordings) -> anyhow::Result<()> {
    let kept = channel.buffer.iter().flat_map(|buffer| buffer.holds.iter().chain(&buffer.lost));
    let shown: [Vec<&String>; 3] = [channel.sends.iter().collect(), kept.collect(), channel.receives.iter().collect()];
    if shown.iter().all(Vec::is_empty) {
        return Ok(());
    }
    let events = events::recording(recordings, &channel.recording)?;
    let of_channel = events.iter().filter(|event| event.connection == channel.connection);
    let datagrams: Vec<&[u8]> = of_channel.filter_map(|event| datagram(event, channel.from)).collect();
    let (sent, _) = events::sent(events, channel.connection, channel.from);
    for pieces in shown.into_iter().filter(|pieces| !pieces.is_empty()) {
        let is_all = if datagrams.is_empty() {
            pieces.iter().flat_map(|piece| piece.bytes()).eq(sent.iter().copied())
        } else {
            let begins = |(piece, datagram): (&&String, &&[u8])| datagram.starts_with(piece.as_bytes());
            pieces.len() == datagrams.len() && pieces.iter().zip(&datagrams).all(begins)
        };
        if !is_all {
            bail!("{pieces:?} is not what {} sent", channel.from.name());
        }
    }
    Ok(())
}

fn datagram(event: &Event, side: Side) -> Option<&[u8]> {
    match &event.what {
        What::Datagram { from, octets } if *from == side => Some(octets),
        _ => None,
    }
}

fn draw_channel(channel: &Channel, columns: Columns, canvas: &mut Canvas) -> anyhow::Result<()> {
    let is_right = channel.from == Side::Client;
    let colour = if is_right { 1 } else { 2 };
    let piece = format!("own t{colour} s{colour}");
    let receiver = format!("own t{} s{}", 3 - colour, 3 - colour);
    let room = columns.party - 2.0 * FREE;
    let sends = items(channel.send.as_deref(), &channel.sends, &channel.sender, &piece, room);
    let gets = items(channel.receive.as_deref(), &channel.receives, &channel.receiver, &receiver, room);
    let beside = if is_right { [sends, gets] } else { [gets, sends] };
    // What stands beside the buffers is as high as they are, where there is room.
    let top = canvas.y + 4.0;
    let highest = beside.iter().map(|items| height(items)).fold(0.0, f64::max);
    let middle = draw_buffers(channel, columns, (top, top + highest / 2.0), &piece, canvas)?;
    let mut bottom = canvas.y;
    for (items, x) in beside.iter().zip(columns.middles()) {
        bottom = bottom.max(draw_items(items, x, middle - height(items) / 2.0, canvas));
    }
    canvas.y = bottom;
    Ok(())
}

/// What stands in a party's column: each piece below what is done with it, or what is said.
fn items(action: Option<&str>, pieces: &[String], said: &[String], class: &str, room: f64) -> Vec<Item> {
    let mut items = Vec::new();
    let say = |items: &mut Vec<Item>, text: &str, font: Font, class: &'static str| {
        for line in font.wrapped(text, SIZE, room) {
            items.push(Item::Said { text: line, font, class });
        }
    };
    for text in pieces {
        say(&mut items, action.unwrap_or_default(), Font::Sans, "");
        items.push(Item::Piece { text: text.clone(), class: class.to_owned() });
    }
    for text in said {
        match text.strip_prefix('!') {
            Some(text) => say(&mut items, text.trim(), Font::Sans, "bad"),
            None => say(&mut items, text, Font::Sans, ""),
        }
    }
    items
}

fn height(items: &[Item]) -> f64 {
    items.iter().map(|item| if matches!(item, Item::Piece { .. }) { PIECE + 5.0 } else { LINE }).sum()
}

fn draw_items(items: &[Item], x: f64, mut y: f64, canvas: &mut Canvas) -> f64 {
    for item in items {
        match item {
            Item::Said { text, font, class } => {
                canvas.text(x, y + 12.0, Anchor::Middle, *font, class, text);
                y += LINE;
            }
            Item::Piece { text, class } => {
                draw_piece((x, y + 1.0), width(text), class, text, canvas);
                y += PIECE + 5.0;
            }
        }
    }
    y
}

/// How wide the box of a piece is; numbers stand close to one another.
fn width(text: &str) -> f64 {
    if text.len() <= 2 { 14.0 * count(text.len()) } else { Font::Mono.width(text, SIZE) + 8.0 }
}

/// Draws a piece below a point.
fn draw_piece((middle, top): (f64, f64), width: f64, class: &str, text: &str, canvas: &mut Canvas) {
    canvas.rect((middle - width / 2.0 + 0.5, top), (width - 1.0, PIECE), class);
    let size = if text.len() <= 2 { SMALL } else { SIZE };
    canvas.text_of(size, middle, top + 14.5, Anchor::Middle, Font::Mono, "", text);
}

/// Draws the buffers of a channel, in the order in which octets pass them, and the arrows, no higher than a line; returns where the
/// arrows are.
fn draw_buffers(
    channel: &Channel,
    columns: Columns,
    (top, line): (f64, f64),
    class: &str,
    canvas: &mut Canvas,
) -> anyhow::Result<f64> {
    let Columns { left, right, .. } = columns;
    let buffers = count(channel.buffer.len());
    let width = (right - left - BETWEEN * (buffers - 1.0)) / buffers;
    let is_right = channel.from == Side::Client;
    let names = channel.buffer.iter().map(|buffer| Font::Sans.wrapped(&buffer.name, SMALL, width).len());
    let above = LINE * count(names.max().context("a channel has a buffer")?);
    let depth = channel.buffer.iter().map(|buffer| depth(buffer, channel.down)).fold(0.0, f64::max);
    let middle = line.max(top + above + depth / 2.0);
    let top = middle - depth / 2.0;
    canvas.y = top + depth;
    for (number, buffer) in channel.buffer.iter().enumerate() {
        let step = (width + BETWEEN) * count(number);
        let x = if is_right { left + step } else { right - width - step };
        let names = Font::Sans.wrapped(&buffer.name, SMALL, width);
        for (line, name) in names.iter().enumerate() {
            let y = top - LINE * count(names.len() - line) + 11.0;
            canvas.text_of(SMALL, x + width / 2.0, y, Anchor::Middle, Font::Sans, "soft", name);
        }
        let outline = if buffer.full { "own full" } else { "box" };
        canvas.rect((x, top), (width, depth), outline);
        draw_held(buffer, channel, (x, top), (width, depth), class, canvas)?;
        draw_lost(buffer, is_right, columns, canvas)?;
    }
    for number in 0..=channel.buffer.len() {
        let from = left + (width + BETWEEN) * count(number);
        let is_last = number == channel.buffer.len();
        let begin = if number == 0 { left - BESIDE } else { from - BETWEEN };
        let end = if is_last { right + BESIDE } else { from };
        let mirror = |x: f64| if is_right { x } else { WIDTH - x };
        if is_last && channel.unread {
            cross((mirror(f64::midpoint(begin, end)), middle), canvas);
        } else {
            canvas.arrow((mirror(begin + 2.0), middle), (mirror(end - 2.0), middle), "");
        }
    }
    Ok(middle)
}

/// Nothing passes here.
fn cross((x, y): (f64, f64), canvas: &mut Canvas) {
    for side in [-4.5, 4.5] {
        canvas.line((x - 4.5, y - side), (x + 4.5, y + side), "bad");
    }
}

/// How high a buffer is.
fn depth(buffer: &Buffer, down: bool) -> f64 {
    let rows = if down { buffer.holds.len().max(1) } else { 1 };
    (PIECE + INSIDE) * count(rows) + INSIDE + 2.0
}

fn draw_held(
    buffer: &Buffer,
    channel: &Channel,
    (x, y): (f64, f64),
    size: (f64, f64),
    class: &str,
    canvas: &mut Canvas,
) -> anyhow::Result<()> {
    let middle = x + size.0 / 2.0;
    if buffer.holds.is_empty() {
        let text = if buffer.full { "full" } else { "empty" };
        let class = if buffer.full { "bad" } else { "soft" };
        canvas.text(middle, y + size.1 / 2.0 + 4.5, Anchor::Middle, Font::Bold, class, text);
        return Ok(());
    }
    let whole: f64 = buffer.holds.iter().map(|text| width(text)).sum();
    let widest = buffer.holds.iter().map(|text| width(text)).fold(0.0, f64::max);
    if (if channel.down { widest } else { whole }) > size.0 - 2.0 {
        bail!("{:?} do not fit into a buffer", buffer.holds);
    }
    let is_right = channel.from == Side::Client;
    // The first one is where it will be taken out.
    let mut edge = if is_right { x + size.0 - INSIDE } else { x + INSIDE };
    for (row, text) in buffer.holds.iter().enumerate() {
        let width = width(text);
        if channel.down {
            let at = (middle, y + INSIDE + 1.0 + (PIECE + INSIDE) * count(row));
            draw_piece(at, width, class, text, canvas);
            continue;
        }
        let step = if is_right { -width } else { width };
        let at = if buffer.holds.len() == 1 { middle } else { edge + step / 2.0 };
        draw_piece((at, y + INSIDE + 1.0), width, class, text, canvas);
        edge += step;
    }
    Ok(())
}

/// Draws what finds no room, below the buffer.
fn draw_lost(buffer: &Buffer, is_right: bool, columns: Columns, canvas: &mut Canvas) -> anyhow::Result<()> {
    if buffer.lost.is_empty() {
        return Ok(());
    }
    let Columns { left, right, .. } = columns;
    let top = canvas.y + 8.0;
    let whole: f64 = buffer.lost.iter().map(|text| width(text) + 3.0).sum();
    if whole > right - left {
        bail!("{:?} do not fit below a buffer", buffer.lost);
    }
    let mirror = |x: f64| if is_right { x } else { WIDTH - x };
    let y = top + PIECE / 2.0;
    canvas.line((mirror(left - BESIDE + 2.0), y), (mirror(left - 2.0), y), "bad dashed");
    let mut x = left + whole;
    for text in &buffer.lost {
        let width = width(text);
        x -= width + 3.0;
        draw_piece((mirror(x + width / 2.0), top), width, "lost", text, canvas);
    }
    cross((mirror(left + whole + 8.0), y), canvas);
    canvas.y = top + PIECE;
    let lines = Font::Sans.wrapped(buffer.say.as_deref().unwrap_or_default(), SIZE, right - left);
    for line in lines {
        canvas.text(f64::midpoint(left, right), canvas.y + 14.0, Anchor::Middle, Font::Sans, "bad", &line);
        canvas.y += LINE;
    }
    canvas.y += 4.0;
    Ok(())
}
