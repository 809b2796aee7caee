//! How long the server itself did not run: it was stopped (Ctrl-Z, a debugger), or its machine slept. No client can help
//! that, so it is not counted against any.
//!
//! A pause of three quarters of a second and more is noticed always, one of less than half a second never. Up to a quarter
//! of a second of it is counted all the same: nobody knows when in a tick it began.

use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::stack::room_for_a_thread;

/// How often a server that runs says so.
const TICK: Duration = Duration::from_millis(250);

/// A tick that is late by less is nothing but a busy machine.
const LATE: Duration = Duration::from_millis(500);

/// The stack of the thread that ticks, as room.
const STACK: usize = 64 * 1024;

/// When the process first asked; times are in microseconds since then.
static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// When the last tick was, 0 before the first one.
static LAST_TICK: AtomicU64 = AtomicU64::new(0);
static PAUSED: AtomicU64 = AtomicU64::new(0);
static NOTICING: Mutex<()> = Mutex::new(());

/// The clock is kept until this is dropped.
pub(crate) struct Kept {
    _ticks: Sender<Infallible>,
}

/// Keeps the clock. Where the system has no thread for it pauses are not noticed, and that is all.
pub(crate) fn keep() -> Kept {
    let (ticks, dropped) = mpsc::channel();
    let keep = move || {
        tick();
        while dropped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
            tick();
        }
    };
    let _ = room_for_a_thread().and_then(|()| thread::Builder::new().stack_size(STACK).spawn(keep));
    Kept { _ticks: ticks }
}

/// Says that the server runs.
fn tick() {
    // Asked before: a pause that begins after this line is noticed, here or by the next who looks.
    let now = elapsed();
    paused();
    LAST_TICK.fetch_max(now, Ordering::Release);
}

/// For how long the server did not run so far, as far as that was noticed.
pub(crate) fn paused() -> Duration {
    // Whoever wakes first after a pause notices it, before its own deadline is looked at.
    if missed(LAST_TICK.load(Ordering::Acquire)).is_some() {
        notice();
    }
    Duration::from_micros(PAUSED.load(Ordering::Acquire))
}

/// For how long it did not run since `before`, which becomes what [`paused`] says now.
pub(crate) fn paused_since(before: &mut Duration) -> Duration {
    let now = paused();
    now.saturating_sub(std::mem::replace(before, now))
}

fn notice() {
    let _guard = NOTICING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(time) = missed(LAST_TICK.load(Ordering::Acquire)) {
        // In this order: who sees the new tick sees the pause too.
        PAUSED.fetch_add(time, Ordering::Release);
        LAST_TICK.store(elapsed(), Ordering::Release);
    }
}

/// How long the next tick is overdue, if that is long.
fn missed(last: u64) -> Option<u64> {
    let time = elapsed().saturating_sub(last).saturating_sub(micros(TICK));
    (last > 0 && time > micros(LATE)).then_some(time)
}

fn elapsed() -> u64 {
    // 0 stands for no tick.
    micros(BEGAN.elapsed()).max(1)
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
