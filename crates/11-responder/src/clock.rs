//! How long the server itself did not run: it was stopped (Ctrl-Z, a debugger), or its machine slept. No client can help
//! that, so it is not counted against any.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often [`tick`] is to be called.
pub(crate) const TICK: Duration = Duration::from_millis(250);

/// A tick that is late by less is nothing but a busy machine.
const LATE: Duration = Duration::from_millis(500);

/// When the process first asked; times are in microseconds since then.
static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// When the last tick was, 0 before the first one.
static LAST_TICK: AtomicU64 = AtomicU64::new(0);
static PAUSED: AtomicU64 = AtomicU64::new(0);
static NOTICING: Mutex<()> = Mutex::new(());

/// Says that the server runs.
pub(crate) fn tick() {
    paused();
    LAST_TICK.store(elapsed(), Ordering::Release);
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
