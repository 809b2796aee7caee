//! What a learner reads: the failure messages of the harness, as they are.
//!
//! The programs are shell scripts, and servers are threads of the test, so that each failure can be made on purpose.
#![cfg(unix)]
// The snapshots are written by snapbox, with or without a need for the hashes.
#![allow(clippy::needless_raw_string_hashes)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use harness::{Ended, Lesson, Listener, Peer, Program, Running, Teach, Verdict};
use predicates::prelude::*;
use snapbox::{IntoData, assert_data_eq, str};

const LESSON: Lesson = Lesson::new("lesson-99", "lessons/99-example").with_any_octets();

/// How wide the messages are here, whatever the terminal is.
const COLUMNS: usize = 114;

const TEACH: Teach = Teach {
    wrong: "the greeting came out wrong",
    why: "A greeting is read to its end, however many packets it takes, and answered with the same bytes in the same order.",
    book: "One read is not one message",
};

/// What the learner reads when `body` fails; ports and process numbers are made the same on every run.
fn told(body: impl FnOnce() -> Verdict + Send + 'static) -> snapbox::Data {
    told_of(LESSON, body)
}

/// The same where a deadline passes.
fn told_in_vain(body: impl FnOnce() -> Verdict + Send + 'static) -> snapbox::Data {
    told_of(LESSON.with_deadline(Duration::from_secs(1)), body)
}

fn told_of(lesson: Lesson, body: impl FnOnce() -> Verdict + Send + 'static) -> snapbox::Data {
    match lesson.check(TEACH, body) {
        Ok(()) => "passed".into_data(),
        Err(failure) => format!("{}\n", failure.in_columns(COLUMNS)).into_data().raw(),
    }
}

fn script(script: &str) -> Program {
    Program::new("sh").arg("-c").arg(script)
}

/// A server that serves one client.
fn server(serve: impl FnOnce(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let addr = listener.local_addr().expect("its address");
    thread::spawn(move || serve(listener.accept().expect("a client").0));
    addr
}

/// A server that reads until the client closes, and sends that text.
fn server_that_sends(text: &'static [u8]) -> SocketAddr {
    server(move |mut client| {
        let mut request = Vec::new();
        let _ = client.read_to_end(&mut request);
        let _ = client.write_all(text);
    })
}

#[test]
fn other_bytes_than_expected() {
    let message = told(|| {
        let mut peer = Peer::connect(server_that_sends(b"HTTP/1.1 200 OK\n\r\n"))?;
        peer.send_split(["GET / HTTP/1.1\r\nHost: loc", "alhost\r\n\r\n"])?;
        peer.finish()?;
        peer.expect_all("HTTP/1.1 200 OK\r\n\r\n")
    });
    assert_data_eq!(
        message,
        str![[r#"
wrong: the greeting came out wrong
  sent      GET / HTTP/1.1␍␊Host: loc … pause … alhost␍␊␍␊ (then closed its side)
  expected  HTTP/1.1 200 OK␍␊␍␊
  came      HTTP/1.1 200 OK␊␍␊
                           ^ first difference
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn fewer_bytes_than_expected_then_the_end() {
    let message = told(|| {
        let mut peer = Peer::connect(server_that_sends(b"Hello"))?;
        peer.finish()?;
        peer.expect("Hello World")
    });
    assert_data_eq!(
        message,
        str![[r#"
wrong: the greeting came out wrong
  expected  Hello World
  came      Hello; then the connection was closed
                 ^ first difference
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn more_bytes_than_expected() {
    let message = told(|| {
        let mut peer = Peer::connect(server_that_sends(b"Hello\n"))?;
        peer.finish()?;
        peer.expect_all("Hello")
    });
    assert_data_eq!(
        message,
        str![[r#"
wrong: the greeting came out wrong
  expected  Hello
  came      Hello␊
                 ^ first difference
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn a_difference_deep_in_a_long_text() {
    let message = told(|| {
        let mut peer = Peer::connect(server(|mut client| {
            let mut text = [0; 10_000];
            let _ = client.read_exact(&mut text);
            text[5_000] = b'X';
            let _ = client.write_all(&text);
        }))?;
        let text = "0123456789".repeat(1_000);
        peer.send(&text)?;
        peer.expect(&text)
    });
    assert_data_eq!(
        message,
        str![[r#"
wrong: the greeting came out wrong
  sent      0123456789012345678901234567890123456789012345678901234567890123 …
            6789012345678901234567890123456789012345678901234567890123456789 (10000 bytes)
  expected  … 12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678 …
  came      … 1234567890123456789012345678901234567890123456789X123456789012345678901234567890123456789012345678 …
                                                               ^ first difference
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn no_answer() {
    let message = told_in_vain(|| {
        let listener = Listener::bind()?;
        let mut peer = Peer::connect(listener.addr().parse().expect("an address"))?;
        peer.send("Hello")?;
        peer.expect("Hello")
    });
    assert_data_eq!(
        message,
        str![[r#"
no answer: the greeting came out wrong
  sent      Hello
  expected  Hello
  came      nothing; no more within 1 s, the connection is open
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn what_a_program_says_after_the_deadline_is_left_out() {
    let message = told_in_vain(|| {
        let program = script("echo oops >&2; read wait; echo too late >&2").stdin_open().start()?;
        let failure = program.expect_stderr_that(&predicate::str::starts_with("error: "));
        program.close_stdin();
        program.expect_stderr_that(&predicate::str::contains("too late"))?;
        failure
    });
    assert_data_eq!(
        message,
        str![[r#"
no answer: the greeting came out wrong
  ran       sh -c "echo oops >&2; read wait; echo too late >&2"
  expected  stderr begins with "error: "
  came      oops␊; no more within 1 s
  stderr    oops
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn a_connection_that_stays_open() {
    let message = told_in_vain(|| {
        let mut peer = Peer::connect(server(|mut client| {
            let _ = client.write_all(b"Hello");
            let _ = client.read(&mut [0; 1]);
        }))?;
        peer.expect_all("Hello")
    });
    assert_data_eq!(
        message,
        str![[r#"
no answer: the greeting came out wrong
  expected  the program closes the connection
  came      all bytes were right, but the connection was not closed within 1 s
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn what_an_earlier_peer_sent_is_told_apart() {
    let message = told(|| {
        let listener = Listener::bind()?;
        let addr = listener.addr().parse().expect("an address");
        let greet = |greeting: &str| {
            let mut peer = Peer::connect(addr)?;
            let mut other = listener.accept()?;
            peer.send(greeting)?;
            other.expect("Hello")
        };
        greet("Hello").and_then(|()| greet("Hallo"))
    });
    let message = message.to_string();
    assert!(message.contains("  sent      earlier: Hello\n            Hallo\n"), "{message}");
}

#[test]
fn a_reset_after_the_right_bytes() {
    let message = told(|| {
        let listener = Listener::bind()?;
        let mut peer = Peer::connect(listener.addr().parse().expect("an address"))?;
        let mut other = listener.accept()?;
        other.send("Hello")?;
        peer.expect("Hel")?;
        other.reset()?;
        peer.expect_all("lo")
    });
    assert_data_eq!(
        message,
        str![[r#"
wrong: the greeting came out wrong
  sent      Hello (then reset the connection)
  expected  the program closes the connection in order
  came      all bytes were right, then a reset (RST), which can destroy them on the way
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn another_output_than_expected() {
    let message = told(|| {
        script("echo oops >&2; echo 'server received: Hello'; read wait")
            .stdin_open()
            .start()?
            .expect_stdout("server received: Hullo\n")
    });
    assert_data_eq!(
        message,
        str![[r#"
wrong: the greeting came out wrong
  ran       sh -c "echo oops >&2; echo 'server received: Hello'; read wait"
  expected  server received: Hullo␊
  came      server received: Hello␊
                              ^ first difference
  stderr    oops
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn no_output() {
    let message = told_in_vain(|| script("read wait").stdin_open().start()?.expect_stdout("server received: Hello\n"));
    assert_data_eq!(
        message,
        str![[r#"
no answer: the greeting came out wrong
  ran       sh -c "read wait"
  expected  server received: Hello␊
  came      nothing; no more within 1 s
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn an_output_without_the_words_expected() {
    let message =
        told(|| script("echo 'error: no' >&2").start()?.expect_stderr_that(&predicate::str::contains("--addr")));
    assert_data_eq!(
        message,
        str![[r#"
wrong: the greeting came out wrong
  ran       sh -c "echo 'error: no' >&2"
  expected  stderr contains "--addr"
  came      error: no␊; the program has ended with exit status 0
  stderr    error: no
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn an_error_line_is_found_among_other_lines() {
    let said = "printf 'progress \\377\\n[src/client.rs:3:5] n = 1\\nerror: cannot connect to a: see --addr\\nbye' >&2";
    let message = told(move || {
        let program = script(&format!("{said}; exit 1")).start()?;
        program.expect_error_line(&["cannot connect to a", "--addr"])?;
        program.expect_end(1)?.expect_error_line(&["cannot connect to a", "--addr"])
    });
    assert_data_eq!(message, str!["passed"]);
}

#[test]
fn no_error_line() {
    let message = told(|| {
        let program = script("exec >&2; echo note; echo 'error: cannot connect to b'; exit 1").start()?;
        program.expect_error_line(&["cannot connect to a", "--addr"])
    });
    assert_data_eq!(
        message,
        str![[r#"
wrong: the greeting came out wrong
  ran       sh -c "exec >&2; echo note; echo 'error: cannot connect to b'; exit 1"
  expected  on stderr, a line that begins with "error: " and says "cannot connect to a" and "--addr"
  came      note␊error: cannot connect to b␊; the program has ended with exit status 1
  stderr    note
            error: cannot connect to b
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
    let message = told(|| script("exit 1").start()?.expect_end(1)?.expect_error_line(&[]));
    assert_data_eq!(
        message,
        str![[r#"
wrong: the greeting came out wrong
  ran       sh -c "exit 1"
  expected  on stderr, a line that begins with "error: "
  came      nothing
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn another_exit_status_than_expected() {
    let message = told(|| script("exit 3").start()?.expect_end(0).map(drop_ended));
    assert_data_eq!(
        message,
        str![[r#"
wrong: the greeting came out wrong
  ran       sh -c "exit 3"
  expected  the program ends with exit status 0
  came      it ended with exit status 3
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn a_program_that_does_not_end() {
    let message = told_in_vain(|| script("read wait").stdin_open().start()?.expect_end(0).map(drop_ended));
    assert_data_eq!(
        message,
        str![[r#"
no answer: the greeting came out wrong
  ran       sh -c "read wait"
  expected  the program ends with exit status 0
  came      it is still running after 1 s
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

fn drop_ended(_: Ended) {}

// What a program does while it waits, only /proc tells.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_ended_while_it_should_have_waited() {
    assert_data_eq!(
        told(|| script("exit").start()?.expect_idle()),
        str![[r#"
wrong: the greeting came out wrong
  ran       sh -c exit
  expected  with nothing to do, the program sleeps until something arrives
  came      the program has ended
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

// How often a program wakes, only /proc tells.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_looks_again_and_again() {
    let rest = |script: Program| script.start()?.expect_rest(Duration::from_millis(300), 5);
    assert_data_eq!(told(move || rest(script("sleep 5"))), str!["passed"]);
    assert_data_eq!(
        told(move || rest(script("while :; do sleep 0.01; done"))),
        str![[r#"
wrong: the greeting came out wrong
  ran       sh -c "while :; do sleep 0.01; done"
  expected  the threads of the program sleep: in 0.3 s they wake 5 times at most
  came      they woke [..] times
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

// What a program does while it waits, only /proc tells.
#[cfg(target_os = "linux")]
#[test]
fn a_busy_program() {
    let message = told_in_vain(|| script("while :; do :; done").start()?.expect_idle());
    assert_data_eq!(
        message,
        str![[r#"
wrong: the greeting came out wrong
  ran       sh -c "while :; do :; done"
  expected  with nothing to do, the program sleeps until something arrives
  came      it was busy on the processor for 1 s
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn a_server_that_does_not_say_where_it_listens() {
    let message = told(|| script("echo ready >&2; read wait").stdin_open().listen().map(drop));
    assert_data_eq!(
        message,
        str![[r#"
wrong: the greeting came out wrong
  ran       sh -c "echo ready >&2; read wait" --addr 127.0.0.1:0
  expected  the server listens on the address it is given, 127.0.0.1:0 (port 0: any free port), and its first line
            on stderr says where, for example "listening on 127.0.0.1:54321"
  came      "ready"
  stderr    ready
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn a_client_that_does_not_connect() {
    let message = told_in_vain(|| {
        let listener = Listener::bind()?;
        let _client = script("read wait").stdin_open().start()?;
        listener.accept().map(drop)
    });
    assert_data_eq!(
        message,
        str![[r#"
no answer: the greeting came out wrong
  ran       sh -c "read wait"
  expected  the client connects
  came      no connection within 1 s
  why       A greeting is read to its end, however many packets it takes, and answered with the same bytes in the
            same order.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn a_gap_that_is_not_filled() {
    let message = told(|| panicking("not yet implemented: gap 1: listen")?.expect_stdout("server received: Hello\n"));
    assert_data_eq!(
        message,
        str![[r#"
not started yet: gap 1: listen
  at lessons/99-example/src/server.rs:42:5
  hint      cargo course hint 99 1

"#]]
    );
}

#[test]
fn a_program_that_panics() {
    let message =
        told(|| panicking("called `Option::unwrap()` on a `None` value")?.expect_stdout("server received: Hello\n"));
    assert_data_eq!(
        message,
        str![[r#"
crashed: the greeting came out wrong
  a program panicked at lessons/99-example/src/server.rs:42:5
  ran       sh -c "echo "thread 'main' (4711) panicked at lessons/99-example/src/server.rs:42:5:␊"'called
            `Option::unwrap()` on a `None` value' >&2; exit 101"
  expected  server received: Hello␊
  came      nothing; the program has ended with exit status 101
  stderr    thread 'main' (4711) panicked at lessons/99-example/src/server.rs:42:5:
            called `Option::unwrap()` on a `None` value
  why       `unwrap` and `expect` end the program when something goes wrong that it cannot prevent: handle the
            error, or pass it on with `?`.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

#[test]
fn a_program_that_panics_although_all_bytes_are_right() {
    let message = told(|| panicking("index out of bounds")?.expect_end(101).map(drop_ended));
    assert_data_eq!(
        message,
        str![[r#"
crashed: the greeting came out wrong
  a program panicked at lessons/99-example/src/server.rs:42:5
  ran       sh -c "echo "thread 'main' (4711) panicked at lessons/99-example/src/server.rs:42:5:␊"'index out of
            bounds' >&2; exit 101"
  stderr    thread 'main' (4711) panicked at lessons/99-example/src/server.rs:42:5:
            index out of bounds
  why       An index or a range reaches beyond what is there. Compare with the length first, or use `get`, which
            returns an Option.
  book      cargo course read 99, "One read is not one message"

"#]]
    );
}

fn panicking(message: &str) -> Verdict<Running> {
    let panic = "thread 'main' (4711) panicked at lessons/99-example/src/server.rs:42:5:";
    script(&format!("echo \"{panic}\n\"'{message}' >&2; exit 101")).start()
}

#[test]
fn a_check_that_holds_says_nothing() {
    let message = told(|| script("printf Hello").start()?.expect_stdout("Hello"));
    assert_data_eq!(message, str!["passed"]);
}

#[test]
fn programs_are_gone_when_the_check_ends() {
    let pid = Arc::new(AtomicU32::new(0));
    let told = Arc::clone(&pid);
    let result = LESSON.check(TEACH, move || {
        let running = script("echo $$; read wait").stdin_open().start()?;
        running.expect_stdout_that(&predicate::str::ends_with("\n"))?;
        let said = String::from_utf8_lossy(&running.stdout_so_far()).trim().parse().unwrap_or(0);
        told.store(said, Ordering::Relaxed);
        std::mem::forget(running);
        Ok(())
    });
    assert!(result.is_ok(), "{result:?}");
    let pid = pid.load(Ordering::Relaxed);
    let alive = std::process::Command::new("sh").arg("-c").arg(format!("kill -0 {pid} 2>&-")).status();
    assert!(pid > 0 && !alive.expect("a shell").success(), "the program {pid} still runs");
}
