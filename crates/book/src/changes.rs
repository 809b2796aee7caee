//! How pages that are being read learn that there are newer ones: through a stream of Server-Sent Events.
//!
//! Each event is the version of the newest pages. A page knows its own, which was written into it; when it hears of a newer
//! one it loads itself again. A browser has six connections to a server and no more, so only pages that are to be seen hold
//! one: the others ask when somebody turns to them.

use std::io::{self, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Where the stream is.
pub const PATH: &str = "/-/changes";

/// How long nothing may be said: whoever has gone away is noticed by then.
const LONGEST_SILENCE: Duration = Duration::from_secs(15);

/// What a page does that is watched.
const SCRIPT: &str = include_str!("changes.js");

/// The versions of the pages, for as many readers as there are.
#[derive(Debug, Default)]
pub struct Changes {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default, Clone, Copy)]
struct State {
    version: u128,
    has_ended: bool,
}

/// A version that is newer than all before.
pub fn version() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis()
}

impl Changes {
    /// Tells all readers that there is a newer version.
    pub fn tell(&self, version: u128) {
        self.change(|state| state.version = version);
    }

    /// Ends all streams.
    pub fn end(&self) {
        self.change(|state| state.has_ended = true);
    }

    /// Waits for so long, and says whether it has ended.
    pub fn has_ended_after(&self, time: Duration) -> bool {
        self.wait(time, |state| !state.has_ended).has_ended
    }

    /// Writes events, until they end or the reader does.
    pub fn stream(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut told = None;
        loop {
            let state = self.wait(LONGEST_SILENCE, |state| !state.has_ended && told == Some(state.version));
            if state.has_ended {
                return Ok(());
            }
            if told == Some(state.version) {
                // A comment, which no reader sees.
                out.write_all(b":\n\n")?;
            } else {
                write!(out, "data: {}\n\n", state.version)?;
            }
            told = Some(state.version);
            out.flush()?;
        }
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    fn wait(&self, time: Duration, mut goes_on: impl FnMut(State) -> bool) -> State {
        let waited = self.changed.wait_timeout_while(self.lock(), time, |state| goes_on(*state));
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A page that looks for a newer version than this one. What has no end of a body is no page that anybody reads.
pub fn with_script(page: Vec<u8>, version: u128) -> Vec<u8> {
    let end = b"</body>";
    let Some(at) = page.windows(end.len()).rposition(|part| part == end) else { return page };
    let script = SCRIPT.replace("PATH", PATH).replace("VERSION", &version.to_string());
    [&page[..at], b"<script>\n", script.as_bytes(), b"</script>\n", &page[at..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::thread;

    #[test]
    fn every_reader_hears_the_version_and_each_newer_one_until_the_end() {
        let changes = Arc::new(Changes::default());
        changes.tell(1);
        let readers = [0, 1].map(|_| {
            let changes = Arc::clone(&changes);
            thread::spawn(move || {
                let mut heard = Vec::new();
                changes.stream(&mut heard).map(|()| heard)
            })
        });
        assert!(!changes.has_ended_after(Duration::from_millis(200)));
        changes.tell(2);
        assert!(!changes.has_ended_after(Duration::from_millis(200)));
        changes.end();
        assert!(changes.has_ended_after(Duration::from_mins(1)));
        for reader in readers {
            let heard = reader.join().unwrap().unwrap();
            assert_eq!(String::from_utf8(heard).unwrap(), "data: 1\n\ndata: 2\n\n");
        }
    }

    #[test]
    fn a_script_stands_at_the_end_of_a_page() {
        let page = with_script(b"<body>a</body></html>".to_vec(), 7);
        let page = String::from_utf8(page).unwrap();
        assert!(page.starts_with("<body>a<script>\n") && page.ends_with("</script>\n</body></html>"), "{page}");
        assert!(page.contains("const version = 7;") && page.contains("\"/-/changes\""), "{page}");
        assert_eq!(with_script(b"<p>".to_vec(), 7), b"<p>");
    }
}
