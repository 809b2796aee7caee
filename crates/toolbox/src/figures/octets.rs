//! Octets in rows, with their ranges named below them, and an inspector that says of each range what it is.

use std::ops;

use anyhow::{Context as _, bail};
use maud::html;

use super::canvas::{Anchor, Canvas, MARGIN, WIDTH, n};
use super::count;
use super::events::{self, Recordings, position};
use super::file::{Octets, Range};
use super::text::{Font, SIZE, SMALL};
use crate::wire::http::{Asked, Part, Reader};

/// How high a row of octets is, and a line of labels.
const ROW: f64 = 22.0;
const LINE: f64 = 17.0;

/// How high the box around an octet is.
const CELL: f64 = 18.0;

/// How far below the row a label may be, in lines.
const DEEPEST: usize = 9;

/// How many colours there are.
const COLOURS: usize = 6;

/// The inspector's sheets are its own.
const HINT: usize = usize::MAX;

/// One octet, where it is drawn.
struct Cell {
    row: usize,
    x: f64,
    width: f64,
    /// What stands for it; in a frame where it has no sign of its own.
    text: String,
    is_framed: bool,
}

/// A range that was found.
struct Found<'a> {
    range: &'a Range,
    places: Vec<ops::Range<usize>>,
    colour: usize,
    octets: String,
}

/// Where a label goes.
struct Label {
    text: String,
    colour: usize,
    x: f64,
    width: f64,
    leader: f64,
    level: usize,
}

/// Draws them below what is there.
///
/// # Errors
///
/// When what is asked for is not in the recording, or does not fit.
pub fn draw(octets: &Octets, recordings: &Recordings, canvas: &mut Canvas) -> anyhow::Result<()> {
    let (all, ends) = events::sent(events::recording(recordings, &octets.recording)?, octets.connection, octets.from);
    let from = octets.start.as_ref().map_or(Ok(0), |start| find(&all, start))?;
    let to = match &octets.end {
        None => all.len(),
        Some(end) => from + find(&all[from..], end)? + end.len(),
    };
    let shown = &all[from..to];
    if shown.is_empty() {
        bail!("{} sent nothing on connection {}", octets.from.name(), octets.connection);
    }
    let mut ranges = octets.range.clone();
    if octets.structure {
        structure(&mut ranges, shown, octets)?;
    }
    let found = ranges_in(shown, &ranges)?;
    let cuts: Vec<usize> = if octets.pieces {
        ends.iter().filter(|end| **end > from && **end < to).map(|end| end - from).collect()
    } else {
        Vec::new()
    };
    let cells = cells(shown);
    let rows = cells.last().map_or(0, |cell| cell.row + 1);
    let sheets = canvas.told.len();
    let mut tops = Vec::new();
    let mut labels = Vec::new();
    canvas.y += 4.0;
    for row in 0..rows {
        tops.push(canvas.y);
        let of_row = labels_of(row, &cells, &found).with_context(|| {
            let text: String = cells.iter().filter(|cell| cell.row == row).map(|cell| cell.text.as_str()).collect();
            format!("the labels below {text:?} do not fit; shorten them, or leave one out")
        })?;
        let deepest = of_row.iter().map(|label| label.level + 1).max().unwrap_or_default();
        canvas.y += ROW + LINE * count(deepest) + if deepest > 0 { 5.0 } else { 0.0 };
        labels.push(of_row);
    }
    let inspector = canvas.y + 4.0;
    let told: Vec<&Found> = found.iter().filter(|found| found.range.explain.is_some()).collect();
    let height = inspector_height(&told);
    if !told.is_empty() {
        canvas.y = inspector + height + 4.0;
        canvas.rect((MARGIN, inspector), (WIDTH - 2.0 * MARGIN, height), "inspector");
        canvas.sheet = HINT - sheets;
        let hint = "Point at a range, or go there with Tab.";
        canvas.text(MARGIN + 8.0, inspector + 18.0, Anchor::Start, Font::Sans, "soft", hint);
        canvas.sheet = 0;
    }
    draw_plain(canvas, &cells, &found, &tops);
    for found in &found {
        draw_range(canvas, &cells, found, &tops, (inspector, height));
    }
    for (row, labels) in labels.iter().enumerate() {
        for label in labels {
            draw_label(canvas, label, tops[row] + CELL + 3.0);
        }
    }
    for cut in cuts {
        let cell = &cells[cut];
        canvas.line((cell.x, tops[cell.row] - 3.0), (cell.x, tops[cell.row] + CELL + 3.0), "cut");
    }
    Ok(())
}

/// Where a text is in octets.
fn find(octets: &[u8], text: &str) -> anyhow::Result<usize> {
    position(octets, text.as_bytes()).with_context(|| format!("{text:?} is not among the octets that were sent"))
}

fn ranges_in<'a>(octets: &[u8], ranges: &'a [Range]) -> anyhow::Result<Vec<Found<'a>>> {
    let mut found = Vec::new();
    let mut next = 0;
    for range in ranges {
        let places = places(octets, range)?;
        let colour = range.colour.unwrap_or_else(|| {
            next += 1;
            (next - 1) % COLOURS + 1
        });
        if colour > COLOURS {
            bail!("there are colours 0 to {COLOURS}, not {colour}");
        }
        let first = places.first().cloned().unwrap_or_default();
        found.push(Found { range, places, colour, octets: shown(&octets[first]) });
    }
    let mut all: Vec<_> = found.iter().flat_map(|found| found.places.iter().cloned()).collect();
    all.sort_by_key(|place| place.start);
    if let Some(pair) = all.windows(2).find(|pair| pair[0].end > pair[1].start) {
        let (a, b) = (&octets[pair[0].clone()], &octets[pair[1].clone()]);
        bail!("the ranges {:?} and {:?} overlap", shown(a), shown(b));
    }
    found.sort_by_key(|found| found.places[0].start);
    Ok(found)
}

fn places(octets: &[u8], range: &Range) -> anyhow::Result<Vec<ops::Range<usize>>> {
    let area = match &range.within {
        None => 0..octets.len(),
        Some(within) => {
            let at = find(octets, within)?;
            at..at + within.len()
        }
    };
    if let Some((from, to)) = range.octets {
        if from >= to || to > octets.len() {
            bail!("there are {} octets, not {from} to {to}", octets.len());
        }
        return Ok(std::iter::once(from..to).collect());
    }
    let start = match (&range.find, &range.begin) {
        (Some(text), None) | (None, Some(text)) if !text.is_empty() => text,
        _ => bail!("a range has one of `find`, `begin` and `octets`"),
    };
    let mut places = Vec::new();
    let mut from = area.start;
    while let Some(at) = position(&octets[from..area.end], start.as_bytes()) {
        let begin = from + at;
        let end = match &range.end {
            Some(end) => begin + find(&octets[begin..area.end], end)? + end.len(),
            None if range.begin.is_some() => area.end,
            None => begin + start.len(),
        };
        places.push(begin..end);
        from = end;
    }
    let found = places.len();
    match range.nth {
        0 if found > 0 => Ok(places),
        nth => {
            let place = nth.checked_sub(1).and_then(|index| places.into_iter().nth(index));
            let place = place.with_context(|| format!("{start:?} is there {found} times, not {}", nth.max(1)))?;
            Ok(vec![place])
        }
    }
}

/// Adds a range for each part of HTTP that has none yet.
fn structure(ranges: &mut Vec<Range>, octets: &[u8], what: &Octets) -> anyhow::Result<()> {
    let known: Vec<_> = ranges.iter().map(|range| places(octets, range)).collect::<anyhow::Result<Vec<_>>>()?.concat();
    let mut reader = Reader::new(what.from);
    for section in reader.read(octets, &mut Asked::default()) {
        for (place, part) in section.parts {
            let is_known = known.iter().any(|known| known.start < place.end && place.start < known.end);
            if let Some((name, explain, colour)) = about(part).filter(|_| !is_known) {
                ranges.push(Range {
                    octets: Some((place.start, place.end)),
                    name: Some(name.to_owned()),
                    explain: Some(explain.to_owned()),
                    colour: Some(colour),
                    ..Range::default()
                });
            }
        }
    }
    Ok(())
}

/// What a part of HTTP is called, what it is, and its colour.
fn about(part: Part) -> Option<(&'static str, &'static str, usize)> {
    Some(match part {
        Part::Method => ("method", "What the client asks for. Case matters.", 1),
        Part::Target => ("request target", "Of what: the path and the query of the URI.", 2),
        Part::Version => ("version", "Which HTTP the sender speaks.", 3),
        Part::Status => ("status code", "The result, for programs: its first digit is the class.", 1),
        Part::Reason => ("reason phrase", "The result, for people. Programs ignore it.", 2),
        Part::Name => ("field name", "In any letter case. A colon follows at once.", 4),
        Part::Value => ("field value", "The white space around it is not part of it.", 5),
        Part::LineEnd => ("line end", "CR and LF: the line ends here.", 0),
        Part::Content => ("content", "As many octets as the head says, whatever they are.", 6),
        Part::ChunkSize => ("chunk size", "In hexadecimal: how many octets of data follow.", 1),
        Part::Between | Part::Foreign | Part::Wrong => return None,
    })
}

fn cells(octets: &[u8]) -> Vec<Cell> {
    let mut cells = Vec::new();
    let (mut row, mut x) = (0, MARGIN + 2.0);
    for (index, octet) in octets.iter().enumerate() {
        let (text, is_framed) = sign(*octet);
        let size = if is_framed { SMALL } else { SIZE };
        let width = Font::Mono.width(&text, size) + if is_framed { 5.0 } else { 0.0 };
        // What ends a line stays with it.
        let pair = if octets[index..].starts_with(b"\r\n") { 2.0 * width } else { width };
        if x + pair > WIDTH - MARGIN {
            row += 1;
            x = MARGIN + 2.0;
        }
        cells.push(Cell { row, x, width, text, is_framed });
        x += width;
        if *octet == b'\n' {
            row += 1;
            x = MARGIN + 2.0;
        }
    }
    cells
}

/// What stands for an octet, and whether it has a frame.
fn sign(octet: u8) -> (String, bool) {
    match octet {
        b'\r' => ("CR".to_owned(), true),
        b'\n' => ("LF".to_owned(), true),
        b'\t' => ("HT".to_owned(), true),
        b' ' => ("\u{b7}".to_owned(), false),
        b'!'..=b'~' => (char::from(octet).to_string(), false),
        _ => (format!("{octet:02X}"), true),
    }
}

/// Octets in a line of text.
fn shown(octets: &[u8]) -> String {
    let mut text = String::new();
    for octet in octets {
        match sign(*octet) {
            (sign, true) => {
                if !text.is_empty() && !text.ends_with(' ') {
                    text.push(' ');
                }
                text += &sign;
                text.push(' ');
            }
            (_, false) if *octet == b' ' => text.push(' '),
            (sign, false) => text += &sign,
        }
    }
    // A space at the begin or the end would not be seen.
    let spaces =
        |octets: &mut dyn Iterator<Item = &u8>| "SP ".repeat(octets.take_while(|octet| **octet == b' ').count());
    let text = match text.trim() {
        "" => spaces(&mut octets.iter()),
        text => format!("{}{text} {}", spaces(&mut octets.iter()), spaces(&mut octets.iter().rev())),
    };
    let text = text.trim_end().to_owned();
    if text.chars().count() > 40 {
        let begin: String = text.chars().take(24).collect();
        let end: String = text.chars().skip(text.chars().count() - 12).collect();
        return format!("{begin}…{end}");
    }
    text
}

/// The runs of a place: a part of a row each, as the cells from and to.
fn runs(cells: &[Cell], place: &ops::Range<usize>) -> Vec<ops::Range<usize>> {
    let mut runs: Vec<ops::Range<usize>> = Vec::new();
    for index in place.clone() {
        match runs.last_mut() {
            Some(run) if cells[run.start].row == cells[index].row => run.end = index + 1,
            _ => runs.push(index..index + 1),
        }
    }
    runs
}

/// Where the labels of a row go, each as high as it can.
fn labels_of(row: usize, cells: &[Cell], found: &[Found]) -> anyhow::Result<Vec<Label>> {
    let mut labels: Vec<Label> = Vec::new();
    for found in found.iter().rev() {
        let Some(text) = &found.range.label else { continue };
        let first = found.places[0].start;
        if cells[first].row != row {
            continue;
        }
        let width = Font::Sans.width(text, SIZE);
        let run = runs(cells, &found.places[0]).remove(0);
        let end = cells[run.end - 1].x + cells[run.end - 1].width;
        let leader = (cells[first].x + 5.0).min(f64::midpoint(cells[first].x, end));
        let fits = |level: usize, x: f64| {
            let right = x + width;
            x >= MARGIN
                && right <= WIDTH - MARGIN
                && labels.iter().all(|other| {
                    let is_apart = other.level != level || right + 6.0 <= other.x || other.x + other.width + 6.0 <= x;
                    let passes = other.level > level && other.leader > x - 3.0 && other.leader < right + 3.0;
                    let crosses = other.level < level && leader > other.x - 3.0 && leader < other.x + other.width + 3.0;
                    is_apart && !passes && !crosses
                })
        };
        let place = (0..DEEPEST).find_map(|level| {
            let below = (leader - 8.0).min(WIDTH - MARGIN - width);
            [leader + 6.0, leader - 6.0 - width, below].into_iter().find(|x| fits(level, *x)).map(|x| (level, x))
        });
        let (level, x) = place.with_context(|| format!("no room for {text:?}"))?;
        labels.push(Label { text: text.clone(), colour: found.colour, x, width, leader, level });
    }
    Ok(labels)
}

fn draw_label(canvas: &mut Canvas, label: &Label, top: f64) {
    let y = top + LINE * count(label.level) + LINE / 2.0 + 2.0;
    let leader = n(label.leader);
    let path = if label.x > label.leader {
        format!("V{}H{}", n(y), n(label.leader + 4.0))
    } else if label.x + label.width < label.leader {
        format!("V{}H{}", n(y), n(label.leader - 4.0))
    } else {
        format!("V{}", n(y - 6.0))
    };
    canvas.path(&format!("M{leader} {}{path}", n(top)), &format!("leader s{}", label.colour));
    let class = format!("f{}", label.colour);
    canvas.text(label.x, y + 4.5, Anchor::Start, Font::Sans, &class, &label.text);
}

/// Draws the octets of a run.
fn draw_run(canvas: &mut Canvas, cells: &[Cell], run: ops::Range<usize>, top: f64) {
    let base = top + 13.5;
    let mut plain = run.start;
    for index in run.clone() {
        let cell = &cells[index];
        if cell.is_framed {
            draw_letters(canvas, &cells[plain..index], base);
            plain = index + 1;
            canvas.rect((cell.x + 1.0, top + 2.0), (cell.width - 2.0, CELL - 4.0), "frame");
            let middle = cell.x + cell.width / 2.0;
            canvas.text_of(SMALL, middle, base, Anchor::Middle, Font::Mono, "control", &cell.text);
        }
    }
    draw_letters(canvas, &cells[plain..run.end], base);
}

fn draw_letters(canvas: &mut Canvas, cells: &[Cell], base: f64) {
    let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return };
    let text: String = cells.iter().map(|cell| cell.text.as_str()).collect();
    let width = last.x + last.width - first.x;
    canvas.place(first.x, base, width, SIZE, &text);
    // Whatever the font: a letter stands where its box is.
    canvas.draw(html! {
        text x=(n(first.x)) y=(n(base)) class="mono" textLength=(n(width)) lengthAdjust="spacingAndGlyphs" { (text) }
    });
}

/// Draws what is in no range.
fn draw_plain(canvas: &mut Canvas, cells: &[Cell], found: &[Found], tops: &[f64]) {
    let is_named = |index: usize| found.iter().any(|found| found.places.iter().any(|place| place.contains(&index)));
    let mut index = 0;
    while index < cells.len() {
        let end = (index..cells.len()).find(|at| is_named(*at)).unwrap_or(cells.len());
        for run in runs(cells, &(index..end)) {
            let top = tops[cells[run.start].row];
            draw_run(canvas, cells, run, top);
        }
        index = (end..cells.len()).find(|at| !is_named(*at)).unwrap_or(cells.len());
    }
}

/// Draws a range, and what the inspector says of it, on a sheet of its own.
fn draw_range(canvas: &mut Canvas, cells: &[Cell], found: &Found, tops: &[f64], inspector: (f64, f64)) {
    let colour = found.colour;
    let paint = |canvas: &mut Canvas| {
        for run in found.places.iter().flat_map(|place| runs(cells, place)) {
            let (first, last) = (&cells[run.start], &cells[run.end - 1]);
            let (top, width) = (tops[first.row], last.x + last.width - first.x);
            canvas.rect((first.x, top), (width, CELL), &format!("tint t{colour}"));
            draw_run(canvas, cells, run.clone(), top);
            let y = top + CELL + 1.5;
            canvas.line((first.x + 1.0, y), (first.x + width - 1.0, y), &format!("under s{colour}"));
        }
    };
    let Some(explain) = &found.range.explain else { return paint(canvas) };
    let name = name(found.range);
    canvas.told.push((found.octets.clone(), name.clone(), explain.clone()));
    let sheet = canvas.told.len();
    let said = if name.is_empty() { explain.clone() } else { format!("{name}. {explain}") };
    canvas.group(
        |inside| html! { g class="range" tabindex="0" role="img" aria-label=(format!("{}: {said}", found.octets)) { (inside) } },
        |canvas| {
            paint(canvas);
            canvas.sheet = sheet;
            canvas.group(
                |inside| html! { g class="say" aria-hidden="true" { (inside) } },
                |canvas| {
                    let (top, height) = inspector;
                    canvas.rect((MARGIN, top), (WIDTH - 2.0 * MARGIN, height), "inspector");
                    canvas.rect((MARGIN, top), (4.0, height), &format!("tint t{colour} strong"));
                    let mut y = top + 18.0;
                    let heading = heading(found);
                    for line in Font::Bold.wrapped(&heading, SIZE, SAY) {
                        canvas.text(MARGIN + 10.0, y, Anchor::Start, Font::Bold, "", &line);
                        y += LINE;
                    }
                    for line in Font::Sans.wrapped(explain, SIZE, SAY) {
                        canvas.text(MARGIN + 10.0, y, Anchor::Start, Font::Sans, "", &line);
                        y += LINE;
                    }
                },
            );
            canvas.sheet = 0;
        },
    );
}

/// How wide a line of the inspector is.
const SAY: f64 = WIDTH - 2.0 * MARGIN - 18.0;

fn name(range: &Range) -> String {
    range.name.clone().or_else(|| range.label.clone()).unwrap_or_default()
}

fn heading(found: &Found) -> String {
    let name = name(found.range);
    if name.is_empty() { found.octets.clone() } else { format!("{} \u{2013} {name}", found.octets) }
}

fn inspector_height(told: &[&Found]) -> f64 {
    let lines = told.iter().map(|found| {
        let explain = found.range.explain.as_deref().unwrap_or_default();
        Font::Bold.wrapped(&heading(found), SIZE, SAY).len() + Font::Sans.wrapped(explain, SIZE, SAY).len()
    });
    LINE * count(lines.max().unwrap_or_default()) + 11.0
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn no_octet_of_a_range_is_lost_in_words() {
        assert_eq!(shown(b"Host "), "Host SP");
        assert_eq!(shown(b" a b"), "SP a b");
        assert_eq!(shown(b" "), "SP");
        assert_eq!(shown(b"  "), "SP SP");
        assert_eq!(shown(b"\r\n  "), "CR LF SP SP");
        assert_eq!(shown(b"a\r\n"), "a CR LF");
    }
}
