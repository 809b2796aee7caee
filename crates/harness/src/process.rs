//! A started program as the scene keeps it: how it does, how it ended, and its end whatever happens.

use std::io;
use std::process::Child;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::capture::Capture;
use crate::exit::Exit;
use crate::folder::Folder;
use crate::given;
use crate::group::Group;
use crate::left_out::{NOT_TOLD, left_out};
use crate::life::Role;
use crate::proc::{self, Sleep, ThreadState, sleep_by_ps, threads_of};
use crate::room::Image;
use crate::watch::Findings;

/// How long the outputs of a program that was killed may take to end: nobody but what got away could hold them open.
const LAST_OUTPUT: Duration = Duration::from_millis(500);

/// For how long a program must have ended before nothing is expected of it any more: what it sent last is on its way.
const AFTER_THE_END: Duration = Duration::from_millis(100);

/// How much memory a runtime may hold that collects what it no longer needs only now and then; less than half of what any
/// test sends that looks at memory.
const OF_RUNTIME: u64 = 12 << 20;

/// How a program ends that is ended here.
const KILLED: Exit = Exit { status: None, signal: Some(9) };

/// A started program as the scene keeps it.
#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) command_line: String,
    child: Mutex<Child>,
    group: Arc<Group>,
    pub(crate) stdout: Capture,
    pub(crate) stderr: Capture,
    pub(crate) findings: Option<Arc<Findings>>,
    /// Where it works.
    folder: Mutex<Option<Folder>>,
    /// The program that it has to be and to stay, where that matters.
    image: Option<Image>,
    /// It is not what the test judges, but helps to judge it.
    pub(crate) is_tool: bool,
    /// Which of a lesson's programs it is.
    pub(crate) role: Option<Role>,
    /// Another program that it became or started, for all its work to be done.
    foreign: OnceLock<String>,
    /// How it ended by itself, and when that was seen.
    exit: OnceLock<(Exit, Instant)>,
    /// The test has sent it a signal that ends programs.
    signalled: AtomicBool,
    is_over: AtomicBool,
    /// The memory that it held before it was asked for anything.
    baseline: OnceLock<u64>,
    /// How much the test has given it on standard input.
    pub(crate) fed: Arc<AtomicU64>,
}

/// What belongs together when a program has been started.
pub(crate) struct Started {
    pub(crate) command_line: String,
    pub(crate) child: Child,
    pub(crate) group: Arc<Group>,
    pub(crate) stdout: Capture,
    pub(crate) stderr: Capture,
    pub(crate) folder: Folder,
    pub(crate) image: Option<Image>,
    pub(crate) is_tool: bool,
    pub(crate) role: Option<Role>,
    pub(crate) fed: Arc<AtomicU64>,
}

impl Process {
    pub(crate) fn new(started: Started, findings: Option<Arc<Findings>>) -> Self {
        let Started { command_line, child, group, stdout, stderr, folder, image, is_tool, role, fed } = started;
        Self {
            command_line,
            child: Mutex::new(child),
            group,
            stdout,
            stderr,
            findings,
            folder: Mutex::new(Some(folder)),
            image,
            is_tool,
            role,
            foreign: OnceLock::new(),
            exit: OnceLock::new(),
            signalled: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
            baseline: OnceLock::new(),
            fed,
        }
    }

    /// The test ends the program, or interrupts it: its messages may break off.
    pub(crate) fn interrupted(&self) {
        if let Some(findings) = &self.findings {
            findings.interrupted();
        }
    }

    /// The test sends a signal that may end the program.
    #[cfg(unix)]
    pub(crate) fn signalled(&self) {
        self.interrupted();
        self.signalled.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_signalled(&self) -> bool {
        self.signalled.load(Ordering::Relaxed)
    }

    pub(crate) fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn id(&self) -> u32 {
        self.group.id()
    }

    /// How the program ended, if it has: by itself, by a signal of the test, or because the test is over.
    pub(crate) fn exit(&self) -> io::Result<Option<Exit>> {
        if let Some((exit, _)) = self.exit.get() {
            return Ok(Some(*exit));
        }
        if self.is_over.load(Ordering::Relaxed) {
            return Ok(Some(KILLED));
        }
        self.look_at_image();
        let mut child = self.child();
        let exit = self.group.exit(&mut child)?;
        Ok(exit.map(|exit| self.exit.get_or_init(|| (exit, Instant::now())).0))
    }

    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.exit(), Ok(Some(_)))
    }

    /// Whether the program has ended by itself, so long ago that nothing of what it did is on its way.
    pub(crate) fn is_gone(&self) -> bool {
        self.has_ended() && self.exit.get().is_some_and(|(_, since)| since.elapsed() >= AFTER_THE_END)
    }

    /// Whether a panic message stands on standard error: then there is nothing left to wait for.
    pub(crate) fn panicked(&self) -> bool {
        self.stderr.has_panic()
    }

    /// Kills and reaps the program and what it has started, waits a moment for what it had written, and removes its
    /// folder.
    pub(crate) fn end(&self) {
        self.interrupted();
        // One that prints does not hang, even where it has no connection to show it by.
        if let Some(role) = self.role.filter(|_| self.stdout.total() > 0) {
            role.shows_life();
        }
        let _ = self.exit();
        self.look_at_image();
        if self.is_over.swap(true, Ordering::Relaxed) {
            return;
        }
        if self.exit.get().is_none() {
            self.stdout.note_end();
            self.stderr.note_end();
        }
        self.group.end(&mut self.child());
        self.stdout.join(LAST_OUTPUT);
        self.stderr.join(LAST_OUTPUT);
        drop(self.folder.lock().unwrap_or_else(PoisonError::into_inner).take());
    }

    /// Sends a signal to the program and what it has started.
    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) -> io::Result<()> {
        // As long as it is not over, its number stands for nobody else.
        let _child = self.child();
        if self.is_over.load(Ordering::Relaxed) {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the program was ended before"));
        }
        self.group.signal(name)
    }

    #[cfg(unix)]
    pub(crate) fn is_stopped(&self) -> bool {
        self.group.is_stopped()
    }

    /// How many entries this folder of what the system tells about the program has; `None` where it does not tell.
    pub(crate) fn count(&self, folder: &str) -> Option<usize> {
        let entries = proc::entries(self.id(), folder);
        if let (Err(_), false) = (&entries, self.has_ended()) {
            let _ = left_out("what a program has open, and how many threads it has", NOT_TOLD);
        }
        entries.ok()
    }

    /// Looks whether the program is still itself, and has started no other one.
    fn look_at_image(&self) {
        if let Some(image) = &self.image
            && self.foreign.get().is_none()
            && let Some(foreign) = image.other_than_this(self.id())
        {
            let _ = self.foreign.set(foreign);
        }
    }

    /// Another program that did the work of this one.
    pub(crate) fn foreign(&self) -> Option<&str> {
        self.foreign.get().map(String::as_str)
    }

    /// The state of each thread of the program; `None` where the system does not tell.
    fn threads(&self) -> Option<Vec<ThreadState>> {
        threads_of(self.id())
    }

    /// How the program sleeps, if it does, and one that has ended does; `None` where the system does not tell.
    pub(crate) fn sleep(&self) -> Option<Sleep> {
        if self.has_ended() {
            return Some(Sleep::Since(0));
        }
        match self.threads() {
            Some(threads) => Some(ThreadState::together(&threads)),
            None => sleep_by_ps(self.id()),
        }
    }

    /// How often the processor was given to its threads; `None` where the system does not tell.
    pub(crate) fn wakes(&self) -> Option<u64> {
        self.threads().map(|threads| threads.iter().map(|thread| thread.switches).sum())
    }

    /// The same of the program and all that it has started, whose parents are still there.
    pub(crate) fn sleep_of_all(&self) -> Option<Sleep> {
        if self.has_ended() {
            return Some(Sleep::Since(0));
        }
        #[cfg(target_os = "linux")]
        {
            let threads: Vec<ThreadState> = self.family().into_iter().filter_map(threads_of).flatten().collect();
            if !threads.is_empty() {
                return Some(ThreadState::together(&threads));
            }
        }
        self.sleep()
    }

    /// The program and what it has started, as far as their parents are still there.
    #[cfg(target_os = "linux")]
    fn family(&self) -> Vec<u32> {
        let mut all = vec![self.id()];
        let mut seen = 0;
        while seen < all.len() && all.len() < 64 {
            let children = crate::group::children_of(all[seen]);
            all.extend(children);
            seen += 1;
        }
        all
    }

    /// Whether neither the program nor what it has started has a socket, where the system tells that.
    #[cfg(target_os = "linux")]
    pub(crate) fn has_no_socket(&self) -> bool {
        !self.family().into_iter().any(proc::has_socket)
    }

    #[cfg(not(target_os = "linux"))]
    #[allow(clippy::unused_self, reason = "as on Linux")]
    pub(crate) fn has_no_socket(&self) -> bool {
        false
    }

    /// How long the program has computed; `None` where the system does not tell.
    pub(crate) fn time_on_processor(&self) -> Option<Duration> {
        proc::time_on_processor(self.id())
    }

    /// The program listens or has connected, and is about to be asked for something: what memory it holds now is its own.
    pub(crate) fn begins(&self) {
        if self.baseline.get().is_none()
            && let Some(held) = proc::memory(self.id(), "VmRSS:")
        {
            let _ = self.baseline.set(held);
        }
    }

    /// The most memory the program has held at any time, above what it held before it was asked for anything.
    pub(crate) fn peak_memory(&self) -> Option<u64> {
        let peak = proc::memory(self.id(), "VmHWM:")?;
        let own = self.baseline.get().copied().unwrap_or(0);
        let of_runtime = if given::commands().is_some() { OF_RUNTIME } else { 0 };
        Some(peak.saturating_sub(own).saturating_sub(of_runtime))
    }
}
