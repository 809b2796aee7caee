//! Shows what has failed while a long run goes on: `cargo test` itself keeps all messages until its last test has ended.

use std::io::{self, Write as _};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Who waits as long as this wants to know what there is so far. A run that ends sooner shows everything at its end.
const PATIENCE: Duration = Duration::from_secs(3);

/// Takes what is to be shown to the thread that shows it.
static SHOWN: LazyLock<Option<Mutex<Sender<String>>>> = LazyLock::new(|| {
    let until = Instant::now() + PATIENCE;
    let (sender, receiver) = mpsc::channel();
    let thread = thread::Builder::new().name("meanwhile".to_owned()).spawn(move || show(&receiver, until));
    thread.is_ok().then(|| Mutex::new(sender))
});

/// A check begins: from the first one on, time passes.
pub(crate) fn begin() {
    LazyLock::force(&SHOWN);
}

/// The check of the test that runs in this thread has failed.
pub(crate) fn failed(message: &str) {
    let name = thread::current().name().unwrap_or("a test").to_owned();
    if let Some(shown) = &*SHOWN {
        let _ = shown.lock().unwrap_or_else(PoisonError::into_inner).send(format!("\n---- {name} ----\n{message}\n"));
    }
}

/// Collects messages until the patience is at its end, then shows them, and those that follow as they come.
fn show(messages: &Receiver<String>, until: Instant) {
    let mut first = String::new();
    loop {
        match messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(message) => first += &message,
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
    let words = "\nThe tests go on. What has failed so far, and will be shown again at the end:\n";
    let mut beginning = Some(words);
    for message in Some(first).filter(|first| !first.is_empty()).into_iter().chain(messages) {
        // Not by a macro: what those print, `cargo test` keeps too.
        let mut stderr = io::stderr().lock();
        let _ = stderr.write_all((beginning.take().unwrap_or_default().to_owned() + &message).as_bytes());
    }
}
