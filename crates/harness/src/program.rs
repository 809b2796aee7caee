//! The programs under test: started, watched with deadlines, killed and reaped whatever happens.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read, Write};
use std::mem;
use std::net::SocketAddr;
use std::ops::Deref;
use std::path::{self, Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use predicates::Predicate;

use crate::capture::{Bounds, Capture, LAST_WORDS, Output};
use crate::crash;
use crate::failure::{Failure, Verdict};
use crate::folder::Folder;
use crate::group::{Exit, Group};
use crate::left_out::{NOT_TOLD, left_out};
use crate::life::Role;
use crate::peer::Peer;
use crate::process::{Process, Sleep, Started};
use crate::room::Image;
use crate::scene::{self, LOOK};
use crate::starting;
use crate::time::{Wait, deadline};
use crate::visible::shortened;
use crate::words::in_words;

/// How often a program is asked whether it has ended: the system has no wait with a deadline that is the same everywhere.
const POLL: Duration = Duration::from_millis(2);

/// How many times in a row a program must be found asleep to count as idle: often where it was awake in between, seldom
/// where the system has counted that it was not.
const QUIET_LOOKS: u32 = 10;
const UNDISTURBED_LOOKS: u32 = 3;

/// How long a program may take to end that has closed its outputs.
const LAST_MOMENT: Duration = Duration::from_millis(200);

/// A program, not yet started.
pub struct Program {
    path: PathBuf,
    args: Vec<OsString>,
    stdin: Input,
    sink: Option<Box<dyn Write + Send>>,
    bounds: Bounds,
    image: Option<Image>,
    is_tool: bool,
    role: Option<Role>,
}

enum Input {
    Nothing,
    Open,
    From(Box<dyn Read + Send>),
    File(fs::File),
}

impl Program {
    /// The program at `path`, or of that name where the system looks for programs.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let (stdin, bounds) = (Input::Nothing, Bounds::USUAL);
        Self { path: path.into(), args: Vec::new(), stdin, sink: None, bounds, image: None, is_tool: false, role: None }
    }

    /// The program is that of a lesson.
    pub(crate) fn in_role(mut self, role: Role) -> Self {
        self.role = Some(role);
        self
    }

    /// The program is not judged: it helps to judge others.
    pub(crate) fn into_tool(mut self) -> Self {
        self.is_tool = true;
        self
    }

    /// The program has to be and to stay this one, and do its work itself.
    pub(crate) fn with_image(mut self, image: Option<Image>) -> Self {
        self.image = image;
        self
    }

    /// Keeps each of the program's outputs whole up to `octets`, and lets it write so many.
    ///
    /// Without this an output is kept whole up to 2 MiB, of a longer one the first and the last 64 KiB, and at 64 MiB the
    /// program is stopped. What goes to a sink ([`stdout`](Self::stdout)) has no bound.
    #[must_use]
    pub fn output_up_to(mut self, octets: usize) -> Self {
        self.bounds = Bounds::at_least(octets);
        self
    }

    /// Adds an argument.
    #[must_use]
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.args.push(arg.as_ref().to_owned());
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<A: AsRef<OsStr>>(self, args: impl IntoIterator<Item = A>) -> Self {
        args.into_iter().fold(self, Program::arg)
    }

    /// Feeds `source` to the program's standard input, then closes it. Without this, standard input is empty.
    #[must_use]
    pub fn stdin(mut self, source: impl Read + Send + 'static) -> Self {
        self.stdin = Input::From(Box::new(source));
        self
    }

    /// Makes `file` itself the program's standard input, as `<` in a shell does.
    #[must_use]
    pub fn stdin_file(mut self, file: fs::File) -> Self {
        self.stdin = Input::File(file);
        self
    }

    /// Leaves the program's standard input open, for [`Running::type_line`].
    #[must_use]
    pub fn stdin_open(mut self) -> Self {
        self.stdin = Input::Open;
        self
    }

    /// Sends the program's standard output to `sink` instead of keeping it. A sink that fails closes the pipe.
    #[must_use]
    pub fn stdout(mut self, sink: impl Write + Send + 'static) -> Self {
        self.sink = Some(Box::new(sink));
        self
    }

    /// Closes the pipe behind the program's standard output as soon as something was printed.
    #[must_use]
    pub fn stdout_closed(self) -> Self {
        self.stdout(ClosedPipe)
    }

    /// Starts the program, in an empty folder of its own, with nothing of cargo's in its environment.
    ///
    /// # Errors
    ///
    /// When the system cannot start it.
    pub fn start(mut self) -> Verdict<Running> {
        let name = self.path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let command_line = self.args.iter().fold(name, |line, arg| format!("{line} {}", quoted(arg)));
        let broken = |error: io::Error| Failure::broken(&format!("cannot start {}", self.path.display()), &error);
        let mut file_size = 0;
        let (stdin, source) = match mem::replace(&mut self.stdin, Input::Nothing) {
            Input::Nothing => (Stdio::null(), None),
            Input::File(file) => {
                file_size = file.metadata().map_or(0, |file| file.len());
                (Stdio::from(file), None)
            }
            Input::Open => (Stdio::piped(), None),
            Input::From(source) => (Stdio::piped(), Some(source)),
        };
        let folder = Folder::of_kind("program").map_err(broken)?;
        let mut command = Command::new(found_from_anywhere(&self.path).map_err(broken)?);
        command.args(&self.args).stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped());
        clean_environment(&mut command);
        command.current_dir(folder.path()).env("PWD", folder.path()).env_remove("OLDPWD");
        let (mut child, group) = Group::spawn(&mut command).map_err(broken)?;
        let group = Arc::new(group);
        let mut kept_stdin = None;
        let fed = Arc::new(AtomicU64::new(file_size));
        match (source, child.stdin.take()) {
            (Some(source), Some(stdin)) => feed(source, stdin, Arc::clone(&fed)),
            (_, stdin) => kept_stdin = stdin,
        }
        let (stdout, stderr) = (piped(child.stdout.take()), piped(child.stderr.take()));
        let capture = |output, sink| {
            let group = Arc::clone(&group);
            Capture::start(output, sink, self.bounds, move || group.kill())
        };
        let captured = capture(stdout, self.sink).and_then(|stdout| Ok((stdout, capture(stderr, None)?)));
        let (stdout, stderr) = match captured {
            Ok(captured) => captured,
            Err(error) => {
                group.end(&mut child);
                return Err(Failure::broken("cannot read what a program writes", &error));
            }
        };
        if let Some(role) = self.role {
            role.starts();
        }
        let started = Started {
            command_line,
            child,
            group,
            stdout,
            stderr,
            folder,
            image: self.image,
            is_tool: self.is_tool,
            role: self.role,
            fed,
        };
        let process = Arc::new(Process::new(started, scene::findings()));
        scene::add_program(&process);
        Ok(Running { process, stdin: Mutex::new(kept_stdin) })
    }

    /// Starts a server on a free port of 127.0.0.1 and waits until it says that it listens.
    ///
    /// Starting up has a deadline of its own, [`start_deadline`](crate::start_deadline); but a program that sleeps for as
    /// long as [`deadline`] is not starting any more.
    ///
    /// # Errors
    ///
    /// When it does not start, or does not say `listening on HOST:PORT` as the first line on standard error.
    pub fn listen(self) -> Verdict<Server> {
        self.listen_on("127.0.0.1:0")
    }

    /// Like [`listen`](Self::listen), on an address of the test's choice.
    ///
    /// # Errors
    ///
    /// As [`listen`](Self::listen).
    pub fn listen_on(self, given: &str) -> Verdict<Server> {
        let _starting = scene::hold_time();
        let turn = starting::turn(&self.path);
        let running = self.arg("--addr").arg(given).start()?;
        let process = &running.process;
        let patience = turn.patience(process);
        let (stderr, ended) =
            process.stderr.wait(patience.until(), || patience.is_over().then_some(Duration::ZERO), Output::has_line);
        let line = String::from_utf8_lossy(&stderr).lines().next().unwrap_or_default().to_owned();
        let said = line.strip_prefix("listening on ").and_then(|addr| addr.trim().parse::<SocketAddr>().ok());
        turn.done(ended || !line.is_empty() || process.has_ended());
        if let Some(addr) = said.filter(|said| is_meant(*said, given)) {
            process.begins();
            return Ok(Server { running, addr });
        }
        Err(running.not_listening(given, &line, ended || process.has_ended(), patience.waited()))
    }
}

/// Takes nothing.
struct ClosedPipe;

impl Write for ClosedPipe {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether a server that was told to listen on `given` may say that it listens on `said`.
fn is_meant(said: SocketAddr, given: &str) -> bool {
    match given.parse::<SocketAddr>() {
        Ok(given) => said.ip() == given.ip() && said.port() != 0 && (given.port() == 0 || said.port() == given.port()),
        // A name may stand for any address.
        Err(_) => true,
    }
}

/// A program's output; absent only if it was not asked for.
fn piped(output: Option<impl Read + Send + 'static>) -> Box<dyn Read + Send> {
    match output {
        Some(output) => Box::new(output),
        None => Box::new(io::empty()),
    }
}

/// Copies `source` to a program; that the program does not read it all is not the feeder's business.
fn feed(mut source: Box<dyn Read + Send>, stdin: ChildStdin, fed: Arc<AtomicU64>) {
    thread::spawn(move || drop(io::copy(&mut source, &mut Counted { stdin, fed })));
}

/// Counts what goes to a program.
struct Counted {
    stdin: ChildStdin,
    fed: Arc<AtomicU64>,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.stdin.write(bytes)?;
        self.fed.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stdin.flush()
    }
}

fn quoted(arg: &OsStr) -> String {
    let arg = shortened(arg.as_encoded_bytes());
    if arg.is_empty() || arg.contains(' ') { format!("\"{arg}\"") } else { arg }
}

pub(crate) fn secs(time: Duration) -> String {
    if time.subsec_millis() == 0 || time.as_secs() >= 10 {
        format!("{} s", time.as_secs())
    } else {
        format!("{:.1} s", time.as_secs_f64())
    }
}

/// A program is started in a folder of its own: what leads to it must lead there from anywhere. A bare name is looked for
/// by the system.
fn found_from_anywhere(path: &Path) -> io::Result<PathBuf> {
    if path.components().count() > 1 { path::absolute(path) } else { Ok(path.to_owned()) }
}

/// Takes out of a program's environment what cargo has put into that of the tests, and what would make a panic message
/// into pages of stack. Where cargo and its toolchains are stays: that is the user's.
fn clean_environment(command: &mut Command) {
    command.env("RUST_BACKTRACE", "0");
    for (name, value) in env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        // Nor must a proxy of the user's change what a client says.
        let is_proxy = matches!(text, "http_proxy" | "all_proxy" | "ALL_PROXY");
        let is_cargos = text == "OUT_DIR" || text.starts_with("CARGO") && text != "CARGO_HOME";
        if is_cargos || is_proxy || text.starts_with("COURSE_") {
            command.env_remove(&name);
        } else if matches!(text, "LD_LIBRARY_PATH" | "DYLD_FALLBACK_LIBRARY_PATH" | "DYLD_LIBRARY_PATH") {
            let kept: Vec<PathBuf> = env::split_paths(&value).filter(|folder| !is_of_the_build(folder)).collect();
            match env::join_paths(&kept) {
                Ok(kept) if !kept.is_empty() => command.env(&name, kept),
                _ => command.env_remove(&name),
            };
        }
    }
}

/// Whether a folder is one in which cargo keeps what it has built, this test among it.
fn is_of_the_build(folder: &Path) -> bool {
    let test = env::current_exe().unwrap_or_default();
    test.ancestors().skip(1).take(2).any(|build| folder.starts_with(build))
}

/// A program that was started; killed and reaped when dropped.
#[derive(Debug)]
pub struct Running {
    process: Arc<Process>,
    stdin: Mutex<Option<ChildStdin>>,
}

/// How a program ended.
#[derive(Debug, Clone)]
pub struct Ended {
    /// The exit status; `None` when a signal ended it.
    pub status: Option<i32>,
    /// The number of the signal that ended it.
    pub signal: Option<i32>,
    /// All it wrote to standard output.
    pub stdout: Vec<u8>,
    /// All it wrote to standard error.
    pub stderr: Vec<u8>,
}

impl Running {
    /// Waits until the program has printed exactly `expected` on standard output, from its start until now.
    ///
    /// # Errors
    ///
    /// When something else was printed, or less within the deadline.
    pub fn expect_stdout(&self, expected: impl AsRef<[u8]>) -> Verdict {
        let expected = expected.as_ref();
        let mut same = 0;
        let wait = Wait::begin();
        let (came, ended) = self.wait_stdout(&wait, |output| {
            let came = output.beginning();
            let both = came.len().min(expected.len());
            // What was compared once is not compared again.
            let differs = came[same.min(both)..both] != expected[same.min(both)..both];
            same = both;
            differs || came.len() >= expected.len() || output.whole().is_none()
        });
        if came == expected {
            return Ok(());
        }
        if !self.process.stdout.is_whole() && self.process.stdout.total() == expected.len() as u64 {
            let error = io::Error::other("more is compared than is kept: ask for it with `output_up_to`");
            return Err(Failure::broken("a long output", &error));
        }
        let short = expected.starts_with(&came) && !ended;
        Err(self.state(
            if short { Failure::no_answer() } else { Failure::wrong() }.comparing(expected, &came),
            ended,
            short.then_some(&wait),
        ))
    }

    /// Waits until standard output, as text, satisfies `predicate`.
    ///
    /// # Errors
    ///
    /// When it does not within the deadline, or before the program ends.
    pub fn expect_stdout_that(&self, predicate: &impl Predicate<str>) -> Verdict {
        let wait = Wait::begin();
        let (came, ended) = self.wait_stdout(&wait, |output| predicate.eval(&output.text()));
        let satisfied = predicate.eval(&String::from_utf8_lossy(&came));
        self.expect_that(satisfied, &in_words("stdout", predicate), &came, ended, &wait)
    }

    /// Waits until standard error, as text, satisfies `predicate`.
    ///
    /// # Errors
    ///
    /// When it does not within the deadline, or before the program ends.
    pub fn expect_stderr_that(&self, predicate: &impl Predicate<str>) -> Verdict {
        let satisfied = |came: &[u8]| predicate.eval(&String::from_utf8_lossy(came));
        let enough = |output: &Output| predicate.eval(&output.text());
        let wait = Wait::begin();
        let hopeless = || self.is_over().then_some(LAST_WORDS);
        let (came, ended) = self.process.stderr.wait(wait.until(), hopeless, enough);
        let ended = ended || self.is_over();
        self.expect_that(satisfied(&came), &in_words("stderr", predicate), &came, ended, &wait)
    }

    /// Adds what has become of the program, where that explains why no more came.
    fn state(&self, failure: Failure, ended: bool, waited: Option<&Wait>) -> Failure {
        match (ended, waited) {
            (true, _) => failure.and(&format!("; {}", self.end_in_words())),
            (false, Some(_)) if self.process.panicked() => failure.and("; a thread of the program has panicked"),
            (false, Some(wait)) => failure.and(&format!("; no more {}", wait.told())),
            (false, None) => failure,
        }
    }

    fn expect_that(&self, satisfied: bool, expected: &str, came: &[u8], ended: bool, wait: &Wait) -> Verdict {
        if satisfied {
            return Ok(());
        }
        let came = if came.is_empty() { "nothing".to_owned() } else { shortened(came) };
        let failure = if ended { Failure::wrong() } else { Failure::no_answer() };
        Err(self.state(failure.row("expected", expected).row("came", came), ended, Some(wait)))
    }

    fn wait_stdout(&self, wait: &Wait, enough: impl FnMut(&Output) -> bool) -> (Vec<u8>, bool) {
        let hopeless = || (self.process.panicked() || self.is_over()).then_some(LAST_WORDS);
        let (came, ended) = self.process.stdout.wait(wait.until(), hopeless, enough);
        (came, ended || self.is_over())
    }

    /// Whether the program has ended, whoever may still hold its outputs open.
    fn is_over(&self) -> bool {
        self.process.is_gone()
    }

    /// What has become of the program, which has closed its outputs: that it ends follows in a moment.
    fn end_in_words(&self) -> String {
        let until = Instant::now() + LAST_MOMENT;
        while !self.process.has_ended() && Instant::now() < until {
            thread::sleep(POLL);
        }
        match self.process.exit() {
            Ok(Some(exit)) => ended_in_words(exit),
            _ => "the program has closed its output".to_owned(),
        }
    }

    /// Why a server is none.
    fn not_listening(&self, given: &str, line: &str, ended: bool, waited: Duration) -> Failure {
        // One that says something else may be about to end, which says more.
        let until = Instant::now() + LAST_MOMENT;
        while !ended && !line.is_empty() && !self.process.has_ended() && Instant::now() < until {
            thread::sleep(POLL);
        }
        let ended = ended || self.process.has_ended();
        let end = if ended { self.end_in_words().replace("the program", "the server") } else { String::new() };
        if let Some(gap) = crash::server_not_started(&self.process) {
            return Failure::of(gap);
        }
        let failure = if ended || !line.is_empty() { Failure::wrong() } else { Failure::no_answer() };
        let came = match (line.is_empty(), ended) {
            (false, true) => format!("\"{}\"; {end}", shortened(line.as_bytes())),
            (false, false) => format!("\"{}\"", shortened(line.as_bytes())),
            (true, true) => format!("nothing; {end}"),
            (true, false) => format!("nothing within {}", secs(waited)),
        };
        failure
            .row(
                "expected",
                format!(
                    "the server listens on the address it is given, {given} (port 0: any free port), and its first line \
                     on stderr says where, for example \"listening on 127.0.0.1:54321\""
                ),
            )
            .row("came", came)
    }

    /// Waits for the program to end with exit status `status`.
    ///
    /// # Errors
    ///
    /// When it ends otherwise, or is still running after the deadline.
    pub fn expect_end(&self, status: i32) -> Verdict<Ended> {
        self.expect_end_within(deadline(), status)
    }

    /// Like [`expect_end`](Self::expect_end), for a program that has much to do.
    ///
    /// # Errors
    ///
    /// As [`expect_end`](Self::expect_end).
    pub fn expect_end_within(&self, time: Duration, status: i32) -> Verdict<Ended> {
        let expected = format!("the program ends with exit status {status}");
        let wait = Wait::of(time);
        let Some(ended) = self.wait_end(time)? else {
            let came = format!("it is still running {}", wait.told_after());
            return Err(Failure::no_answer().row("expected", expected).row("came", came));
        };
        if ended.status == Some(status) {
            return Ok(ended);
        }
        let exit = Exit { status: ended.status, signal: ended.signal };
        let came = match exit.status {
            Some(status) => format!("it ended with exit status {status}"),
            None => ended_in_words(exit).replace("the program", "it"),
        };
        Err(Failure::wrong().row("expected", expected).row("came", came))
    }

    /// Waits for the program to end; `None` when it is still running after `time`.
    ///
    /// # Errors
    ///
    /// When the system does not tell.
    pub fn wait_end(&self, time: Duration) -> Verdict<Option<Ended>> {
        let wait = Wait::of(time);
        loop {
            let exit = self.process.exit();
            if let Some(exit) = exit.map_err(|error| Failure::broken("cannot wait for the program", &error))? {
                // What it has started may hold its outputs open for longer than it has run.
                self.process.stdout.join(deadline() / 2);
                self.process.stderr.join(deadline() / 2);
                let (stdout, stderr) = (self.process.stdout.so_far(), self.process.stderr.so_far());
                return Ok(Some(Ended { status: exit.status, signal: exit.signal, stdout, stderr }));
            }
            if wait.is_over() {
                return Ok(None);
            }
            thread::sleep(POLL);
        }
    }

    /// Sends SIGINT, as Ctrl-C in a terminal does.
    ///
    /// # Errors
    ///
    /// When the system cannot.
    #[cfg(unix)]
    pub fn interrupt(&self) -> Verdict {
        self.signal("INT")
    }

    /// Sends the signal of that name (`INT`, `TERM`, `HUP`, `KILL`, `STOP`, `CONT`). As from a terminal, what the program
    /// has started gets it too.
    ///
    /// # Errors
    ///
    /// When the system cannot.
    #[cfg(unix)]
    pub fn signal(&self, name: &str) -> Verdict {
        if !matches!(name, "STOP" | "CONT") {
            self.process.signalled();
        }
        self.process.signal(name).map_err(|error| Failure::broken(&format!("cannot send SIG{name}"), &error))
    }

    /// Stops the program and lets it go on, as Ctrl-Z and `fg` in a shell do.
    ///
    /// A blocking write in which the program waits then returns at once, with the number of bytes it had taken until
    /// then. This is the one way to see a short count from a blocking socket that neither side has set a timeout for.
    ///
    /// # Errors
    ///
    /// When the system cannot send the signals.
    #[cfg(unix)]
    pub fn stop_and_continue(&self) -> Verdict {
        self.signal("STOP")?;
        // A SIGCONT that comes before the program has stopped would take the SIGSTOP back.
        let wait = Wait::begin();
        while !self.process.is_stopped() && !self.process.has_ended() && !wait.is_over() {
            thread::sleep(POLL);
        }
        self.signal("CONT")
    }

    /// Types a line on the program's standard input; only after [`Program::stdin_open`].
    ///
    /// # Errors
    ///
    /// When the program no longer reads.
    pub fn type_line(&self, line: &str) -> Verdict {
        let mut stdin = self.stdin.lock().unwrap_or_else(PoisonError::into_inner);
        self.process.fed.fetch_add(line.len() as u64 + 1, Ordering::Relaxed);
        let written = stdin.as_mut().map_or(Ok(()), |stdin| stdin.write_all(format!("{line}\n").as_bytes()));
        written.map_err(|error| {
            Failure::wrong().row("expected", "the program reads its input").row("came", error.to_string())
        })
    }

    /// Closes the program's standard input, as Ctrl-D in a terminal does.
    pub fn close_stdin(&self) {
        drop(self.stdin.lock().unwrap_or_else(PoisonError::into_inner).take());
    }

    /// The number of the process.
    pub(crate) fn pid(&self) -> u32 {
        self.process.id()
    }

    /// What the program has printed on standard output so far.
    #[must_use]
    pub fn stdout_so_far(&self) -> Vec<u8> {
        self.process.stdout.so_far()
    }

    /// What the program has printed on standard error so far.
    #[must_use]
    pub fn stderr_so_far(&self) -> Vec<u8> {
        self.process.stderr.so_far()
    }

    /// Expects the program to wait without computing: to sleep in the system until something happens.
    ///
    /// Left out where the system does not tell.
    ///
    /// # Errors
    ///
    /// When the program is busy until the deadline, or has ended.
    pub fn expect_idle(&self) -> Verdict {
        let expected = "with nothing to do, the program sleeps until something arrives";
        let wait = Wait::begin();
        let (mut last, mut asleep, mut undisturbed) = (Sleep::Awake, 0, 0);
        loop {
            let Some(sleep) = self.process.sleep() else {
                let _ = left_out("whether a program sleeps while it has nothing to do", NOT_TOLD);
                break;
            };
            asleep = if sleep == Sleep::Awake { 0 } else { asleep + 1 };
            undisturbed = if sleep == last { undisturbed + 1 } else { 1 };
            last = sleep;
            if asleep >= QUIET_LOOKS || (asleep > 0 && undisturbed >= UNDISTURBED_LOOKS) {
                break;
            }
            if wait.is_over() {
                return Err(Failure::wrong()
                    .row("expected", expected)
                    .row("came", format!("it was busy on the processor for {}", secs(deadline()))));
            }
            thread::sleep(LOOK);
        }
        if self.process.has_ended() {
            return Err(Failure::wrong().row("expected", expected).row("came", "the program has ended"));
        }
        Ok(())
    }

    /// Expects the program to rest for `time`: from when it sleeps on, its threads wake at most `most` times in all.
    ///
    /// Left out where the system does not tell.
    ///
    /// # Errors
    ///
    /// When they wake more often, or the program ends.
    pub fn expect_rest(&self, time: Duration, most: u64) -> Verdict {
        self.expect_idle()?;
        let before = self.process.wakes();
        let ended = self.wait_end(time)?.is_some();
        let came = match (before, self.process.wakes()) {
            _ if ended => "the program has ended".to_owned(),
            (Some(before), Some(after)) if after <= before + most => return Ok(()),
            (Some(before), Some(after)) => format!("they woke {} times", after - before),
            _ => {
                let _ = left_out("how often a program wakes", NOT_TOLD);
                return Ok(());
            }
        };
        let expected = format!("the threads of the program sleep: in {} they wake {most} times at most", secs(time));
        Err(Failure::wrong().row("expected", expected).row("came", came))
    }

    /// Expects the program to have at most `most` files and sockets open, now or soon.
    ///
    /// Left out where the system does not tell.
    ///
    /// # Errors
    ///
    /// When it has more until the deadline.
    pub fn expect_open_files(&self, most: usize) -> Verdict {
        let wait = Wait::begin();
        while let Some(open) = self.process.count("fd") {
            if open <= most {
                break;
            }
            if wait.is_over() {
                return Err(Failure::wrong()
                    .row("expected", format!("the program has at most {most} files and sockets open"))
                    .row("came", format!("{open}")));
            }
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// Expects the program to have at most `most` threads, now or soon.
    ///
    /// Left out where the system does not tell.
    ///
    /// # Errors
    ///
    /// When it has more until the deadline.
    pub fn expect_threads(&self, most: usize) -> Verdict {
        let wait = Wait::begin();
        while let Some(threads) = self.process.count("task") {
            if threads <= most {
                break;
            }
            if wait.is_over() {
                return Err(Failure::wrong()
                    .row("expected", format!("the program has at most {most} threads"))
                    .row("came", format!("{threads}")));
            }
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// The most memory the program has held at any time until now, in bytes, above what it held when it listened or, a
    /// client, when the test took its connection: so it is not counted what a program holds before it does anything.
    ///
    /// `None` where the system does not tell, and it is said that the check is left out.
    #[must_use]
    pub fn peak_memory(&self) -> Option<u64> {
        let peak = self.process.peak_memory();
        if peak.is_none() && !self.process.has_ended() {
            let _ = left_out("how much memory a program holds", NOT_TOLD);
        }
        peak
    }
}

/// How a program ended, in words.
pub(crate) fn ended_in_words(exit: Exit) -> String {
    match exit {
        Exit { status: Some(status), .. } => format!("the program has ended with exit status {status}"),
        Exit { signal: Some(number), .. } => format!("the signal {} ended the program", signal_name(number)),
        Exit { .. } => "the program has ended".to_owned(),
    }
}

#[cfg(unix)]
pub(crate) fn signal_name(number: i32) -> String {
    signal_hook::low_level::signal_name(number).map_or_else(|| number.to_string(), str::to_owned)
}

#[cfg(not(unix))]
pub(crate) fn signal_name(number: i32) -> String {
    number.to_string()
}

impl Drop for Running {
    fn drop(&mut self) {
        self.process.end();
    }
}

/// A server that listens.
#[derive(Debug)]
pub struct Server {
    running: Running,
    addr: SocketAddr,
}

impl Server {
    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Opens a connection to it.
    ///
    /// # Errors
    ///
    /// When it does not take the connection.
    pub fn connect(&self) -> Verdict<Peer> {
        Peer::connect_watched(self.addr, self.running.process.findings.clone())
    }

    /// Opens a connection to it that takes in about `size` bytes until it is read from.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    pub fn connect_with_buffer(&self, size: usize) -> Verdict<Peer> {
        Peer::connect_with_buffer_watched(self.addr, size, self.running.process.findings.clone())
    }
}

impl Deref for Server {
    type Target = Running;

    fn deref(&self) -> &Running {
        &self.running
    }
}
