//! `cargo course figures`: draws the figures of the book.
//!
//! `book/figures/README.md` says how a figure is made.
//!
//! | file | what |
//! |---|---|
//! | `file` | the text of a figure |
//! | `record`, `events` | its recordings: made, and made alike every time |
//! | `sequence`, `octets`, `layers`, `states`, `timeline`, `buffers`, `parts`, `plot` | the kinds of panels |
//! | `canvas`, `text` | what is drawn, and how wide text is |

mod buffers;
mod canvas;
mod events;
mod file;
mod layers;
mod octets;
mod parts;
mod plot;
mod record;
mod sequence;
mod states;
mod text;
mod timeline;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use harness::recording::{Event, Side, first_line};
use maud::html;

use crate::course;
use crate::terminal::show;
use crate::wire::recording::Recording;
use canvas::{Anchor, Canvas, MARGIN, WIDTH, n};
use events::Recordings;
use file::{Figure, Panel, Source};
use record::Recorder;
use text::{Font, SIZE};

/// Where figures are written, where their recordings lie, and where they are drawn.
const TEXTS: &str = "book/figures";
const RECORDINGS: &str = "book/figures/recordings";
const DRAWN: &str = "book/src/figures";

/// How wide an image is where there is room (pixels).
const IMAGE_WIDTH: &str = "420";

/// Where the colours are.
const STYLE: &str = "book/figures.css";

/// The arguments of `cargo course figures`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only the figures whose names begin so: 06, or 06-bytes
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Write nothing; fail when a figure is not drawn as its text and its recordings have it
    #[arg(long, conflicts_with = "events")]
    check: bool,
    /// Run the programs again first, and write the recordings anew; with --check, say which would change
    #[arg(long)]
    record: bool,
    /// List the events of the recordings, with the numbers that a story calls them by
    #[arg(long, conflicts_with = "record")]
    events: bool,
}

/// Runs `cargo course figures`; says whether all is well.
pub fn run(args: &Args) -> anyhow::Result<bool> {
    let root = course::root()?;
    let names = names(&root, &args.names)?;
    let mut recorder = Recorder::new(&root);
    let mut is_well = true;
    for name in names {
        let told = one(&root, &name, args, &mut recorder).with_context(|| format!("{TEXTS}/{name}.toml"));
        match told {
            Ok(told) => {
                is_well &= told.is_empty() || !args.check;
                show(&told)?;
            }
            Err(error) => {
                is_well = false;
                cli::note(format_args!("error: {error:#}"));
            }
        }
    }
    Ok(is_well)
}

/// The names of the figures that are wanted.
fn names(root: &Path, wanted: &[String]) -> anyhow::Result<Vec<String>> {
    let folder = fs::read_dir(root.join(TEXTS)).with_context(|| format!("cannot read {TEXTS}"))?;
    let files = folder.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut all: Vec<String> = files.filter_map(|file| Some(file.strip_suffix(".toml")?.to_owned())).collect();
    all.sort();
    if let Some(unknown) = wanted.iter().find(|wanted| !all.iter().any(|name| name.starts_with(*wanted))) {
        bail!("no figure begins with {unknown}; there are {}", all.join(", "));
    }
    all.retain(|name| wanted.is_empty() || wanted.iter().any(|wanted| name.starts_with(wanted)));
    Ok(all)
}

/// Does with one figure what is wanted; says what was done, or what is stale.
fn one(root: &Path, name: &str, args: &Args, recorder: &mut Recorder) -> anyhow::Result<String> {
    let text = fs::read_to_string(root.join(TEXTS).join(format!("{name}.toml"))).context("cannot read it")?;
    let figure: Figure = toml::from_str(&text)?;
    let mut told = String::new();
    let has = |name: &String| figure.recording.iter().any(|source| source.name == *name);
    if let Some(lost) = figure.recording.iter().filter_map(|source| source.behind.as_ref()).find(|name| !has(name)) {
        bail!("no recording {lost:?} that another could be behind");
    }
    if args.record {
        for source in figure.recording.iter().filter(|source| source.of.is_none() && source.behind.is_none()) {
            let behind = figure.recording.iter().find(|other| other.behind.as_ref() == Some(&source.name));
            let with_side = |source| (source, kept_apart(&figure, source));
            let passed = recorder.record(with_side(source), behind.map(with_side)).context("cannot record it")?;
            for (source, events) in std::iter::once(source).chain(behind).zip(passed) {
                keep(root, &recorded(name, source), &events, args.check, &mut told)?;
            }
        }
    }
    let recordings = recordings(root, name, &figure)?;
    if args.events {
        for (name, events) in &recordings {
            let prefix = if name.is_empty() { String::new() } else { format!("{name}.") };
            for (number, event) in (1..).zip(events) {
                let id = format!("{prefix}{number}");
                let at = event.at / 1000;
                let _ = writeln!(told, "{id:>8} {at:6} ms  {}", events::line(event));
            }
        }
        return Ok(told);
    }
    let drawn = drawn(root, name, &figure, &recordings)?;
    write(root, &Path::new(DRAWN).join(format!("{name}.svg")), &drawn, args.check, &mut told)?;
    Ok(told)
}

/// Writes a recording unless the same is there already.
fn keep(root: &Path, path: &Path, events: &[Event], is_check: bool, told: &mut String) -> anyhow::Result<()> {
    if known(&root.join(path)).is_ok_and(|known| events::are_same(&known, events)) {
        return Ok(());
    }
    let lines: Vec<String> = events.iter().map(ToString::to_string).collect();
    let text = format!("{}\n{}\n", first_line(0), lines.join("\n"));
    write(root, path, &text, is_check, told)
}

/// Writes a file that has changed, or says that it is stale.
fn write(root: &Path, path: &Path, text: &str, is_check: bool, told: &mut String) -> anyhow::Result<()> {
    let file = root.join(path);
    let before = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    if before == text {
        return Ok(());
    }
    let name = path.display();
    if is_check {
        let _ = writeln!(told, "stale: {name}; cargo course figures writes it anew");
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::write(&file, text).with_context(|| format!("cannot write {name}"))?;
    let _ = writeln!(told, "written: {name}");
    Ok(())
}

/// The side whose pieces matter.
fn kept_apart(figure: &Figure, source: &Source) -> Option<Side> {
    let shown = figure.panel.iter().find_map(|panel| match panel {
        Panel::Octets(octets) if octets.pieces && octets.recording == source.name => Some(octets.from),
        _ => None,
    });
    source.pieces.or(shown)
}

/// Where a recording lies.
fn recorded(figure: &str, source: &Source) -> PathBuf {
    let file = match (&source.of, source.name.as_str()) {
        (Some(other), _) => format!("{other}.wire"),
        (None, "") => format!("{figure}.wire"),
        (None, name) => format!("{figure}.{name}.wire"),
    };
    Path::new(RECORDINGS).join(file)
}

/// The events of a recording that is there.
fn known(path: &Path) -> anyhow::Result<Vec<Event>> {
    Recording::open(path)?.collect()
}

fn recordings(root: &Path, name: &str, figure: &Figure) -> anyhow::Result<Recordings> {
    let mut recordings = Recordings::new();
    for source in &figure.recording {
        let events = known(&root.join(recorded(name, source)));
        let events = events.context("cargo course figures --record makes its recordings")?;
        if recordings.insert(source.name.clone(), events).is_some() {
            bail!("two recordings are called {:?}", source.name);
        }
    }
    Ok(recordings)
}

/// A figure as it stands in a page.
fn drawn(root: &Path, name: &str, figure: &Figure, recordings: &Recordings) -> anyhow::Result<String> {
    let mut canvas = Canvas::from(4.0);
    for (index, panel) in figure.panel.iter().enumerate() {
        if index > 0 {
            canvas.y += 14.0;
        }
        for line in Font::Bold.wrapped(panel.heading().unwrap_or_default(), SIZE, WIDTH - 2.0 * MARGIN) {
            canvas.text(MARGIN, canvas.y + 12.0, Anchor::Start, Font::Bold, "heading", &line);
            canvas.y += 18.0;
        }
        match panel {
            Panel::Sequence(sequence) => sequence::draw(sequence, recordings, &mut canvas),
            Panel::Octets(octets) => octets::draw(octets, recordings, &mut canvas),
            Panel::Layers(layers) => layers::draw(layers, recordings, &mut canvas),
            Panel::States(states) => states::draw(states, root, &mut canvas),
            Panel::Timeline(timeline) => timeline::draw(timeline, recordings, &mut canvas),
            Panel::Buffers(buffers) => buffers::draw(buffers, recordings, root, &mut canvas),
            Panel::Parts(parts) => parts::draw(parts, recordings, &mut canvas),
            Panel::Plot(plot) => plot::draw(plot, recordings, &mut canvas),
        }
        .with_context(|| format!("panel {}", index + 1))?;
    }
    canvas.y += 2.0;
    if let [problem, ..] = &canvas.problems()[..] {
        bail!("{problem}");
    }
    let css = if figure.image {
        Some(fs::read_to_string(root.join(STYLE)).with_context(|| format!("cannot read {STYLE}"))?)
    } else {
        None
    };
    Ok(page(name, figure, &canvas, css.as_deref()))
}

/// The rules of `book/figures.css` for an image, which has no theme but that of the system.
fn style(css: &str) -> String {
    let css = css.replace("\r\n", "\n");
    let variables = |selector: &str| {
        let lines = css.split_once(&format!("\n{selector}")).and_then(|(_, rest)| rest.split_once('{'));
        let lines = lines.and_then(|(_, rest)| rest.split_once('}')).map_or("", |(lines, _)| lines);
        lines.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // What it stands in is not part of it.
    let around = [".figure {", ".figure svg", ".figure details"];
    let rules =
        css.lines().filter(|line| line.starts_with(".figure ") && !around.iter().any(|rule| line.starts_with(rule)));
    let rules: Vec<String> = rules.map(|line| line.replace(".figure ", "")).collect();
    format!(
        "svg {{ --fg: #000; --figure-text: #000; --bg: #fff; --links: #20609f; background: var(--bg); {} }}\n\
         @media (prefers-color-scheme: dark) {{ svg {{ --fg: #bcbdd0; --figure-text: #bcbdd0; --bg: #161923; {} }} }}\n{}",
        variables(".light, .rust"),
        variables(".coal, .navy"),
        rules.join("\n")
    )
}

fn page(name: &str, figure: &Figure, canvas: &Canvas, css: Option<&str>) -> String {
    let (title, description) = (format!("{name}-title"), format!("{name}-description"));
    let view = format!("0 0 {} {}", n(WIDTH), n(canvas.y.ceil()));
    // Whoever can go into it with the keyboard must be told what is in it.
    let role = if canvas.told.is_empty() { "img" } else { "group" };
    let svg = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(view) width=[css.map(|_| IMAGE_WIDTH)] role=(role) aria-labelledby={ (title) " " (description) } {
            "\n" title id=(title) { (figure.title) }
            "\n" desc id=(description) { (figure.description) }
            @if let Some(css) = css {
                "\n" style { "\n" (maud::PreEscaped(style(css))) "\n" }
            }
            "\n" (maud::PreEscaped(canvas.markup())) "\n"
        }
    };
    if css.is_some() {
        return format!("{}\n", svg.into_string());
    }
    let mut told = String::new();
    if !canvas.told.is_empty() {
        told += "<details>\n<summary>The ranges in words</summary>\n<ul>\n";
        for (octets, name, explain) in &canvas.told {
            let name = if name.is_empty() { String::new() } else { format!("{name}. ") };
            let item = html! { li { code { (octets) } ": " (name) (explain) } };
            let _ = writeln!(told, "{}", item.into_string());
        }
        told += "</ul>\n</details>\n";
    }
    format!("<figure class=\"figure\" id=\"{name}\">\n{}\n{told}</figure>\n", svg.into_string())
}

/// A number of things, to reckon with.
#[expect(clippy::cast_precision_loss, reason = "a figure has few of anything")]
fn count(things: usize) -> f64 {
    things as f64
}
