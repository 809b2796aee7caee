//! Re-runs every terminal session that the book shows and compares what the programs print, line by line.
//!
//! A file `book/transcripts/NN-name/SCENE.txt` is a scene. Its blocks, each an mdBook anchor, are the terminals in the
//! order in which they are used:
//!
//! ```text
//! needs: curl
//!
//! ANCHOR: server
//! $ cargo run -q --bin one-way-server
//! listening on 127.0.0.1:12345
//! server received: Hello World from client
//! ANCHOR_END: server
//!
//! ANCHOR: client
//! $ cargo run -q --bin one-way-client
//! client sending: Hello World from client
//! ANCHOR_END: client
//! ```
//!
//! - A line `$ …` is a command for `sh`; the lines below it are what it prints, standard output and error together.
//! - A command runs to its end before the next begins. Three kinds are left running: one whose first line is
//!   `listening on …` (a server), one that ends in ` &`, and the last one of a block that `stays`.
//! - A line `^C` in an output is where the program gets SIGINT: as soon as the lines above it have come if another
//!   command follows in the block or the program is no server, else at the end of the scene. At the end, programs without
//!   `^C` must end by themselves; then those with `^C` are interrupted, the last started first. A program other than a
//!   server must stay for a second before it is interrupted, so `^C` proves that it stalls.
//! - Before the first block, `stays: server` says that what runs last in the block `server` goes on to the end of the scene
//!   and is interrupted there, as if `^C` stood below its output. So nobody reads `^C` who has not yet come to the client.
//! - A terminal that goes on after another one did something is a second block (`server`, `client`, `server-again`).
//! - `echo $?` shows the status of the command before it; nothing else (variables, `cd`) survives a command.
//! - Commands run in the root of the repository, with no input but what they redirect or pipe. A path that begins with
//!   `/tmp/` leads to a folder of the scene's own.
//! - `cargo run -q -p … --example …` is a program like another. One whose name ends in `-server`, `-filter` or
//!   `-proxy` listens.
//! - `cargo build -q --bin …` has been done, and `target/debug/NAME-client` is that program, without cargo around it.
//! - `cargo course say …` is that command, without cargo around it.
//! - Ports 12345 to 12349 stand for real ones: a server of the course gets a free port, and so does another program below
//!   which the file shows `listening on …` with a port that its command names; every other command gets the port of that
//!   server, or one where nobody listens. Outputs show 12345 again. Where a second server is to listen on the port of
//!   a first one, the first must have ended; one that prints something else meets the first on its port.
//! - `sleep N |` in front of a server is somebody who types after N seconds, but not before the commands that follow have
//!   ended, however slow the machine is.
//! - Before the first block may stand `needs: curl, chromium` (the scene is skipped where one is not installed, unless `CI`
//!   is set: then it fails), `numbers vary: yes` (digits count as equal, and dates of HTTP, but not status
//!   codes and lengths of content), `seconds: 30` (for each command, instead of 10).
//!
//! `TRANSCRIPTS=overwrite cargo test -p course --test transcripts` writes what really came into the files; a new scene
//! needs only its commands. `SCENES=01-one-way` picks the scenes with that in their path.
#![cfg(target_os = "linux")]

mod commands;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, PipeReader, Read};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

const REWRITE: &str = "TRANSCRIPTS=overwrite cargo test -p course --test transcripts";

/// The ports that scenes use for servers.
const SHOWN_PORTS: std::ops::RangeInclusive<u16> = 12345..=12349;
const DEFAULT_PORT: u16 = 12345;

const DEADLINE: Duration = Duration::from_secs(10);

/// How often to look whether a program has ended; its output is noticed at once.
const POLL: Duration = Duration::from_millis(10);

/// When overwriting, a program that prints nothing for so long will not go on by itself.
const QUIET: Duration = Duration::from_secs(1);

/// A program other than a server that is to be interrupted must go on for so long without ending by itself.
const STALLED: Duration = Duration::from_secs(1);

/// What comes from one of these on is the same each time where other numbers of a line vary: a status line, the length of
/// content, and the status and length at the end of a line of a log.
const STATED: [&str; 6] = ["HTTP/1.0 ", "HTTP/1.1 ", "Content-Length: ", "content: ", " HTTP/1.0\" ", " HTTP/1.1\" "];

/// Scenes wait more than they compute.
const SCENES_AT_ONCE: usize = 8;

const INTERRUPT: &str = "^C";

/// Where cargo puts the programs that it builds.
const BUILT: &str = "target/debug/";

/// A file in a scene's folder as long as commands run that others wait for.
const AT_WORK: &str = ".at-work";

#[test]
fn every_transcript_is_what_the_programs_print() {
    let root = root();
    let overwrite = env::var("TRANSCRIPTS").is_ok_and(|value| value == "overwrite");
    let only = env::var("SCENES").unwrap_or_default();
    let mut files = scene_files(&root.join("book/transcripts")).expect("book/transcripts can be read");
    // Taken from the end: those that sleep longest first.
    files.sort_by_cached_key(|path| (seconds_asleep(path), path.clone()));
    assert!(!files.is_empty(), "book/transcripts has no scene");
    let waiting =
        Mutex::new(files.into_iter().filter(|path| path.to_string_lossy().contains(&only)).collect::<Vec<_>>());
    let failures = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..SCENES_AT_ONCE {
            scope.spawn(|| {
                loop {
                    let Some(path) = lock(&waiting).pop() else { return };
                    if let Err(failure) = check_file(&path, overwrite) {
                        let shown = path.strip_prefix(&root).unwrap_or(&path).display();
                        lock(&failures).push(format!("{shown}\n{failure}"));
                    }
                }
            });
        }
    });
    let mut failures = lock(&failures).split_off(0);
    failures.sort();
    assert!(
        failures.is_empty(),
        "{} to mend:\n\n{}\nIf what came is right, write it into the files: {REWRITE}",
        failures.len(),
        failures.join("\n")
    );
}

/// The files of all scenes below `folder`.
fn scene_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(scene_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            files.push(path);
        }
    }
    Ok(files)
}

/// How long the commands of a scene sleep at least.
fn seconds_asleep(path: &Path) -> u64 {
    let text = fs::read_to_string(path).unwrap_or_default();
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').collect();
    words.windows(2).filter(|pair| pair[0] == "sleep").filter_map(|pair| pair[1].parse::<u64>().ok()).sum()
}

/// Runs the scene in a file; says what differs, or writes it into the file.
fn check_file(path: &Path, overwrite: bool) -> Result<(), String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let scene = Scene::parse(&text)?;
    let missing = scene.missing_programs();
    if !missing.is_empty() {
        let in_ci = env::var_os("CI").is_some_and(|value| !value.is_empty());
        return skip(&path.display().to_string(), &missing, in_ci);
    }
    let name: Vec<_> = path.iter().rev().take(2).map(|part| part.to_string_lossy()).collect();
    let name = name.join("-");
    if overwrite {
        // The second time it is known which programs have to be interrupted, and after which lines.
        let first = scene.overwritten_by(&play(&scene, &name, true)?.0);
        let second = if first == scene { first } else { first.overwritten_by(&play(&first, &name, true)?.0) };
        return fs::write(path, second.render()).map_err(|error| error.to_string());
    }
    let (came, notes) = play(&scene, &name, false)?;
    let (expected, came) = (scene.comparable(), came.comparable());
    if expected == came { Ok(()) } else { Err(format!("{}{notes}", diff(&expected, &came))) }
}

/// Where the course is checked as a whole, nothing may be missing.
fn skip(scene: &str, missing: &[&str], in_ci: bool) -> Result<(), String> {
    let missing = missing.join(", ");
    eprintln!("skipped: {scene}: {missing} not installed");
    if in_ci { Err(format!("  {missing} not installed, and CI is set\n")) } else { Ok(()) }
}

fn is_installed(program: &str) -> bool {
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().unwrap_or(root)
}

/// Builds the programs of the course, once, and says where they are.
fn programs() -> &'static BTreeMap<String, PathBuf> {
    static PROGRAMS: OnceLock<BTreeMap<String, PathBuf>> = OnceLock::new();
    PROGRAMS.get_or_init(|| {
        let mut build = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        let what = ["build", "--quiet", "--bins", "--examples", "--message-format=json-render-diagnostics"];
        build.args(what).current_dir(root());
        if !cfg!(debug_assertions) {
            build.arg("--release");
        }
        let result = build.stderr(Stdio::inherit()).output().expect("cargo can be started");
        assert!(result.status.success(), "cargo build --bins failed");
        let messages = String::from_utf8_lossy(&result.stdout);
        let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let program = |message: serde_json::Value| {
            let path = PathBuf::from(message.get("executable")?.as_str()?);
            Some((path.file_stem()?.to_str()?.to_owned(), path))
        };
        // Cargo has built it beside this test.
        let course = ("course".to_owned(), env!("CARGO_BIN_EXE_course").into());
        messages.filter_map(program).chain([course]).collect()
    })
}

/// Locks; what a panicking thread left behind is still good enough to report.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

// ---------------------------------------------------------------------------------------------------------------------
// Scenes as text

/// A transcript file.
#[derive(Clone, Debug, PartialEq)]
struct Scene {
    /// The lines before the first block.
    header: Vec<String>,
    needs: Vec<String>,
    /// The blocks whose last program goes on until the end.
    stays: Vec<String>,
    numbers_vary: bool,
    deadline: Duration,
    blocks: Vec<Block>,
}

/// What happens in one terminal.
#[derive(Clone, Debug, PartialEq)]
struct Block {
    name: String,
    steps: Vec<Step>,
}

/// A command and the lines that it prints.
#[derive(Clone, Debug, PartialEq)]
struct Step {
    command: String,
    output: Vec<String>,
    /// The program goes on until the end.
    stays: bool,
}

impl Scene {
    fn parse(text: &str) -> Result<Self, String> {
        let mut scene = Self {
            header: Vec::new(),
            needs: Vec::new(),
            stays: Vec::new(),
            numbers_vary: false,
            deadline: DEADLINE,
            blocks: Vec::new(),
        };
        let mut names = BTreeSet::new();
        let mut open = false;
        for (index, line) in text.lines().enumerate() {
            let wrong = |what: String| Err(format!("  line {}: {what}\n", index + 1));
            let line = line.trim_end_matches('\r');
            if let Some(name) = line.strip_prefix("ANCHOR: ") {
                if open || !names.insert(name) {
                    return wrong(format!("a block {name} begins inside of another, or for the second time"));
                }
                open = true;
                scene.blocks.push(Block { name: name.to_owned(), steps: Vec::new() });
            } else if let Some(name) = line.strip_prefix("ANCHOR_END: ") {
                if !open || scene.blocks.last().is_none_or(|block| block.name != name) {
                    return wrong(format!("no block {name} is open"));
                }
                open = false;
            } else if open {
                let Some(block) = scene.blocks.last_mut() else { continue };
                match (line.strip_prefix("$ "), block.steps.last_mut()) {
                    (Some(command), _) => {
                        block.steps.push(Step { command: command.to_owned(), output: Vec::new(), stays: false });
                    }
                    (None, Some(step)) => step.output.push(line.to_owned()),
                    (None, None) => return wrong("a block begins with a command, \"$ …\"".to_owned()),
                }
            } else if scene.blocks.is_empty() && !line.is_empty() {
                if let Err(what) = scene.read_setting(line) {
                    return wrong(what);
                }
            } else if !line.is_empty() {
                return wrong(format!("{line:?} stands in no block"));
            }
        }
        match scene.blocks.last() {
            None => Err("  no block: write \"ANCHOR: terminal\", commands, \"ANCHOR_END: terminal\"\n".to_owned()),
            Some(block) if open => Err(format!("  block {} has no ANCHOR_END\n", block.name)),
            Some(_) => scene.with_stays(),
        }
    }

    fn with_stays(mut self) -> Result<Self, String> {
        for name in &self.stays {
            let block = self.blocks.iter_mut().find(|block| block.name == *name);
            let Some(step) = block.and_then(|block| block.steps.last_mut()) else {
                return Err(format!("  nothing stays in a block {name}, for there is none\n"));
            };
            if step.output.iter().any(|line| line == INTERRUPT) {
                return Err(format!("  block {name} stays: take its ^C out\n"));
            }
            step.stays = true;
        }
        Ok(self)
    }

    fn read_setting(&mut self, line: &str) -> Result<(), String> {
        match line.split_once(": ") {
            Some(("needs", programs)) => self.needs = programs.split(", ").map(str::to_owned).collect(),
            Some(("stays", blocks)) => self.stays = blocks.split(", ").map(str::to_owned).collect(),
            Some(("numbers vary", "yes")) => self.numbers_vary = true,
            Some(("seconds", seconds)) => {
                let seconds = seconds.parse().map_err(|_| format!("{seconds:?} is no number of seconds"))?;
                self.deadline = Duration::from_secs(seconds);
            }
            _ => return Err(format!("{line:?} is no setting: needs: …, stays: …, numbers vary: yes or seconds: …")),
        }
        self.header.push(line.to_owned());
        Ok(())
    }

    fn missing_programs(&self) -> Vec<&str> {
        self.needs.iter().map(String::as_str).filter(|program| !is_installed(program)).collect()
    }

    fn render(&self) -> String {
        let mut text: String = self.header.iter().map(|line| line.clone() + "\n").collect();
        for block in &self.blocks {
            let Block { name, steps } = block;
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}ANCHOR: {name}");
            for line in steps.iter().flat_map(Step::lines) {
                let _ = writeln!(text, "{line}");
            }
            let _ = writeln!(text, "ANCHOR_END: {name}");
        }
        text
    }

    /// The lines that two runs of this scene must have in common.
    fn comparable(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for block in &self.blocks {
            lines.push(format!("ANCHOR: {}", block.name));
            for step in &block.steps {
                lines.push(format!("$ {}", step.command));
                lines.extend(step.output.iter().map(|line| self.comparable_line(line)));
            }
        }
        lines
    }

    fn comparable_line(&self, line: &str) -> String {
        if !self.numbers_vary {
            return line.to_owned();
        }
        let from = STATED.iter().filter_map(|words| line.find(words)).min();
        let (varies, stays) = line.split_at(from.unwrap_or(line.len()));
        without_dates(&map_numbers(varies, |_| Some("#".to_owned()))) + stays
    }

    /// This scene with the outputs that came; lines that differ only where they may keep their old text.
    fn overwritten_by(&self, came: &Self) -> Self {
        let mut new = came.clone();
        let old_steps = self.blocks.iter().flat_map(|block| &block.steps);
        let new_steps = new.blocks.iter_mut().flat_map(|block| &mut block.steps);
        for (old, new) in old_steps.zip(new_steps) {
            for (old, new) in old.output.iter().zip(&mut new.output) {
                if self.comparable_line(old) == self.comparable_line(new) {
                    new.clone_from(old);
                }
            }
        }
        new
    }
}

impl Step {
    fn lines(&self) -> impl Iterator<Item = String> {
        std::iter::once(format!("$ {}", self.command)).chain(self.output.iter().cloned())
    }

    /// The port on which the file lets this step's program listen.
    fn shown_port(&self) -> Option<u16> {
        listening_port(format!("{}\n", self.output.first()?).as_bytes())
    }

    /// The lines before the interrupt, if the program is to be interrupted.
    fn before_interrupt(&self) -> Option<&[String]> {
        if self.stays {
            return Some(&self.output);
        }
        let at = self.output.iter().position(|line| line == INTERRUPT)?;
        Some(&self.output[..at])
    }
}

/// Replaces the dates of HTTP in a line whose numbers are `#`: of another day, their words are others too.
fn without_dates(line: &str) -> String {
    const DAY: &str = "Mon, # Nov";
    const REST: &str = " # #:#:# GMT";
    let mut rest = line;
    let mut mapped = String::new();
    while let Some(at) = rest.find(REST) {
        let day = at.checked_sub(DAY.len()).and_then(|from| rest.get(from..at));
        let is_date = day.is_some_and(|day| day.get(3..7) == Some(", # "));
        mapped.push_str(if is_date { &rest[..at - DAY.len()] } else { &rest[..at] });
        mapped.push_str(if is_date { "#" } else { REST });
        rest = &rest[at + REST.len()..];
    }
    mapped + rest
}

/// Replaces the runs of digits for which `map` has a replacement.
fn map_numbers(text: &str, map: impl Fn(&str) -> Option<String>) -> String {
    let mut mapped = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        match map(number).filter(|_| digits > 0) {
            Some(replacement) => mapped.push_str(&replacement),
            None => mapped.push_str(number),
        }
        let others = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        mapped.push_str(&after[..others]);
        rest = &after[others..];
    }
    mapped
}

/// The lines of both, each marked with where it stands: ` ` in both, `-` only expected, `+` only what came.
fn diff(expected: &[String], came: &[String]) -> String {
    let mut common = vec![vec![0_usize; came.len() + 1]; expected.len() + 1];
    for i in (0..expected.len()).rev() {
        for j in (0..came.len()).rev() {
            common[i][j] =
                if expected[i] == came[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let mut text = String::from("  - in the file, + what came\n");
    let (mut i, mut j) = (0, 0);
    while i < expected.len() || j < came.len() {
        let (mark, line) = if i < expected.len() && j < came.len() && expected[i] == came[j] {
            (i, j) = (i + 1, j + 1);
            (' ', &expected[i - 1])
        } else if i < expected.len() && (j == came.len() || common[i + 1][j] >= common[i][j + 1]) {
            i += 1;
            ('-', &expected[i - 1])
        } else {
            j += 1;
            ('+', &came[j - 1])
        };
        let _ = writeln!(text, "  {mark} {line}");
    }
    text
}

// ---------------------------------------------------------------------------------------------------------------------
// Playing a scene

/// Runs a scene; gives the scene with the outputs that came, and notes about programs that had to be stopped.
fn play(scene: &Scene, name: &str, overwrite: bool) -> Result<(Scene, String), String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| format!("  cannot create {}: {error}\n", folder.display()))?;
    let folder = folder.to_string_lossy().into_owned();
    let mut stage =
        Stage { scene, folder, overwrite, ports: Ports::default(), programs: Vec::new(), notes: String::new() };
    stage.run().map_err(|what| format!("  {what}\n"))?;
    Ok((stage.what_came(), stage.notes))
}

struct Stage<'s> {
    scene: &'s Scene,
    /// Stands in for `/tmp`.
    folder: String,
    overwrite: bool,
    ports: Ports,
    /// In the order in which they were started, which is the order of the steps.
    programs: Vec<Program>,
    notes: String,
}

impl Stage<'_> {
    fn run(&mut self) -> Result<(), String> {
        for block in &self.scene.blocks {
            let mut status = 0;
            for (index, step) in block.steps.iter().enumerate() {
                let (program, is_left_running) = self.start(step, status)?;
                if !is_left_running || (index + 1 < block.steps.len() && !self.programs[program].in_background) {
                    status = self.finish(program, step);
                }
            }
        }
        let steps: Vec<&Step> = self.scene.blocks.iter().flat_map(|block| &block.steps).collect();
        for (program, step) in steps.iter().enumerate().filter(|(_, step)| step.before_interrupt().is_none()) {
            self.finish(program, step);
        }
        for (program, step) in steps.iter().enumerate().rev() {
            self.finish(program, step);
        }
        Ok(())
    }

    /// Starts a step's program and waits until the scene can go on; says whether the program is left running then.
    fn start(&mut self, step: &Step, status: i32) -> Result<(usize, bool), String> {
        let line = step.command.strip_suffix(" &");
        let in_background = line.is_some() || step.stays;
        let mut prepared = self.prepare(step, line.unwrap_or(&step.command))?;
        if status != 0 {
            prepared.shell = format!("(exit {status}); {}", prepared.shell);
        }
        let mut program = Program::start(&prepared.shell, &self.folder)
            .map_err(|error| format!("cannot start {:?}: {error}", step.command))?;
        program.in_background = in_background;
        let is_server = prepared.server_port.is_some();
        if !in_background || is_server {
            let (scene, ports, folder) = (self.scene, &self.ports, &self.folder);
            let came = program.wait_until(scene.deadline, None, |printed| {
                listening_port(printed).is_some() || (!is_server && is_due(scene, ports, folder, step, printed))
            });
            program.is_overdue = !came;
        }
        let port = listening_port(&program.printed());
        if let Some(real) = port {
            let shown = step.shown_port().or(prepared.server_port.filter(|&port| port != 0)).unwrap_or(real);
            self.ports.pairs.push((shown, real));
            program.serves = Some(shown);
        }
        self.programs.push(program);
        Ok((self.programs.len() - 1, in_background || port.is_some()))
    }

    /// Lets a program end by itself or, where the scene says so, interrupts it. Gives the exit status as a shell does.
    fn finish(&mut self, index: usize, step: &Step) -> i32 {
        let (scene, ports, folder) = (self.scene, &self.ports, &self.folder);
        let program = &mut self.programs[index];
        if program.serves.is_some() {
            let _ = fs::remove_file(Path::new(folder).join(AT_WORK));
        }
        let quiet = self.overwrite.then_some(QUIET);
        let deadline = scene.deadline;
        let came = !program.is_overdue
            && program.wait_until(deadline, quiet, |printed| is_due(scene, ports, folder, step, printed));
        if came && program.serves.is_none() {
            program.wait_until(STALLED, None, |_| false);
        }
        if program.status.is_none() {
            if !came && !self.overwrite {
                let what = if step.before_interrupt().is_some() {
                    "did not print what stands before ^C"
                } else {
                    "did not end"
                };
                let seconds = deadline.as_secs();
                let _ = writeln!(self.notes, "  `{}` {what} within {seconds} s, so it was interrupted", step.command);
            }
            program.interrupt(deadline);
        }
        program.status.map_or(0, |status| status.code().unwrap_or(128 + status.signal().unwrap_or(0)))
    }

    /// What `sh` gets for a command line of the scene.
    fn prepare(&mut self, step: &Step, line: &str) -> Result<Prepared, String> {
        const RUN: &str = "cargo run -q --bin ";
        const BUILD: &str = "cargo build -q --bin ";
        const SAY: &str = "cargo course say ";
        let mut prepared = Prepared { shell: String::new(), server_port: None };
        if let Some(name) = line.strip_prefix(BUILD) {
            programs().get(name).ok_or_else(|| format!("the course has no program {name}"))?;
            ":".clone_into(&mut prepared.shell);
            return Ok(prepared);
        }
        let line = match line.split_once(" --example ") {
            Some((run, rest)) if run.starts_with("cargo run -q -p ") => &format!("{RUN}{rest}"),
            _ => &line.replace(BUILT, RUN).replace(SAY, &format!("{RUN}course -- say ")),
        };
        if let Some(shown) = step.shown_port().filter(|shown| !line.contains(RUN) && line.contains(&shown.to_string()))
        {
            // A server that is none of the course's: the file says that it is one.
            let (shown_text, real) = (shown.to_string(), self.port_for_server(step, shown).to_string());
            let line = map_numbers(line, |number| (number == shown_text).then(|| real.clone()));
            let exec = if line.contains(['|', ';', '&']) { "" } else { "exec " };
            prepared.shell = format!("{exec}{}", self.in_folder(&line));
            prepared.server_port = Some(shown);
            return Ok(prepared);
        }
        let mut rest = line.as_str();
        while let Some((before, after)) = rest.split_once(RUN) {
            prepared.shell += &self.real_text(before)?;
            let is_of_a_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
            let end = after.find(|c| !is_of_a_word(c)).unwrap_or(after.len());
            let (name, after) = after.split_at(end);
            let path = programs().get(name).ok_or_else(|| format!("the course has no program {name}"))?;
            let after = after.strip_prefix(" --").filter(|after| !after.starts_with(is_of_a_word)).unwrap_or(after);
            let end = after.find(['|', ';', '&', '<', '>', ')', '`']).unwrap_or(after.len());
            let (arguments, after) = after.split_at(end);
            let given = arguments.split_once("--addr").map(|(_, addr)| addr);
            let shown = given.map_or(Some(DEFAULT_PORT), port_of);
            let _ = write!(prepared.shell, "'{}'", path.display());
            if ["-server", "-filter", "-proxy"].iter().any(|role| name.ends_with(role)) {
                prepared.server_port = Some(shown.unwrap_or(DEFAULT_PORT));
                let real = shown.map_or(0, |shown| self.port_for_server(step, shown)).to_string();
                let shown = shown.map(|port| port.to_string());
                if given.is_none() {
                    let _ = write!(prepared.shell, " --addr 127.0.0.1:{real}");
                }
                let is_shown = |number: &str| given.is_some() && Some(number) == shown.as_deref();
                let others = |number: &str| Some(self.ports.known(number.parse().ok()?)?.to_string());
                let arguments =
                    map_numbers(arguments, |number| if is_shown(number) { Some(real.clone()) } else { others(number) });
                prepared.shell += &self.in_folder(&arguments);
            } else {
                if given.is_none() && !arguments.contains("://") && name != "course" {
                    let _ = write!(prepared.shell, " --addr 127.0.0.1:{}", self.ports.real(DEFAULT_PORT)?);
                }
                prepared.shell += &self.real_text(arguments)?;
            }
            rest = after;
        }
        prepared.shell += &self.real_text(rest)?;
        if prepared.server_port.is_some()
            && let Some((time, server)) = prepared.shell.strip_prefix("sleep ").and_then(|rest| rest.split_once(" | "))
        {
            let at_work = format!("'{}/{AT_WORK}'", self.folder);
            prepared.shell =
                format!("touch {at_work}; (sleep {time}; while test -e {at_work}; do sleep 0.01; done) | {server}");
        }
        if line.starts_with(RUN) && !line.contains(['|', ';', '&']) {
            // Without a shell around it, the program's own exit status after SIGINT counts.
            prepared.shell.insert_str(0, "exec ");
        }
        Ok(prepared)
    }

    /// Port 0, or the real port if a server of the scene holds the shown one.
    ///
    /// A server that has printed its last line may take a moment to end, so that it still runs says nothing. The file
    /// tells what must become of it; where the outputs are to be written anew, time does.
    fn port_for_server(&mut self, step: &Step, shown: u16) -> u16 {
        let listens = step.shown_port().is_some();
        let deadline = self.scene.deadline;
        let steps = self.scene.blocks.iter().flat_map(|block| &block.steps);
        let mut is_held = false;
        for (program, holder) in self.programs.iter_mut().zip(steps) {
            if program.serves != Some(shown) || program.status.is_some() {
                continue;
            }
            is_held |= if self.overwrite {
                !program.wait_until(deadline, Some(QUIET), |_| false)
            } else if listens && holder.before_interrupt().is_none() {
                !program.wait_until(deadline, None, |_| false)
            } else {
                true
            };
        }
        if is_held { self.ports.known(shown).unwrap_or(0) } else { 0 }
    }

    /// A part of a command line with real ports and the scene's own folder.
    fn real_text(&mut self, text: &str) -> Result<String, String> {
        for shown in SHOWN_PORTS.filter(|shown| text.contains(&shown.to_string())) {
            self.ports.real(shown)?;
        }
        let ports = &self.ports;
        let real = map_numbers(text, |number| ports.known(number.parse().ok()?).map(|port| port.to_string()));
        Ok(self.in_folder(&real))
    }

    fn in_folder(&self, text: &str) -> String {
        text.replace("/tmp/", &format!("{}/", self.folder))
    }

    /// The scene with the outputs that its programs really printed.
    fn what_came(&self) -> Scene {
        let mut came = self.scene.clone();
        let steps = came.blocks.iter_mut().flat_map(|block| &mut block.steps);
        for (step, program) in steps.zip(&self.programs) {
            let printed = program.printed();
            let (before, after) = printed.split_at(program.interrupted_at.unwrap_or(printed.len()));
            step.output = lines_shown(&self.ports, &self.folder, before);
            if program.interrupted_at.is_some() {
                if !step.stays {
                    step.output.push(INTERRUPT.to_owned());
                }
                step.output.extend(lines_shown(&self.ports, &self.folder, after));
            }
        }
        came
    }
}

struct Prepared {
    shell: String,
    /// The port that the file shows for the server that this command starts.
    server_port: Option<u16>,
}

/// Which real ports the ports in the file stand for.
#[derive(Default)]
struct Ports {
    /// Shown and real; the last of a shown port counts for commands, all count for outputs.
    pairs: Vec<(u16, u16)>,
    /// Connections whose own ports nobody can listen on while they are open.
    held: Vec<TcpStream>,
}

impl Ports {
    fn known(&self, shown: u16) -> Option<u16> {
        self.pairs.iter().rev().find(|pair| pair.0 == shown).map(|pair| pair.1)
    }

    /// The port of the server that the scene shows at `shown`, or one where nobody listens.
    fn real(&mut self, shown: u16) -> Result<u16, String> {
        match self.known(shown) {
            Some(real) => Ok(real),
            None => self.hold(shown).map_err(|error| format!("cannot find a port where nobody listens: {error}")),
        }
    }

    fn hold(&mut self, shown: u16) -> io::Result<u16> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        loop {
            let held = TcpStream::connect(listener.local_addr()?)?;
            let real = held.local_addr()?.port();
            self.held.extend([held, listener.accept()?.0]);
            if UdpSocket::bind(("127.0.0.1", real)).is_ok() {
                self.pairs.push((shown, real));
                return Ok(real);
            }
        }
    }
}

/// The port at the end of the first word of ` HOST:PORT …` or `=HOST:PORT …`.
fn port_of(addr: &str) -> Option<u16> {
    addr.trim_start_matches([' ', '=']).split_whitespace().next()?.rsplit_once(':')?.1.parse().ok()
}

/// The port of a server that has said where it listens.
fn listening_port(printed: &[u8]) -> Option<u16> {
    let text = String::from_utf8_lossy(printed);
    port_of(text.split_once('\n')?.0.strip_prefix("listening on ")?)
}

/// What a program printed, as the file shows it.
fn lines_shown(ports: &Ports, folder: &str, printed: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(printed).replace(folder, "/tmp");
    let shown = |number: &str| {
        let real = number.parse::<u16>().ok()?;
        ports.pairs.iter().rev().find(|pair| pair.1 == real).map(|pair| pair.0.to_string())
    };
    map_numbers(&text, shown).lines().map(|line| line.trim_end_matches('\r').to_owned()).collect()
}

/// Whether the lines that a program prints before its interrupt have come.
fn is_due(scene: &Scene, ports: &Ports, folder: &str, step: &Step, printed: &[u8]) -> bool {
    let comparable = |lines: &[String]| lines.iter().map(|line| scene.comparable_line(line)).collect::<Vec<_>>();
    let lines = || comparable(&lines_shown(ports, folder, printed));
    step.before_interrupt().is_some_and(|before| comparable(before) == lines())
}

/// A command that was started. It does not outlive this value.
struct Program {
    child: Child,
    output: Arc<Output>,
    in_background: bool,
    /// The scene has waited for it in vain.
    is_overdue: bool,
    /// The port that the file shows for this server.
    serves: Option<u16>,
    status: Option<ExitStatus>,
    /// How much it had printed when it was interrupted.
    interrupted_at: Option<usize>,
}

#[derive(Default)]
struct Output {
    state: Mutex<(Vec<u8>, bool)>,
    changed: Condvar,
}

impl Output {
    /// Takes what comes out of the pipe until nobody holds its other end any more.
    fn collect(&self, mut pipe: PipeReader) {
        let mut buffer = [0; 4096];
        loop {
            let count = pipe.read(&mut buffer).unwrap_or(0);
            let mut state = lock(&self.state);
            state.0.extend_from_slice(&buffer[..count]);
            state.1 = count == 0;
            self.changed.notify_all();
            if count == 0 {
                return;
            }
        }
    }
}

impl Program {
    fn start(shell: &str, folder: &str) -> io::Result<Self> {
        // Where pipes cannot be made close-on-exec at once (macOS), a program started at the same time would keep the end.
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let alone = lock(&ONE_AT_A_TIME);
        let (reader, writer) = io::pipe()?;
        let mut command = Command::new("sh");
        command.args(["-c", shell]).current_dir(root()).process_group(0).stdin(Stdio::null());
        command.env("TMPDIR", folder).env("TERM", "dumb").env("LC_ALL", "C.UTF-8").env_remove("RUST_BACKTRACE");
        for proxy in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(proxy);
        }
        let child = command.stdout(writer.try_clone()?).stderr(writer).spawn()?;
        // The command holds the writing ends of the pipe until here.
        drop(command);
        drop(alone);
        let output = Arc::new(Output::default());
        let collector = Arc::clone(&output);
        thread::spawn(move || collector.collect(reader));
        Ok(Self {
            child,
            output,
            in_background: false,
            is_overdue: false,
            serves: None,
            status: None,
            interrupted_at: None,
        })
    }

    fn printed(&self) -> Vec<u8> {
        lock(&self.output.state).0.clone()
    }

    /// Whether the program has exited and all of its output is there.
    fn has_ended(&mut self) -> bool {
        if self.status.is_none() && lock(&self.output.state).1 {
            self.status = self.child.try_wait().unwrap_or(None);
        }
        self.status.is_some()
    }

    /// Waits until the program has ended or `is_enough` of its output; `false` when it takes too long, or is `quiet`.
    fn wait_until(&mut self, deadline: Duration, quiet: Option<Duration>, is_enough: impl Fn(&[u8]) -> bool) -> bool {
        let start = Instant::now();
        let (mut count, mut last) = (0, start);
        loop {
            if self.has_ended() {
                return true;
            }
            let state = lock(&self.output.state);
            if is_enough(&state.0) {
                return true;
            }
            if state.0.len() > count {
                (count, last) = (state.0.len(), Instant::now());
            }
            if start.elapsed() > deadline || quiet.is_some_and(|quiet| last.elapsed() > quiet) {
                return false;
            }
            drop(self.output.changed.wait_timeout(state, POLL));
        }
    }

    /// Sends SIGINT, as Ctrl-C does, and SIGKILL if that does not end the program.
    fn interrupt(&mut self, deadline: Duration) {
        self.interrupted_at = Some(lock(&self.output.state).0.len());
        self.signal("INT");
        if !self.wait_until(deadline, None, |_| false) {
            self.signal("KILL");
            self.wait_until(deadline, None, |_| false);
        }
    }

    /// Sends a signal to the program and to all that it started.
    fn signal(&self, name: &str) {
        let kill = format!("kill -s {name} -- -{}", self.child.id());
        let _ = Command::new("sh").args(["-c", &kill]).stderr(Stdio::null()).status();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if !self.has_ended() {
            self.signal("KILL");
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The player finds what differs, and leaves nothing running

mod player {
    use super::*;

    /// A scene of one block for each of `blocks`.
    fn scene(settings: &str, blocks: &[&str]) -> Scene {
        let blocks = blocks.iter().enumerate().map(|(n, block)| format!("ANCHOR: t{n}\n{block}\nANCHOR_END: t{n}\n"));
        Scene::parse(&format!("{settings}\n{}", blocks.collect::<Vec<_>>().join("\n"))).expect("a scene")
    }

    /// Plays the scene as the check does; gives the difference and the notes.
    fn check(name: &str, scene: &Scene) -> Result<(), String> {
        let (came, notes) = play(scene, name, false)?;
        let (expected, came) = (scene.comparable(), came.comparable());
        if expected == came { Ok(()) } else { Err(format!("{}{notes}", diff(&expected, &came))) }
    }

    #[test]
    fn a_scene_that_prints_what_it_says_is_fine() {
        let blocks = [
            "$ cargo run -q --bin one-way-server\nlistening on 127.0.0.1:12345\nserver received: Hello World from client",
            "$ cargo run -q --bin one-way-client\nclient sending: Hello World from client",
        ];
        assert_eq!(check("fine", &scene("", &blocks)), Ok(()));
    }

    #[test]
    fn a_line_that_differs_is_shown_beside_the_line_in_the_file() {
        let failure = check("differs", &scene("", &["$ printf 'one\\ntwo\\n'\none\n2"])).unwrap_err();
        assert_eq!(
            failure,
            "  - in the file, + what came\n    ANCHOR: t0\n    $ printf 'one\\ntwo\\n'\n    one\n  - 2\n  + two\n"
        );
    }

    #[test]
    fn standard_output_and_error_come_in_the_order_in_which_they_were_written() {
        assert_eq!(check("order", &scene("", &["$ echo a; echo b >&2; echo c\na\nb\nc"])), Ok(()));
    }

    #[test]
    fn a_program_that_hangs_is_ended_and_what_it_printed_is_shown() {
        let failure = check("hangs", &scene("seconds: 0", &["$ echo started; sleep 600\nstarted\ndone"])).unwrap_err();
        assert!(failure.contains("  - done\n"), "{failure}");
        assert!(failure.contains("  + ^C\n"), "{failure}");
        assert!(failure.contains("did not end within 0 s"), "{failure}");
    }

    #[test]
    fn a_program_is_interrupted_as_soon_as_it_has_printed_what_stands_before_the_mark() {
        let block = "$ trap 'echo stopped; exit 3' INT; echo started; while :; do sleep 1; done\nstarted\n^C\nstopped\n$ echo $?\n3";
        assert_eq!(check("interrupted", &scene("", &[block])), Ok(()));
    }

    #[test]
    fn a_program_that_would_have_ended_was_not_stalled() {
        let failure = check("no-stall", &scene("", &["$ echo done\ndone\n^C"])).unwrap_err();
        assert!(failure.contains("  - ^C\n"), "{failure}");
    }

    #[test]
    fn a_server_is_interrupted_at_the_end_where_the_file_says_so() {
        let server =
            "$ cargo run -q --bin one-way-server -- --forever\nlistening on 127.0.0.1:12345\nserver received: a\n^C";
        let client = "$ cargo run -q --bin one-way-client -- a\nclient sending: a";
        assert_eq!(check("forever", &scene("", &[server, client])), Ok(()));
        let server = server.strip_suffix("\n^C").expect("the mark");
        let failure = check("forever-unmarked", &scene("seconds: 1", &[server, client])).unwrap_err();
        assert!(failure.contains("  + ^C\n"), "{failure}");
    }

    #[test]
    fn what_stays_is_interrupted_at_the_end_without_a_mark() {
        let server = "$ cargo run -q --bin echo-server\nlistening on 127.0.0.1:12345";
        let silent = "$ sleep 60 | cargo run -q --bin echo-client";
        let client = "$ echo a | target/debug/echo-client\na";
        assert_eq!(check("stays", &scene("stays: t0, t1", &[server, silent, client])), Ok(()));
        let build = "$ cargo build -q --bin echo-client";
        assert_eq!(check("stays-built", &scene("stays: t0", &[server, build, client])), Ok(()));
        let failure = check("stays-not", &scene("stays: t0, t1", &[server, "$ echo done"])).unwrap_err();
        assert!(failure.contains("  + done\n"), "{failure}");
        let refused = |settings: &str, block: &str| {
            Scene::parse(&format!("{settings}\nANCHOR: a\n{block}\nANCHOR_END: a\n")).unwrap_err()
        };
        assert!(refused("stays: b", "$ x").contains("there is none"));
        assert!(refused("stays: a", "$ x\n^C").contains("take its ^C out"));
    }

    #[test]
    fn a_server_can_be_started_again_on_the_same_port() {
        let server = "$ cargo run -q --bin one-way-server\nlistening on 127.0.0.1:12345\nserver received: a";
        let client = "$ cargo run -q --bin one-way-client -- a\nclient sending: a";
        assert_eq!(check("again", &scene("", &[server, client, server, client])), Ok(()));
        let stopped = "$ cargo run -q --bin one-way-server\nlistening on 127.0.0.1:12345\n^C\n$ echo $?\n0";
        assert_eq!(check("stopped", &scene("", &[stopped, server, client])), Ok(()));
    }

    #[test]
    fn a_server_that_is_to_listen_waits_until_the_one_before_it_has_ended() {
        let lingering =
            "$ cargo run -q --bin one-way-server; sleep 0.3\nlistening on 127.0.0.1:12345\nserver received: a";
        let client = "$ cargo run -q --bin one-way-client -- a\nclient sending: a";
        assert_eq!(check("lingering", &scene("", &[lingering, client, lingering, client])), Ok(()));
        let stays = "$ cargo run -q --bin one-way-server -- --forever\nlistening on 127.0.0.1:12345\n^C";
        let failure = check("stays", &scene("seconds: 1", &[stays, lingering])).unwrap_err();
        assert!(failure.contains("  + error: cannot listen on 127.0.0.1:12345"), "{failure}");
    }

    #[test]
    fn overwriting_finds_whether_the_port_of_an_earlier_server_is_free() {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("overwritten-ports.txt");
        let server = "$ cargo run -q --bin one-way-server; sleep 0.3";
        let client = "$ cargo run -q --bin one-way-client -- a";
        let in_use = "$ cargo run -q --bin one-way-server 2>&1 | cut -d: -f1-3";
        let commands = scene("", &[server, client, server, in_use, client]);
        fs::write(&path, commands.render()).expect("a file in the temporary folder");
        assert_eq!(check_file(&path, true), Ok(()));
        let new = Scene::parse(&fs::read_to_string(&path).expect("the file that was overwritten")).expect("a scene");
        let outputs: Vec<_> = new.blocks.iter().map(|block| block.steps[0].output.join("\n")).collect();
        let listens = "listening on 127.0.0.1:12345\nserver received: a";
        let (sends, refused) = ("client sending: a", "error: cannot listen on 127.0.0.1:12345");
        assert_eq!(outputs, [listens, sends, listens, refused, sends]);
        assert_eq!(check_file(&path, false), Ok(()));
    }

    #[test]
    fn each_server_has_a_port_of_its_own() {
        let first = "$ cargo run -q --bin one-way-server\nlistening on 127.0.0.1:12345\nserver received: to the first";
        let second = "$ cargo run -q --bin one-way-server -- --addr 127.0.0.1:12346\nlistening on 127.0.0.1:12346\nserver received: to the second";
        let clients = "$ cargo run -q --bin one-way-client -- --addr 127.0.0.1:12346 'to the second'\nclient sending: to the second\n\
            $ cargo run -q --bin one-way-client -- 'to the first'\nclient sending: to the first";
        assert_eq!(check("two-servers", &scene("", &[first, second, clients])), Ok(()));
    }

    #[test]
    fn somebody_who_types_waits_for_the_commands_that_follow() {
        let server = "$ sleep 0.1 | cargo run -q --bin datagram-server -- --hold --count 2 | grep received\n\
            listening on 127.0.0.1:12345\nreading nothing until you press Enter\nreceived 2 of 2";
        let client = "$ sleep 0.5; cargo run -q --bin datagram-client -- --count 2\nclient sending: numbers 1 to 2";
        assert_eq!(check("typing", &scene("", &[server, client])), Ok(()));
    }

    #[test]
    fn a_port_in_use_is_in_use() {
        let first = "$ cargo run -q --bin one-way-server\nlistening on 127.0.0.1:12345\n^C";
        let second = "$ cargo run -q --bin one-way-server 2>&1 | cut -d: -f1-3\nerror: cannot listen on 127.0.0.1:12345\n$ echo $?\n0";
        assert_eq!(check("in-use", &scene("", &[first, second])), Ok(()));
    }

    #[test]
    fn nobody_listens_before_a_server_was_started() {
        let client =
            "$ cargo run -q --bin one-way-client 2>&1 | cut -d: -f1-3\nerror: cannot connect to 127.0.0.1:12345";
        assert_eq!(check("refused", &scene("", &[client])), Ok(()));
    }

    #[test]
    fn a_command_in_the_background_keeps_nobody_waiting() {
        let server = "$ cargo run -q --bin one-way-server -- --forever &\nlistening on 127.0.0.1:12345\nserver received: a\n^C\n\
            $ cargo run -q --bin one-way-client -- a | cat\nclient sending: a";
        assert_eq!(check("background", &scene("", &[server])), Ok(()));
    }

    #[test]
    fn numbers_may_vary_where_the_file_says_so() {
        let block = "$ echo $$ of 7\n123 of 456";
        assert_eq!(check("vary", &scene("numbers vary: yes", &[block])), Ok(()));
        assert!(check("vary-not", &scene("", &[block])).is_err());
        let stated = "$ echo $$ Content-Length: 7\n123 Content-Length: 8";
        assert!(check("vary-stated", &scene("numbers vary: yes", &[stated])).is_err());
        let date = "$ echo 'Date: Tue, 01 Dec 2026 00:00:01 GMT!'\nDate: Mon, 30 Nov 2026 23:59:59 GMT!";
        assert_eq!(check("vary-date", &scene("numbers vary: yes", &[date])), Ok(()));
    }

    #[test]
    fn files_are_written_to_a_folder_of_the_scene() {
        let block = "$ echo kept > /tmp/note.txt\n$ cat /tmp/note.txt; ls /tmp/note.txt\nkept\n/tmp/note.txt";
        assert_eq!(check("folder-a", &scene("", &[block])), Ok(()));
        let other = "$ ls /tmp/\n$ test -f README.md || test -f Cargo.toml; echo $?\n0";
        assert_eq!(check("folder-b", &scene("", &[other])), Ok(()));
    }

    #[test]
    fn the_course_says_something_to_a_server_of_the_scene() {
        let server =
            "$ cargo run -q --bin one-way-server\nlistening on 127.0.0.1:12345\nserver received: a; b on 12345";
        let client =
            "$ cargo course say 127.0.0.1:12345 \"a; b \" \"on 12345\\close\"\nthe other side closed the connection";
        assert_eq!(check("says", &scene("", &[server, client])), Ok(()));
        let refused =
            "$ cargo course say 127.0.0.1:12346 a 2>&1 | cut -d: -f1-3\nerror: cannot connect to 127.0.0.1:12346";
        assert_eq!(check("says-to-nobody", &scene("", &[refused])), Ok(()));
    }

    #[test]
    fn a_program_that_the_course_does_not_have_is_found() {
        let failure = check("no-program", &scene("", &["$ cargo run -q --bin one-way-sever"])).unwrap_err();
        assert!(failure.contains("no program one-way-sever"), "{failure}");
    }

    #[test]
    fn overwriting_writes_what_came_and_keeps_numbers_that_may_vary() {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("overwritten.txt");
        let old =
            "numbers vary: yes\n\nANCHOR: a\n$ echo $$ first; echo second\n12 first\n$ sleep 600 &\nANCHOR_END: a\n";
        fs::write(&path, old).expect("a file in the temporary folder");
        assert_eq!(check_file(&path, true), Ok(()));
        let new = fs::read_to_string(&path).expect("the file that was overwritten");
        assert_eq!(new, old.replace("12 first\n", "12 first\nsecond\n").replace("600 &\n", "600 &\n^C\n"));
        assert_eq!(check_file(&path, false), Ok(()));
    }

    #[test]
    fn a_scene_is_written_as_it_was_read() {
        let text =
            "needs: curl, python3\nseconds: 30\n\nANCHOR: a\n$ x\n\nout\n\nANCHOR_END: a\n\nANCHOR: b\nANCHOR_END: b\n";
        let scene = Scene::parse(text).expect("a scene");
        assert_eq!(scene.needs, ["curl", "python3"]);
        assert_eq!(scene.deadline, Duration::from_secs(30));
        assert_eq!(scene.blocks[0].steps[0].output, ["", "out", ""]);
        assert_eq!(scene.render(), text);
    }

    #[test]
    fn what_is_no_scene_is_refused_with_its_line() {
        let refused = |text: &str| Scene::parse(text).unwrap_err();
        assert!(refused("").contains("no block"));
        assert!(refused("ANCHOR: a\n$ x\n").contains("no ANCHOR_END"));
        assert!(refused("ANCHOR: a\nx\nANCHOR_END: a\n").contains("line 2: a block begins with a command"));
        assert!(refused("ANCHOR: a\n$ x\nANCHOR_END: b\n").contains("line 3: no block b"));
        assert!(refused("ANCHOR: a\nANCHOR: b\n").contains("line 2: a block b begins inside"));
        assert!(refused("needs curl\n").contains("line 1: \"needs curl\" is no setting"));
        assert!(refused("ANCHOR: a\nANCHOR_END: a\nx\n").contains("line 3: \"x\" stands in no block"));
    }

    #[test]
    fn a_scene_without_its_programs_is_skipped_and_fails_in_ci() {
        let scene = scene("needs: sh, no-such-program", &["$ no-such-program"]);
        assert_eq!(scene.missing_programs(), ["no-such-program"]);
        assert_eq!(skip("a scene", &scene.missing_programs(), false), Ok(()));
        let failure = skip("a scene", &scene.missing_programs(), true).unwrap_err();
        assert!(failure.contains("no-such-program not installed"), "{failure}");
    }

    #[test]
    fn a_program_that_is_dropped_is_dead() {
        let program = Program::start("sleep 600 & sleep 600", "/tmp").expect("a program");
        let output = Arc::clone(&program.output);
        drop(program);
        let mut state = lock(&output.state);
        let deadline = Instant::now() + DEADLINE;
        while !state.1 && Instant::now() < deadline {
            state = output.changed.wait_timeout(state, POLL).unwrap_or_else(PoisonError::into_inner).0;
        }
        assert!(state.1, "somebody still holds the pipe");
    }
}
