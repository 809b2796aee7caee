//! What a learner reads of programs that break off, are not written yet, or do not start: in any language.
#![cfg(unix)]

use std::io::Cursor;
use std::time::Duration;

use harness::{Failure, Folder, Lesson, Listener, Program, Teach, Verdict};
use predicates::str::ends_with;

const LESSON: Lesson = Lesson::new("lesson-99", "lessons/99-example").with_any_octets();

const TEACH: Teach = Teach { wrong: "the greeting did not come", why: "Greetings are sent.", book: "Greetings" };

fn script(script: &str) -> Program {
    Program::new("sh").arg("-c").arg(script)
}

fn failure(body: impl FnOnce() -> Verdict + Send + 'static) -> Failure {
    LESSON.check(TEACH, body).expect_err("it fails")
}

#[track_caller]
fn says(body: impl FnOnce() -> Verdict + Send + 'static, words: &[&str]) {
    let told = format!("{:?}", failure(body));
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in words {
        assert!(told.contains(words), "not said: {words}\n{told}");
    }
}

/// What a script that says this and ends so is taken for by a test that expects a greeting of it.
fn greeting(said: &str, end: &str) -> impl FnOnce() -> Verdict + Send + 'static {
    let text = format!("printf '%s\\n' \"{said}\" >&2; {end}");
    move || script(&text).start()?.expect_stdout("Hello\n")
}

/// The same of a server.
fn listening(said: &str, end: &str) -> impl FnOnce() -> Verdict + Send + 'static {
    let text = format!("printf '%s\\n' \"{said}\" >&2; {end}");
    move || script(&text).listen().map(drop)
}

#[test]
fn a_panic_says_its_own_words_and_what_helps() {
    let panic = |message: &str| format!("thread 'main' (1) panicked at src/a.rs:1:2:\n{message}\nnote: run with more");
    for (message, advice) in [
        ("attempt to add with overflow", "`checked_add`"),
        ("attempt to divide by zero", "A divisor was 0"),
        ("range end index 9 out of range for slice of length 3", "use `get`"),
    ] {
        says(greeting(&panic(message), "exit 101"), &["crashed: ", "panicked at src/a.rs:1:2", message, advice]);
    }
    // However much is said before and after it, the message is there, and whole.
    let noise = "i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo noise $i >&2; done";
    let long = format!("assertion failed: {}", "word ".repeat(100));
    let said = format!("{noise}; printf '%s\\n' \"{}\" >&2; {noise}; exit 101", panic(&long));
    says(move || script(&said).start()?.expect_stdout("Hello\n"), &[&format!("says {}", long.trim_end()), "noise 300"]);
}

#[test]
fn a_signal_is_a_crash_by_its_name() {
    says(greeting("before", "kill -s SEGV $$"), &["crashed: ", "the signal SIGSEGV ended a program", "stderr before"]);
    says(
        greeting("thread 'main' has overflowed its stack", "kill -s ABRT $$"),
        &["the signal SIGABRT ended a program", "A function calls itself without end"],
    );
    // Even when everything that was asked for came.
    says(|| script("printf Hello; kill -s BUS $$").start()?.expect_stdout("Hello").map(|()| wait()), &["SIGBUS"]);
}

/// For the program to end.
fn wait() {
    std::thread::sleep(Duration::from_millis(200));
}

#[test]
fn a_signal_of_the_test_is_no_crash() -> Verdict {
    LESSON.check(TEACH, || {
        let program = script("exec sleep 60").start()?;
        program.signal("KILL")?;
        let ended = program.wait_end(Duration::from_secs(5))?.expect("it ends");
        assert_eq!((ended.status, ended.signal), (None, Some(9)));
        Ok(())
    })
}

#[test]
fn the_last_words_of_another_language_are_shown() {
    let lines: Vec<String> = (0..20).map(|number| format!("  File a.py, line {number}")).collect();
    let traceback = format!("Traceback (most recent call last):\n{}\nKeyError: 'Host'", lines.join("\n"));
    says(greeting(&traceback, "exit 1"), &["crashed: ", "ended with exit status 1", "line 19 KeyError: 'Host'"]);
    let told = format!("{:?}", failure(greeting(&traceback, "exit 1")));
    assert!(!told.contains("line 10"), "{told}");
}

#[test]
fn a_server_that_ends_says_how() {
    says(
        listening("error: no such address", "exit 1"),
        &["wrong: ", "the server has ended with exit status 1", "stderr error: no such address"],
    );
}

#[test]
fn what_is_not_written_yet_is_told_in_any_language() {
    says(listening("receive the message", "exit 3"), &["not started yet: receive the message"]);
    let traceback = "Traceback (most recent call last):\n  File a.py\nNotImplementedError: receive";
    says(greeting(traceback, "exit 1"), &["not started yet: receive"]);
    says(greeting("not yet implemented: receive", "exit 101"), &["not started yet: receive"]);
    // A client may have a use of its own for that status.
    says(greeting("error: timed out", "exit 3"), &["wrong: ", "ended with exit status 3"]);
}

/// Sixteen interpreters at once, each of which takes longer than any other wait.
#[test]
fn a_server_may_take_its_time_to_start() -> Verdict {
    LESSON.check(TEACH, || {
        let slow =
            "i=0; while [ $i -lt 4 ]; do i=$((i+1)); sleep 0.7; done; echo listening on 127.0.0.1:9 >&2; exec sleep 60";
        script(slow).listen().map(drop)
    })
}

/// Expects what never comes of a script.
fn in_vain(text: &'static str, stdin: Vec<u8>) -> impl FnOnce() -> Verdict + Send + 'static {
    move || script(text).stdin(Cursor::new(stdin)).start()?.expect_stdout_that(&ends_with("never"))
}

#[test]
fn who_writes_on_and_on_is_told_so_however_little_that_is() {
    let words = |stream: &str| format!("B to {stream}, beginning with a line␊a line␊");
    let line = "while :; do echo 'a line'; done";
    says(in_vain(line, Vec::new()), &["wrote without end: the greeting did not come", &words("standard output")]);
    let complaint = "while :; do echo 'a line' >&2; done";
    says(in_vain(complaint, Vec::new()), &["wrote without end: ", &words("standard error")]);
    // Whatever it was that the test waited for, and wherever the output goes.
    let connection = |program: fn(Program) -> Program| {
        move || {
            let server = Listener::bind()?;
            let _client = program(script(line)).start()?;
            server.accept().map(drop)
        }
    };
    says(connection(|program| program), &["wrote without end: ", &words("standard output")]);
    let to_sink = connection(|program| program.stdout(std::io::sink()));
    says(to_sink, &["wrote without end: ", &words("standard output")]);
    // What is told of an error that comes again and again helps here too.
    let again = "while :; do echo 'cannot read: WouldBlock' >&2; done";
    says(in_vain(again, Vec::new()), &["wrote without end: ", "does not come from the connection"]);
}

#[test]
fn who_has_much_to_say_or_has_said_it_is_not_endless() {
    let long = "i=0; while [ $i -lt 4000 ]; do i=$((i+1)); echo 'a line of words'; done; exec sleep 60";
    says(in_vain(long, Vec::new()), &["no answer: the greeting did not come"]);
    // Slow, and right.
    let given = b"a line of words\n".repeat(1 << 20);
    says(in_vain("while IFS= read -r line; do echo \"$line\"; done", given), &["no answer: "]);
}

/// What a program of another language says on standard error, and how it ends, by its own interpreter.
fn interpreted(tool: &str, text: &'static str, words: &'static [&str]) {
    match Program::new(tool).arg("--version").start() {
        Err(_) if std::env::var_os("CI").is_none() => return,
        _ => {}
    }
    let flag = if tool == "node" { "-e" } else { "-c" };
    let tool = tool.to_owned();
    says(move || Program::new(tool).arg(flag).arg(text).start()?.expect_stdout("Hello\n"), words);
}

#[test]
fn an_exception_is_told_by_itself_and_not_by_the_top_of_its_traceback() {
    let deep = "def f(n):\n  return f(n - 1) if n else {}['host']\nf(40)";
    interpreted("python3", deep, &["crashed: ", "exit status 1", "in f KeyError: 'host'", "its last words name"]);
    let told =
        format!("{:?}", failure(move || Program::new("python3").arg("-c").arg(deep).start()?.expect_stdout("Hello\n")));
    assert!(!told.contains("most recent call last") && !told.contains("<module>"), "{told}");
    let chained = "try:\n  {}['host']\nexcept KeyError as error:\n  raise ValueError('no host') from error";
    interpreted(
        "python3",
        chained,
        &["KeyError: 'host' The above exception was the direct cause", "ValueError: no host"],
    );
    interpreted("python3", "raise NotImplementedError('receive')", &["not started yet: receive"]);
    interpreted("python3", "x = (", &["crashed: ", "SyntaxError: "]);
    interpreted("python3", "import sys; sys.exit('error: no')", &["wrong: ", "stderr error: no"]);
}

#[test]
fn a_program_in_c_is_told_by_its_signal_and_its_own_words() -> Verdict {
    let folder = Folder::new()?;
    for (name, text, words) in [
        (
            "fault",
            "int main(void) { volatile int *p = 0; return *p; }",
            &["crashed: ", "the signal SIGSEGV ended a program"][..],
        ),
        (
            "assert",
            "#include <assert.h>\nint main(int count, char **words) { (void)words; assert(count == 7); return 0; }",
            &["the signal SIGABRT", "count == 7"],
        ),
        ("status", "int main(void) { return 4; }", &["wrong: ", "ended with exit status 4"]),
    ] {
        folder.write(&format!("{name}.c"), text)?;
        let program = folder.path().join(name);
        let source = folder.path().join(format!("{name}.c"));
        let compiled = std::process::Command::new("cc").arg(source).arg("-o").arg(&program).status();
        assert!(compiled.is_ok_and(|status| status.success()), "{name}");
        let path = program.clone();
        says(move || Program::new(path).start()?.expect_stdout("Hello\n"), words);
        // Another program may stand between the two, and end as it did.
        if name == "fault" {
            let shell = format!("\"{}\"; exit $?", program.display());
            says(
                move || script(&shell).start()?.expect_stdout("Hello\n"),
                &["crashed: ", "exit status 139", "SIGSEGV"],
            );
        }
    }
    Ok(())
}
