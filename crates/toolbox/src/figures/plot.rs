//! How many octets have come by when, against the fewest that must have.

use anyhow::{Context as _, bail};
use harness::recording::{Event, Side, What};

use super::canvas::{Anchor, Canvas, MARGIN, WIDTH, n};
use super::count;
use super::events::{self, Recordings, position};
use super::file::{Curve, Plot};
use super::text::{Font, SMALL};

/// Where the axes are, and how high the plot is.
const LEFT: f64 = MARGIN + 36.0;
const RIGHT: f64 = WIDTH - MARGIN - 8.0;
const HEIGHT: f64 = 170.0;

/// A curve: when how many octets had come, and when the response came.
struct Course {
    steps: Vec<(f64, f64)>,
    end: (f64, f64),
}

/// Draws it below what is there.
///
/// # Errors
///
/// When a curve has no octets, or no response.
pub fn draw(plot: &Plot, recordings: &Recordings, canvas: &mut Canvas) -> anyhow::Result<()> {
    let courses = plot.curve.iter().map(|curve| course(curve, recordings));
    let courses = courses.collect::<anyhow::Result<Vec<_>>>()?;
    let seconds = courses.iter().map(|course| course.end.0).fold(0.0, f64::max);
    let octets = courses.iter().map(|course| course.end.1).fold(0.0, f64::max);
    if seconds <= 0.0 || octets <= 0.0 {
        bail!("nothing takes any time in it");
    }
    let top = canvas.y + 22.0;
    let bottom = top + HEIGHT;
    let x = |time: f64| LEFT + (RIGHT - LEFT) * time / (seconds * 1.04);
    let y = |came: f64| bottom - HEIGHT * came / (octets * 1.08);
    canvas.text_of(SMALL, MARGIN, top - 9.0, Anchor::Start, Font::Sans, "soft", "octets of content");
    axes(canvas, (seconds, octets), (top, bottom), &x, &y);
    // The limit is a straight line to the upper edge, or to the end.
    let least = (octets / plot.rate + plot.silence).min(seconds);
    let end = (x(least), y((least - plot.silence) * plot.rate));
    canvas.line((x(plot.silence), bottom), end, "bad dashed");
    for (curve, course) in plot.curve.iter().zip(&courses) {
        draw_course(canvas, curve, course, &x, &y)?;
    }
    let label = canvas.y.max(bottom + 34.0);
    canvas.text_of(SMALL, RIGHT, label, Anchor::End, Font::Sans, "bad", &plot.limit);
    canvas.y = label + 6.0;
    Ok(())
}

fn course(curve: &Curve, recordings: &Recordings) -> anyhow::Result<Course> {
    let events = events::recording(recordings, &curve.recording)?;
    let mut head = Vec::new();
    let (mut came, mut steps) = (0.0, vec![(0.0, 0.0)]);
    for event in events {
        match &event.what {
            What::Data { from: Side::Client, octets, .. } => {
                let before = position(&head, b"\r\n\r\n").is_some();
                head.extend_from_slice(octets);
                let after = position(&head, b"\r\n\r\n").map_or(0, |at| head.len() - at - 4);
                came += count(if before { octets.len() } else { after });
                steps.push((time(event), came));
            }
            What::Data { from: Side::Server, octets, .. } => {
                position(octets, curve.response.as_bytes())
                    .with_context(|| format!("the response has no {:?}", curve.response))?;
                return Ok(Course { steps, end: (time(event), came) });
            }
            _ => {}
        }
    }
    bail!("no response in the recording {:?}", curve.recording)
}

#[expect(clippy::cast_precision_loss, reason = "recordings are short")]
fn time(event: &Event) -> f64 {
    event.at as f64 / 1_000_000.0
}

fn axes(
    canvas: &mut Canvas,
    (seconds, octets): (f64, f64),
    (top, bottom): (f64, f64),
    x: &impl Fn(f64) -> f64,
    y: &impl Fn(f64) -> f64,
) {
    canvas.line((LEFT, top - 4.0), (LEFT, bottom), "life");
    canvas.line((LEFT, bottom), (RIGHT, bottom), "life");
    let step = [100.0, 200.0, 500.0, 1000.0, 5000.0].into_iter().find(|step| octets / step <= 5.0).unwrap_or(octets);
    let mut at = 0.0;
    while at <= octets {
        canvas.line((LEFT - 4.0, y(at)), (LEFT, y(at)), "life");
        canvas.text_of(SMALL, LEFT - 7.0, y(at) + 4.0, Anchor::End, Font::Sans, "soft", &n(at));
        at += step;
    }
    let mut at = 0.0;
    while at <= seconds {
        canvas.line((x(at), bottom), (x(at), bottom + 4.0), "life");
        canvas.text_of(SMALL, x(at), bottom + 16.0, Anchor::Middle, Font::Sans, "soft", &format!("{at} s"));
        at += if seconds > 5.0 { 1.0 } else { 0.5 };
    }
}

fn draw_course(
    canvas: &mut Canvas,
    curve: &Curve,
    course: &Course,
    x: &impl Fn(f64) -> f64,
    y: &impl Fn(f64) -> f64,
) -> anyhow::Result<()> {
    let colour = curve.colour;
    let steps: Vec<String> =
        course.steps.iter().map(|(time, came)| format!("H{}V{}", n(x(*time)), n(y(*came)))).collect();
    let path = format!("M{} {}{}", n(x(0.0)), n(y(0.0)), steps.concat());
    let (end, level) = (x(course.end.0), y(course.end.1));
    canvas.path(&format!("{path}H{}", n(end)), &format!("under s{colour}"));
    canvas.draw(maud::html! { circle cx=(n(end)) cy=(n(level)) r="4" class={ "own t" (colour) " s" (colour) } {} });
    let text = format!("{}: {}", curve.label, curve.response);
    let width = Font::Bold.width(&text, SMALL);
    let beside = [(end + 9.0, level + 4.5), (end - 9.0 - width, level - 7.0)];
    let place = beside.into_iter().find(|(left, base)| {
        *left >= LEFT && left + width <= WIDTH - MARGIN && canvas.is_free(*left, *base, width, SMALL)
    });
    let (left, base) = place.with_context(|| format!("no room for {text:?}"))?;
    canvas.text_of(SMALL, left, base, Anchor::Start, Font::Bold, &format!("halo f{colour}"), &text);
    Ok(())
}
