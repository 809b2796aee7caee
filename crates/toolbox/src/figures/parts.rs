//! Parts of a whole below one another: which octets each of them has, by its `Content-Range`, and what is kept already.

use anyhow::{Context as _, bail};

use super::canvas::{Anchor, Canvas, MARGIN, WIDTH};
use super::count;
use super::events::{self, Recordings, position};
use super::file::{Part, Parts};
use super::text::{Font, SIZE, SMALL};

/// How high a row is, and a line of text above it.
const ROW: f64 = 20.0;
const LINE: f64 = 17.0;

/// More octets would have no room for their letters.
const MOST: usize = 24;

/// Draws them below what is there.
///
/// # Errors
///
/// When a part is not in the recordings, or is none of this whole.
pub fn draw(parts: &Parts, recordings: &Recordings, canvas: &mut Canvas) -> anyhow::Result<()> {
    let whole: Vec<char> = parts.whole.chars().collect();
    if !parts.whole.is_ascii() || whole.is_empty() || whole.len() > MOST || parts.kept > whole.len() {
        bail!("the whole is 1 to {MOST} octets of ASCII, and the part that is kept no longer");
    }
    let step = (WIDTH - 2.0 * MARGIN - 2.0) / count(whole.len());
    let x = |octet: usize| MARGIN + 1.0 + step * count(octet);
    for (number, _) in whole.iter().enumerate() {
        let middle = x(number) + step / 2.0;
        canvas.text_of(SMALL, middle, canvas.y + 11.0, Anchor::Middle, Font::Mono, "soft", &number.to_string());
    }
    let top = canvas.y + 15.0;
    for (number, letter) in whole.iter().enumerate() {
        let is_kept = number < parts.kept;
        let class = if is_kept { "own t1 s1" } else { "lacks" };
        canvas.rect((x(number) + 1.0, top), (step - 2.0, ROW), class);
        let sign = if *letter == ' ' { '\u{b7}' } else { *letter };
        let class = if is_kept { "" } else { "soft" };
        let middle = x(number) + step / 2.0;
        canvas.text(middle, top + 14.5, Anchor::Middle, Font::Mono, class, &sign.to_string());
    }
    canvas.y = top + ROW + LINE;
    let said = if parts.kept == 0 { "nothing is kept".to_owned() } else { format!("kept: 0-{}", parts.kept - 1) };
    canvas.text(x(0), canvas.y - 2.0, Anchor::Start, Font::Sans, "f1", &said);
    canvas.text(WIDTH - MARGIN, canvas.y - 2.0, Anchor::End, Font::Sans, "soft", "to come");
    let depth = canvas.depth();
    for part in &parts.part {
        draw_part(part, parts, recordings, &x, canvas)?;
    }
    let from = canvas.depth();
    canvas.line((x(parts.kept), top - 3.0), (x(parts.kept), canvas.y + 2.0), "life passes");
    canvas.sink(from, depth);
    canvas.y += 5.0;
    Ok(())
}

fn draw_part(
    part: &Part,
    parts: &Parts,
    recordings: &Recordings,
    x: &impl Fn(usize) -> f64,
    canvas: &mut Canvas,
) -> anyhow::Result<()> {
    let events = events::recording(recordings, &part.recording)?;
    let field = format!("\r\nContent-Range: {}\r\n", part.range);
    if !events
        .iter()
        .any(|event| events::octets(event).is_some_and(|octets| position(octets, field.as_bytes()).is_some()))
    {
        bail!("nobody sent {field:?}");
    }
    let (first, last) = octets(&part.range).with_context(|| format!("{:?} names no octets", part.range))?;
    if first > last || last >= parts.whole.len() {
        bail!("there are {} octets, not {first} to {last}", parts.whole.len());
    }
    let y = canvas.y + 20.0;
    let colour = part.colour;
    canvas.text_of(SIZE, x(0), y, Anchor::Start, Font::Mono, "halo", &part.range);
    canvas.text(WIDTH - MARGIN, y, Anchor::End, Font::Bold, &format!("halo f{colour}"), &part.say);
    let size = (x(last + 1) - x(first) - 2.0, ROW - 6.0);
    canvas.rect((x(first) + 1.0, y + 5.0), size, "ground");
    canvas.rect((x(first) + 1.0, y + 5.0), size, &format!("own t{colour} s{colour}"));
    canvas.y = y + 5.0 + ROW - 6.0;
    Ok(())
}

/// The first octet and the last one of `bytes 5-10/11`.
fn octets(range: &str) -> Option<(usize, usize)> {
    let (octets, _) = range.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = octets.split_once('-')?;
    Some((first.parse().ok()?, last.parse().ok()?))
}
