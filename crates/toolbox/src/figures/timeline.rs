//! Connections side by side, time from left to right: what takes how long, or how many steps.

use anyhow::{Context as _, bail};
use harness::recording::{Event, Side, What};

use super::canvas::{Anchor, Canvas, MARGIN, WIDTH};
use super::events::{self, Recordings};
use super::file::{Bar, By, Lane, Timeline};
use super::text::{Font, SIZE, SMALL};

/// How high a bar is, and a line of text.
const BAR: f64 = 18.0;
const LINE: f64 = 16.0;

/// How narrow a bar may be.
const THIN: f64 = 4.0;

/// The bars that are found in a connection: what they are called, and their colours.
const KINDS: [(&str, usize); 3] = [("opens", 4), ("request and response", 1), ("ends", 2)];

/// How long everything is.
struct Scale {
    by: By,
    whole: f64,
}

impl Scale {
    /// Where on the line a part of the whole is.
    fn x(&self, at: f64) -> f64 {
        MARGIN + (WIDTH - 2.0 * MARGIN) * at / self.whole
    }

    /// Where an event begins and ends.
    fn place(&self, event: &Event, number: usize) -> (f64, f64) {
        match self.by {
            By::Order => (super::count(number) - 1.0, super::count(number)),
            By::Time => (seconds(event.at), seconds(event.at)),
        }
    }
}

/// Draws it below what is there.
///
/// # Errors
///
/// When an event is not in the recordings.
pub fn draw(timeline: &Timeline, recordings: &Recordings, canvas: &mut Canvas) -> anyhow::Result<()> {
    let lengths = timeline.lane.iter().map(|lane| {
        let events = events::recording(recordings, &lane.recording)?;
        Ok(match timeline.by {
            By::Order => super::count(events.len()),
            By::Time => events.last().map_or(0.0, |event| seconds(event.at)),
        })
    });
    let whole = lengths.collect::<anyhow::Result<Vec<f64>>>()?.into_iter().fold(0.0, f64::max);
    if whole <= 0.0 {
        bail!("nothing takes any time in it; try by = \"order\"");
    }
    let scale = Scale { by: timeline.by, whole };
    let mut found = false;
    for lane in &timeline.lane {
        if let Some(name) = &lane.name {
            for line in Font::Sans.wrapped(name, SIZE, WIDTH - 2.0 * MARGIN) {
                canvas.text(MARGIN, canvas.y + 12.0, Anchor::Start, Font::Sans, "", &line);
                canvas.y += LINE;
            }
        }
        let top = canvas.y + 4.0;
        let line = top + BAR / 2.0;
        canvas.line((MARGIN, line), (WIDTH - MARGIN, line), "life passes");
        if lane.bar.is_empty() {
            found = true;
            connection(lane, recordings, &scale, top, canvas)?;
        }
        canvas.y = top + BAR;
        for bar in &lane.bar {
            draw_bar(bar, lane, recordings, &scale, top, canvas)?;
        }
        canvas.y += 4.0;
    }
    if found {
        legend(canvas);
    }
    if timeline.by == By::Time {
        axis(&scale, canvas);
    }
    canvas.y += 3.0;
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "recordings are short")]
fn seconds(micros: u64) -> f64 {
    micros as f64 / 1_000_000.0
}

/// Draws what a connection consists of: its begin, each request with its response, its end.
fn connection(
    lane: &Lane,
    recordings: &Recordings,
    scale: &Scale,
    top: f64,
    canvas: &mut Canvas,
) -> anyhow::Result<()> {
    let events = events::recording(recordings, &lane.recording)?;
    let own = (1..).zip(events).filter(|(_, event)| event.connection == lane.connection);
    let mut bars: Vec<(usize, f64, f64)> = Vec::new();
    let mut asked = false;
    for (number, event) in own {
        let (from, to) = scale.place(event, number);
        let kind = match &event.what {
            What::Open { .. } => 0,
            What::Data { .. } | What::Datagram { .. } => 1,
            _ => 2,
        };
        let is_request = matches!(&event.what, What::Data { from: Side::Client, .. });
        match bars.last_mut() {
            // A response belongs to its request, and one end to the other.
            Some((last, _, end)) if *last == kind && kind > 0 && (kind == 2 || asked && !is_request) => *end = to,
            _ => bars.push((kind, from, to)),
        }
        asked = is_request || asked && kind == 1;
    }
    if bars.is_empty() {
        bail!("no connection {} in the recording", lane.connection);
    }
    for (kind, from, to) in bars {
        let (x, end) = (scale.x(from), scale.x(to));
        let colour = KINDS[kind].1;
        let size = ((end - x - 1.0).max(THIN), BAR);
        canvas.rect((x, top), size, "ground");
        canvas.rect((x, top), size, &format!("own t{colour} s{colour}"));
    }
    Ok(())
}

fn draw_bar(
    bar: &Bar,
    lane: &Lane,
    recordings: &Recordings,
    scale: &Scale,
    top: f64,
    canvas: &mut Canvas,
) -> anyhow::Result<()> {
    let place = |id: &str| {
        let id = if lane.recording.is_empty() { id.to_owned() } else { format!("{}.{id}", lane.recording) };
        events::event(recordings, &id).map(|(_, event, number)| scale.place(event, number))
    };
    let (from, to) = (place(&bar.from)?.0, place(bar.to.as_ref().unwrap_or(&bar.from))?.1);
    let (x, end) = (scale.x(from), scale.x(to));
    let width = (end - x - 1.0).max(THIN);
    let x = x.min(WIDTH - MARGIN - width);
    let colour = bar.colour;
    canvas.rect((x, top), (width, BAR), "ground");
    canvas.rect((x, top), (width, BAR), &format!("own t{colour} s{colour}"));
    let Some(label) = &bar.label else { return Ok(()) };
    let long = Font::Sans.width(label, SMALL);
    if long + 6.0 <= width {
        canvas.text_of(SMALL, x + width / 2.0, top + 13.0, Anchor::Middle, Font::Sans, "", label);
        return Ok(());
    }
    let left = x.min(WIDTH - MARGIN - long);
    let lines = (0..6).map(|line| top + BAR + 13.0 + LINE * super::count(line));
    let y = lines.into_iter().find(|y| canvas.is_free(left - 4.0, *y, long + 8.0, SMALL));
    let y = y.with_context(|| format!("no room for {label:?}"))?;
    canvas.line((x + 2.0, top + BAR), (x + 2.0, y - 10.0), &format!("leader s{colour}"));
    canvas.text_of(SMALL, left, y, Anchor::Start, Font::Sans, &format!("halo f{colour}"), label);
    canvas.y = canvas.y.max(y + 4.0);
    Ok(())
}

/// Says what the colours are.
fn legend(canvas: &mut Canvas) {
    let mut x = MARGIN;
    let y = canvas.y + 4.0;
    for (name, colour) in KINDS {
        canvas.rect((x + 1.0, y), (12.0, 12.0), &format!("own t{colour} s{colour}"));
        canvas.text_of(SMALL, x + 19.0, y + 10.5, Anchor::Start, Font::Sans, "", name);
        x += 33.0 + Font::Sans.width(name, SMALL);
    }
    canvas.y = y + 16.0;
}

/// Draws the seconds.
fn axis(scale: &Scale, canvas: &mut Canvas) {
    let y = canvas.y + 2.0;
    canvas.line((MARGIN, y), (WIDTH - MARGIN, y), "life");
    let step = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0].into_iter().find(|step| scale.whole / step <= 7.0).unwrap_or(60.0);
    let mut at = 0.0;
    while at <= scale.whole {
        let x = scale.x(at);
        canvas.line((x, y), (x, y + 4.0), "life");
        let text = format!("{at} s");
        let long = Font::Sans.width(&text, SMALL);
        let left = (x - long / 2.0).clamp(MARGIN, WIDTH - MARGIN - long);
        canvas.text_of(SMALL, left, y + 16.0, Anchor::Start, Font::Sans, "soft", &text);
        at += step;
    }
    canvas.y = y + 20.0;
}
