//! What a program has written so far, read by a thread of its own, so that a wait can have a deadline and the memory of
//! the harness a bound, whatever the program writes.

use std::io::{BufRead, ErrorKind, Read, Write};
use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::budget::time_left;

/// How often a wait asks whether it is hopeless.
const LOOK_AROUND: Duration = Duration::from_millis(20);

/// How long a wait goes on for a program that panics or has ended: its last words need a moment.
pub(crate) const LAST_WORDS: Duration = Duration::from_millis(500);

/// The longest rest between two looks at a text, where looking at it takes time.
const LONGEST_REST: Duration = Duration::from_millis(50);

/// How much is read at a time.
const PIECE: usize = 16 * 1024;

/// How much of the beginning, and of the end, of an output is kept that is too long to be kept whole.
const KEPT: usize = 64 * 1024;

/// Up to which length an output is kept whole, and at which a program is stopped, unless the test asks for more.
const WHOLE: usize = 2 * 1024 * 1024;
const MOST: u64 = 64 * 1024 * 1024;

/// How much the outputs of all programs may have together that are kept whole, without what tests asked for. Beyond it
/// they are cut earlier.
const TOGETHER: usize = 32 * 1024 * 1024;
static HELD: AtomicUsize = AtomicUsize::new(0);

/// How long ago the last of an output may have come of a program that is still writing: one of many on a busy machine gets
/// its turn seldom.
const LATELY: Duration = Duration::from_millis(500);

/// How much of the beginning is shown of an output that is too long.
const SHOWN: usize = 200;

/// How a panic message of Rust begins, and how much of what follows is kept, wherever it stands.
const PANIC: &[u8] = b"panicked at ";
const PANIC_KEPT: usize = 4 * 1024;

/// How much of an output is kept and taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Up to this length an output is kept whole; of a longer one, the beginning and the end.
    whole: usize,
    /// Whether `whole` is what the test asked for, so that it does not count together with others.
    asked: bool,
    /// When more than this comes, the program is stopped.
    most: u64,
}

impl Bounds {
    pub(crate) const USUAL: Self = Self { whole: WHOLE, asked: false, most: MOST };

    /// At least `octets` are taken and kept.
    pub(crate) fn at_least(octets: usize) -> Self {
        Self { whole: octets.max(WHOLE), asked: octets > WHOLE, most: MOST.max(octets as u64) }
    }
}

/// One output of a program: what came, and whether it has ended.
#[derive(Debug)]
pub(crate) struct Capture {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// What came first, of what goes to a sink too.
    first: Vec<u8>,
    /// Everything, until it is cut; then the beginning.
    head: Vec<u8>,
    /// The end of what was cut: at most twice what is shown of it.
    tail: Vec<u8>,
    is_cut: bool,
    /// How much has come in all, and when the last of it came.
    total: u64,
    last: Option<Instant>,
    ended: bool,
    /// When the program was ended that had not ended by itself.
    cut_off: Option<Instant>,
    /// More came than is taken.
    too_much: bool,
    /// What `head` has taken of [`TOGETHER`].
    held: usize,
    panic: PanicText,
}

/// What a wait looks at.
pub(crate) struct Output<'a> {
    state: &'a State,
}

impl Output<'_> {
    /// What came, whole; `None` when it was too long to be kept.
    pub(crate) fn whole(&self) -> Option<&[u8]> {
        (!self.state.is_cut).then_some(&self.state.head)
    }

    /// What came, from its first byte on, as far as it is kept without a gap.
    pub(crate) fn beginning(&self) -> &[u8] {
        &self.state.head
    }

    /// What is kept of it, as text.
    pub(crate) fn text(&self) -> String {
        match self.whole() {
            Some(whole) => String::from_utf8_lossy(whole).into_owned(),
            None => String::from_utf8_lossy(&self.state.kept()).into_owned(),
        }
    }

    /// Whether anything has been said up to the end of a line.
    pub(crate) fn has_line(output: &Output<'_>) -> bool {
        output.state.head.contains(&b'\n')
    }
}

impl Capture {
    /// Reads `source` to its end; what comes is kept within `bounds`, or goes to `sink` where there is one, all of it.
    ///
    /// A sink that fails closes the program's end of the pipe, as `head` does when it has seen enough. When more comes
    /// than is taken, `stop` is called, which has to stop the program.
    pub(crate) fn start(
        mut source: impl Read + Send + 'static,
        mut sink: Option<Box<dyn Write + Send>>,
        bounds: Bounds,
        stop: impl FnOnce() + Send + 'static,
    ) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let writer = Arc::clone(&shared);
        let reader = move || {
            let mut buffer = vec![0; PIECE];
            loop {
                match source.read(&mut buffer) {
                    Ok(0) => break,
                    Ok(count) => match &mut sink {
                        Some(sink) => {
                            writer.lock().count(&buffer[..count]);
                            if sink.write_all(&buffer[..count]).is_err() {
                                break;
                            }
                        }
                        None if writer.append(&buffer[..count], bounds) => {}
                        None => {
                            stop();
                            break;
                        }
                    },
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(_) => break,
                }
            }
            drop(source);
            writer.end();
        };
        thread::Builder::new().name("output".to_owned()).spawn(reader)?;
        Ok(Self { shared })
    }

    /// Waits until `enough` says so of what has come, the output has ended, or `until` has passed, or the time of the whole
    /// check; only so long once `hopeless` says that no more will come, and how long that is to be waited for.
    ///
    /// Returns what has come and whether the output has ended.
    pub(crate) fn wait(
        &self,
        mut until: Instant,
        hopeless: impl Fn() -> Option<Duration>,
        mut enough: impl FnMut(&Output) -> bool,
    ) -> (Vec<u8>, bool) {
        let mut state = self.shared.lock();
        let mut seen = None;
        loop {
            if seen != Some(state.total) {
                seen = Some(state.total);
                let began = Instant::now();
                if enough(&Output { state: &state }) {
                    break;
                }
                // A program that writes in small pieces must not make the wait do nothing but look.
                let rest = began.elapsed().min(LONGEST_REST);
                drop(state);
                thread::sleep(rest);
                state = self.shared.lock();
                if seen != Some(state.total) && Instant::now() < until {
                    continue;
                }
            }
            let left = until.saturating_duration_since(Instant::now()).min(time_left());
            if state.ended || left.is_zero() {
                break;
            }
            if let Some(time) = hopeless() {
                until = until.min(Instant::now() + time);
            }
            let waited = self.shared.changed.wait_timeout(state, left.min(LOOK_AROUND));
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        (state.kept(), state.ended)
    }

    /// What has come so far; of a long output the beginning and the end.
    pub(crate) fn so_far(&self) -> Vec<u8> {
        self.shared.lock().kept()
    }

    /// How much has come so far.
    pub(crate) fn total(&self) -> u64 {
        self.shared.lock().total
    }

    /// The program, which has not ended by itself, is about to be ended.
    pub(crate) fn note_end(&self) {
        self.shared.lock().cut_off = Some(Instant::now());
    }

    /// Whether the program was still writing when it was ended.
    pub(crate) fn goes_on(&self) -> bool {
        let state = self.shared.lock();
        let since = state.cut_off.zip(state.last).map(|(end, last)| end.saturating_duration_since(last));
        since.is_some_and(|since| since < LATELY)
    }

    /// Whether all that has come is kept.
    pub(crate) fn is_whole(&self) -> bool {
        !self.shared.lock().is_cut
    }

    /// Whether the program was stopped because it wrote too much.
    pub(crate) fn is_too_much(&self) -> bool {
        self.shared.lock().too_much
    }

    /// The first bytes that came.
    pub(crate) fn beginning(&self) -> Vec<u8> {
        self.shared.lock().first.clone()
    }

    /// What follows the words `panicked at `, where they have been said.
    pub(crate) fn panic(&self) -> Option<Vec<u8>> {
        let state = self.shared.lock();
        state.panic.is_found.then(|| state.panic.text.clone())
    }

    pub(crate) fn has_panic(&self) -> bool {
        self.shared.lock().panic.is_found
    }

    /// Waits for the end of the output, but not longer than `time`: something else than the program may hold its pipe.
    pub(crate) fn join(&self, time: Duration) {
        let until = Instant::now() + time;
        let mut state = self.shared.lock();
        while !state.ended {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state = self.shared.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether more is taken.
    fn append(&self, bytes: &[u8], bounds: Bounds) -> bool {
        let mut state = self.lock();
        state.count(bytes);
        state.panic.look(bytes);
        state.keep(bytes, bounds);
        state.too_much = state.total > bounds.most;
        let goes_on = !state.too_much;
        drop(state);
        self.changed.notify_all();
        goes_on
    }

    fn end(&self) {
        self.lock().ended = true;
        self.changed.notify_all();
    }
}

impl State {
    fn count(&mut self, bytes: &[u8]) {
        let room = SHOWN - self.first.len();
        self.first.extend_from_slice(&bytes[..bytes.len().min(room)]);
        self.total += bytes.len() as u64;
        self.last = Some(Instant::now());
    }

    fn keep(&mut self, bytes: &[u8], bounds: Bounds) {
        if !self.is_cut && !self.has_room(bytes.len(), bounds) {
            self.cut();
        }
        if !self.is_cut {
            self.head.extend_from_slice(bytes);
            return;
        }
        self.tail.extend_from_slice(bytes);
        if self.tail.len() > 2 * KEPT {
            self.tail.drain(..self.tail.len() - KEPT);
        }
    }

    /// Makes room for so many more bytes, where there is any.
    fn has_room(&mut self, more: usize, bounds: Bounds) -> bool {
        let len = self.head.len() + more;
        if len <= self.head.capacity() || len <= 2 * KEPT {
            return true;
        }
        if len > bounds.whole {
            return false;
        }
        let capacity = (self.head.capacity() * 2).clamp(len, bounds.whole.max(len));
        if !bounds.asked {
            let grown = capacity - self.held;
            if HELD.fetch_add(grown, Ordering::Relaxed) + grown > TOGETHER {
                HELD.fetch_sub(grown, Ordering::Relaxed);
                return false;
            }
            self.held = capacity;
        }
        self.head.reserve_exact(capacity - self.head.len());
        true
    }

    /// From now on only the beginning and the end are kept.
    fn cut(&mut self) {
        self.is_cut = true;
        let end = self.head.len().saturating_sub(KEPT).max(KEPT.min(self.head.len()));
        self.tail = Vec::with_capacity(2 * KEPT + PIECE);
        self.tail.extend_from_slice(&self.head[end..]);
        self.head.truncate(KEPT);
        self.head.shrink_to_fit();
        self.give_back();
    }

    fn give_back(&mut self) {
        HELD.fetch_sub(mem::take(&mut self.held), Ordering::Relaxed);
    }

    /// What is kept, with a word about what is not.
    fn kept(&self) -> Vec<u8> {
        if !self.is_cut {
            return self.head.clone();
        }
        let tail = &self.tail[self.tail.len().saturating_sub(KEPT)..];
        let left_out = self.total - (self.head.len() + tail.len()) as u64;
        let word = if left_out > 0 { format!("\n… {left_out} bytes left out …\n") } else { String::new() };
        [&self.head, word.as_bytes(), tail].concat()
    }
}

impl Drop for State {
    fn drop(&mut self) {
        self.give_back();
    }
}

/// Finds the first panic message while the text goes by, in whatever pieces.
#[derive(Debug, Default)]
struct PanicText {
    is_found: bool,
    /// The message, once it is found.
    text: Vec<u8>,
    /// The end of what has gone by, which may be the beginning of the words.
    before: Vec<u8>,
}

impl PanicText {
    fn look(&mut self, bytes: &[u8]) {
        if self.is_found {
            self.keep(bytes);
            return;
        }
        let mut joint = mem::take(&mut self.before);
        let carried = joint.len();
        joint.extend_from_slice(&bytes[..bytes.len().min(PANIC.len() - 1)]);
        let after = match find(&joint) {
            // The words may end in the joint, but what follows them stands in the bytes.
            Some(after) => Some(after - carried),
            None => find(bytes),
        };
        if let Some(after) = after {
            self.is_found = true;
            self.keep(&bytes[after..]);
        } else {
            let whole = if bytes.len() < PANIC.len() { joint.as_slice() } else { bytes };
            self.before = whole[whole.len().saturating_sub(PANIC.len() - 1)..].to_vec();
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = PANIC_KEPT - self.text.len();
        self.text.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }
}

/// Where the first panic message of this text stands, after its first words.
fn find(text: &[u8]) -> Option<usize> {
    // Of these letters `k` is the rarest. Skipping is done by the system's own search, fast in unoptimised builds too.
    const RARE: usize = 4;
    let mut passed = 0;
    while let Ok(count @ 1..) = (&text[passed..]).skip_until(PANIC[RARE]) {
        passed += count;
        let start = (passed - 1).checked_sub(RARE);
        if let Some(start) = start.filter(|start| text[*start..].starts_with(PANIC)) {
            return Some(start + PANIC.len());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    fn captured(source: impl Read + Send + 'static, bounds: Bounds) -> Capture {
        let capture = Capture::start(source, None, bounds, || {}).expect("a thread");
        capture.join(Duration::from_secs(10));
        capture
    }

    fn small(whole: usize, most: u64) -> Bounds {
        Bounds { whole, asked: true, most }
    }

    #[test]
    fn a_panic_message_is_found_in_whatever_pieces_it_comes() {
        let text = b"kk panicked atpanicked at src/main.rs:1:2:\noh no\n";
        for piece in 1..text.len() {
            let mut panic = PanicText::default();
            text.chunks(piece).for_each(|bytes| panic.look(bytes));
            assert_eq!(String::from_utf8_lossy(&panic.text), "src/main.rs:1:2:\noh no\n", "in pieces of {piece}");
        }
        let mut none = PanicText::default();
        b"panicked a".chunks(3).for_each(|bytes| none.look(bytes));
        assert!(!none.is_found);
    }

    #[test]
    fn a_short_output_is_kept_whole_and_of_a_long_one_both_ends() {
        let text = |len: u64| io::repeat(b'a').take(len - 3).chain(&b"end"[..]);
        let whole = captured(text(300_000), small(300_000, u64::MAX));
        assert!(whole.is_whole() && whole.so_far().len() == 300_000);
        let cut = captured(text(300_001), small(300_000, u64::MAX));
        let kept = String::from_utf8(cut.so_far()).expect("letters");
        assert!(!cut.is_whole() && cut.total() == 300_001);
        assert!(kept.contains("a\n… 168929 bytes left out …\na") && kept.ends_with("aend"), "{} kept", kept.len());
    }

    #[test]
    fn a_panic_message_in_the_middle_of_a_long_output_is_kept() {
        let noise = |len| io::repeat(b'k').take(len);
        let panic = &b"thread 'main' panicked at src/a.rs:1:2:\nboom\n"[..];
        let capture = captured(noise(500_000).chain(panic).chain(noise(500_000)), small(200_000, u64::MAX));
        assert!(capture.panic().expect("a panic").starts_with(b"src/a.rs:1:2:\nboom\n"));
    }

    #[test]
    fn an_output_without_end_is_stopped() {
        let (tell, told) = std::sync::mpsc::channel();
        let stop = move || {
            let _ = tell.send(());
        };
        let capture = Capture::start(io::repeat(b'x'), None, small(1000, 1_000_000), stop).expect("a thread");
        assert!(told.recv_timeout(Duration::from_secs(10)).is_ok());
        capture.join(Duration::from_secs(10));
        assert!(capture.is_too_much() && capture.beginning().starts_with(b"xxx"));
        assert!(capture.total() < 1_000_000 + 2 * PIECE as u64);
    }

    #[test]
    fn outputs_that_are_kept_whole_have_a_bound_together() {
        let bounds = Bounds { whole: 8 * TOGETHER, asked: false, most: u64::MAX };
        let capture = captured(io::repeat(b'x').take(2 * TOGETHER as u64), bounds);
        assert!(!capture.is_whole() && capture.so_far().len() < 3 * KEPT);
    }
}
