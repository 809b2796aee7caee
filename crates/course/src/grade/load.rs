//! How many graded tests run at a time.

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// How many more than it has cores a machine takes on while it is idle.
const FOR_EACH_CORE: usize = 8;

/// How often, and how many times in a row, a core must be found idle before one more is taken on.
const LOOK: Duration = Duration::from_millis(5);
const LOOKS: u32 = 4;

/// Room for graded tests. Those of a wrong solution work for a moment, then wait for programs that hang; others can
/// work meanwhile. But tests that are slow because too many run may judge wrongly, so one more begins only when a core
/// is idle.
#[derive(Debug)]
pub struct Room {
    /// How many may run at most.
    pub most: usize,
    /// How many run whether a core is idle or not.
    least: usize,
    cores: usize,
    running: AtomicUsize,
    looking: Mutex<()>,
}

impl Room {
    /// Room for exactly `jobs`, or for as many as the machine can serve.
    pub fn new(jobs: Option<NonZero<usize>>) -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let least = jobs.map_or(cores, NonZero::get);
        let most = jobs.map_or(cores * FOR_EACH_CORE, NonZero::get);
        Self { most, least, cores, running: AtomicUsize::new(0), looking: Mutex::new(()) }
    }

    /// Does `work` when there is room for it.
    pub fn with<T>(&self, work: impl FnOnce() -> T) -> T {
        while !self.enter() {
            thread::sleep(LOOK);
        }
        let result = work();
        self.running.fetch_sub(1, Ordering::Relaxed);
        result
    }

    /// Takes a place. One at a time looks for an idle core, so that the next one sees what this one starts.
    fn enter(&self) -> bool {
        let Ok(_alone) = self.looking.try_lock() else { return false };
        let running = self.running.load(Ordering::Relaxed);
        let is_free = running < self.least || (running < self.most && self.has_idle_core());
        if is_free {
            self.running.fetch_add(1, Ordering::Relaxed);
        }
        is_free
    }

    fn has_idle_core(&self) -> bool {
        (0..LOOKS).all(|_| {
            thread::sleep(LOOK);
            // This thread is one of those that run.
            busy_threads().is_some_and(|busy| busy <= self.cores)
        })
    }
}

/// Does `work` on all items, as many at a time as there can be room for, and hands out the results in their order.
pub fn in_order<'t, T: Sync, R: Send, E>(
    items: &'t [T],
    room: &Room,
    work: impl Fn(&T) -> R + Sync,
    mut each: impl FnMut(&'t T, R) -> Result<(), E>,
) -> Result<(), E> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..room.most.min(items.len()) {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                while let Some((index, item)) = take(items, next) {
                    if sender.send((index, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut done = 0;
        for (index, result) in receiver {
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&done) {
                each(&items[done], result)?;
                done += 1;
            }
        }
        Ok(())
    })
}

fn take<'a, T>(items: &'a [T], next: &AtomicUsize) -> Option<(usize, &'a T)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    items.get(index).map(|item| (index, item))
}

/// How many threads of the whole machine run or could; `None` where the system does not tell.
fn busy_threads() -> Option<usize> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    let (busy, _all) = text.split_whitespace().nth(3)?.split_once('/')?;
    busy.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_work_is_done_at_a_time_than_there_is_room_for() {
        let room = Room::new(NonZero::new(2));
        let most = Mutex::new((0, 0));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    room.with(|| {
                        let mut counts = most.lock().unwrap();
                        counts.0 += 1;
                        counts.1 = counts.1.max(counts.0);
                        drop(counts);
                        thread::yield_now();
                        most.lock().unwrap().0 -= 1;
                    });
                });
            }
        });
        assert!((1..=2).contains(&most.lock().unwrap().1));
        assert_eq!(room.running.load(Ordering::Relaxed), 0);
    }
}
