//! What the chapter says about long texts, tried with the step itself: it takes too long for the graded tests.

use std::time::Duration;

use harness::{Lesson, Pattern, PatternCheck, Teach, Verdict};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!().with_time(Duration::from_mins(1), "hundreds of megabytes");
const MIB: u64 = 1024 * 1024;

#[test]
fn a_quarter_of_a_gigabyte_comes_back_in_constant_memory() -> Verdict {
    let teach = Teach {
        wrong: "256 MiB did not come back whole in constant memory",
        why: "The chapter says so.",
        book: "Both directions at once",
    };
    LESSON.check(teach, || {
        let len = 256 * MIB;
        let server = LESSON.server().listen()?;
        let printed = PatternCheck::default();
        let client = LESSON.client().args(["--addr", &server.addr().to_string()]);
        let client = client.stdin(Pattern::new(len)).stdout(printed.clone()).start()?;
        let mut client_peak = None;
        let ended = loop {
            client_peak = client.peak_memory().or(client_peak);
            if let Some(ended) = client.wait_end(Duration::from_millis(20))? {
                break ended;
            }
        };
        assert_eq!(ended.status, Some(0));
        printed.expect(len)?;
        for peak in [server.peak_memory(), client_peak].into_iter().flatten() {
            assert!(peak < 16 * MIB, "{peak} bytes");
        }
        Ok(())
    })
}

#[test]
fn writing_everything_before_reading_stalls() -> Verdict {
    let teach = Teach {
        wrong: "--write-first did not stall",
        why: "The chapter shows that it does.",
        book: "Write all, then read",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let client = LESSON.client().args(["--addr", &server.addr().to_string(), "--write-first"]);
        let client = client.stdin(Pattern::new(64 * MIB)).start()?;
        client.expect_end_within(Duration::from_secs(20), 1)?;
        let stalled = predicate::str::starts_with("error: stalled after ");
        client.expect_stderr_that(&stalled)?;
        client.expect_stdout("")
    })
}

#[test]
fn writing_everything_before_reading_works_while_the_buffers_hold_it() -> Verdict {
    let teach = Teach {
        wrong: "--write-first did not return a short text",
        why: "The chapter shows that it does.",
        book: "Write all, then read",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let client = LESSON.client().args(["--addr", &server.addr().to_string(), "--write-first"]);
        let client = client.stdin(&b"Hello\n"[..]).start()?;
        client.expect_end(0)?;
        client.expect_stdout("Hello\n")
    })
}
