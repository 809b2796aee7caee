//! What goes to a program's standard input, counted.

use std::io::{self, Read, Write};
use std::process::ChildStdin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Copies `source` to a program; that the program does not read it all is not the feeder's business.
pub(crate) fn feed(mut source: Box<dyn Read + Send>, stdin: ChildStdin, fed: Arc<AtomicU64>) {
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
