//! The tests, and the programs that they give.

use std::env;
use std::process::{Command, Output};

use harness::{Folder, Lesson, Teach, Verdict, test};

pub(crate) const LESSON: Lesson = Lesson::new("lesson-99", "lessons/99-example");

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::current_exe().expect("this program"));
    command.args(arguments).env("RUST_TEST_THREADS", "4").env("COLUMNS", "80").env_remove("RUST_BACKTRACE");
    for name in ["COURSE_PROGRAMS", "COURSE_SERVER", "COURSE_CLIENT"] {
        command.env_remove(name);
    }
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A folder with programs in place of a lesson's.
struct Given {
    folder: Folder,
}

impl Given {
    fn new() -> Verdict<Self> {
        let folder = Folder::new()?;
        folder.write("server.sh", "echo listening on 127.0.0.1:9 >&2\necho \"served in $PWD\"\nexec sleep 60\n")?;
        folder.write("client.sh", "echo \"asked with $*\"\n")?;
        folder.write("not-started.sh", "exit 3\n")?;
        folder.write("silent.sh", "exec sleep 60\n")?;
        folder.write("elsewhere.sh", "echo listening on 127.0.0.1:9\nexec sleep 60\n")?;
        folder.write(
            "panics.sh",
            "printf '%s\\n' \"thread 'main' panicked at a.rs:1:2:\" 'called `Result::unwrap()` on x' >&2\n",
        )?;
        Ok(Self { folder })
    }

    /// The specimens whose names contain one of these words, with these commands.
    fn run(&self, server: Option<&str>, client: Option<&str>, words: &[&str]) -> Output {
        let mut command = command(&[words, &["--ignored"]].concat());
        command.env("PWD", self.folder.path());
        for (name, given) in [("COURSE_SERVER", server), ("COURSE_CLIENT", client)] {
            command.envs(given.map(|given| (name, given)));
        }
        command.output().expect("this program runs")
    }
}

const SERVER: Option<&str> = Some("sh server.sh");
const CLIENT: Option<&str> = Some("sh client.sh 'a  b'");
const GIVEN: &str = "given_";

fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_test_of_a_side_that_is_not_given_is_left_out_and_not_judged() -> Verdict {
    let given = Given::new()?;
    let output = given.run(SERVER, None, &[GIVEN]);
    let text = said(&output);
    let lines = "\nrunning 4 tests\n\
                 ok         given_server\nleft out   given_client\nleft out   given_both\nleft out   given_both_at_once\n\
                 \nleft out: 3 tests need a client too; COURSE_CLIENT gives one\n\
                 \ntest result: ok. 1 passed; 0 failed; 3 left out; ";
    assert!(text.starts_with(lines), "{text}");
    assert!(text.ends_with("s\nnext: every test that was asked for passes\n\n"), "{text}");
    assert_eq!((output.status.code(), complained(&output).as_str()), (Some(0), ""));
    let output = given.run(None, CLIENT, &[GIVEN, "--format", "pretty"]);
    let text = said(&output);
    assert!(
        text.contains("test given_server ... left out\ntest given_client ... ok\ntest given_both ... left out\n"),
        "{text}"
    );
    assert!(
        text.contains("test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; ")
            && text.contains(" out; 3 left out; finished"),
        "{text}"
    );
    assert_eq!(output.status.code(), Some(0));
    let both = given.run(SERVER, CLIENT, &[GIVEN]);
    assert!(said(&both).contains("test result: ok. 4 passed; 0 failed; ") && both.status.success(), "{}", said(&both));
    Ok(())
}

#[test]
fn where_no_test_was_run_that_is_an_error() -> Verdict {
    let output = Given::new()?.run(SERVER, None, &["--exact", "given_client"]);
    assert_eq!(complained(&output), "error: no test was run: each needs a client too, and none was given\n");
    assert_eq!(output.status.code(), Some(2));
    let output = Given::new()?.run(SERVER, None, &["given_nothing"]);
    assert_eq!((output.status.code(), complained(&output).as_str()), (Some(2), "error: no test was run\n"));
    Ok(())
}

#[test]
fn a_command_that_cannot_be_started_is_an_error_before_any_test() -> Verdict {
    let given = Given::new()?;
    for (server, words) in [
        (
            "no-such-interpreter server.sh",
            "cannot start `no-such-interpreter server.sh`: there is no program `no-such-interpreter`",
        ),
        ("./server.sh", "`./server.sh` is not executable"),
        ("sh servr.sh", "there is no file `servr.sh` in "),
        ("sh 'server.sh", "a quote is not closed"),
    ] {
        let output = given.run(Some(server), None, &[GIVEN]);
        let complained = complained(&output);
        assert!(complained.starts_with("error: cannot start `") && complained.contains(words), "{complained}");
        assert_eq!((output.status.code(), complained.lines().count(), &*output.stdout), (Some(2), 1, &b""[..]));
    }
    // Who only wants to know the names of the tests needs no program.
    let mut list = command(&["--list"]);
    assert!(list.env("COURSE_SERVER", "no-such-interpreter").output().expect("this program runs").status.success());
    Ok(())
}

#[test]
fn of_programs_in_other_languages_nothing_is_said_that_only_rust_has() -> Verdict {
    let given = Given::new()?;
    let output =
        said(&given.run(Some("sh not-started.sh"), Some("sh not-started.sh"), &["given_server", "given_client"]));
    assert!(output.contains("not started yet  given_server\nnot started yet  given_client\n"), "{output}");
    assert!(output.contains("not started yet: the server ends with exit status 3, which says so\n"), "{output}");
    assert!(output.contains("  book      cargo course read programs \"Lesson 99\"\n"), "{output}");
    assert!(output.ends_with("next: write what is not there yet, then this again\n\n"), "{output}");
    let output = said(&given.run(Some("true"), Some("sh panics.sh"), &["given_server", "given_client"]));
    assert!(output.contains("not started yet  given_server\ncrashed    given_client\n"), "{output}");
    let silent = said(&given.run(Some("sh silent.sh"), None, &["given_server"]));
    if cfg!(target_os = "linux") {
        assert!(silent.contains("not started yet: the server runs, but listens nowhere\n"), "{silent}");
    }
    for word in ["hint", "gap", "unwrap` and", "`?`", "Rust", "lesson-99", "cargo test"] {
        assert!(!output.contains(word), "{word}: {output}");
    }
    Ok(())
}

#[test]
fn a_server_that_says_on_the_wrong_stream_that_it_listens_is_told_so() -> Verdict {
    let said = said(&Given::new()?.run(Some("sh elsewhere.sh"), None, &["given_server"]));
    let said: Vec<&str> = said.split_whitespace().collect();
    let said = said.join(" ");
    assert!(said.contains("came nothing on stderr; on standard output came \"listening on 127.0.0.1:9\""), "{said}");
    Ok(())
}

/// Asks for the programs, and expects what those of [`Given`] do.
fn is_served(server: bool, client: bool) -> Verdict {
    let teach = Teach { wrong: "no greeting came", why: "It is made to.", book: "Nowhere" };
    LESSON.check(teach, move || {
        if server {
            LESSON.server().listen()?.expect_stdout_that(&predicates::str::starts_with("served in /"))?;
        }
        if client {
            LESSON.client().arg("--x").start()?.expect_stdout("asked with a  b --x\n")?;
        }
        Ok(())
    })
}

#[test]
#[ignore = "another test runs it"]
fn given_server() -> Verdict {
    is_served(true, false)
}

#[test]
#[ignore = "another test runs it"]
fn given_client() -> Verdict {
    is_served(false, true)
}

#[test]
#[ignore = "another test runs it"]
fn given_both() -> Verdict {
    is_served(true, true)
}

/// What becomes of an error on the way is up to the test.
#[test]
#[ignore = "another test runs it"]
fn given_both_at_once() -> Verdict {
    LESSON.check(Teach { wrong: "no greeting came", why: "It is made to.", book: "Nowhere" }, || {
        let programs = [LESSON.server().listen().is_ok(), LESSON.client().start().is_ok()];
        assert!(programs.iter().all(|started| *started), "one was not started");
        Ok(())
    })
}
