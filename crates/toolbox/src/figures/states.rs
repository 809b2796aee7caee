//! States and what leads from one to the next: boxes in rows, arrows between them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};

use super::canvas::{Anchor, Canvas, MARGIN, WIDTH, n};
use super::file::{Edge, States};
use super::text::{Font, SIZE, SMALL};

/// How high a box is, what is between two rows, and how wide a lane at the side is for an arrow that goes round.
const BOX: f64 = 24.0;
const BETWEEN: f64 = 38.0;
const LANE: f64 = 15.0;

/// Where a state is.
#[derive(Debug, Clone, Copy)]
struct Place {
    row: usize,
    x: f64,
    y: f64,
    half: f64,
}

/// Draws them below what is there.
///
/// # Errors
///
/// When a name is not one of the source, or an arrow has no end.
pub fn draw(states: &States, root: &Path, canvas: &mut Canvas) -> anyhow::Result<()> {
    check_names(states, root)?;
    let rows = rows(states)?;
    let places = places(states, &rows, canvas.y + 4.0)?;
    let mut lanes = (0.0, 0.0);
    let row = |name: &String| places.get(name).map_or(0, |place| place.row);
    let (round, straight): (Vec<_>, Vec<_>) =
        states.edge.iter().partition(|edge| goes_round(row(&edge.from), row(&edge.to)));
    for edge in straight.into_iter().chain(round) {
        draw_edge(states, edge, &places, &mut lanes, canvas)?;
    }
    for name in rows.iter().flatten() {
        let place = places[name];
        let class = if states.marked.contains(name) { "own t3 s3" } else { "box" };
        canvas.rect((place.x - place.half, place.y), (2.0 * place.half, BOX), class);
        canvas.text(place.x, place.y + 16.5, Anchor::Middle, Font::Bold, "", name);
    }
    let lowest = places.values().map(|place| place.y).fold(0.0, f64::max) + BOX;
    canvas.y = canvas.texts.iter().map(|text| text.y + 4.0).fold(lowest + 4.0, f64::max);
    Ok(())
}

/// A state is called in a figure what it is called in the code.
fn check_names(states: &States, root: &Path) -> anyhow::Result<()> {
    let Some(source) = &states.source else { return Ok(()) };
    let text = fs::read_to_string(root.join(source)).with_context(|| format!("cannot read {source}"))?;
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    match states.rows.iter().flatten().find(|name| !words.contains(&name.as_str())) {
        Some(name) => bail!("{source} has no {name}"),
        None => Ok(()),
    }
}

/// The rows: as given, or each state one row below the first that leads to it.
fn rows(states: &States) -> anyhow::Result<Vec<Vec<String>>> {
    if !states.rows.is_empty() {
        return Ok(states.rows.clone());
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let first = states.edge.first().context("a figure of states has arrows")?;
    let mut row = vec![first.from.clone()];
    while !row.is_empty() {
        rows.push(row);
        let mut next: Vec<String> = Vec::new();
        for edge in &states.edge {
            let is_known = rows.iter().flatten().chain(&next).any(|name| *name == edge.to);
            if !is_known && rows.last().is_some_and(|last| last.contains(&edge.from)) {
                next.push(edge.to.clone());
            }
        }
        row = next;
    }
    Ok(rows)
}

fn places(states: &States, rows: &[Vec<String>], top: f64) -> anyhow::Result<BTreeMap<String, Place>> {
    let row_of =
        |name: &String| rows.iter().position(|row| row.contains(name)).with_context(|| format!("no state {name}"));
    let mut lanes = (0.0, 0.0);
    for edge in &states.edge {
        if goes_round(row_of(&edge.from)?, row_of(&edge.to)?) {
            let lane = if edge.left { &mut lanes.0 } else { &mut lanes.1 };
            *lane += LANE;
        }
    }
    let (left, right) = (MARGIN + lanes.0, WIDTH - MARGIN - lanes.1);
    let mut places = BTreeMap::new();
    let mut y = top;
    for (row, names) in rows.iter().enumerate() {
        let halves: Vec<f64> = names.iter().map(|name| Font::Bold.width(name, SIZE) / 2.0 + 8.0).collect();
        let free = right - left - 2.0 * halves.iter().sum::<f64>();
        let gap = free / super::count(names.len());
        if gap < 6.0 {
            bail!("the states {} do not fit into one row", names.join(", "));
        }
        let mut x = left + gap / 2.0;
        for (name, half) in names.iter().zip(halves) {
            places.insert(name.clone(), Place { row, x: x + half, y, half });
            x += 2.0 * half + gap;
        }
        y += BOX + BETWEEN;
    }
    Ok(places)
}

/// Whether an arrow goes round the rows instead of through them.
fn goes_round(from: usize, to: usize) -> bool {
    to < from || to > from + 1
}

fn draw_edge(
    states: &States,
    edge: &Edge,
    places: &BTreeMap<String, Place>,
    lanes: &mut (f64, f64),
    canvas: &mut Canvas,
) -> anyhow::Result<()> {
    let place = |name: &String| places.get(name).copied().with_context(|| format!("no state {name}"));
    let (from, to) = (place(&edge.from)?, place(&edge.to)?);
    let label = edge.label.as_deref().unwrap_or_default();
    let text = |canvas: &mut Canvas, x: f64, y: f64, anchor: Anchor| {
        canvas.text_of(SMALL, x, y, anchor, Font::Sans, "halo", label);
    };
    if from.row == to.row {
        let sign = if from.x < to.x { 1.0 } else { -1.0 };
        let (start, end) = (from.x + sign * from.half, to.x - sign * to.half);
        let y = from.y + BOX / 2.0;
        canvas.arrow((start, y), (end, y), "edge");
        text(canvas, f64::midpoint(start, end), y - 6.0, Anchor::Middle);
    } else if goes_round(from.row, to.row) {
        let (lane, sign) = if edge.left { (&mut lanes.0, -1.0) } else { (&mut lanes.1, 1.0) };
        *lane += LANE;
        let x = if edge.left { MARGIN + *lane - LANE + 3.0 } else { WIDTH - MARGIN - *lane + LANE - 3.0 };
        let (start, end) = (from.y + BOX / 2.0, to.y + BOX / 2.0);
        let tip = to.x + sign * to.half;
        canvas.path(
            &format!("M{} {}H{}V{}H{}", n(from.x + sign * from.half), n(start), n(x), n(end), n(tip + sign * 5.0)),
            "edge",
        );
        canvas.head((tip, end), (-sign, 0.0), "edge head");
        let width = Font::Sans.width(label, SMALL);
        let left = if edge.left { x + 6.0 } else { x - 6.0 - width };
        let is_free = |y: f64| {
            let (top, bottom) = (y - SMALL, y + 5.0);
            let is_clear = |place: &Place| {
                let is_beside = place.x + place.half < left || left + width < place.x - place.half;
                is_beside || place.y > bottom || place.y + BOX < top
            };
            places.values().all(is_clear) && canvas.is_free(left, y, width, SMALL)
        };
        // In its middle, or at its begin, where there is room.
        let below = from.y + BOX + 13.0;
        let y = [f64::midpoint(start, end) + 4.0, below, from.y - 6.0, to.y - 6.0].into_iter().find(|y| is_free(*y));
        text(canvas, left, y.unwrap_or(below), Anchor::Start);
    } else {
        let count = |edges: &mut dyn Iterator<Item = &Edge>| edges.count();
        let leaving = count(&mut states.edge.iter().filter(|other| other.from == edge.from));
        // Several arrows out of a box begin apart.
        let spread = (to.x - from.x).clamp(-from.half * 0.6, from.half * 0.6);
        let start = if leaving > 1 { from.x + spread } else { from.x };
        let spread = (start - to.x).clamp(-to.half * 0.6, to.half * 0.6);
        let end = to.x + if (start - to.x).abs() < 4.0 { 0.0 } else { spread };
        canvas.arrow((start, from.y + BOX), (end, to.y), "edge");
        let middle = from.y + BOX + BETWEEN / 2.0;
        // Beside the arrow, on the side to which it leans: arrows lean apart.
        let x = f64::midpoint(start, end);
        // Of two arrows, the left one has its words at its left.
        let leans_more =
            |other: &&Edge| other.from == edge.from && places.get(&other.to).is_some_and(|other| other.x > to.x + 4.0);
        let is_left = end < start - 4.0
            || leaving == 2 && end < start + 12.0 && states.edge.iter().any(|other| leans_more(&other));
        let width = Font::Sans.width(label, SMALL);
        let sides = if is_left { [x - 7.0 - width, x + 7.0] } else { [x + 7.0, x - 7.0 - width] };
        let y = middle + 4.0;
        let is_free = |x: &f64| *x >= MARGIN && canvas.is_free(*x, y, width, SMALL);
        let x = sides.into_iter().find(is_free).unwrap_or(sides[0]);
        text(canvas, x, y, Anchor::Start);
    }
    Ok(())
}
