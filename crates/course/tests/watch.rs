//! A room that is watched: in a terminal, with real keys and real saves, and without one.
#![cfg(unix)]

mod fixture;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use fixture::{Course, STARTER};

const ROOM: &str = "lessons/01-greet/src/server.rs";

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(40);

fn filled(with: &str) -> String {
    STARTER.replace("todo!(\"gap 1: greet\")", with)
}

fn solved() -> String {
    filled("\"hello\".to_owned()")
}

/// A course in which nothing is left to compile but the room.
fn course(name: &str) -> Course {
    let course = Course::new(name);
    course.run(&["starters"]).success();
    fixture::generate_lockfile(&course);
    course.run(&["check", "1"]).failure().code(1);
    course
}

/// The tool as it is started in a shell or beside one, with what the fixture has in its environment.
fn tool(course: &Course) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_course"));
    command.envs(environment()).current_dir(&course.root);
    command
}

fn environment() -> Vec<(String, String)> {
    let of_fixture = fixture::course();
    let known = of_fixture.get_envs().filter_map(|(name, value)| Some((name.to_str()?, value?.to_str()?)));
    known.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn kill(signal: &str, id: u32) {
    assert!(Command::new("kill").args([&format!("-{signal}"), &id.to_string()]).status().unwrap().success());
}

/// A watch without a terminal, and the lines that it prints.
struct Plain {
    child: Child,
    lines: Receiver<String>,
}

impl Plain {
    fn start(course: &Course) -> Self {
        Self::of(tool(course))
    }

    fn of(mut command: Command) -> Self {
        command.args(["watch", "1"]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (say, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if say.send(line).is_err() {
                    break;
                }
            }
        });
        Self { child, lines }
    }

    fn wait_for(&self, text: &str) {
        let until = Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
            let is_it = line.contains(text);
            seen.push(line);
            if is_it {
                return;
            }
        }
        panic!("no `{text}` came:\n{}", seen.join("\n"));
    }

    fn has_ended(&mut self) -> bool {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if self.child.try_wait().unwrap().is_some() {
                return true;
            }
            thread::sleep(Duration::from_millis(10));
        }
        false
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
#[ignore = "takes seconds"]
fn without_a_terminal_every_save_prints_a_page() {
    let course = course("watch-plain");
    let mut watch = Plain::start(&course);
    watch.wait_for("lesson 01 greet: 1 of 3 tests pass");
    watch.wait_for("next: fill gap 1, greet, in");
    course.write(ROOM, &filled("\"hello\\nyou\".to_owned()"));
    watch.wait_for("first failure: the_server_greets");
    course.write(ROOM, &filled("hello"));
    watch.wait_for("lesson 01 greet: does not compile");
    course.write(ROOM, &solved());
    watch.wait_for("lesson 01 greet: solved");
    watch.wait_for("1 of 1 solved");
    // A file that is away for a moment, or for good, is no end.
    fs::remove_file(course.root.join(ROOM)).unwrap();
    watch.wait_for("note: src/server.rs is missing");
    course.write(ROOM, &solved());
    watch.wait_for("lesson 01 greet: solved");
    kill("TERM", watch.child.id());
    assert!(watch.has_ended());
}

#[test]
#[ignore = "takes seconds"]
fn a_save_takes_the_place_of_a_check_that_runs() {
    let desks = own_desks("desks-of-interrupted");
    let course = course("watch-interrupted");
    let mut command = tool(&course);
    command.env("TMPDIR", &desks);
    let watch = Plain::of(command);
    watch.wait_for("1 of 3 tests pass");
    // The tests of this course wait for it as long as it takes.
    course.write(ROOM, &filled("std::thread::sleep(std::time::Duration::MAX); String::new()"));
    let runs = fs::read_dir(&desks).unwrap().next().unwrap().unwrap().path().join("runs/0/room");
    let until = Instant::now() + PATIENCE;
    while !runs.exists() {
        assert!(Instant::now() < until, "the tests are not run");
        thread::sleep(Duration::from_millis(5));
    }
    let began = Instant::now();
    course.write(ROOM, &solved());
    watch.wait_for("lesson 01 greet: solved");
    assert!(began.elapsed() < PATIENCE);
    assert!(!course.read(".course/progress").contains(" 0 of 3"), "what was interrupted was noted");
}

/// A folder of its own in which a test's rooms are graded.
fn own_desks(name: &str) -> PathBuf {
    let desks = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&desks);
    fs::create_dir_all(&desks).unwrap();
    desks
}

#[test]
fn where_nobody_reads_any_more_it_ends() {
    let course = course("watch-unread");
    let mut child = tool(&course)
        .args(["watch", "1"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let until = Instant::now() + PATIENCE;
    while child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < until, "it goes on");
        thread::sleep(Duration::from_millis(10));
    }
}

/// A terminal of tmux, in which a shell runs.
struct Terminal {
    socket: PathBuf,
    course: Course,
}

impl Terminal {
    fn open(name: &str, columns: u16, lines: u16, variables: &[(&str, &str)]) -> Self {
        let course = course(name);
        let socket = std::env::temp_dir().join(format!("course-{name}-{}", std::process::id()));
        let terminal = Self { socket, course };
        let mut command = terminal.command();
        for name in ["NO_COLOR", "COLUMNS", "LINES", "VISUAL", "EDITOR"] {
            command.env_remove(name);
        }
        let known = environment();
        let known = known.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        command.args(["-f", "/dev/null", "new-session", "-d"]);
        command.args(["-x", &columns.to_string(), "-y", &lines.to_string()]).arg("-c").arg(&terminal.course.root);
        for (name, value) in known.chain(variables.iter().copied()).chain([("PS1", "$ "), ("ENV", "")]) {
            command.args(["-e", &format!("{name}={value}")]);
        }
        assert!(command.args(["sh", "-i"]).status().unwrap().success());
        terminal.wait("a prompt", |screen| screen.contains('$'));
        terminal.line("stty -a > before");
        terminal
    }

    fn command(&self) -> Command {
        let mut command = Command::new("tmux");
        command.arg("-S").arg(&self.socket);
        command
    }

    fn tmux(&self, args: &[&str]) -> Output {
        self.command().args(args).output().unwrap()
    }

    fn keys(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys"], keys].concat());
    }

    fn line(&self, line: &str) {
        self.keys(&["-l", line]);
        self.keys(&["Enter"]);
    }

    fn screen(&self) -> String {
        let output = self.tmux(&["capture-pane", "-p"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// With escape sequences for colours.
    fn coloured(&self) -> String {
        String::from_utf8_lossy(&self.tmux(&["capture-pane", "-p", "-e"]).stdout).into_owned()
    }

    fn wait(&self, what: &str, is_there: impl Fn(&str) -> bool) -> String {
        let until = Instant::now() + PATIENCE;
        loop {
            let screen = self.screen();
            if is_there(&screen) {
                return screen;
            }
            assert!(Instant::now() < until, "no {what}:\n{screen}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn says(&self, text: &str) -> String {
        self.wait(text, |screen| screen.contains(text))
    }

    fn flag(&self, name: &str) -> String {
        String::from_utf8_lossy(&self.tmux(&["display-message", "-p", &format!("#{{{name}}}")]).stdout)
            .trim()
            .to_owned()
    }

    fn watch(&self) {
        let tool = env!("CARGO_BIN_EXE_course");
        self.line(&format!("{tool} watch 1"));
        self.wait("watch", |screen| screen.contains("h hint"));
        assert_eq!((self.flag("alternate_on"), self.flag("cursor_flag")), ("1".to_owned(), "0".to_owned()));
    }

    /// The process that has the terminal beside the shell.
    fn id_of_tool(&self) -> u32 {
        let shell = self.flag("pane_pid");
        let output = Command::new("ps").args(["-o", "comm=,pid=", "--ppid", &shell]).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let id = text.lines().find_map(|line| line.strip_prefix("course "));
        id.unwrap_or_else(|| panic!("it does not run: {text}")).trim().parse().unwrap()
    }

    /// Whether the shell has its terminal back as it was.
    fn is_as_before(&self) {
        self.wait("screen of the shell", |_| self.flag("alternate_on") == "0" && self.flag("cursor_flag") == "1");
        let _ = fs::remove_file(self.course.root.join("after"));
        self.keys(&["Enter"]);
        self.line("stty -a > after; echo done-with-it");
        self.wait("reply of the shell", |screen| {
            screen.lines().any(|line| line.trim_start_matches("$ ") == "done-with-it")
        });
        let state = |name: &str| self.course.read(name);
        assert_eq!(state("after"), state("before"));
        self.line("clear");
        self.wait("empty screen", |screen| !screen.contains("done-with-it"));
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.tmux(&["kill-server"]);
        let _ = fs::remove_file(&self.socket);
    }
}

#[test]
#[ignore = "takes seconds, and tmux"]
fn every_save_shows_its_verdict_and_q_gives_the_terminal_back() {
    let terminal = Terminal::open("watch-screen", 80, 24, &[]);
    terminal.watch();
    let screen = terminal.says("next: fill gap 1, greet, in");
    assert!(screen.starts_with("01 greet: a greeting"), "{screen}");
    let keys = "h hint   n next lesson   p previous   r run again   o open   w wire   q quit";
    assert_eq!(screen.trim_end().lines().last(), Some(keys));
    assert_eq!(screen.trim_end().lines().count(), 24, "{screen}");
    assert!(terminal.coloured().contains("\x1b[1m"), "the title is bold");

    terminal.course.write(ROOM, &filled("\"hello\\nyou\".to_owned()"));
    let screen = terminal.says("next: mend the first failure");
    assert!(screen.contains("1 of 3 tests pass   ✓✗✗") && screen.contains("the_server_greets"), "{screen}");
    terminal.keys(&["h"]);
    // Every gap is filled: it is that of the test that is shown.
    let screen = terminal.says("Hint 1 of 3:");
    assert!(screen.contains("One more: h again") && !screen.contains("cargo course hint"), "{screen}");
    // There is no recording of this course; whatever is said of that, the screen comes back.
    terminal.keys(&["w"]);
    terminal.says("Enter goes back to `cargo course watch`.");
    terminal.keys(&["Enter"]);
    terminal.says("cargo course wire has ended with");
    terminal.course.write(ROOM, &filled("hello"));
    terminal.says("cannot find value `hello`");
    terminal.course.write(ROOM, STARTER);
    terminal.says("next: fill gap 1");
    terminal.keys(&["h"]);
    terminal.says("Hint 2 of 3:");
    terminal.keys(&["h"]);
    terminal.says("Hint 3 of 3:");
    terminal.keys(&["Escape"]);
    terminal.says("next: fill gap 1");
    terminal.course.write(ROOM, &solved());
    let screen = terminal.says("every test of every lesson passes");
    assert!(screen.contains("\n●  1 of 1 solved  ● solved\n") && screen.contains("✓✓✓"), "{screen}");
    assert!(screen.contains("`cargo course solution 01`"), "{screen}");
    terminal.keys(&["h"]);
    terminal.says("nothing left to hint at");
    terminal.keys(&["p"]);
    terminal.says("every test of every lesson passes");
    terminal.keys(&["r"]);
    terminal.says("checking");
    terminal.wait("end of the check", |screen| !screen.contains("checking"));
    terminal.keys(&["q"]);
    let screen = terminal.says("lesson 01 greet: solved");
    assert!(!screen.contains("Enter goes back"), "{screen}");
    terminal.is_as_before();
}

#[test]
#[ignore = "takes seconds, and tmux"]
fn a_small_screen_without_colours_shows_what_matters_and_may_change_its_size() {
    let terminal = Terminal::open("watch-small", 40, 10, &[("NO_COLOR", "1"), ("LC_ALL", "C")]);
    terminal.watch();
    let screen = terminal.says("the_server_greets");
    assert!(screen.contains("1 of 3 tests pass   +xx"), "{screen}");
    assert_eq!(screen.trim_end().lines().last(), Some("h hint n next r run o open w wire q quit"));
    assert!(screen.contains(" more lines: space shows them"), "{screen}");
    assert!(!terminal.coloured().contains("\x1b[3"), "{}", terminal.coloured());
    for _ in 0..20 {
        terminal.keys(&["Space"]);
    }
    terminal.says("the end: b goes back");
    terminal.tmux(&["resize-window", "-x", "80", "-y", "24"]);
    let screen = terminal.says("h hint   n next lesson");
    assert_eq!(screen.trim_end().lines().count(), 24, "{screen}");
    terminal.tmux(&["resize-window", "-x", "20", "-y", "4"]);
    terminal
        .wait("four lines", |screen| screen.trim_end().lines().count() == 4 && screen.contains("h hint n next r run"));
    terminal.tmux(&["resize-window", "-x", "40", "-y", "10"]);
    terminal.wait("ten lines", |screen| screen.trim_end().lines().count() == 10);
    terminal.keys(&["q"]);
    terminal.is_as_before();
}

#[test]
#[ignore = "takes seconds, and tmux"]
fn whatever_ends_it_the_terminal_is_as_it_was() {
    let terminal = Terminal::open("watch-ends", 80, 24, &[]);
    for signal in ["TERM", "HUP", "INT", "QUIT"] {
        terminal.watch();
        let id = terminal.id_of_tool();
        terminal.course.write(ROOM, &filled(&format!("\"{signal}\".to_owned()")));
        kill(signal, id);
        terminal.is_as_before();
    }
    for key in ["C-c", "C-d", "C-\\", "q"] {
        terminal.watch();
        terminal.course.write(ROOM, &filled(&format!("\"after {}\".to_owned()", key.len())));
        terminal.keys(&[key]);
        terminal.is_as_before();
    }
}

#[test]
#[ignore = "takes seconds, and tmux"]
fn it_can_be_stopped_and_continued() {
    let terminal = Terminal::open("watch-stopped", 80, 24, &[]);
    terminal.watch();
    for _ in 0..2 {
        terminal.keys(&["C-z"]);
        terminal.is_as_before();
        terminal.line("fg");
        terminal.says("h hint   n next lesson");
        assert_eq!(terminal.flag("alternate_on"), "1");
    }
    let id = terminal.id_of_tool();
    terminal.course.write(ROOM, &solved());
    terminal.says("every test of every lesson passes");

    // In the background it neither reads what is typed for the shell nor writes on its screen.
    terminal.keys(&["C-z"]);
    terminal.is_as_before();
    terminal.line("bg");
    terminal.course.write(ROOM, STARTER);
    terminal.is_as_before();
    terminal.line("fg");
    terminal.says("next: fill gap 1");
    terminal.keys(&["C-z"]);
    terminal.is_as_before();
    kill("TERM", id);
    kill("CONT", id);
    terminal.wait("end of it", |screen| {
        // The shell says so with its next prompt.
        terminal.keys(&["Enter"]);
        screen.contains("Terminated")
    });
    terminal.is_as_before();
}

#[test]
#[ignore = "takes seconds, and tmux"]
fn it_can_be_stopped_from_outside_during_the_first_check() {
    let terminal = Terminal::open("watch-stopped-early", 80, 24, &[]);
    // The tests of this course wait for it as long as it takes.
    terminal.course.write(ROOM, &filled("std::thread::sleep(std::time::Duration::MAX); String::new()"));
    terminal.watch();
    // From here on only the title is drawn anew.
    terminal.says("checking, 3 s");
    let id = terminal.id_of_tool();
    kill("TSTP", id);
    terminal.is_as_before();
    terminal.line("fg");
    terminal.says("h hint   n next lesson");

    // This one nobody hears: the screen stays, and the shell goes on below it.
    let screen = terminal.says("your programs are compiled");
    let seconds = |screen: &str| screen.lines().next().unwrap_or_default().to_owned();
    let before = seconds(&screen);
    terminal.wait("next second", |screen| seconds(screen) != before);
    kill("STOP", id);
    let screen = terminal.wait("prompt", |screen| screen.trim_end().lines().last() == Some("$"));
    assert!(screen.contains("Stopped"), "{screen}");
    assert!(screen.contains("\nyour programs are compiled, started and spoken to\n"), "{screen}");
    terminal.line("fg");
    terminal.wait("screen of its own", |screen| !screen.contains("Stopped") && screen.contains("q quit"));
    terminal.keys(&["q"]);
    terminal.is_as_before();
}

#[test]
#[ignore = "takes seconds, and tmux"]
fn an_editor_gets_the_terminal_and_gives_it_back() {
    let editor = Path::new(env!("CARGO_TARGET_TMPDIR")).join("editors/vim");
    fs::create_dir_all(editor.parent().unwrap()).unwrap();
    // It reads a line, as a terminal that was given over has them.
    fs::write(&editor, "#!/bin/sh\nstty -a > editing\necho \"editing $*\"\nread line\necho \"$line\" > typed\n")
        .unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let terminal = Terminal::open("watch-editor", 80, 24, &[("EDITOR", editor.to_str().unwrap())]);
    terminal.watch();
    terminal.keys(&["o"]);
    terminal.says(&format!("editing +12 {ROOM}"));
    assert_eq!(
        (terminal.course.read("editing"), terminal.flag("alternate_on")),
        (terminal.course.read("before"), "0".to_owned())
    );
    // It is the editor's, and not ours.
    terminal.keys(&["C-z"]);
    terminal.says("Stopped");
    terminal.is_as_before();
    terminal.line("fg");
    terminal.line("q for the editor");
    terminal.says("h hint   n next lesson");
    assert_eq!(terminal.course.read("typed"), "q for the editor\n");
    terminal.keys(&["o"]);
    terminal.says("editing");
    terminal.course.write(ROOM, &solved());
    terminal.keys(&["C-c"]);
    terminal.says("has ended with");
    terminal.keys(&["Escape"]);
    terminal.says("every test of every lesson passes");
    // What the compiler points at comes before what is open.
    terminal.course.write(ROOM, &filled("hello"));
    terminal.says("next: mend what the compiler says first, then save");
    terminal.keys(&["o"]);
    terminal.says(&format!("editing +15 {ROOM}"));
    terminal.keys(&["Enter"]);
    terminal.says("next: mend what");
    terminal.keys(&["q"]);
    terminal.is_as_before();
}

#[test]
#[ignore = "takes seconds, and tmux"]
fn nobody_who_quits_waits_for_another_that_grades() {
    let desks = own_desks("desks-of-watch");
    let terminal = Terminal::open("watch-waits", 80, 24, &[("TMPDIR", desks.to_str().unwrap())]);
    terminal.watch();
    terminal.says("1 of 3 tests pass");
    let desk = fs::read_dir(&desks).unwrap().next().unwrap().unwrap().path();
    let lock = fs::File::options().write(true).open(desk.join("lock")).unwrap();
    lock.lock().unwrap();
    terminal.course.write(ROOM, &solved());
    terminal.says("waiting for another `cargo course` that is grading");
    terminal.keys(&["q"]);
    terminal.is_as_before();
    terminal.watch();
    drop(lock);
    terminal.says("every test of every lesson passes");
}

#[test]
#[ignore = "takes seconds, and tmux"]
fn a_terminal_that_goes_away_takes_it_along() {
    let terminal = Terminal::open("watch-gone", 80, 24, &[]);
    terminal.watch();
    let id = terminal.id_of_tool();
    terminal.tmux(&["kill-server"]);
    let until = Instant::now() + PATIENCE;
    while Command::new("kill").args(["-0", &id.to_string()]).stderr(Stdio::null()).status().unwrap().success() {
        assert!(Instant::now() < until, "it goes on without a terminal");
        thread::sleep(Duration::from_millis(20));
    }
}
