//! Writes little at a time in short waits, and looks itself at what a client took: in each window of time, and since when
//! it has taken nothing.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::ops::Range;
use std::time::{Duration, Instant};

use crate::clock;
use crate::transport::Transport;

/// How long one write waits at most, and how much it brings out.
const TICK: Duration = Duration::from_millis(25);
const PIECE: usize = 32 * 1024;

/// How long one read waits at most.
const LONGEST_READ: Duration = if cfg!(windows) { Duration::from_millis(250) } else { Duration::MAX };

/// A transport with its timeouts.
#[derive(Debug)]
pub(crate) struct Timed<T> {
    transport: T,
    rate: u32,
    window: Duration,
}

/// What a client has taken of what is being written.
struct Progress {
    /// When the present window began, and how many octets were taken in it.
    began: Instant,
    taken: u64,
    /// Since when nothing has been taken.
    silent: Instant,
}

impl<T: Transport> Timed<T> {
    pub(crate) fn new(transport: T, rate: u32, wait: Duration) -> Self {
        Self { transport, rate, window: wait }
    }

    pub(crate) fn read(&mut self, buffer: &mut [u8], deadline: Instant, now: Instant) -> io::Result<usize> {
        let wait = deadline.saturating_duration_since(now).clamp(Duration::from_millis(10), LONGEST_READ);
        self.transport.set_read_timeout(wait)?;
        match self.transport.read(buffer) {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
                Err(ErrorKind::TimedOut.into())
            }
            read => read,
        }
    }

    pub(crate) fn write_all(&mut self, first: &[u8], second: &[u8]) -> io::Result<()> {
        let now = Instant::now();
        let mut progress = Progress { began: now, taken: 0, silent: now };
        let mut paused = clock::paused();
        let tick = TICK.min(self.window).max(Duration::from_millis(1));
        for mut rest in [first, second] {
            while !rest.is_empty() {
                let count = self.write_some(&rest[..rest.len().min(PIECE)], &[], tick)?;
                rest = &rest[count..];
                let now = Instant::now();
                progress.leave_out(clock::paused_since(&mut paused));
                self.judge(&mut progress, count, now)?;
            }
        }
        Ok(())
    }

    pub(crate) fn send_file(&mut self, mut file: &File, part: Range<u64>) -> io::Result<()> {
        file.seek(SeekFrom::Start(part.start))?;
        let mut rest = file.take(part.end.saturating_sub(part.start));
        let mut piece = vec![0; PIECE];
        while rest.limit() > 0 {
            match rest.read(&mut piece)? {
                0 => return Err(ErrorKind::UnexpectedEof.into()),
                count => self.write_all(&piece[..count], &[])?,
            }
        }
        Ok(())
    }

    pub(crate) fn write_some(&mut self, first: &[u8], second: &[u8], timeout: Duration) -> io::Result<usize> {
        self.transport.set_write_timeout(timeout)?;
        self.transport.write_some(first, second)
    }

    /// Gives up who has taken nothing for a whole window, or too little in the one that is over.
    fn judge(&self, progress: &mut Progress, count: usize, now: Instant) -> io::Result<()> {
        if now.duration_since(progress.silent) >= self.window {
            return Err(ErrorKind::TimedOut.into());
        }
        if count > 0 {
            progress.silent = now;
        }
        progress.taken += count as u64;
        let time = now.duration_since(progress.began);
        if time >= self.window {
            if u128::from(progress.taken) < u128::from(self.rate) * time.as_millis() / 1000 {
                return Err(ErrorKind::TimedOut.into());
            }
            (progress.began, progress.taken) = (now, 0);
        }
        Ok(())
    }

    pub(crate) fn transport(&self) -> &T {
        &self.transport
    }

    pub(crate) fn transport_mut(&mut self) -> &mut T {
        &mut self.transport
    }
}

impl Progress {
    /// The server itself did not run for so long.
    fn leave_out(&mut self, time: Duration) {
        self.began += time;
        self.silent += time;
    }
}
