//! Where everything comes together that passes: it gets its time, is read along, recorded, and shown.

use std::io::{self, Write as _};
use std::sync::mpsc::{self, Receiver, SyncSender, TrySendError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use harness::recording::{Event, What};

use super::analysis::Analysis;
use super::look::Look;
use super::recording::Writer;
use super::sum::Sum;
use super::terminal;

/// So many events wait to be printed, each of them a few kilobytes of text.
const WAITING: usize = 1024;

/// How long what passes waits for whoever reads what is printed; and how long the program waits for the last lines.
const PATIENCE: Duration = Duration::from_millis(100);
const LAST_LINES: Duration = Duration::from_secs(2);

/// Where everything comes together that passes.
#[derive(Debug)]
pub struct Hub {
    began: Instant,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    analysis: Analysis,
    recording: Option<Writer>,
    printer: Option<Printer>,
    sum: Sum,
    connections: u64,
    trouble: Option<io::Error>,
    is_over: bool,
}

/// What is left when all has passed.
#[derive(Debug)]
pub struct Passed {
    pub sum: Sum,
    pub recording: Option<Writer>,
    pub time: Duration,
}

impl Hub {
    /// One that prints with this look, if any, and writes this recording, if any; `closed` is told when nobody reads
    /// what is printed any more.
    pub fn new(
        look: Option<Look>,
        recording: Option<Writer>,
        closed: impl FnOnce() + Send + 'static,
    ) -> io::Result<Self> {
        let printer = look.map(|look| Printer::begin(look, closed)).transpose()?;
        let state = State {
            analysis: Analysis::default(),
            recording,
            printer,
            sum: Sum::default(),
            connections: 0,
            trouble: None,
            is_over: false,
        };
        Ok(Self { began: Instant::now(), state: Mutex::new(state) })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of the next connection.
    pub fn connection(&self) -> u64 {
        let mut state = self.lock();
        state.connections += 1;
        state.connections
    }

    /// This happens now.
    pub fn event(&self, connection: u64, what: What) {
        let mut state = self.lock();
        // In here, times follow one another as the events do.
        let at = u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX);
        state.event(&Event { at, connection, what });
    }

    /// Ends: what happens from now on is not recorded, nor shown.
    ///
    /// # Errors
    ///
    /// When not all of it could be recorded.
    pub fn finish(&self) -> io::Result<Passed> {
        let time = self.began.elapsed();
        let (printer, passed) = {
            let mut state = self.lock();
            state.is_over = true;
            if let Some(error) = state.trouble.take() {
                return Err(error);
            }
            if let Some(recording) = &mut state.recording {
                recording.flush()?;
            }
            let passed = Passed { sum: std::mem::take(&mut state.sum), recording: state.recording.take(), time };
            (state.printer.take(), passed)
        };
        if let Some(printer) = printer {
            printer.finish();
        }
        Ok(passed)
    }
}

impl State {
    fn event(&mut self, event: &Event) {
        if self.is_over {
            return;
        }
        let seen = self.analysis.see(event);
        self.sum.add(event, &seen);
        if let Some(recording) = self.recording.as_mut().filter(|_| self.trouble.is_none())
            && let Err(error) = recording.add(event)
        {
            cli::note(format_args!("error: cannot go on recording: {error}"));
            self.trouble = Some(error);
        }
        if let Some(printer) = &mut self.printer {
            let text = terminal::event(event, &seen, printer.look);
            printer.print(text);
        }
    }
}

/// Prints in a thread of its own, so that whoever reads slowly stops nobody.
#[derive(Debug)]
struct Printer {
    look: Look,
    to: SyncSender<String>,
    done: Receiver<()>,
    /// How many events are not shown, because nobody read.
    lost: u64,
}

impl Printer {
    fn begin(look: Look, closed: impl FnOnce() + Send + 'static) -> io::Result<Self> {
        let (to, texts) = mpsc::sync_channel::<String>(WAITING);
        let (tell, done) = mpsc::channel();
        thread::Builder::new().name("printer".to_owned()).spawn(move || {
            let mut closed = Some(closed);
            for text in texts {
                let written = io::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush());
                if let (Err(_), Some(closed)) = (written, closed.take()) {
                    closed();
                    break;
                }
            }
            let _ = tell.send(());
        })?;
        Ok(Self { look, to, done, lost: 0 })
    }

    fn print(&mut self, text: String) {
        let text = match self.lost {
            0 => text,
            lost => format!("… {lost} events are not shown: nobody read in time\n{text}"),
        };
        let until = Instant::now() + PATIENCE;
        let mut text = Some(text);
        while let Some(waiting) = text.take() {
            match self.to.try_send(waiting) {
                Ok(()) => self.lost = 0,
                // Who has waited in vain for one does not wait for the next.
                Err(TrySendError::Full(waiting)) if self.lost == 0 && Instant::now() < until => {
                    thread::sleep(Duration::from_millis(1));
                    text = Some(waiting);
                }
                Err(_) => self.lost += 1,
            }
        }
    }

    fn finish(self) {
        drop(self.to);
        let _ = self.done.recv_timeout(LAST_LINES);
    }
}
