//! The programs under test: started, watched with deadlines, killed and reaped whatever happens.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read, Write};
use std::mem;
use std::net::SocketAddr;
use std::ops::Deref;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use predicates::Predicate;

use crate::capture::Capture;
use crate::failure::{Failure, Verdict};
use crate::peer::Peer;
use crate::scene::{self, LOOK};
use crate::time::deadline;
use crate::visible::shortened;
use crate::watch::Findings;
use crate::words::in_words;

/// How often a program is asked whether it has ended: the system has no wait with a deadline that is the same everywhere.
const POLL: Duration = Duration::from_millis(2);

/// How many times in a row a program must be found asleep to count as idle: often where it was awake in between, seldom
/// where the system has counted that it was not.
const QUIET_LOOKS: u32 = 10;
const UNDISTURBED_LOOKS: u32 = 3;

/// A program, not yet started.
pub struct Program {
    path: PathBuf,
    args: Vec<OsString>,
    stdin: Input,
    sink: Option<Box<dyn Write + Send>>,
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
        Self { path: path.into(), args: Vec::new(), stdin: Input::Nothing, sink: None }
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

    /// Starts the program.
    ///
    /// # Errors
    ///
    /// When the system cannot start it.
    pub fn start(mut self) -> Verdict<Running> {
        let name = self.path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let command_line = self.args.iter().fold(name, |line, arg| format!("{line} {}", quoted(arg)));
        let (stdin, source) = match mem::replace(&mut self.stdin, Input::Nothing) {
            Input::Nothing => (Stdio::null(), None),
            Input::File(file) => (Stdio::from(file), None),
            Input::Open => (Stdio::piped(), None),
            Input::From(source) => (Stdio::piped(), Some(source)),
        };
        let mut child = Command::new(&self.path)
            .args(&self.args)
            // A learner's environment must not turn a panic message into pages of stack.
            .env("RUST_BACKTRACE", "0")
            // Nor must a proxy of theirs change what a client says.
            .env_remove("http_proxy")
            .env_remove("all_proxy")
            .env_remove("ALL_PROXY")
            .stdin(stdin)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| Failure::broken(&format!("cannot start {}", self.path.display()), &error))?;
        let stdin = child.stdin.take();
        let mut kept_stdin = None;
        match (source, stdin) {
            (Some(source), Some(stdin)) => feed(source, stdin),
            (_, stdin) => kept_stdin = stdin,
        }
        let stdout = Capture::start(piped(child.stdout.take()), self.sink);
        let stderr = Capture::start(piped(child.stderr.take()), None);
        let findings = scene::findings();
        let process = Arc::new(Process { command_line, child: Mutex::new(child), stdout, stderr, findings });
        scene::add_program(&process);
        Ok(Running { process, stdin: Mutex::new(kept_stdin) })
    }

    /// Starts a server on a free port of 127.0.0.1 and waits until it says that it listens.
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
        let running = self.arg("--addr").arg(given).start()?;
        let _starting = scene::hold_time();
        let process = &running.process;
        let (stderr, ended) = process.stderr.wait(Instant::now() + deadline(), || false, |said| said.contains(&b'\n'));
        let line = String::from_utf8_lossy(&stderr).lines().next().unwrap_or_default().to_owned();
        let said = line.strip_prefix("listening on ").and_then(|addr| addr.trim().parse::<SocketAddr>().ok());
        if let Some(addr) = said.filter(|said| is_meant(*said, given)) {
            return Ok(Server { running, addr });
        }
        let failure = if ended || !line.is_empty() { Failure::wrong() } else { Failure::no_answer() };
        let came = match (line.is_empty(), ended) {
            (false, _) => format!("\"{line}\""),
            (true, true) => "nothing; the server has ended".to_owned(),
            (true, false) => format!("nothing within {}", secs(deadline())),
        };
        Err(failure
            .row(
                "expected",
                format!(
                    "the server listens on the address it is given, {given} (port 0: any free port), and its first line \
                     on stderr says where, for example \"listening on 127.0.0.1:54321\""
                ),
            )
            .row("came", came))
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
fn feed(mut source: Box<dyn Read + Send>, mut stdin: ChildStdin) {
    thread::spawn(move || drop(io::copy(&mut source, &mut stdin)));
}

fn quoted(arg: &OsStr) -> String {
    let arg = shortened(arg.as_encoded_bytes());
    if arg.is_empty() || arg.contains(' ') { format!("\"{arg}\"") } else { arg }
}

pub(crate) fn secs(time: Duration) -> String {
    format!("{} s", time.as_secs())
}

/// A started program as the scene keeps it.
#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) command_line: String,
    child: Mutex<Child>,
    pub(crate) stdout: Capture,
    pub(crate) stderr: Capture,
    findings: Option<Arc<Findings>>,
}

impl Process {
    /// The test ends the program, or interrupts it: its messages may break off.
    fn interrupted(&self) {
        if let Some(findings) = &self.findings {
            findings.interrupted();
        }
    }

    fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Kills and reaps the program, and waits for what it had written.
    pub(crate) fn end(&self) {
        self.interrupted();
        let mut child = self.child();
        let _ = child.kill();
        let _ = child.wait();
        drop(child);
        self.stdout.join();
        self.stderr.join();
    }

    /// The state of each thread of the program; `None` where the system does not tell.
    fn threads(&self) -> Option<Vec<ThreadState>> {
        let pid = self.child().id();
        let threads = fs::read_dir(format!("/proc/{pid}/task")).ok()?;
        let status = threads.filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("status")).ok());
        Some(status.filter_map(|status| ThreadState::read(&status)).collect())
    }

    /// How the program sleeps, if it does, and one that has ended does; `None` where the system does not tell.
    pub(crate) fn sleep(&self) -> Option<Sleep> {
        if self.has_ended() {
            return Some(Sleep::Since(0));
        }
        let threads = self.threads()?;
        if threads.iter().any(|thread| matches!(thread.state, 'R' | 'D')) {
            return Some(Sleep::Awake);
        }
        Some(Sleep::Since(threads.iter().map(|thread| thread.switches).sum()))
    }

    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.child().try_wait(), Ok(Some(_)))
    }

    /// Whether a panic message stands on standard error: then there is nothing left to wait for.
    pub(crate) fn panicked(&self) -> bool {
        let stderr = self.stderr.so_far();
        stderr.windows(12).any(|window| window == b"panicked at ")
    }
}

/// A thread as the system describes it.
struct ThreadState {
    /// `S` asleep, `D` waiting for a disk, `R` running or about to, `T` stopped, `Z` and `X` dead.
    state: char,
    /// How often the processor was given to it and taken from it.
    switches: u64,
}

impl ThreadState {
    fn read(status: &str) -> Option<Self> {
        let after = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let switches = |name: &str| after(name).and_then(|count| count.parse().ok()).unwrap_or(0);
        Some(Self {
            state: after("State:")?.chars().next()?,
            switches: switches("voluntary_ctxt_switches:") + switches("nonvoluntary_ctxt_switches:"),
        })
    }
}

/// What a look at all threads of a program found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sleep {
    Awake,
    /// All of them sleep; the number is another one when any of them has been awake in between.
    Since(u64),
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
        let (came, ended) = self.wait_stdout(|came| came.len() >= expected.len() || !expected.starts_with(came));
        if came == expected {
            return Ok(());
        }
        let short = expected.starts_with(&came) && !ended;
        Err(self.state(
            if short { Failure::no_answer() } else { Failure::wrong() }.comparing(expected, &came),
            ended,
            short,
        ))
    }

    /// Waits until standard output, as text, satisfies `predicate`.
    ///
    /// # Errors
    ///
    /// When it does not within the deadline, or before the program ends.
    pub fn expect_stdout_that(&self, predicate: &impl Predicate<str>) -> Verdict {
        let (came, ended) = self.wait_stdout(|came| predicate.eval(&String::from_utf8_lossy(came)));
        let satisfied = predicate.eval(&String::from_utf8_lossy(&came));
        self.expect_that(satisfied, &in_words("stdout", predicate), &came, ended)
    }

    /// Waits until standard error, as text, satisfies `predicate`.
    ///
    /// # Errors
    ///
    /// When it does not within the deadline, or before the program ends.
    pub fn expect_stderr_that(&self, predicate: &impl Predicate<str>) -> Verdict {
        let satisfied = |came: &[u8]| predicate.eval(&String::from_utf8_lossy(came));
        let (came, ended) = self.process.stderr.wait(Instant::now() + deadline(), || false, satisfied);
        self.expect_that(satisfied(&came), &in_words("stderr", predicate), &came, ended)
    }

    /// Adds what has become of the program, where that explains why no more came.
    fn state(&self, failure: Failure, ended: bool, waited: bool) -> Failure {
        match (ended, waited) {
            (true, _) => failure.and("; the program has ended"),
            (false, true) if self.process.panicked() => failure.and("; a thread of the program has panicked"),
            (false, true) => failure.and(&format!("; no more within {}", secs(deadline()))),
            (false, false) => failure,
        }
    }

    fn expect_that(&self, satisfied: bool, expected: &str, came: &[u8], ended: bool) -> Verdict {
        if satisfied {
            return Ok(());
        }
        let came = if came.is_empty() { "nothing".to_owned() } else { shortened(came) };
        let failure = if ended { Failure::wrong() } else { Failure::no_answer() };
        Err(self.state(failure.row("expected", expected).row("came", came), ended, true))
    }

    fn wait_stdout(&self, enough: impl Fn(&[u8]) -> bool) -> (Vec<u8>, bool) {
        self.process.stdout.wait(Instant::now() + deadline(), || self.process.panicked(), enough)
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
        let Some(ended) = self.wait_end(time)? else {
            let came = format!("it is still running after {}", secs(time));
            return Err(Failure::no_answer().row("expected", expected).row("came", came));
        };
        if ended.status == Some(status) {
            return Ok(ended);
        }
        let came = match ended.status {
            Some(status) => format!("it ended with exit status {status}"),
            None => "a signal ended it".to_owned(),
        };
        Err(Failure::wrong().row("expected", expected).row("came", came))
    }

    /// Waits for the program to end; `None` when it is still running after `time`.
    ///
    /// # Errors
    ///
    /// When the system does not tell.
    pub fn wait_end(&self, time: Duration) -> Verdict<Option<Ended>> {
        let until = Instant::now() + time;
        loop {
            let status = self.process.child().try_wait();
            if let Some(status) = status.map_err(|error| Failure::broken("cannot wait for the program", &error))? {
                self.process.stdout.join();
                self.process.stderr.join();
                let (stdout, stderr) = (self.process.stdout.so_far(), self.process.stderr.so_far());
                return Ok(Some(Ended { status: status.code(), stdout, stderr }));
            }
            if Instant::now() >= until {
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

    /// Sends the signal of that name (`INT`, `TERM`, `STOP`, `CONT`).
    ///
    /// # Errors
    ///
    /// When the system cannot.
    #[cfg(unix)]
    pub fn signal(&self, name: &str) -> Verdict {
        if !matches!(name, "STOP" | "CONT") {
            self.process.interrupted();
        }
        let pid = self.process.child().id();
        // The standard library sends no signals, and this crate is free of unsafe code: the shell's `kill` does it.
        let sent = Command::new("sh").arg("-c").arg(format!("kill -{name} {pid}")).status();
        match sent {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Failure::broken("cannot send a signal", &io::Error::other(status.to_string()))),
            Err(error) => Err(Failure::broken("cannot send a signal", &error)),
        }
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
        let until = Instant::now() + deadline();
        let is_stopped = |threads: &[ThreadState]| threads.iter().all(|thread| thread.state == 'T');
        while self.process.threads().is_some_and(|threads| !is_stopped(&threads)) && Instant::now() < until {
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
        self.process.child().id()
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
    /// Proves nothing where the system has no `/proc`.
    ///
    /// # Errors
    ///
    /// When the program is busy until the deadline, or has ended.
    pub fn expect_idle(&self) -> Verdict {
        let expected = "with nothing to do, the program sleeps until something arrives";
        let until = Instant::now() + deadline();
        let (mut last, mut asleep, mut undisturbed) = (Sleep::Awake, 0, 0);
        while let Some(sleep) = self.process.sleep() {
            asleep = if sleep == Sleep::Awake { 0 } else { asleep + 1 };
            undisturbed = if sleep == last { undisturbed + 1 } else { 1 };
            last = sleep;
            if asleep >= QUIET_LOOKS || (asleep > 0 && undisturbed >= UNDISTURBED_LOOKS) {
                break;
            }
            if Instant::now() >= until {
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

    /// Expects the program to have at most `most` files and sockets open, now or soon.
    ///
    /// Proves nothing where the system has no `/proc`.
    ///
    /// # Errors
    ///
    /// When it has more until the deadline.
    pub fn expect_open_files(&self, most: usize) -> Verdict {
        let pid = self.process.child().id();
        let until = Instant::now() + deadline();
        while let Ok(open) = fs::read_dir(format!("/proc/{pid}/fd")) {
            let open = open.count();
            if open <= most {
                break;
            }
            if Instant::now() >= until {
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
    /// Proves nothing where the system has no `/proc`.
    ///
    /// # Errors
    ///
    /// When it has more until the deadline.
    pub fn expect_threads(&self, most: usize) -> Verdict {
        let pid = self.process.child().id();
        let until = Instant::now() + deadline();
        while let Ok(threads) = fs::read_dir(format!("/proc/{pid}/task")) {
            let threads = threads.count();
            if threads <= most {
                break;
            }
            if Instant::now() >= until {
                return Err(Failure::wrong()
                    .row("expected", format!("the program has at most {most} threads"))
                    .row("came", format!("{threads}")));
            }
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// The most memory the program has held at any time until now, in bytes; `None` where the system does not tell.
    #[must_use]
    pub fn peak_memory(&self) -> Option<u64> {
        let pid = self.process.child().id();
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kib * 1024)
    }
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
