//! Standard output and standard error of a program that goes on whatever becomes of its output.
//!
//! A write to a pipe that nobody reads waits, perhaps for ever, and a thread that waits serves no client. So each stream has
//! one thread that writes for all others. They put their lines into its queue, and wait for a moment at most.

use std::borrow::Cow;
use std::io::{self, Write};
use std::mem;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How many octets may wait to be written; a single text may be longer.
const MOST_WAITING: usize = 1024 * 1024;

/// How long a thread waits until its lines are out. Most are out within microseconds; of a stream that nobody reads, only
/// the first one is waited for.
const PATIENCE: Duration = Duration::from_millis(50);

/// How long a program that ends waits for a thread that has not begun to write: on a busy machine it may have to wait for
/// its turn.
const LATEST_TURN: Duration = Duration::from_secs(10);

/// How often it looks whether that thread has begun.
const LOOK: Duration = Duration::from_millis(20);

/// How long lines that nobody waits for are gathered for one write.
const GATHERING: Duration = Duration::from_millis(5);

/// The stack of a thread that writes.
const STACK: usize = 64 * 1024;

pub(crate) static OUTPUT: Outlet = Outlet::new(Stream::Output);
pub(crate) static ERROR: Outlet = Outlet::new(Stream::Error);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stream {
    Output,
    Error,
}

/// A stream, and what waits to be written to it.
#[derive(Debug)]
pub(crate) struct Outlet {
    stream: Stream,
    queue: Mutex<Queue>,
    /// Notified when there is something to write.
    filled: Condvar,
    /// Notified when something was written, or could not be.
    settled: Condvar,
}

#[derive(Debug)]
struct Queue {
    /// Whole lines.
    lines: String,
    /// How many texts were taken into the queue so far, and how many of these are settled: written, or lost.
    taken: u64,
    settled: u64,
    /// How many lines found no room after those that wait.
    missing: usize,
    has_writer: bool,
    /// Whether somebody waits for a text.
    is_urgent: bool,
    /// Whether somebody waited in vain, and nothing was written since.
    is_stalled: bool,
    /// How many lines could not be written since a write succeeded.
    unwritten: usize,
    /// Since when the thread waits for the stream to take what it writes.
    writes_since: Option<Instant>,
}

impl Outlet {
    const fn new(stream: Stream) -> Self {
        let queue = Queue {
            lines: String::new(),
            taken: 0,
            settled: 0,
            missing: 0,
            has_writer: false,
            is_urgent: false,
            is_stalled: false,
            unwritten: 0,
            writes_since: None,
        };
        Self { stream, queue: Mutex::new(queue), filled: Condvar::new(), settled: Condvar::new() }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes whole lines, and waits for a moment until they are out.
    pub(crate) fn write(&'static self, lines: &str) {
        if let Some(number) = self.put(lines, true) {
            self.wait_for(number, PATIENCE);
        }
    }

    /// Writes whole lines without waiting.
    pub(crate) fn write_later(&'static self, lines: &str) {
        self.put(lines, false);
    }

    /// Waits until everything is out, unless the stream takes nothing for as long as `most`; returns whether all of it was
    /// written.
    pub(crate) fn finish(&self, most: Duration) -> bool {
        let began = Instant::now();
        let mut queue = self.queue();
        let number = queue.taken;
        while queue.settled < number {
            let end = queue.writes_since.map_or(began + LATEST_TURN, |since| since.max(began) + most);
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            (queue, _) = self.settled.wait_timeout(queue, left.min(LOOK)).unwrap_or_else(PoisonError::into_inner);
        }
        queue.settled == queue.taken && queue.missing == 0 && queue.unwritten == 0
    }

    /// Takes lines into the queue, if there is room, and returns the number of this text.
    fn put(&'static self, lines: &str, is_urgent: bool) -> Option<u64> {
        let mut queue = self.queue();
        queue.has_writer = queue.has_writer || thread::Builder::new().stack_size(STACK).spawn(|| self.work()).is_ok();
        if !queue.has_writer {
            drop(queue);
            // Without a thread that could wait, this one has to.
            let _ = self.stream.write(lines);
            return None;
        }
        let was_empty = queue.lines.is_empty();
        if queue.missing > 0 || !was_empty && queue.lines.len() + lines.len() > MOST_WAITING {
            queue.missing += count(lines);
            return None;
        }
        queue.lines.push_str(lines);
        queue.taken += 1;
        queue.is_urgent |= is_urgent;
        let number = queue.taken;
        drop(queue);
        if was_empty || is_urgent {
            self.filled.notify_one();
        }
        Some(number)
    }

    /// Waits until the text of that number is settled, unless others have waited in vain.
    fn wait_for(&self, number: u64, most: Duration) {
        let goes_on = |queue: &mut Queue| queue.settled < number && !queue.is_stalled;
        let waited = self.settled.wait_timeout_while(self.queue(), most, goes_on);
        let (mut queue, result) = waited.unwrap_or_else(PoisonError::into_inner);
        if result.timed_out() {
            queue.is_stalled = true;
            drop(queue);
            self.settled.notify_all();
        }
    }

    /// What the thread that writes does.
    fn work(&'static self) {
        loop {
            let batch = self.take();
            let written = self.stream.write(&batch.text(self.stream));
            if self.stream == Stream::Output {
                batch.tell(written.as_ref().err());
            }
            self.settle(&batch, written.is_ok());
        }
    }

    /// Notes that the lines were written, or could not be.
    fn settle(&self, batch: &Batch, is_written: bool) {
        let mut queue = self.queue();
        queue.settled = batch.number;
        queue.is_stalled = false;
        queue.unwritten = if is_written { 0 } else { batch.lost() + count(&batch.lines) };
        queue.writes_since = None;
        drop(queue);
        self.settled.notify_all();
    }

    /// Waits for something to write.
    fn take(&self) -> Batch {
        let nothing = |queue: &mut Queue| queue.lines.is_empty();
        let queue = self.filled.wait_while(self.queue(), nothing).unwrap_or_else(PoisonError::into_inner);
        let is_calm = |queue: &mut Queue| !queue.is_urgent;
        let gathered = self.filled.wait_timeout_while(queue, GATHERING, is_calm);
        let (mut queue, _) = gathered.unwrap_or_else(PoisonError::into_inner);
        queue.is_urgent = false;
        queue.writes_since = Some(Instant::now());
        Batch {
            lines: mem::take(&mut queue.lines),
            number: queue.taken,
            unwritten: queue.unwritten,
            missing: mem::take(&mut queue.missing),
        }
    }
}

/// What is written at once.
struct Batch {
    lines: String,
    /// The number of its last text.
    number: u64,
    /// How many lines before these could not be written.
    unwritten: usize,
    /// How many lines after these found no room.
    missing: usize,
}

impl Batch {
    fn lost(&self) -> usize {
        self.unwritten + self.missing
    }

    /// The lines, and on standard error in their places how many are missing.
    fn text(&self, stream: Stream) -> Cow<'_, str> {
        if stream == Stream::Output || self.lost() == 0 {
            return Cow::Borrowed(&self.lines);
        }
        let notice = |lost: usize| match lost {
            0 => String::new(),
            _ => format!("lines missing here, as nobody read them in time: {lost}\n"),
        };
        Cow::Owned(notice(self.unwritten) + &self.lines + &notice(self.missing))
    }

    /// Says on standard error what is wrong with standard output: once that it takes nothing, and how many lines are
    /// missing as soon as it takes some again.
    fn tell(&self, error: Option<&io::Error>) {
        match error {
            None if self.lost() > 0 => {
                ERROR.write(&format!(
                    "lines missing in standard output, as nobody read them in time: {}\n",
                    self.lost()
                ));
            }
            Some(error) if self.unwritten == 0 => {
                ERROR.write(&format!("cannot write to standard output: {error}\n"));
            }
            _ => {}
        }
    }
}

impl Stream {
    fn write(self, lines: &str) -> io::Result<()> {
        match self {
            Self::Output => {
                let mut output = io::stdout().lock();
                output.write_all(lines.as_bytes())?;
                output.flush()
            }
            Self::Error => io::stderr().write_all(lines.as_bytes()),
        }
    }
}

fn count(lines: &str) -> usize {
    lines.matches('\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: Duration = Duration::from_millis(50);

    #[test]
    fn a_thread_that_waits_for_its_turn_is_waited_for_and_a_stream_that_takes_nothing_is_not() {
        static LATE: Outlet = Outlet::new(Stream::Error);
        LATE.queue().has_writer = true;
        LATE.put("a line\n", true);
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(4 * MOST);
                LATE.settle(&LATE.take(), true);
            });
            assert!(LATE.finish(MOST), "it is only late");
        });

        LATE.put("another line\n", true);
        let batch = LATE.take();
        let began = Instant::now();
        assert!(!LATE.finish(MOST), "it is not written");
        assert!(began.elapsed() < LATEST_TURN, "nobody waits for ever");
        LATE.settle(&batch, false);
        assert!(!LATE.finish(MOST), "it could not be written");
    }
}
