//! Standard output of clients and of servers.

use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::mem;
use std::process;
use std::sync::{Mutex, PoisonError};

use crate::notes::{finish_notes, note};
use crate::outlet::OUTPUT;
use crate::visible::{self, Pieces};

/// Standard output of a client, whose work is to print: when it cannot be written to, the program ends with exit status 1
/// and one line `error: …` on standard error.
///
/// Bytes go there as [`shown`] says.
#[must_use]
pub fn stdout() -> Stdout {
    Stdout(io::stdout())
}

/// Standard output of a client; made by [`stdout`].
#[derive(Debug)]
pub struct Stdout(io::Stdout);

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match shown(bytes) {
            Cow::Borrowed(bytes) => self.0.write(bytes).inspect_err(end_without_output),
            Cow::Owned(text) => {
                self.0.write_all(&text).inspect_err(end_without_output)?;
                Ok(bytes.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().inspect_err(end_without_output)
    }
}

fn end_without_output(error: &io::Error) {
    if error.kind() != ErrorKind::Interrupted {
        note(format_args!("error: cannot write to standard output: {error}"));
        finish_notes();
        process::exit(1);
    }
}

/// What a terminal was shown, up to half a character.
static ON_TERMINAL: Mutex<Pieces> = Mutex::new(Pieces::new());

/// Received bytes as they go to standard output: on a terminal as [`text`](crate::text) shows them, into a file or a pipe as they are.
///
/// Pieces may be cut anywhere. What is half a character waits for the next piece, for [`rest_shown`] or for [`exit`](crate::exit()).
#[must_use]
pub fn shown(bytes: &[u8]) -> Cow<'_, [u8]> {
    if io::stdout().is_terminal() {
        let text = ON_TERMINAL.lock().unwrap_or_else(PoisonError::into_inner).next(bytes);
        Cow::Owned(text.into_bytes())
    } else {
        Cow::Borrowed(bytes)
    }
}

/// What is left of the pieces that were [`shown`], when no further one comes.
#[must_use]
pub fn rest_shown() -> Vec<u8> {
    ON_TERMINAL.lock().unwrap_or_else(PoisonError::into_inner).end().into_bytes()
}

/// Standard output of a server, whose work goes on whether or not somebody reads what it prints.
///
/// What is written to it at a time goes out in one piece, as [`text`](crate::text) shows it. Writing never fails, and waits for a moment
/// only when nobody reads; standard error says what is lost.
///
/// ```
/// use std::io::Write;
///
/// writeln!(cli::transcript(), "server received: {}", cli::text(b"Hello"))?;
/// # Ok::<(), std::io::Error>(())
/// ```
#[must_use]
pub fn transcript() -> Transcript {
    Transcript(Vec::new())
}

/// Standard output of a server; made by [`transcript`].
#[derive(Debug)]
pub struct Transcript(Vec<u8>);

impl Write for Transcript {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        let lines = mem::take(&mut self.0);
        if !lines.is_empty() {
            OUTPUT.write(&visible::text(&lines).to_string());
        }
        Ok(())
    }
}

impl Drop for Transcript {
    fn drop(&mut self) {
        let _ = self.flush();
    }
}
