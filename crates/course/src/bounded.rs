//! Runs a program with a bound on its time and on what it prints. Who interrupts the tool ends what it runs too.

use std::io::{self, ErrorKind, Read};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::output;

/// How many octets of each output are kept; a program that writes more is killed.
const KEPT: usize = 64 << 20;

/// How long the end of the outputs is waited for after the end of the program: something that the program left running
/// may hold them open for ever.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How long a child is left alone between two looks at it: at first, and when it has not ended for a while.
const SHORT_PAUSE: Duration = Duration::from_millis(1);
const LONG_PAUSE: Duration = Duration::from_millis(20);

/// What a program printed until its end.
#[derive(Debug)]
pub struct Ended {
    /// `None` when the program was killed with everything that it started: the time was over, or it wrote too much.
    pub status: Option<ExitStatus>,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: Vec<u8>,
    /// Whether more was printed than is kept.
    pub is_cut: bool,
}

/// Runs a program to its end, or kills it with everything that it started when the time is over or it writes too much.
pub fn run(command: &mut Command, limit: Duration) -> io::Result<Ended> {
    let (mut child, _group) = group::spawn(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let stdout = child.stdout.take().map(Output::read);
    let stderr = child.stderr.take().map(Output::read);
    let is_cut = || [&stdout, &stderr].into_iter().flatten().any(Output::is_cut);
    let status = wait(&mut child, limit, is_cut, stdout.as_ref())?;
    let until = Instant::now() + LAST_WORDS;
    let (stdout, stdout_is_cut) = stdout.map(|output| output.take(until)).unwrap_or_default();
    let (stderr, stderr_is_cut) = stderr.map(|output| output.take(until)).unwrap_or_default();
    Ok(Ended { status, stdout, stderr, is_cut: stdout_is_cut || stderr_is_cut })
}

/// A program that runs while the tool does something else. It is killed, with everything that it started, when this goes.
#[derive(Debug)]
pub struct Background {
    child: Child,
    _group: group::Running,
}

impl Background {
    /// Starts a program.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        let (child, group) = group::spawn(command)?;
        Ok(Self { child, _group: group })
    }

    /// The ends of its pipes.
    pub fn pipes(&mut self) -> (Option<ChildStdin>, Option<Output>, Option<Output>) {
        let child = &mut self.child;
        (child.stdin.take(), child.stdout.take().map(Output::read), child.stderr.take().map(Output::read))
    }

    /// How it ended, if it has.
    pub fn status(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if self.status().is_none() {
            kill_group(&mut self.child);
            let _ = self.child.wait();
        }
    }
}

/// What comes through a pipe, read in a thread of its own.
#[derive(Debug)]
pub struct Output {
    kept: Arc<Mutex<(Vec<u8>, bool)>>,
    end: Receiver<()>,
}

impl Output {
    fn read(mut pipe: impl Read + Send + 'static) -> Self {
        let kept = Arc::new(Mutex::new((Vec::new(), false)));
        let (at_end, end) = mpsc::channel();
        let shared = Arc::clone(&kept);
        thread::spawn(move || {
            let mut buffer = vec![0; 64 << 10];
            loop {
                let count = match pipe.read(&mut buffer) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                    Ok(0) | Err(_) => break,
                    Ok(count) => count,
                };
                let mut kept = shared.lock().unwrap_or_else(PoisonError::into_inner);
                let fits = count.min(KEPT - kept.0.len());
                kept.0.extend_from_slice(&buffer[..fits]);
                kept.1 |= fits < count;
            }
            drop(at_end);
        });
        Self { kept, end }
    }

    /// Waits for the end of the pipe, but no longer than this.
    fn ends_within(&self, pause: Duration) -> bool {
        self.end.recv_timeout(pause) == Err(RecvTimeoutError::Disconnected)
    }

    fn is_cut(&self) -> bool {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).1
    }

    /// What has come until now.
    pub fn so_far(&self) -> Vec<u8> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    /// What came up to the end of the pipe, or up to this time.
    pub fn take(self, until: Instant) -> (Vec<u8>, bool) {
        let _ = self.end.recv_timeout(until.saturating_duration_since(Instant::now()));
        std::mem::take(&mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Waits for a child, and kills it with everything that it started when the time is over or enough was said: then there is
/// no status. A child that closes its output is about to end.
fn wait(
    child: &mut Child,
    limit: Duration,
    is_enough: impl Fn() -> bool,
    output: Option<&Output>,
) -> io::Result<Option<ExitStatus>> {
    let end = Instant::now() + limit;
    let mut pause = SHORT_PAUSE;
    let mut open = output;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= end || is_enough() {
            kill_group(child);
            child.wait()?;
            return Ok(None);
        }
        if open.is_some_and(|output| output.ends_within(pause)) {
            (open, pause) = (None, SHORT_PAUSE);
            continue;
        }
        if open.is_none() {
            thread::sleep(pause);
        }
        pause = (pause * 2).min(LONG_PAUSE);
    }
}

/// Kills everything that runs at present, and lets nothing start until [`go_on`]. Who waits for it is told that it ended.
///
/// Where there are no groups of processes nothing happens.
pub fn interrupt() {
    group::interrupt();
}

/// Lets programs start again.
pub fn go_on() {
    group::go_on();
}

/// Whether what ended may have been killed by [`interrupt`].
pub fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// What a signal is to do after it was heard.
#[cfg(unix)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It is somebody else's.
    GoOn,
    /// It ends the tool, and what it runs.
    End,
    /// It asks the tool to end well, and what it runs.
    EndWell,
}

/// Has the signals that end the tool heard first.
#[cfg(unix)]
pub fn hear_signals(hear: fn(i32) -> Heard) {
    group::hear_signals(hear);
}

/// Groups of processes, which the terminal's Ctrl-C does not reach.
#[cfg(unix)]
mod group {
    use std::collections::BTreeSet;
    use std::io;
    use std::os::unix::process::CommandExt as _;
    use std::process::{self, Child, Command};
    use std::sync::atomic::Ordering;
    use std::sync::{LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    use super::{Heard, INTERRUPTED};

    static HEAR: OnceLock<fn(i32) -> Heard> = OnceLock::new();

    static RUNNING: LazyLock<Mutex<BTreeSet<u32>>> = LazyLock::new(|| {
        // Without this watch the tool ends alone, as it would anyway.
        if let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM]) {
            thread::spawn(move || {
                for signal in signals.forever() {
                    let heard = HEAR.get().map_or(Heard::End, |hear| hear(signal));
                    if heard == Heard::GoOn {
                        continue;
                    }
                    // Nothing starts any more while this is held.
                    let running = running();
                    for id in running.iter() {
                        super::kill(*id);
                    }
                    if heard == Heard::EndWell {
                        process::exit(0);
                    }
                    let _ = emulate_default_handler(signal);
                }
            });
        }
        Mutex::default()
    });

    pub(super) fn hear_signals(hear: fn(i32) -> Heard) {
        // Only the first one is heard.
        let _ = HEAR.set(hear);
        LazyLock::force(&RUNNING);
    }

    pub(super) fn interrupt() {
        let running = running();
        INTERRUPTED.store(true, Ordering::Relaxed);
        for id in running.iter() {
            super::kill(*id);
        }
    }

    #[cfg(test)]
    pub(super) fn count() -> usize {
        running().len()
    }

    pub(super) fn go_on() {
        let _running = running();
        INTERRUPTED.store(false, Ordering::Relaxed);
    }

    fn running() -> MutexGuard<'static, BTreeSet<u32>> {
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A group that runs as long as this is there.
    #[derive(Debug)]
    pub(super) struct Running(u32);

    impl Drop for Running {
        fn drop(&mut self) {
            running().remove(&self.0);
        }
    }

    pub(super) fn spawn(command: &mut Command) -> io::Result<(Child, Running)> {
        let mut running = running();
        if INTERRUPTED.load(Ordering::Relaxed) {
            return Err(io::Error::new(io::ErrorKind::Interrupted, "interrupted"));
        }
        let child = command.process_group(0).spawn()?;
        running.insert(child.id());
        let id = child.id();
        Ok((child, Running(id)))
    }
}

/// Elsewhere everything in the terminal is interrupted.
#[cfg(not(unix))]
mod group {
    use std::io;
    use std::process::{Child, Command};

    /// Nothing: there are no groups.
    #[derive(Debug)]
    pub(super) struct Running;

    pub(super) fn spawn(command: &mut Command) -> io::Result<(Child, Running)> {
        Ok((command.spawn()?, Running))
    }

    pub(super) fn interrupt() {}

    pub(super) fn go_on() {}
}

/// Kills a program and those that it started; std can only kill the program itself.
fn kill_group(child: &mut Child) {
    if !kill(child.id()) {
        match child.kill() {
            Err(error) if error.kind() != ErrorKind::InvalidInput => {
                output::note(format_args!("cannot kill what ran too long: {error}"));
            }
            _ => (),
        }
    }
}

/// Kills the group of processes that began with this one, and says whether that could be done.
fn kill(id: u32) -> bool {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("taskkill");
        command.args(["/T", "/F", "/PID", &id.to_string()]);
        command
    } else {
        let mut command = Command::new("kill");
        command.args(["-KILL", "--", &format!("-{id}")]);
        command
    };
    let killed = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    killed.is_ok_and(|status| status.success())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, limit: Duration) -> Ended {
        run(Command::new("sh").args(["-c", script]), limit).unwrap()
    }

    #[test]
    fn what_a_program_prints_comes_with_its_status() {
        let ended = shell("echo out; echo err >&2; exit 3", Duration::from_mins(1));
        assert_eq!(ended.status.unwrap().code(), Some(3));
        assert_eq!((ended.stdout, ended.stderr, ended.is_cut), (b"out\n".to_vec(), b"err\n".to_vec(), false));
    }

    #[test]
    fn a_program_that_does_not_end_is_killed_with_its_children() {
        let begin = Instant::now();
        let ended = shell("sleep 600 & echo $!; wait", Duration::from_millis(50));
        assert!(ended.status.is_none() && begin.elapsed() < Duration::from_secs(30));
        let child = String::from_utf8(ended.stdout).unwrap();
        let is_alive =
            || Command::new("kill").args(["-0", child.trim()]).stderr(Stdio::null()).status().unwrap().success();
        let until = Instant::now() + Duration::from_secs(10);
        while is_alive() && Instant::now() < until {
            thread::sleep(Duration::from_millis(5));
        }
        assert!(!is_alive(), "{child}");
    }

    #[test]
    fn what_is_interrupted_ends_at_once_and_later_all_is_as_before() {
        // In a process of its own: nothing starts in this one meanwhile, and other tests do.
        if std::env::var_os("COURSE_INTERRUPTED").is_none() {
            let name = "bounded::tests::what_is_interrupted_ends_at_once_and_later_all_is_as_before";
            let own = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", name])
                .env("COURSE_INTERRUPTED", "1")
                .output();
            let own = own.unwrap();
            assert!(own.status.success(), "{}", String::from_utf8_lossy(&own.stdout));
            return;
        }
        let begin = Instant::now();
        let running = thread::spawn(|| shell("sleep 600", Duration::from_hours(1)));
        while group::count() == 0 {
            thread::sleep(Duration::from_millis(1));
        }
        interrupt();
        assert!(!running.join().unwrap().status.unwrap().success() && begin.elapsed() < Duration::from_secs(30));
        assert!(run(&mut Command::new("true"), Duration::from_mins(1)).is_err() && is_interrupted());
        go_on();
        assert!(shell("exit 0", Duration::from_mins(1)).status.unwrap().success());
    }

    #[test]
    fn what_a_program_leaves_behind_is_not_waited_for() {
        let begin = Instant::now();
        let ended = shell("sleep 20 & echo done", Duration::from_mins(1));
        assert!(ended.status.unwrap().success() && begin.elapsed() < Duration::from_secs(15));
        assert_eq!(ended.stdout, b"done\n");
    }

    #[test]
    fn of_an_output_without_end_only_the_beginning_is_kept() {
        let begin = Instant::now();
        let ended = shell("cat /dev/zero", Duration::from_mins(10));
        assert!(ended.is_cut && ended.stdout.len() == KEPT, "{}", ended.stdout.len());
        assert!(ended.status.is_none() && begin.elapsed() < Duration::from_mins(2));
    }
}
