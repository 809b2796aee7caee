//! Layers: boxes on one another, the learner's own among them marked.

use anyhow::bail;

use super::canvas::{Anchor, Canvas, MARGIN, WIDTH};
use super::events::{self, Recordings};
use super::file::Layers;
use super::text::{Font, SIZE, SMALL};

/// How high a line of text is, and what is between it and the edge of its box.
const LINE: f64 = 16.0;
const INSIDE: f64 = 10.0;

/// What stands in a layer that is the learner's.
const YOURS: &str = "yours";

/// Draws them below what is there.
///
/// # Errors
///
/// When octets were not sent that should have been.
pub fn draw(layers: &Layers, recordings: &Recordings, canvas: &mut Canvas) -> anyhow::Result<()> {
    for layer in &layers.layer {
        let (Some(name), Some(octets)) = (&layer.sent, &layer.octets) else { continue };
        let events = events::recording(recordings, name)?;
        let is_in =
            |event| events::octets(event).is_some_and(|sent| events::position(sent, octets.as_bytes()).is_some());
        if !events.iter().any(is_in) {
            bail!("nobody sent {octets:?}");
        }
    }
    let (left, width) = (MARGIN + 1.0, WIDTH - 2.0 * MARGIN - 2.0);
    canvas.y += 2.0;
    for (index, layer) in layers.layer.iter().enumerate() {
        let top = canvas.y;
        let depth = canvas.depth();
        let mut y = top + 18.0;
        canvas.text(left + INSIDE, y, Anchor::Start, Font::Bold, "", &layer.name);
        let own = layers.own.clone().unwrap_or_else(|| YOURS.to_owned());
        let aside = layer.aside.clone().or_else(|| layer.own.then_some(own));
        if let Some(aside) = aside {
            let class = if layer.own { "f3" } else { "soft" };
            canvas.text(left + width - INSIDE, y, Anchor::End, Font::Sans, class, &aside);
        }
        for (font, class, text) in [(Font::Sans, "", layer.text.as_deref()), (Font::Mono, "", layer.octets.as_deref())]
        {
            for line in font.wrapped(text.unwrap_or_default(), SIZE, width - 2.0 * INSIDE) {
                y += LINE;
                canvas.text(left + INSIDE, y, Anchor::Start, font, class, &line);
            }
        }
        let bottom = y + 8.0;
        let from = canvas.depth();
        let class = if layer.own { "own t3 s3" } else { "box" };
        canvas.rect((left, top), (width, bottom - top), class);
        canvas.sink(from, depth);
        canvas.y = bottom;
        if index + 1 < layers.layer.len() {
            match &layer.carries {
                None => canvas.y += 4.0,
                Some(carries) => {
                    let (x, end) = (left + 26.0, bottom + 26.0);
                    canvas.arrow((x, bottom + 2.0), (x, end - 1.0), "soft");
                    canvas.arrow((x + 12.0, end - 1.0), (x + 12.0, bottom + 2.0), "soft");
                    canvas.text_of(SMALL, x + 22.0, bottom + 17.0, Anchor::Start, Font::Sans, "soft", carries);
                    canvas.y = end + 1.0;
                }
            }
        }
    }
    canvas.y += 3.0;
    Ok(())
}
