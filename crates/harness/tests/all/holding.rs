//! What a program keeps open, how long it is waited for, and the error that is told in words.

use std::time::{Duration, Instant};

use harness::{Lesson, Program, Teach, Verdict};

const LESSON: Lesson = Lesson::new("lesson-99", "lessons/99-example").with_any_octets();

const TEACH: Teach = Teach { wrong: "something was kept", why: "What was taken is given back.", book: "Closing" };

/// What the learner reads when `body` fails.
fn told(body: impl FnOnce() -> Verdict + Send + 'static) -> String {
    LESSON
        .with_deadline(Duration::from_secs(1))
        .check(TEACH, body)
        .err()
        .map_or_else(String::new, |failure| format!("{failure:?}"))
}

fn script(script: &str) -> Program {
    Program::new("sh").arg("-c").arg(script)
}

#[test]
fn a_program_that_keeps_files_open_is_found() {
    let message = told(|| {
        let program = script("read go; exec 7</dev/null 8</dev/null 9</dev/null; echo open; read end").stdin_open();
        let program = program.start()?;
        program.expect_idle()?;
        let before = program.kept();
        program.expect_nothing_kept(before, 2)?;
        program.type_line("")?;
        program.expect_stdout("open\n")?;
        program.expect_nothing_kept(before, 3)?;
        program.expect_nothing_kept(before, 2)
    });
    assert!(message.contains("files and sockets open"), "{message}");
}

#[test]
fn a_program_without_time_limits_is_waited_for_as_long_as_the_test_says() {
    let message = told(|| {
        let program = script("sleep 9").start()?;
        let began = Instant::now();
        let ended = program.wait_out(Duration::from_millis(50))?;
        assert!(ended.is_none() && began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
        let program = script("sleep 0.1").start()?;
        assert!(program.wait_out(Duration::from_secs(3))?.is_some());
        Ok(())
    });
    assert_eq!(message, "");
}

#[test]
fn a_socket_that_does_not_wait_is_named_as_what_it_is() {
    let said = |error: &str| {
        let complain = format!("echo 'client lost: {error}' >&2; exit 1");
        told(move || script(&complain).start()?.expect_end(0).map(drop))
    };
    let would_block = said("Resource temporarily unavailable (os error 11)");
    assert!(would_block.contains("this error (EWOULDBLOCK)"), "{would_block}");
    let reset = said("Connection reset by peer (os error 104)");
    assert!(!reset.contains("EWOULDBLOCK"), "{reset}");
}
