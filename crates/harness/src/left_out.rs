//! Says what this system cannot show, so that nobody takes a check for made that was not.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::failure::Verdict;

/// Why a check is left out that looks into a program from outside.
pub(crate) const NOT_TOLD: &str = "this system does not tell";

/// Says on standard error that the running test leaves something out on this system, and why: once for each test and
/// each thing. It goes past what `cargo test` keeps to itself of tests that pass.
///
/// A test that cannot be made at all returns it as its verdict:
///
/// ```
/// fn a_write_is_cut_short() -> harness::Verdict {
///     if !cfg!(unix) {
///         return harness::left_out("a write that takes a part", "no signal interrupts a write on this system");
///     }
///     Ok(())
/// }
/// # a_write_is_cut_short().unwrap();
/// ```
///
/// # Errors
///
/// None: it is [`Ok`], in the type of a graded test.
#[allow(clippy::unnecessary_wraps)]
pub fn left_out(what: &str, why: &str) -> Verdict {
    if is_new(what) {
        // One write, so that the lines of tests that run at the same time do not mix.
        let line = line(what, why);
        let _ = io::stderr().write_all(line.as_bytes());
        let _ = remember(line.as_bytes());
    }
    Ok(())
}

/// Names graded tests that a system cannot make, where they are not compiled: each is there under its name, passes, and
/// says that it is left out, and why.
///
/// It takes the place of the tests that it names:
///
/// ```
/// #[cfg(not(unix))]
/// harness::tests_left_out! {
///     a_write_is_cut_short: "no signal interrupts a write on this system",
/// }
/// ```
#[macro_export]
macro_rules! tests_left_out {
    ($($test:ident: $why:literal),+ $(,)?) => {
        $(
            #[$crate::test]
            fn $test() -> $crate::Verdict {
                $crate::left_out("the whole test", $why)
            }
        )+
    };
}

fn line(what: &str, why: &str) -> String {
    let test = thread::current().name().filter(|name| *name != "main").map(|name| format!("{name}: "));
    format!("left out on this system: {}{what} ({why})\n", test.unwrap_or_default())
}

/// Adds a line to what this run of cargo has left out; the last test of all shows it once more.
#[cfg(unix)]
fn remember(line: &[u8]) -> io::Result<()> {
    let test = std::env::current_exe()?;
    let folder = test.with_file_name("left-out");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{}.txt", std::os::unix::process::parent_id()));
    std::fs::File::options().create(true).append(true).open(file)?.write_all(line)
}

/// Where nothing tells which cargo runs the tests, nothing is remembered.
#[cfg(not(unix))]
fn remember(_line: &[u8]) -> io::Result<()> {
    Ok(())
}

fn is_new(what: &str) -> bool {
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let key = line(what, "");
    SAID.lock().unwrap_or_else(PoisonError::into_inner).insert(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_said_once_with_the_name_of_the_test() {
        let test = thread::current().name().unwrap_or_default().to_owned();
        assert_eq!(line("the end", "no end here"), format!("left out on this system: {test}: the end (no end here)\n"));
        assert!(is_new("the end") && !is_new("the end") && is_new("the beginning"));
    }
}
