//! The terminal, taken for a screen of its own and given back as it was: whatever ends or stops the tool.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, Once, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::getpgrp;
use rustix::stdio::{stdin, stdout};
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr,
};
use signal_hook::consts::{SIGCONT, SIGINT, SIGQUIT, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::bounded::{self, Heard};
use crate::error::{Error, Result};
use crate::learn::watch::checks::THREAD;
use crate::learn::watch::view::Size;

/// Another screen, no cursor, and lines that end at the edge.
const TAKE: &str = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J";
const GIVE_BACK: &str = "\x1b[?7h\x1b[?25h\x1b[?1049l";

/// Between these a terminal that knows them shows nothing half.
const BEGIN: &str = "\x1b[?2026h";
const END: &str = "\x1b[?2026l";

/// Where a terminal does not say its size.
const SIZE: Size = Size { columns: 80, lines: 24 };

/// How the terminal was before, whether it is taken at present, and whether it must not be: the tool is about to end or to
/// stop.
struct Held {
    before: Option<Termios>,
    is_taken: bool,
    is_barred: bool,
}

static HELD: Mutex<Held> = Mutex::new(Held { before: None, is_taken: false, is_barred: false });

/// Whether another program has the terminal meanwhile.
static IS_LENT: AtomicBool = AtomicBool::new(false);

/// Whether somebody has typed Ctrl-C, or its like, that was not heard yet.
static IS_TYPED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// How long that may take on a busy machine.
const HEARING: Duration = Duration::from_secs(1);

/// Whether the tool was continued after it had been stopped.
static IS_CONTINUED: AtomicBool = AtomicBool::new(false);

static WATCHED: Once = Once::new();

fn held() -> MutexGuard<'static, Held> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether there is a terminal that can be taken.
pub fn is_possible() -> bool {
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty());
    io::stdin().is_terminal() && io::stdout().is_terminal() && !is_dumb
}

/// The screen; the terminal is as it was when this goes.
pub struct Screen {
    /// What stands on it, line by line; nothing where that is not known.
    rows: Vec<String>,
    size: Size,
}

impl Screen {
    /// Takes the terminal.
    pub fn take() -> Result<Self> {
        WATCHED.call_once(watch_over);
        let failed = |error: rustix::io::Errno| Error::Other(format!("cannot take the terminal: {error}"));
        held().before = Some(tcgetattr(stdin()).map_err(failed)?);
        take().map_err(failed)?;
        Ok(Self { rows: Vec::new(), size: size() })
    }

    /// Looks at the terminal again: whether it is here now, and of which size. Whether all must be drawn anew.
    pub fn look(&mut self) -> bool {
        let was_continued = IS_CONTINUED.swap(false, Ordering::Relaxed);
        let is_here = is_in_foreground();
        if was_continued && !is_here {
            // Somebody else has it, and has made it theirs.
            held().is_taken = false;
        }
        let is_taken = held().is_taken;
        let is_back = is_here && (was_continued || !is_taken) && take().is_ok();
        let now = size();
        let has_changed = is_back || now != self.size;
        if has_changed {
            self.rows.clear();
            self.size = now;
        }
        has_changed
    }

    /// Its size, when it was looked at last.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Shows these lines; only those that are others than before are written.
    pub fn show(&mut self, rows: Vec<String>) {
        // Held to the end: nothing may be written after the terminal was given back.
        let held = held();
        if !held.is_taken || rows == self.rows {
            return;
        }
        let mut text = BEGIN.to_owned();
        if self.rows.len() != rows.len() {
            text += "\x1b[2J";
            self.rows = vec![String::new(); rows.len()];
        }
        for (index, row) in rows.iter().enumerate().filter(|(index, row)| self.rows[*index] != **row) {
            let _ = write!(text, "\x1b[{};1H\x1b[K{row}", index + 1);
        }
        // SIGSTOP is not heard. The shell goes on here then, and has the lines below to itself.
        let _ = write!(text, "\x1b[{};1H", rows.len());
        self.rows = rows;
        write_all(&(text + END));
    }

    /// What was typed, after a short wait; `None` when the terminal has gone away.
    pub fn typed(pause: Duration) -> Option<Vec<u8>> {
        if !held().is_taken {
            thread::sleep(pause);
            return Some(Vec::new());
        }
        let wait = Timespec { tv_sec: 0, tv_nsec: i64::from(pause.subsec_nanos()) };
        let input = stdin();
        let mut polled = [PollFd::new(&input, PollFlags::IN)];
        match poll(&mut polled, Some(&wait)) {
            Ok(0) | Err(rustix::io::Errno::INTR) => return Some(Vec::new()),
            Ok(_) => (),
            Err(_) => return None,
        }
        // Some systems cannot wait for a terminal in this way; there one looks from time to time.
        if polled[0].revents().contains(PollFlags::NVAL) {
            thread::sleep(pause);
            if rustix::io::ioctl_fionread(input).is_ok_and(|count| count == 0) {
                return Some(Vec::new());
            }
        }
        // Who reads in the background is stopped.
        if !is_in_foreground() {
            return Some(Vec::new());
        }
        let mut octets = [0; 256];
        match rustix::io::read(input, &mut octets) {
            Ok(0) => None,
            Ok(count) => Some(octets[..count].to_vec()),
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => Some(Vec::new()),
            Err(_) => None,
        }
    }

    /// Lets another program have the terminal, as it was before, while this runs.
    pub fn lend<T>(&mut self, run: impl FnOnce() -> T) -> T {
        IS_LENT.store(true, Ordering::Relaxed);
        give_back();
        let result = run();
        // What was typed for the other program may have ended it before it is heard here.
        let until = Instant::now() + HEARING;
        while IS_TYPED.load(Ordering::Relaxed) && Instant::now() < until {
            thread::sleep(Duration::from_millis(1));
        }
        IS_LENT.store(false, Ordering::Relaxed);
        self.look();
        result
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Has the terminal given back before anything ends or stops the tool.
fn watch_over() {
    bounded::hear_signals(|signal| {
        let is_key = signal == SIGINT || signal == SIGQUIT;
        if is_key && IS_LENT.load(Ordering::Relaxed) {
            // It was typed for the program that has the terminal.
            IS_TYPED.store(false, Ordering::Relaxed);
            return Heard::GoOn;
        }
        bar();
        if signal == SIGINT { Heard::EndWell } else { Heard::End }
    });
    for signal in [SIGINT, SIGQUIT] {
        // Without it, who interrupts an editor may end this too.
        let _ = signal_hook::flag::register(signal, Arc::clone(&IS_TYPED));
    }
    let told = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        // What a check says that breaks off is shown on the screen.
        if thread::current().name() != Some(THREAD) {
            bar();
            told(info);
        }
    }));
    let Ok(mut signals) = Signals::new([SIGTSTP, SIGCONT]) else { return };
    thread::spawn(move || {
        for signal in signals.forever() {
            if signal == SIGTSTP {
                bar();
                let _ = emulate_default_handler(signal);
                held().is_barred = false;
            }
            IS_CONTINUED.store(true, Ordering::Relaxed);
        }
    });
}

fn take() -> rustix::io::Result<()> {
    if IS_LENT.load(Ordering::Relaxed) {
        return Err(rustix::io::Errno::AGAIN);
    }
    let mut held = held();
    if held.is_barred {
        return Err(rustix::io::Errno::AGAIN);
    }
    let Some(before) = &held.before else { return Ok(()) };
    let mut raw = before.clone();
    // Keys come at once and are not shown; those that interrupt and stop go on to do so.
    raw.local_modes -= LocalModes::ICANON | LocalModes::ECHO | LocalModes::IEXTEN;
    raw.input_modes -= InputModes::IXON;
    raw.special_codes[SpecialCodeIndex::VMIN] = 1;
    raw.special_codes[SpecialCodeIndex::VTIME] = 0;
    tcsetattr(stdin(), OptionalActions::Now, &raw)?;
    held.is_taken = true;
    write_all(TAKE);
    Ok(())
}

/// Gives the terminal back for good, or until the tool goes on.
fn bar() {
    let mut held = held();
    held.is_barred = true;
    give_back_held(&mut held);
}

fn give_back() {
    give_back_held(&mut held());
}

fn give_back_held(held: &mut Held) {
    if !held.is_taken {
        return;
    }
    held.is_taken = false;
    write_all(GIVE_BACK);
    if let Some(before) = &held.before {
        // What was typed since is of no use to who comes next.
        let _ = tcsetattr(stdin(), OptionalActions::Flush, before);
    }
}

/// Whether the tool has the terminal, and not the shell that has put it into the background.
fn is_in_foreground() -> bool {
    tcgetpgrp(stdin()).map_or(true, |group| group == getpgrp())
}

fn size() -> Size {
    let Ok(found) = tcgetwinsize(stdout()) else { return SIZE };
    let or = |found: u16, other: usize| if found == 0 { other } else { usize::from(found) };
    Size { columns: or(found.ws_col, SIZE.columns), lines: or(found.ws_row, SIZE.lines) }
}

/// Writes past the lock of standard output, which may be held by who is being ended.
fn write_all(text: &str) {
    let mut left = text.as_bytes();
    while !left.is_empty() {
        match rustix::io::write(stdout(), left) {
            Ok(0) => return,
            Ok(count) => left = &left[count..],
            Err(rustix::io::Errno::INTR) => (),
            // A terminal that takes nothing has gone away; that is noticed where it is read.
            Err(_) => return,
        }
    }
}
