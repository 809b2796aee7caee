//! What a peer sends: exact octets, in the pieces that the test wants.

use std::io::{self, ErrorKind, Write as _};
use std::net::TcpStream;
use std::thread;

use super::socket::{describe, is_closed, is_late, limit};
use super::{PIECE, Peer};
use crate::cuts;
use crate::failure::{Failure, Verdict};
use crate::scene::{self, Act};
use crate::time::Wait;

/// How much is given to the system at once. Windows takes all of it, however much that is and whether or not anybody reads;
/// other systems take what they have room for. There the pieces would only show in what single reads return.
const MOST_AT_ONCE: usize = if cfg!(windows) { PIECE } else { usize::MAX };

impl Peer {
    /// Sends bytes. That the program has closed the connection meanwhile is no failure yet: what it did before tells
    /// more, and that is what the test expects next.
    ///
    /// # Errors
    ///
    /// When the program does not read for so long that the deadline passes.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> Verdict {
        let mut left = bytes.as_ref();
        if let Some(cut) = cuts::drawn(left) {
            let (first, rest) = left.split_at(cut);
            self.send_whole(first)?;
            scene::record(self.number, Act::Paused);
            thread::sleep(cuts::PAUSE);
            left = rest;
        }
        self.send_whole(left)
    }

    /// Sends bytes in one piece, also where others are cut: for what a program may judge by when it comes.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_whole(&mut self, bytes: impl AsRef<[u8]>) -> Verdict {
        let bytes = bytes.as_ref();
        self.record_sent(bytes);
        match self.write(bytes) {
            Ok(()) => Ok(()),
            Err(NotSent { error, .. }) if is_closed(&error) => {
                scene::record(self.number, Act::FoundClosed);
                self.refused = true;
                Ok(())
            }
            Err(NotSent { error, sent, wait }) if is_late(&error) => Err(Failure::no_answer()
                .row("expected", "the program reads what the test sends")
                .row("came", format!("of {} bytes, {sent} were taken, and no more {}", bytes.len(), wait.told()))),
            Err(NotSent { error, .. }) => Err(Failure::broken("cannot send", &error)),
        }
    }

    /// Writes all of `bytes`, as long as some of them are taken within each deadline.
    pub(super) fn write(&self, bytes: &[u8]) -> Result<(), NotSent> {
        let mut sent = 0;
        let mut wait = Wait::begin();
        while sent < bytes.len() {
            let left = wait.left();
            let piece = &bytes[sent..bytes.len().min(sent.saturating_add(MOST_AT_ONCE))];
            let written = if left.is_zero() {
                Err(ErrorKind::TimedOut.into())
            } else {
                limit(&self.stream, TcpStream::set_write_timeout, left);
                (&*self.stream).write(piece)
            };
            match written {
                Ok(count) => {
                    if let Some(tape) = &self.tape {
                        tape.sent(&piece[..count]);
                    }
                    sent += count;
                    wait = Wait::begin();
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if is_late(&error) && !wait.is_over() => {}
                Err(error) => {
                    if let Some(tape) = &self.tape {
                        tape.failed(&error);
                    }
                    return Err(NotSent { error, sent, wait });
                }
            }
        }
        Ok(())
    }

    /// Sends several parts, each as a packet of its own, and each when the program has taken in the one before.
    ///
    /// A right solution passes without the pauses. They only make sure that a solution that takes one read for the whole
    /// message meets a part that stands alone.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_split<B: AsRef<[u8]>>(&mut self, parts: impl IntoIterator<Item = B>) -> Verdict {
        for (number, part) in parts.into_iter().enumerate() {
            if number > 0 {
                scene::record(self.number, Act::Paused);
                scene::pause();
            }
            self.send_whole(part)?;
        }
        Ok(())
    }

    /// Sends as much of `bytes` as the connection takes without waiting; returns how many.
    ///
    /// # Errors
    ///
    /// When the program has closed the connection.
    pub fn send_available(&mut self, bytes: &[u8]) -> Verdict<usize> {
        let mut sent = 0;
        let result = self.stream.set_nonblocking(true).and_then(|()| {
            while sent < bytes.len() {
                let piece = &bytes[sent..bytes.len().min(sent.saturating_add(MOST_AT_ONCE))];
                match (&*self.stream).write(piece) {
                    Ok(count) => {
                        if let Some(tape) = &self.tape {
                            tape.sent(&piece[..count]);
                        }
                        sent += count;
                    }
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            self.stream.set_nonblocking(false)
        });
        self.record_sent(&bytes[..sent]);
        result.map(|()| sent).map_err(|error| {
            Failure::wrong().row("expected", "the program keeps the connection open").row("came", describe(&error))
        })
    }

    fn record_sent(&mut self, bytes: &[u8]) {
        scene::record_sent(self.number, bytes);
        if let Some(watch) = self.watch() {
            watch.sent(bytes);
        }
    }
}

/// What a write came upon, how many bytes had been taken before, and since when no more were.
pub(super) struct NotSent {
    pub(super) error: io::Error,
    pub(super) sent: usize,
    pub(super) wait: Wait,
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use crate::failure::Verdict;
    use crate::peer::ends::between;

    #[test]
    fn sending_stops_when_the_connection_is_full() -> Verdict {
        let (done, wait) = std::sync::mpsc::channel::<()>();
        let reads_nothing = move |_stream: TcpStream| {
            let _ = wait.recv();
        };
        between(reads_nothing, |peer| {
            let text = vec![b'x'; 64 * 1024 * 1024];
            let mut sent = 0;
            while let more @ 1.. = peer.send_available(&text[sent..])? {
                sent += more;
            }
            assert!(sent > 0 && sent < text.len(), "{sent}");
            drop(done);
            Ok(())
        })
    }
}
