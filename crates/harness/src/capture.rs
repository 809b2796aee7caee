//! What a program has written so far, read by a thread of its own, so that a wait can have a deadline.

use std::io::{ErrorKind, Read, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How often a wait asks whether it is hopeless.
const LOOK_AROUND: Duration = Duration::from_millis(20);

/// How long a wait goes on that is hopeless: a program that panics needs a moment to end.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// One output of a program: what came, and whether it has ended.
#[derive(Debug)]
pub(crate) struct Capture {
    shared: Arc<Shared>,
    reader: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    bytes: Vec<u8>,
    ended: bool,
}

impl Capture {
    /// Reads `source` to its end; what comes is kept, or goes to `sink` where there is one.
    ///
    /// A sink that fails closes the program's end of the pipe, as `head` does when it has seen enough.
    pub(crate) fn start(mut source: impl Read + Send + 'static, mut sink: Option<Box<dyn Write + Send>>) -> Self {
        let shared = Arc::new(Shared::default());
        let writer = Arc::clone(&shared);
        let reader = thread::spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            loop {
                match source.read(&mut buffer) {
                    Ok(0) => break,
                    Ok(count) => match &mut sink {
                        Some(sink) => {
                            if sink.write_all(&buffer[..count]).is_err() {
                                break;
                            }
                        }
                        None => writer.append(&buffer[..count]),
                    },
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(_) => break,
                }
            }
            drop(source);
            writer.end();
        });
        Self { shared, reader: Mutex::new(Some(reader)) }
    }

    /// Waits until `enough` says so of what has come, the output has ended, or `until` has passed; a moment only once
    /// `hopeless` says that no more will come.
    ///
    /// Returns what has come and whether the output has ended.
    pub(crate) fn wait(
        &self,
        mut until: Instant,
        hopeless: impl Fn() -> bool,
        enough: impl Fn(&[u8]) -> bool,
    ) -> (Vec<u8>, bool) {
        let mut state = self.shared.lock();
        while !state.ended && !enough(&state.bytes) {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            if hopeless() {
                until = until.min(Instant::now() + LAST_WORDS);
            }
            let waited = self.shared.changed.wait_timeout(state, left.min(LOOK_AROUND));
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        (state.bytes.clone(), state.ended)
    }

    /// What has come so far.
    pub(crate) fn so_far(&self) -> Vec<u8> {
        self.shared.lock().bytes.clone()
    }

    /// Waits for the end of the output; only for a program that was ended before.
    pub(crate) fn join(&self) {
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(reader) = reader {
            let _ = reader.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn append(&self, bytes: &[u8]) {
        self.lock().bytes.extend_from_slice(bytes);
        self.changed.notify_all();
    }

    fn end(&self) {
        self.lock().ended = true;
        self.changed.notify_all();
    }
}
