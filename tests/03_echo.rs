//! Graded tests of lesson 03: every byte back over TCP, in both directions at once.

use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, mpsc};
use std::time::{Duration, Instant};

use harness::{
    Failure, Lesson, Listener, Pattern, PatternCheck, Peer, RefusingPort, Running, Server, Teach, Verdict, common,
};
use predicates::prelude::*;

#[path = "03_echo/client.rs"]
mod client;
#[path = "03_echo/server.rs"]
mod server;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON, [server, client]);

/// More than every buffer between two programs holds.
const LONG: u64 = 32 * MIB;
const MIB: u64 = 1024 * 1024;

/// How far a paced input runs ahead of what has been printed.
const AHEAD: u64 = 128 * 1024;

/// Longer than the time limits of those who take a pause for the end.
const SOME_TIME: Duration = Duration::from_millis(600);

/// Little enough that a program that passes a byte at a time is done with it before the deadline.
const PIECE: usize = 1024 * 1024;

/// Large enough for full packets, and small enough that a program that passes a few bytes at a time is stuck soon.
const RECEIVE_BUFFER: usize = 128 * 1024;

/// The bytes of a long text, for tests that must have them at hand.
fn text(len: u64) -> &'static [u8] {
    // One for all tests: each of its own would take memory for all of them at the same time.
    static TEXT: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut text = Vec::with_capacity(usize::try_from(LONG).expect("a length"));
        Pattern::new(LONG).read_to_end(&mut text).expect("a pattern is never an error");
        text
    });
    &TEXT[..usize::try_from(len).expect("a length")]
}

/// An input that is empty, but says so only when the sender is gone.
struct Wait(mpsc::Receiver<()>);

impl Read for Wait {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        let _ = self.0.recv();
        Ok(0)
    }
}

/// A long input, which ends early where it is taken slowly: a program that passes a byte at a time is right too.
struct LongInput {
    text: Pattern,
    until: Instant,
    given: Arc<AtomicU64>,
}

impl LongInput {
    /// The input, and how many bytes of it were given.
    fn new(text: Pattern) -> (Self, Arc<AtomicU64>) {
        let given = Arc::new(AtomicU64::new(0));
        (Self { text, until: Instant::now() + harness::deadline(), given: given.clone() }, given)
    }
}

impl Read for LongInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = if Instant::now() < self.until { self.text.read(buffer)? } else { 0 };
        self.given.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// A long input that does not run far ahead of what has been printed, so that a program that prints a byte at a time is
/// done in time; and that ends only when half of it has been printed.
///
/// A program that prints nothing before the end of its input is given all of it, and so shows.
struct PacedInput {
    input: LongInput,
    collects: Instant,
    printed: PatternCheck,
    more: mpsc::Receiver<()>,
}

impl PacedInput {
    fn new(input: LongInput, printed: PatternCheck, more: mpsc::Receiver<()>) -> Self {
        Self { input, collects: Instant::now() + harness::deadline() / 4, printed, more }
    }

    fn given(&self) -> u64 {
        self.input.given.load(Ordering::Relaxed)
    }
}

impl Read for PacedInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given() > self.printed.count() + AHEAD {
            let until = if self.printed.count() == 0 { self.collects } else { self.input.until };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || self.more.recv_timeout(left).is_err() {
                break;
            }
        }
        let count = self.input.read(buffer)?;
        while count == 0 && self.printed.count() < self.given() / 2 && self.more.recv().is_ok() {}
        Ok(count)
    }
}

/// An output that is checked, and tells when it has taken more.
struct Checked(PatternCheck, mpsc::Sender<()>);

impl Write for Checked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.0.write(bytes)?;
        let _ = self.1.send(());
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An output that takes nothing until the other end of the second channel is gone; the first tells that it was reached.
struct Gate(mpsc::Sender<()>, mpsc::Receiver<()>);

impl Write for Gate {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.0.send(());
        let _ = self.1.recv();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether all bytes were right, and only the close did not come.
fn is_left_open(failure: &Failure) -> bool {
    // Wide enough that no row is folded.
    failure.in_columns(10_000).contains("all bytes were right, but the connection was not closed")
}

/// The server returns what one more client sends.
fn expect_served(server: &Server) -> Verdict {
    let mut client = server.connect()?;
    client.send("Hello")?;
    client.expect("Hello")
}

/// Expects that since `before`, when it had seen nothing of a long text, the program has not taken memory for all of it.
fn expect_little_memory(program: &Running, before: Option<u64>) -> Verdict {
    let more = program.peak_memory().zip(before).map_or(0, |(peak, before)| peak.saturating_sub(before));
    if more <= LONG / 2 {
        return Ok(());
    }
    Err(Failure::wrong()
        .row("expected", format!("a few megabytes of memory for a text of {} MiB", LONG / MIB))
        .row("came", format!("{} MiB more than it had before", more / MIB)))
}

/// Sends until the connection takes no more and the server, which waits in its write, sleeps; returns how much it was.
///
/// A program that passes a byte at a time is right too, but would need a minute: it gets less to do.
fn send_until_stuck(client: &mut Peer, server: &Server, text: &[u8]) -> Verdict<usize> {
    let began = Instant::now();
    let mut sent = 0;
    loop {
        let more = client.send_available(&text[sent..text.len().min(sent + PIECE)])?;
        sent += more;
        if more == 0 || server.expect_idle().is_err() || began.elapsed() > harness::deadline() {
            return Ok(sent);
        }
    }
}
