//! What a program says when it breaks off: read from the end of its standard error and from how it ended, whatever
//! language it is written in.

use std::thread;
use std::time::{Duration, Instant};

use crate::exit::{ended_in_words, signal_name};
use crate::failure::Kind;
use crate::given;
use crate::last_words::LastWords;
use crate::life::Role;
use crate::process::Process;

/// How many lines of what a program said last are shown, and how many characters of each.
const LAST_LINES: usize = 6;
const LONGEST_LINE: usize = 300;

/// How long a panic message may be that is shown.
const LONGEST_MESSAGE: usize = 1000;

/// How much a program may have to say that was given nothing, and how often what it was given: it may print that in another
/// form.
const LITTLE: u64 = 16 << 10;
const TIMES_GIVEN: u64 = 8;

/// How long a program may take from its last words to its end, and how often that is looked at.
const LAST_MOMENT: Duration = Duration::from_secs(1);
const POLL: Duration = Duration::from_millis(5);

/// How long what an interpreter opens while it starts is waited for to be closed again.
const MOMENT_OF_A_START: Duration = Duration::from_millis(300);

/// By this exit status a server says that it has not been written yet.
const NOT_STARTED_STATUS: i32 = 3;

/// What `todo!` says in Rust, and the words in which a program of any language may say the same in its last line.
const TODO: &str = "not yet implemented: ";
const NOT_STARTED_WORDS: [&str; 2] = [TODO, "not implemented: "];

/// What helps against a crash, in any language.
const ADVICE: &str = "A program must not break off, whatever comes in: find the line that its last words name, and handle \
                      what went wrong there.";

/// A shell, or another program that starts the real one, ends with this and the number of the signal that ended that.
const BY_SIGNAL: i32 = 128;

/// How a server says where it listens.
pub(crate) const LISTENING: &str = "listening on ";

/// The signals that a program is sent by others than the test for its own fault.
const FAULTS: [&str; 9] =
    ["SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV", "SIGSYS", "SIGTRAP", "SIGXCPU", "SIGXFSZ"];

/// How a program broke off, if it did: a gap that is not filled yet, or a crash.
pub(crate) fn of(process: &Process) -> Option<Kind> {
    let process = Some(process).filter(|process| !process.is_tool)?;
    panic_of(process).or_else(|| says_not_started(process)).or_else(|| foreign_crash(process))
}

/// A program that wrote more than anybody reads, and was stopped; or one that did not do in time what it should
/// (`in_time` says that it did), but was still writing, and had written more than it could have to say about the `given`
/// octets that it got.
pub(crate) fn flood_of(process: &Process, in_time: bool, given: u64) -> Option<Kind> {
    let much = LITTLE + given.saturating_mul(TIMES_GIVEN);
    [("standard output", &process.stdout), ("standard error", &process.stderr)].into_iter().find_map(
        |(stream, output)| {
            let total = output.total();
            let is_flood = output.is_too_much() || !in_time && output.goes_on() && total > much;
            is_flood.then(|| Kind::Flood { stream, total, beginning: output.beginning() })
        },
    )
}

/// What a panic message of Rust says.
fn panic_of(process: &Process) -> Option<Kind> {
    let text = String::from_utf8_lossy(&process.stderr.panic()?).into_owned();
    let (place, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let place = place.trim_end().trim_end_matches(':').to_owned();
    let message = message_of(rest);
    if let Some(gap) = message.strip_prefix(TODO) {
        return Some(Kind::NotStarted { gap: gap.lines().next().unwrap_or_default().to_owned(), place });
    }
    // Whoever gives a program by a command may have written it in anything, and need not know Rust.
    let advice = if given::commands().is_some() { ADVICE } else { advice(&message) };
    Some(Kind::Crashed { how: format!("a program panicked at {place}"), says: message, advice })
}

/// The message alone: below it stands what the runtime or other threads say.
fn message_of(text: &str) -> String {
    let is_message = |line: &&str| !(line.starts_with("note: run with ") || line.starts_with("thread '"));
    let lines: Vec<&str> = text.lines().take_while(is_message).collect();
    let message = lines.join("\n");
    let message = message.trim_end();
    match message.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => format!("{} …", &message[..end]),
        None => message.to_owned(),
    }
}

/// What a program that has ended says about not having been written yet.
fn says_not_started(process: &Process) -> Option<Kind> {
    process.exit().ok().flatten()?.status.filter(|status| *status != 0)?;
    let not_started = |gap: &str| Some(Kind::NotStarted { gap: gap.to_owned(), place: String::new() });
    if let Some(gap) = last_words(process).as_ref().and_then(LastWords::not_written) {
        return not_started(gap);
    }
    let last = last_lines(process, 1);
    not_started(NOT_STARTED_WORDS.iter().find_map(|words| last.strip_prefix(words))?)
}

/// That a program given by a command is not written yet, as it shows itself: by the exit status for that, or because it
/// ends as if all were done and has said nothing. A client is believed as long as none has shown a sign of life: it may
/// have a use of its own for that status.
pub(crate) fn given_not_started(process: &Process) -> Option<Kind> {
    let role = process.role.filter(|_| given::commands().is_some())?;
    let status = process.exit().ok().flatten()?.status?;
    let has_begun = match role {
        Role::Server => is_listening_said(process),
        Role::Client => role.has_shown_life() || process.stdout.total() > 0,
    };
    let name = role.name();
    match status {
        NOT_STARTED_STATUS if !has_begun => Some(said_by_status(process, name)),
        0 if !has_begun && role == Role::Server && process.stdout.total() + process.stderr.total() == 0 => {
            let gap = format!("the {name} ends at once, without a word");
            Some(Kind::NotStarted { gap, place: String::new() })
        }
        _ => None,
    }
}

/// That a server given by a command has said nothing, and nothing of it has a socket.
pub(crate) fn listens_nowhere(process: &Process) -> Option<Kind> {
    given::commands()?;
    if process.stdout.total() + process.stderr.total() > 0 {
        return None;
    }
    let gap = "the server runs, but listens nowhere".to_owned();
    is_soon(|| process.has_no_socket()).then_some(Kind::NotStarted { gap, place: String::new() })
}

/// Whether a thing is so now or soon: an interpreter that starts opens a socket for a moment, to ask the system who its
/// user is.
fn is_soon(is_so: impl Fn() -> bool) -> bool {
    let until = Instant::now() + MOMENT_OF_A_START;
    while !is_so() {
        if Instant::now() >= until {
            return false;
        }
        thread::sleep(POLL);
    }
    true
}

fn is_listening_said(process: &Process) -> bool {
    String::from_utf8_lossy(&process.stderr.so_far()).lines().any(|line| line.starts_with(LISTENING))
}

/// What a program has said that ends by the status for what is not written yet.
fn said_by_status(process: &Process, name: &str) -> Kind {
    let last = last_lines(process, 1);
    let gap = if last.is_empty() { format!("the {name} ends with exit status 3, which says so") } else { last };
    Kind::NotStarted { gap, place: String::new() }
}

/// The same of a server that has ended before it listened, which may say it by its exit status alone.
pub(crate) fn server_not_started(process: &Process) -> Option<Kind> {
    let status = process.exit().ok().flatten()?.status?;
    let by_status = || (status == NOT_STARTED_STATUS).then(|| said_by_status(process, "server"));
    says_not_started(process).or_else(by_status)
}

/// A crash as other languages and the system tell it.
fn foreign_crash(process: &Process) -> Option<Kind> {
    let exit = process.exit().ok().flatten();
    let stderr = String::from_utf8_lossy(&process.stderr.so_far()).into_owned();
    let last_words = last_words(process);
    let says = || last_words.as_ref().map_or_else(|| last_lines(process, 1), LastWords::text);
    let fault = exit.and_then(|exit| exit.signal).filter(|_| !process.is_signalled());
    if let Some(number) = fault.filter(|number| FAULTS.contains(&signal_name(*number).as_str())) {
        let overflow = "has overflowed its stack";
        let advice =
            if stderr.contains(overflow) { "A function calls itself without end, or too deeply." } else { ADVICE };
        let how = format!("the signal {} ended a program", signal_name(number));
        return Some(Kind::Crashed { how, says: says(), advice });
    }
    // A server may say so of one connection and go on; only one that ends has broken off.
    let exit = exit.filter(|exit| exit.status.is_some_and(|status| status != 0))?;
    let by_signal =
        exit.status.map(|status| signal_name(status - BY_SIGNAL)).filter(|name| FAULTS.contains(&name.as_str()));
    let how = by_signal.as_ref().map_or_else(
        || ended_in_words(exit),
        |name| format!("{}, which says that the signal {name} ended what it had started", ended_in_words(exit)),
    );
    (last_words.is_some() || by_signal.is_some()).then(|| Kind::Crashed { how, says: says(), advice: ADVICE })
}

/// What its runtime says of a program that breaks off.
fn last_words(process: &Process) -> Option<LastWords> {
    LastWords::of(&String::from_utf8_lossy(&process.stderr.so_far()))
}

/// Waits a moment for a program to end whose runtime has said why. A runtime that says so of a thread goes on.
pub(crate) fn let_end(process: &Process) {
    let until = Instant::now() + LAST_MOMENT;
    let ends = || last_words(process).is_some_and(|words| !words.is_of_a_thread());
    while !process.has_ended() && Instant::now() < until && ends() {
        thread::sleep(POLL);
    }
}

/// The last lines that a program has written to standard error, but for the line every server begins with.
pub(crate) fn last_lines(process: &Process, most: usize) -> String {
    let stderr = String::from_utf8_lossy(&process.stderr.so_far()).into_owned();
    let is_said =
        |line: &&str| !line.starts_with(LISTENING) && !line.starts_with("note: run with") && !line.trim().is_empty();
    let lines: Vec<&str> = stderr.lines().filter(is_said).collect();
    let left_out = lines.len().saturating_sub(most);
    let last = lines[left_out..].iter().map(|line| cut(line)).collect::<Vec<_>>().join("\n");
    if left_out > 0 && most > 1 { format!("… {left_out} lines before\n{last}") } else { last }
}

/// What a program has complained about: what its runtime says of an error, or else its last lines.
pub(crate) fn complaints_of(process: &Process) -> String {
    // What stands in front of an error or below it may be pages.
    match last_words(process) {
        Some(words) => words.text().lines().map(cut).collect::<Vec<_>>().join("\n"),
        None => last_lines(process, LAST_LINES),
    }
}

fn cut(line: &str) -> String {
    let shown = crate::visible::visible(line.as_bytes());
    match shown.char_indices().nth(LONGEST_LINE) {
        Some((end, _)) => format!("{} …", &shown[..end]),
        None => shown,
    }
}

/// What to do about a panic that says this.
fn advice(message: &str) -> &'static str {
    let begins = |words: &[&str]| words.iter().any(|words| message.starts_with(words));
    let has = |words: &[&str]| words.iter().any(|words| message.contains(words));
    if has(&["PoisonError"]) {
        return "Another thread panicked while it held the lock. Look for that panic: it came first.";
    }
    if begins(&["called `Result::unwrap", "called `Option::unwrap", "called `Result::expect"]) {
        return "`unwrap` and `expect` end the program when something goes wrong that it cannot prevent: handle the \
                error, or pass it on with `?`.";
    }
    if begins(&["index out of bounds", "range ", "slice index", "mid > len", "split"])
        || has(&["byte index", "char boundary", "out of range for slice", "source slice length", "out of bounds"])
    {
        return "An index or a range reaches beyond what is there. Compare with the length first, or use `get`, which \
                returns an Option.";
    }
    if begins(&["attempt to divide by zero", "attempt to calculate the remainder with a divisor of zero"]) {
        return "A divisor was 0. Look where it comes from, and decide what 0 means there before dividing.";
    }
    if message.starts_with("attempt to ") && has(&["overflow"]) {
        return "A number left the range of its type. Check it before calculating, or use `checked_add`, `checked_sub` \
                and the like, which return an Option.";
    }
    if has(&["already borrowed", "already mutably borrowed"]) {
        return "A RefCell was borrowed while another borrow of it was still in use. Let the first one end before.";
    }
    if begins(&["failed printing to"]) {
        return "`println!` and `eprintln!` panic when nobody reads the output any more. Use `writeln!` and handle its \
                error.";
    }
    if begins(&["failed to spawn thread"]) {
        return "`thread::spawn` panics when the system has no thread for it. `thread::Builder` returns an error then: \
                handle it, or pass it on.";
    }
    if begins(&["capacity overflow", "memory allocation of"]) {
        return "A length was used to reserve memory before it was checked. Never reserve what somebody else names.";
    }
    if begins(&["assertion", "internal error: entered unreachable code", "explicit panic", "not implemented"]) {
        return "The program ended itself there. What comes from outside must never lead to a panic!, assert! or \
                unreachable!: return an error.";
    }
    "A program must not panic, whatever comes in. Look at the line that is named: where `expect` stands, handle the error \
     or pass it on with `?`; where `panic!` stands, return an error."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_panic_has_its_own_advice() {
        for (message, word) in [
            ("called `Result::unwrap()` on an `Err` value: Os { code: 98 }", "with `?`"),
            ("called `Option::unwrap()` on a `None` value", "with `?`"),
            ("called `Result::unwrap()` on an `Err` value: PoisonError { .. }", "came first"),
            ("index out of bounds: the len is 3 but the index is 3", "`get`"),
            ("range end index 10 out of range for slice of length 3", "`get`"),
            ("byte index 1 is not a char boundary; it is inside 'é'", "`get`"),
            ("attempt to subtract with overflow", "checked_sub"),
            ("attempt to divide by zero", "divisor"),
            ("attempt to calculate the remainder with a divisor of zero", "divisor"),
            ("RefCell already borrowed", "RefCell"),
            ("failed printing to stdout: Broken pipe (os error 32)", "`writeln!`"),
            ("failed to spawn thread: Os { code: 11, kind: WouldBlock }", "`thread::Builder`"),
            ("capacity overflow", "reserve"),
            ("assertion `left == right` failed\n  left: 1\n right: 2", "return an error"),
            ("the client is gone: Os { code: 104 }", "`expect`"),
        ] {
            assert!(advice(message).contains(word), "{message}: {}", advice(message));
            let speaks_of_question_mark = advice(message).contains("`?`");
            assert_eq!(speaks_of_question_mark, matches!(word, "with `?`" | "`expect`"), "{message}");
        }
    }

    #[test]
    fn a_message_is_whole_and_alone() {
        let text = "assertion failed\n  left: 1\n right: 2\nnote: run with `RUST_BACKTRACE=1` …\nmore\n";
        assert_eq!(message_of(text), "assertion failed\n  left: 1\n right: 2");
        assert_eq!(message_of("boom\n\nthread 'main' (1) panicked at x"), "boom");
        assert!(message_of(&"x".repeat(5000)).len() < 1100);
    }
}
