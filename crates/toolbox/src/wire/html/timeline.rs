//! The timeline of a page: two lanes for each connection, a block for each event.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use harness::recording::{Event, Side, What};

use super::super::analysis::Seen;
use super::super::terminal::said;
use super::{class, escaped, millis};

/// Where the first block stands, and how far the blocks are from one another at least (pixels).
const LEFT: u64 = 8;
const GAP: u64 = 6;

/// How wide the blocks are (pixels).
const WORD: u64 = 38;
const NARROWEST: u64 = 16;
const WIDEST: u64 = 72;

/// How far the times on the axis are from one another (pixels).
const BETWEEN_TIMES: u64 = 96;

/// What the timeline has of an event.
#[derive(Debug)]
pub struct Mark {
    connection: u64,
    at: u64,
    side: Option<Side>,
    words: String,
    class: &'static str,
    /// What stands on the block.
    word: String,
    width: u64,
    is_broken: bool,
    /// The two addresses, of an event that opens a connection.
    title: Option<String>,
}

impl Mark {
    pub fn of(event: &Event, seen: &Seen) -> Self {
        let (side, words) = said(&event.what);
        let (class, word) = class(&event.what);
        let count = match &event.what {
            What::Data { octets, left_out, .. } => Some(octets.len() as u64 + left_out),
            What::Datagram { octets, .. } => Some(octets.len() as u64),
            _ => None,
        };
        let title = match &event.what {
            What::Open { client, server, .. } => Some(format!("{client} → {server}")),
            _ => None,
        };
        Self {
            connection: event.connection,
            at: event.at,
            side,
            words,
            class,
            word: count.map_or(word.to_owned(), |count| count.to_string()),
            width: count.map_or(WORD, width),
            is_broken: !seen.broken.is_empty(),
            title,
        }
    }
}

/// One connection.
#[derive(Default)]
struct Lanes {
    title: String,
    /// The blocks of each side, the client's first.
    blocks: [String; 2],
}

pub fn timeline(marks: &[Mark]) -> String {
    let mut connections: BTreeMap<u64, Lanes> = BTreeMap::new();
    let mut axis = String::new();
    let (mut left, mut before, mut next_time) = (LEFT, None, 0);
    for (number, mark) in marks.iter().enumerate() {
        left += before.map_or(0, |before| pause(mark.at.saturating_sub(before)));
        before = Some(mark.at);
        let lanes = connections.entry(mark.connection).or_default();
        if let Some(title) = &mark.title {
            lanes.title.clone_from(title);
        }
        lanes.blocks[usize::from(mark.side == Some(Side::Server))] += &block(number, left, mark);
        if left >= next_time {
            let _ = writeln!(axis, "<span class=time style=\"left:{left}px\">{}</span>", millis(mark.at));
            next_time = left + BETWEEN_TIMES;
        }
        left += mark.width + GAP;
    }
    let rows: String = connections.iter().map(|(number, lanes)| row(*number, lanes)).collect();
    let whole = left.max(next_time);
    format!(
        "<nav class=timeline aria-label=Timeline tabindex=0>\n<div class=lanes style=\"width:{whole}px\">\n\
         <div class=axis aria-hidden=true>\n{axis}</div>\n{rows}</div>\n</nav>\n"
    )
}

/// How far a pause moves what follows it (pixels): long ones grow slowly.
fn pause(micros: u64) -> u64 {
    match micros {
        0..1_000 => 0,
        1_000..10_000 => 10,
        10_000..100_000 => 20,
        100_000..1_000_000 => 36,
        1_000_000.. => 60,
    }
}

/// How wide the block of so many octets is (pixels).
fn width(count: u64) -> u64 {
    (NARROWEST + 5 * u64::from(count.max(1).ilog2())).min(WIDEST)
}

fn row(number: u64, lanes: &Lanes) -> String {
    let title = escaped(&lanes.title);
    let [client, server] = &lanes.blocks;
    format!(
        "<section class=connection>\n<h3>#{number} <small>{title}</small></h3>\n\
         <div class=\"lane client\"><b class=who>client →</b>\n{client}</div>\n\
         <div class=\"lane server\"><b class=who>← server</b>\n{server}</div>\n</section>\n"
    )
}

fn block(number: usize, left: u64, mark: &Mark) -> String {
    let Mark { class, width, word, .. } = mark;
    let (broken, rule) = if mark.is_broken { (" broken", "; a rule is broken") } else { ("", "") };
    let title = escaped(&format!("{}: {}{rule}", millis(mark.at), mark.words));
    format!(
        "<a class=\"block {class}{broken}\" href=\"#e{number}\" style=\"left:{left}px;width:{width}px\" \
         title=\"{title}\" aria-label=\"{title}\">{word}</a>\n"
    )
}
