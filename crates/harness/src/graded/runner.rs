//! Runs tests, some at a time, and hands them out in their order.

use std::num::NonZero;
use std::panic;
use std::sync::mpsc::{self, Sender};
use std::thread;

use super::arguments::Arguments;
use super::outcome::{Ended, Outcome};
use super::{Graded, panics};
use crate::failure::Failure;
use crate::given;

/// Runs each test in a thread of its name; `each` is told of it as soon as it and all before it have ended.
pub(super) fn run(tests: &[&'static Graded], arguments: &Arguments, mut each: impl FnMut(&Ended)) -> Vec<Ended> {
    let threads = arguments.threads.min(most_at_a_time());
    let (tell, told) = mpsc::channel();
    let mut waiting = tests.iter().enumerate();
    let mut running = 0;
    let mut outcomes: Vec<Option<Outcome>> = tests.iter().map(|_| None).collect();
    let mut ended = Vec::with_capacity(tests.len());
    while ended.len() < tests.len() {
        while running < threads
            && let Some((index, test)) = waiting.next()
        {
            if arguments.leaves_out(test) {
                outcomes[index] = Some(Outcome::Ignored);
            } else {
                begin(index, test, &tell);
                running += 1;
            }
        }
        while let Some(outcome) = outcomes.get_mut(ended.len()).and_then(Option::take) {
            let test = Ended { name: tests[ended.len()].name.to_owned(), outcome };
            each(&test);
            ended.push(test);
        }
        if running > 0
            && let Ok((index, outcome)) = told.recv()
        {
            outcomes[index] = Some(outcome);
            running -= 1;
        }
    }
    ended
}

/// How many tests may run at a time. Programs that are given by commands have runtimes that compute when they start: more
/// of them at once would only wait for each other.
fn most_at_a_time() -> usize {
    const OF_COMMANDS: usize = 4;
    let processors = || thread::available_parallelism().map_or(1, NonZero::get);
    given::commands().map_or(usize::MAX, |_| OF_COMMANDS * processors())
}

/// Begins a test; how it ends is told with its index, whatever happens.
fn begin(index: usize, test: &'static Graded, tell: &Sender<(usize, Outcome)>) {
    let name = test.name.to_owned();
    let theirs = tell.clone();
    let body = test.body;
    let thread = thread::Builder::new().name(name.clone()).spawn(move || {
        let outcome = match panic::catch_unwind(body) {
            Ok(Ok(())) => Outcome::Passed,
            Ok(Err(failure)) => failure.into(),
            Err(_) => Outcome::Panicked(panics::of(&name).unwrap_or_else(|| "the test itself panicked".to_owned())),
        };
        let _ = theirs.send((index, outcome));
    });
    if let Err(error) = thread {
        let _ = tell.send((index, Outcome::Failed(Failure::broken("no thread for the test", &error))));
    }
}
