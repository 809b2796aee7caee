//! `cargo course screencast`: records lesson 01 in `cargo course watch`, as a picture that moves.
//!
//! A copy of the course is watched in a terminal of tmux while its gaps are filled, once with a mistake that learners make.
//! What the terminal shows after each save and each key becomes a frame of an SVG file, whose frames CSS shows one after the
//! other: it needs no script, so it moves wherever a picture is shown.

mod ansi;
mod room;

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use maud::{PreEscaped, html};

use crate::course;
use ansi::Span;
use room::Room;

const FILE: &str = "book/figures/watch.svg";
const LESSON: &str = "01-one-way";

const COLUMNS: u16 = 84;
const LINES: u16 = 20;

/// How long anything may take that is waited for.
const PATIENCE: Duration = Duration::from_mins(2);
const POLL: Duration = Duration::from_millis(50);

/// For how long a screen must not change to be taken for what is shown.
const STEADY: Duration = Duration::from_millis(400);

/// The arguments of `cargo course screencast`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write the picture to this file
    #[arg(long, value_name = "FILE", default_value = FILE)]
    out: PathBuf,
}

/// What the learner of the picture does, and what is waited for then.
struct Scene {
    caption: &'static str,
    act: Act,
    /// What the screen shows when it has come.
    until: &'static str,
    /// For how long it is shown, in seconds.
    shown: f32,
}

enum Act {
    /// Only looks.
    Look,
    /// Fills a gap with what the reference has there.
    Fill(usize),
    /// Fills a gap, whose function is another one in the reference.
    FillWith(usize, &'static str),
    Key(&'static str),
}

/// The story: about twenty seconds.
const STORY: [Scene; 6] = [
    Scene { caption: "cargo course watch 01", act: Act::Look, until: "gap 1", shown: 3.0 },
    Scene { caption: "the first gap is filled, and saved", act: Act::Fill(1), until: "gap 2", shown: 3.5 },
    Scene {
        caption: "the second: one read, taken for the whole message",
        act: Act::FillWith(2, "receive_once"),
        until: "first difference",
        shown: 5.0,
    },
    Scene { caption: "h: a hint", act: Act::Key("h"), until: "hint", shown: 3.5 },
    Scene { caption: "a loop around the read", act: Act::Fill(2), until: "gap 3", shown: 2.5 },
    Scene { caption: "the client", act: Act::Fill(3), until: "1 of 15 solved", shown: 3.5 },
];

/// A screen, and what led to it.
struct Frame {
    caption: &'static str,
    lines: Vec<Vec<Span>>,
    shown: f32,
}

/// Runs `cargo course screencast`.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let root = course::root()?;
    let scratch = tempfile::tempdir().context("cannot make a folder for the recording")?;
    let copy = scratch.path().join("course");
    checked(Command::new("git").args(["clone", "--quiet"]).arg(&root).arg(&copy)).context("cannot copy the course")?;
    let terminal = Terminal { socket: scratch.path().join("tmux"), tool: tool()?, copy };
    terminal.warm_up()?;
    let frames = terminal.record()?;
    let out = root.join(&args.out);
    fs::write(&out, picture(&frames)).with_context(|| format!("cannot write {}", out.display()))?;
    cli::note(format_args!("{}: {} screens", out.display(), frames.len()));
    Ok(())
}

/// The program `course`, which lies beside this one.
fn tool() -> anyhow::Result<PathBuf> {
    let tool = env::current_exe().context("cannot tell where this program is")?.with_file_name("course");
    ensure!(tool.exists(), "there is no program {}", tool.display());
    Ok(tool)
}

/// Runs a command that must succeed.
fn checked(command: &mut Command) -> anyhow::Result<Output> {
    let output = command.output().with_context(|| format!("cannot start {}", command.get_program().display()))?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(output)
}

/// A terminal in which a copy of the course is watched.
struct Terminal {
    socket: PathBuf,
    tool: PathBuf,
    copy: PathBuf,
}

impl Terminal {
    /// Grades once, so that nothing is left to compile but the room.
    fn warm_up(&self) -> anyhow::Result<()> {
        cli::note("compiling what the first check needs");
        let mut check = Command::new(&self.tool);
        check.args(["check", "01"]).current_dir(&self.copy);
        check.output().context("cannot grade the copy")?;
        Ok(())
    }

    fn record(&self) -> anyhow::Result<Vec<Frame>> {
        let size = [COLUMNS, LINES].map(|count| count.to_string());
        let mut start = self.tmux();
        start.args(["-f", "/dev/null", "new-session", "-d", "-x", &size[0], "-y", &size[1], "-c"]).arg(&self.copy);
        start.arg(&self.tool).args(["watch", "01"]);
        checked(&mut start).context("cannot start tmux")?;
        let mut room = Room::open(&self.copy, LESSON)?;
        STORY.iter().map(|scene| self.play(scene, &mut room)).collect()
    }

    fn tmux(&self) -> Command {
        let mut command = Command::new("tmux");
        command.arg("-S").arg(&self.socket).env_remove("TMUX").env_remove("NO_COLOR");
        command
    }

    fn play(&self, scene: &Scene, room: &mut Room) -> anyhow::Result<Frame> {
        match scene.act {
            Act::Look => (),
            Act::Fill(gap) => room.fill(gap, None)?,
            Act::FillWith(gap, function) => room.fill(gap, Some(function))?,
            Act::Key(key) => drop(checked(self.tmux().args(["send-keys", key]))?),
        }
        let screen = self.wait_for(scene.until)?;
        let lines = screen.lines().map(ansi::spans).collect();
        Ok(Frame { caption: scene.caption, lines, shown: scene.shown })
    }

    /// The screen, with its colours, once it shows this text, no check runs, and it does not change any more.
    fn wait_for(&self, text: &str) -> anyhow::Result<String> {
        let began = Instant::now();
        let (mut last, mut since) = (String::new(), began);
        while began.elapsed() < PATIENCE {
            let screen = self.screen()?;
            if screen != last {
                (last, since) = (screen, Instant::now());
            } else if since.elapsed() >= STEADY {
                let shown = plain(&last);
                if shown.contains(text) && !shown.contains("checking") {
                    return Ok(last);
                }
            }
            thread::sleep(POLL);
        }
        bail!("the screen does not come to show `{text}`:\n{}", plain(&last))
    }

    fn screen(&self) -> anyhow::Result<String> {
        let output = checked(self.tmux().args(["capture-pane", "-p", "-e"])).context("cannot read the terminal")?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.tmux().arg("kill-server").output();
    }
}

fn plain(screen: &str) -> String {
    let spans = screen.lines().map(|line| ansi::spans(line).into_iter().map(|span| span.text).collect::<String>());
    spans.collect::<Vec<_>>().join("\n")
}

/// How wide a character of the picture is, and how high a line, in its units.
const CHARACTER: f32 = 8.43;
const LINE: f32 = 18.0;
const MARGIN: f32 = 14.0;
/// The bar above the screen, which says what is done.
const BAR: f32 = 34.0;

const STYLE: &str = "\
text{font:14px ui-monospace,Consolas,Menlo,'DejaVu Sans Mono',monospace;white-space:pre;fill:#d7dae0}\
.bold{font-weight:bold}.dim{fill:#9aa1ad}.red{fill:#ff8f8f}.green{fill:#8fd694}.yellow{fill:#e8cf7a}.blue{fill:#8ab8ff}\
.magenta{fill:#dba6f0}.cyan{fill:#7fd6d6}.caption{fill:#fff;font-weight:bold}\
.frame{visibility:hidden}@media(prefers-reduced-motion:reduce){.frame{animation:none!important}.last{visibility:visible}}";

/// The frames as one picture, each shown in its time.
fn picture(frames: &[Frame]) -> String {
    let all: f32 = frames.iter().map(|frame| frame.shown).sum();
    let (width, height) = (2.0 * MARGIN + CHARACTER * f32::from(COLUMNS), BAR + 2.0 * MARGIN + LINE * f32::from(LINES));
    let mut style = STYLE.to_owned();
    let mut begin = 0.0;
    for (index, frame) in frames.iter().enumerate() {
        let (from, to) = (100.0 * begin / all, 100.0 * (begin + frame.shown) / all);
        style += &keyframes(index, from, to, all);
        begin += frame.shown;
    }
    let described = "Lesson 01 in cargo course watch: red at first; gap 1 is filled and its tests turn green; a mistake in gap 2 is \
        explained with the octets that were expected and came; a hint; and in the end the lesson is solved.";
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {width:.0} {height:.0}")) role="img" aria-labelledby="watch-title watch-description" {
            title id="watch-title" { "A lesson in cargo course watch" }
            desc id="watch-description" { (described) }
            style { (PreEscaped(style)) }
            rect width=(format!("{width:.0}")) height=(format!("{height:.0}")) rx="8" fill="#1d2026" {}
            path d=(format!("M0 {BAR}V8a8 8 0 0 1 8-8H{:.0}a8 8 0 0 1 8 8V{BAR}z", width - 8.0)) fill="#343945" {}
            @for (index, frame) in frames.iter().enumerate() {
                g class=(format!("frame f{index}{}", if index + 1 == frames.len() { " last" } else { "" })) {
                    text class="caption" x=(MARGIN) y="22" { (frame.caption) }
                    @for (row, line) in frame.lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
                        text x=(MARGIN) y=(format!("{:.0}", BAR + MARGIN + LINE * (f32::from(u16::try_from(row).unwrap_or(u16::MAX)) + 0.7))) {
                            @for span in line { tspan class=(span.class()) { (span.text) } }
                        }
                    }
                }
            }
        }
    }
    .into_string()
        + "\n"
}

/// The rule by which a frame is seen from one part of the whole to another, in percent, again and again.
fn keyframes(index: usize, from: f32, to: f32, seconds: f32) -> String {
    let before = if from > 0.0 {
        format!("0%{{visibility:hidden}}{from:.2}%{{visibility:visible}}")
    } else {
        "0%{visibility:visible}".to_owned()
    };
    let after = if to < 100.0 {
        format!("{to:.2}%{{visibility:hidden}}100%{{visibility:hidden}}")
    } else {
        "100%{visibility:visible}".to_owned()
    };
    format!("@keyframes k{index}{{{before}{after}}}.f{index}{{animation:k{index} {seconds}s step-end infinite}}")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn each_frame_has_its_time() {
        let frame = |text: &str, shown| Frame { caption: "c", lines: vec![ansi::spans(text)], shown };
        let picture = picture(&[frame("one <1>", 1.0), frame("two", 3.0)]);
        assert!(
            picture.contains("@keyframes k0{0%{visibility:visible}25.00%{visibility:hidden}100%{visibility:hidden}}")
        );
        assert!(
            picture.contains("@keyframes k1{0%{visibility:hidden}25.00%{visibility:visible}100%{visibility:visible}}")
        );
        assert!(picture.contains(".f1{animation:k1 4s step-end infinite}"));
        assert!(picture.contains("one &lt;1&gt;"));
    }

    #[test]
    fn the_story_takes_about_twenty_seconds() {
        let seconds: f32 = STORY.iter().map(|scene| scene.shown).sum();
        assert!((18.0..=22.0).contains(&seconds), "{seconds}");
    }

    #[test]
    fn the_gaps_of_the_story_can_be_filled() {
        let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let room = Room::open(&top, LESSON).expect("the room of the story");
        for scene in &STORY {
            match scene.act {
                Act::Fill(gap) => drop(room.filled(gap, None).expect("a gap of the room")),
                Act::FillWith(gap, function) => drop(room.filled(gap, Some(function)).expect("a gap of the room")),
                Act::Look | Act::Key(_) => (),
            }
        }
    }
}
