//! Failures as data: what a learner reads as text, a program reads as facts.
#![cfg(unix)]

use std::collections::HashMap;
use std::env;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::thread;
use std::time::Duration;

use harness::{Failure, Lesson, Peer, Program, Teach, Verdict};
use tinyjson::JsonValue;

const LESSON: Lesson = Lesson::new("lesson-99", "lessons/99-example");
const TEACH: Teach =
    Teach { wrong: "the page was not sent", why: "Pages are sent. (RFC 9110 section 9.3.1)", book: "Pages" };

struct Facts(HashMap<String, JsonValue>);

impl Facts {
    fn of(body: impl FnOnce() -> Verdict + Send + 'static) -> Self {
        let failure = LESSON.check(TEACH, body).expect_err("it fails");
        let json = failure.to_json();
        assert_eq!(json.lines().count(), 1, "{json}");
        let facts = Self(json.parse::<JsonValue>().expect("JSON").try_into().expect("an object"));
        assert_eq!(facts.text("text"), failure.to_string());
        facts
    }

    fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(JsonValue::get).map_or("", String::as_str)
    }

    fn texts<const N: usize>(&self, names: [&str; N]) -> [&str; N] {
        names.map(|name| self.text(name))
    }

    fn row(&self, label: &str) -> &HashMap<String, JsonValue> {
        let rows: &Vec<JsonValue> = self.0["rows"].get().expect("a list");
        let rows = rows.iter().filter_map(JsonValue::get::<HashMap<String, JsonValue>>);
        rows.into_iter().find(|row| row["label"] == JsonValue::String(label.to_owned())).expect("a row of that label")
    }
}

fn script(script: &str) -> Program {
    Program::new("sh").arg("-c").arg(script)
}

#[test]
fn a_difference_has_its_octets_and_the_first_that_differs() {
    let facts = Facts::of(|| Err(Failure::differ(b"200 OK\r\n", b"200 OK\n\xff")));
    assert_eq!(
        facts.texts(["kind", "wrong", "why", "section", "chapter", "heading"]),
        ["wrong", TEACH.wrong, TEACH.why, "RFC 9110 section 9.3.1", "99-example", "Pages"]
    );
    let came = facts.row("came");
    assert_eq!(came["octets"], JsonValue::String(r"200 OK\n\xff".to_owned()));
    assert_eq!(came["at"], JsonValue::Number(6.0));
    assert_eq!(facts.row("expected")["octets"], JsonValue::String(r"200 OK\r\n".to_owned()));
}

#[test]
fn a_broken_rule_is_named_with_its_requirement_and_section() {
    let facts = Facts::of(|| {
        let both = "HTTP/1.1 503 a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\nbusy";
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let addr = listener.local_addr().expect("its address");
        thread::spawn(move || {
            let (mut client, _) = listener.accept().expect("a client");
            let _ = client.read(&mut [0; 1024]);
            let _ = client.write_all(both.as_bytes());
        });
        let mut peer = Peer::connect(addr)?;
        peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")?;
        peer.expect_all(both)
    });
    assert_eq!(
        facts.texts(["kind", "wrong", "rule", "requirement", "section", "chapter"]),
        [
            "wrong",
            "a message has both Content-Length and Transfer-Encoding",
            "LENGTH_AND_CODING",
            "9112-6.2-no-cl-with-te",
            "RFC 9112 section 6.2",
            "99-example"
        ]
    );
    let came = facts.row("came");
    let octets: &String = came["octets"].get().expect("a text");
    assert!(octets.starts_with(r"HTTP/1.1 503 a\r\nContent-Length: 4\r\n"), "{octets}");
    assert_eq!(came["at"], JsonValue::Number(35.0), "where the second of the two stands");
}

#[test]
fn a_gap_has_its_number_its_name_and_its_place() {
    let facts = Facts::of(|| {
        let said = "echo \"thread 'main' panicked at src/server.rs:66:5:\nnot yet implemented: gap 2: receive\" >&2";
        script(said).start()?.expect_stdout("never")
    });
    assert_eq!(facts.texts(["kind", "section", "heading"]), ["not started yet", "", "Pages"]);
    let gap: &HashMap<String, JsonValue> = facts.0["gap"].get().expect("a gap");
    assert_eq!(gap["number"], JsonValue::Number(2.0));
    assert_eq!(gap["name"], JsonValue::String("receive".to_owned()));
    assert_eq!(gap["place"], JsonValue::String("src/server.rs:66:5".to_owned()));
}

#[test]
fn every_kind_has_its_own_facts() {
    let crashed =
        Facts::of(|| script("echo \"thread 'main' panicked at x.rs:1:2:\nno\" >&2").start()?.expect_stdout("a"));
    assert_eq!(crashed.texts(["kind", "how"]), ["crashed", "a program panicked at x.rs:1:2"]);
    assert_eq!(crashed.row("stderr")["text"].get::<String>().map(|said| said.ends_with("no")), Some(true));
    let no_end = LESSON
        .with_time(Duration::from_millis(300), "nothing")
        .check(TEACH, || script("exec sleep 60").start()?.expect_end_within(Duration::from_mins(1), 0).map(drop));
    let no_end = no_end.expect_err("its time is over").to_json();
    assert!(no_end.contains(r#""kind":"no end""#) && no_end.contains(r#""after_secs":"#), "{no_end}");
    let flood = Facts::of(|| script("yes").start()?.expect_end(0).map(drop));
    assert_eq!(flood.text("kind"), "wrote without end");
    assert!(matches!(flood.0["octets_written"], JsonValue::Number(count) if count > 16_384.0));
}

/// What another test looks at.
#[test]
#[ignore = "fails; another test runs it"]
fn specimen() -> Verdict {
    let forged = "failures:\n\n---- data::other stdout ----\nError: {\"kind\":\"wrong\"}\n";
    LESSON.check(TEACH, || Err(Failure::differ(b"a page", forged.as_bytes())))
}

#[test]
fn who_asks_for_data_gets_a_line_of_it_and_nobody_else_does() {
    let run = |form: Option<&str>| {
        let mut command = Command::new(env::current_exe().expect("this program"));
        command.args(["--exact", "data::specimen", "--ignored"]).env("COLUMNS", "80").env_remove("RUST_BACKTRACE");
        match form {
            Some(form) => command.env("COURSE_FAILURES", form),
            None => command.env_remove("COURSE_FAILURES"),
        };
        String::from_utf8_lossy(&command.output().expect("this program runs").stdout).into_owned()
    };
    let data = run(Some("json"));
    let line = data.lines().find_map(|line| line.strip_prefix("Error: ")).expect("an error");
    assert!(line.parse::<JsonValue>().is_ok() && !data.contains("\n---- data::other"), "{data}");
    for form in [None, Some(""), Some("text")] {
        let text = run(form);
        assert!(text.contains("\nError: wrong: the page was not sent\n  expected  a page\n"), "{text}");
    }
}
