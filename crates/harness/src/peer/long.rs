//! Texts too long to be kept: made, sent and checked piece by piece, in both directions at once.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::sending::NotSent;
use super::socket::{describe, is_late};
use super::stopped::{Stopped, after};
use super::{PIECE, POLL, Peer};
use crate::failure::{Failure, Kind, Verdict};
use crate::pattern::{Pattern, PatternCheck};
use crate::tape::Tape;
use crate::time::{Wait, deadline};

/// How far a text is sent ahead of its echo.
const AHEAD: u64 = 16 * PIECE as u64;

/// How long a text may be that comes piece by piece and is not kept.
const LONGEST: u64 = 256 * 1024 * 1024;

impl Peer {
    /// Sends a [`Pattern`] of `len` bytes, closes this side, and expects the same bytes back meanwhile, then the end of
    /// the connection. A program that is slow but right gets less to do: sending stops at the deadline.
    ///
    /// # Errors
    ///
    /// When others come back, or fewer, or the program stops reading for as long as the deadline.
    pub fn expect_echo(&mut self, len: u64) -> Verdict {
        self.watch = None;
        let stream = self.stream.try_clone().map_err(|error| Failure::broken("cannot share a socket", &error))?;
        let came = self.pattern.clone();
        let time = deadline();
        let to = Taped { stream, tape: self.tape.clone() };
        let sending = thread::spawn(move || send_pattern(to, len, &came, time));
        let stopped = self.read_pattern(len.saturating_add(1));
        if !matches!(stopped, Stopped::Closed) {
            let _ = self.stream.shutdown(Shutdown::Both);
        }
        // Why not all of it went out shows in what came back.
        let sent = sending.join().ok().and_then(Result::ok).unwrap_or(len);
        self.pattern_end_verdict(sent, &stopped)
    }

    /// Returns every byte until the program closes its side; this side stays open.
    ///
    /// Each piece goes back when the next has come, the last one after the program has closed its side: one that closes
    /// both directions then, or does not read any more, has not got everything.
    ///
    /// # Errors
    ///
    /// When the program sends or reads nothing for as long as the deadline, or breaks the connection.
    pub fn echo(&mut self) -> Verdict {
        let mut returned: u64 = 0;
        let mut piece = Vec::new();
        let mut buffer = vec![0; PIECE];
        loop {
            let count = match self.receive(&mut buffer, &Wait::begin()) {
                Ok(count) => count,
                Err(Stopped::Closed) => 0,
                Err(stopped) => {
                    let came = format!("{returned} bytes, each of which went back{}", after(&stopped));
                    return Err(stopped
                        .failure()
                        .row("expected", "the program sends, or closes its side")
                        .row("came", came));
                }
            };
            self.write(&piece).map_err(|NotSent { error, sent, wait }| {
                let late = is_late(&error);
                let failure = if late { Failure::no_answer() } else { Failure::wrong() };
                let told = if late { format!("no more {}", wait.told()) } else { describe(&error) };
                let came = format!("{} bytes were taken; then {told}", returned + sent as u64);
                failure.row("expected", "the program reads what comes back").row("came", came)
            })?;
            returned += piece.len() as u64;
            if count == 0 {
                return Ok(());
            }
            if returned > LONGEST {
                let came = format!("{returned} bytes, each of which went back, and it goes on");
                return Err(Stopped::TooMuch(returned).failure().row("expected", "an end").row("came", came));
            }
            piece.clear();
            piece.extend_from_slice(&buffer[..count]);
        }
    }

    /// Expects the next `len` bytes of a [`Pattern`].
    ///
    /// # Errors
    ///
    /// When others come, or fewer, or nothing for as long as the deadline.
    pub fn expect_pattern_part(&mut self, len: u64) -> Verdict {
        let len = self.pattern.count() + len;
        let stopped = self.read_pattern(len);
        self.pattern_verdict(len, &stopped)
    }

    /// Expects a [`Pattern`] of `len` bytes, those included that came already, then the end of the connection.
    ///
    /// # Errors
    ///
    /// As [`expect_pattern_part`](Self::expect_pattern_part), and when the connection is still open at the deadline.
    pub fn expect_pattern(&mut self, len: u64) -> Verdict {
        let stopped = self.read_pattern(len.saturating_add(1));
        self.pattern_end_verdict(len, &stopped)
    }

    /// Expects the rest of a [`Pattern`], however long it is, then the end of the connection; returns how many bytes came
    /// in all.
    ///
    /// # Errors
    ///
    /// As [`expect_pattern`](Self::expect_pattern).
    pub fn expect_rest_of_pattern(&mut self) -> Verdict<u64> {
        let stopped = self.read_pattern(LONGEST);
        let count = self.pattern.count();
        self.pattern_end_verdict(count, &stopped).map(|()| count)
    }

    fn pattern_end_verdict(&self, len: u64, stopped: &Stopped) -> Verdict {
        let goes_on = matches!(stopped, Stopped::Enough) && self.pattern.first_wrong().is_none_or(|first| first >= len);
        let stopped = if goes_on { &Stopped::TooMuch(self.pattern.count()) } else { stopped };
        if !goes_on {
            self.pattern_verdict(len, stopped)?;
        }
        if matches!(stopped, Stopped::Closed) {
            return Ok(());
        }
        let expected = format!("{len} bytes, then the program closes the connection");
        Err(stopped.failure().row("expected", expected).row("came", format!("all {len} bytes")).and(&after(stopped)))
    }

    fn pattern_verdict(&self, len: u64, stopped: &Stopped) -> Verdict {
        self.pattern.expect(len).map_err(|failure| {
            let failure = failure.and(&after(stopped));
            if matches!(stopped, Stopped::Late(_)) { failure.with_kind(Kind::NoAnswer) } else { failure }
        })
    }

    fn read_pattern(&mut self, len: u64) -> Stopped {
        let mut buffer = vec![0; PIECE];
        while self.pattern.count() < len && self.pattern.first_wrong().is_none() {
            let room = usize::try_from(len - self.pattern.count()).unwrap_or(usize::MAX).min(buffer.len());
            match self.receive(&mut buffer[..room], &Wait::begin()) {
                Ok(count) => drop(self.pattern.write_all(&buffer[..count])),
                Err(stopped) => return stopped,
            }
        }
        Stopped::Enough
    }
}

/// Sends a pattern of `len` bytes, or what a slow program takes within `time`, and closes this side; returns how many
/// bytes that were. The system would hold many seconds' work for a slow program, so this does not run far ahead of what
/// `came` back; but a program that returns nothing collects it, and gets it all.
fn send_pattern(mut to: Taped, len: u64, came: &PatternCheck, time: Duration) -> io::Result<u64> {
    let start = Instant::now();
    let mut text = Pattern::new(len);
    let mut sent = 0;
    while sent < len && start.elapsed() < time {
        let collects = came.count() == 0 && start.elapsed() > time / 4;
        if sent < came.count() + AHEAD || collects {
            sent += io::copy(&mut text.by_ref().take(PIECE as u64), &mut to)?;
        } else {
            thread::sleep(POLL);
        }
    }
    if let Some(tape) = &to.tape {
        tape.finished();
    }
    to.stream.shutdown(Shutdown::Write).map(|()| sent)
}

/// A connection of which it is recorded what is written to it.
struct Taped {
    stream: TcpStream,
    tape: Option<Arc<Tape>>,
}

impl io::Write for Taped {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let written = self.stream.write(octets);
        if let (Some(tape), Ok(count)) = (&self.tape, &written) {
            tape.sent(&octets[..*count]);
        }
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read as _, Write as _};
    use std::net::{Shutdown, TcpStream};

    use crate::failure::Verdict;
    use crate::pattern::Pattern;
    use crate::peer::Peer;
    use crate::peer::ends::{LEN, between, returns_everything};

    #[test]
    fn an_echo_of_a_long_text_is_expected_whole() -> Verdict {
        between(returns_everything, |peer| peer.expect_echo(LEN))
    }

    #[test]
    fn an_echo_that_loses_a_byte_is_found() {
        let loses_a_byte = |mut stream: TcpStream| {
            let mut first = [0];
            let _ = stream.read(&mut first);
            returns_everything(stream);
        };
        let failure = between(loses_a_byte, |peer| peer.expect_echo(LEN)).expect_err("a byte is missing");
        assert!(failure.in_columns(200).contains("is another"), "{failure}");
    }

    #[test]
    fn a_long_text_may_be_expected_in_parts() -> Verdict {
        let sends = |mut stream: TcpStream| drop(io::copy(&mut Pattern::new(LEN), &mut stream));
        between(sends, |peer| {
            peer.expect_pattern_part(1)?;
            peer.expect_pattern_part(70_000)?;
            peer.expect_pattern(LEN)
        })
    }

    #[test]
    fn the_scripted_echo_returns_everything() -> Verdict {
        let (tell, told) = std::sync::mpsc::channel();
        let sends_then_reads = move |mut stream: TcpStream| {
            let mut back = Vec::new();
            let sent = stream.write_all(b"Hello").and_then(|()| stream.shutdown(Shutdown::Write));
            let read = sent.and_then(|()| stream.read_to_end(&mut back));
            let _ = tell.send(read.map(|_| back));
        };
        between(sends_then_reads, Peer::echo)?;
        assert!(matches!(told.recv(), Ok(Ok(back)) if back == b"Hello"));
        Ok(())
    }
}
