//! `cargo course probe`, on servers of which the faults are known.

mod client;
mod peer;

use std::fs;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process;
use std::thread;
use std::time::{Duration, Instant};

use assert_cmd::Command;
use peer::{Faulty, Served, course_program, scripted};
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

fn toolbox() -> Command {
    let mut command = Command::cargo_bin("toolbox").expect("the toolbox");
    command.env_remove("COLUMNS").env("NO_COLOR", "1").timeout(Duration::from_mins(2));
    command
}

/// A probe's data, and its exit status.
fn probed(arguments: &[&str]) -> (Value, Option<i32>) {
    let output = toolbox().arg("probe").args(arguments).args(["--json", "-"]).output().expect("an output");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let data = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    (data, output.status.code())
}

/// The names of what is broken, each with its class.
fn broken(data: &Value) -> Vec<String> {
    let checks = data["checks"].as_array().expect("checks");
    let broken = checks.iter().filter(|check| check["verdict"] == "broken");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    broken.map(|check| format!("{} {}", text(&check["class"]), text(&check["id"]))).collect()
}

#[test]
fn the_responder_breaks_nothing() {
    let command = format!("{} --quiet --addr {{addr}}", course_program("responder-server").display());
    let (data, status) = probed(&["--server", &command]);
    assert_eq!((broken(&data), status), (Vec::new(), Some(0)));
    let held = data["checks"].as_array().expect("checks").iter().filter(|check| check["verdict"] == "held").count();
    assert!(held > 120, "{held} held");
}

#[test]
#[ignore = "builds the servers of four lessons"]
fn from_lesson_10_on_no_server_breaks_anything() {
    for name in ["body", "connection", "threads", "representation"] {
        let command = format!("{} --addr {{addr}}", course_program(&format!("{name}-server")).display());
        let (data, status) = probed(&["--server", &command]);
        assert_eq!((name, broken(&data), status), (name, Vec::new(), Some(0)));
    }
}

#[test]
fn exactly_the_planted_faults_are_found() {
    let responder = Served::new();
    for (name, fault, expected) in [
        ("none", Faulty::default(), &[][..]),
        (
            "a request without Host is given one",
            Faulty { request: &[("HTTP/1.1\r\n\r\n", "HTTP/1.1\r\nHost: a\r\n\r\n")], ..Faulty::default() },
            &["must host-missing", "must host-missing-absolute"],
        ),
        (
            "an error has no Date",
            Faulty {
                response: &[(
                    "Not Found\r\nContent-Type: text/html; charset=utf-8\r\nDate: ",
                    "Not Found\r\nContent-Type: text/html; charset=utf-8\r\nX-Date: ",
                )],
                ..Faulty::default()
            },
            &["must date-missing"],
        ),
        (
            "LF alone ends a line in chunks",
            Faulty { request: &[("5\nhello", "5\r\nhello")], ..Faulty::default() },
            &["smuggling chunk-size-lf"],
        ),
        (
            "a sign in front of a length",
            Faulty { request: &[("Content-Length: +5", "Content-Length: 5")], ..Faulty::default() },
            &["smuggling length-plus"],
        ),
        (
            "a path is escaped for those who do not",
            Faulty { request: &[("GET / x HTTP/1.1", "GET /?x HTTP/1.1")], ..Faulty::default() },
            &["should line-space-in-target"],
        ),
        (
            "white space after a value",
            Faulty { response: &[("Not Found\r\n", "Not Found\r\nX-A: b \r\n")], ..Faulty::default() },
            &["should sent-trailing-space"],
        ),
    ] {
        let server = responder.through(fault);
        let (data, status) = probed(&[&format!("http://{server}/")]);
        assert_eq!(broken(&data), expected, "{name}");
        let is_grave = expected.iter().any(|found| !found.starts_with("should"));
        assert_eq!(status, Some(i32::from(is_grave)), "{name}");
    }
}

#[test]
fn a_finding_shows_its_octets_and_its_section_in_80_columns() {
    let responder = Served::new();
    let fault = Faulty { request: &[("Content-Length: +5", "Content-Length: 5")], ..Faulty::default() };
    let url = format!("http://{}/", responder.through(fault));
    let output = toolbox().args(["probe", &url]).assert().code(1);
    let text = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    for words in [
        "held/broken/not offered",
        "broken (smuggling risk): Content-Length: +5 gets 400",
        "Content-Length: +5␍␊",
        "RFC 9112 section 6.3, MUST [length-plus]",
        "1 broken, 1 of them",
    ] {
        assert!(contains(words).eval(&text), "{words}: {text}");
    }
    assert!(!text.contains('\x1b'), "{text}");
    let long = text.lines().find(|line| line.chars().count() > 80);
    assert_eq!(long, None);
}

#[test]
fn the_help_fits_80_columns() {
    for tool in ["probe", "bench"] {
        let output = toolbox().args([tool, "--help"]).assert().success();
        let text = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
        let long = text.lines().find(|line| line.chars().count() > 80);
        assert!(text.contains("--") && long.is_none(), "{long:?}: {text}");
    }
}

#[test]
fn data_goes_into_a_file_beside_the_text() {
    let responder = Served::new();
    let file = std::env::temp_dir().join(format!("probe-{}.json", process::id()));
    let url = format!("http://{}/", responder.addr);
    toolbox().args(["probe", &url, "--json"]).arg(&file).assert().success().stdout(contains("held/broken/not offered"));
    let data: Value = serde_json::from_str(&fs::read_to_string(&file).expect("a file")).expect("JSON");
    let _ = fs::remove_file(&file);
    assert_eq!(data["url"], url);
    let check = data["checks"].as_array().and_then(|checks| checks.iter().find(|check| check["id"] == "host-missing"));
    let check = check.expect("a check");
    assert_eq!(check["section"], "3.2");
    assert_eq!(check["sent"], "GET / HTTP/1.1\\r\\n\\r\\n");
    assert!(check["came"].as_str().is_some_and(|came| came.starts_with("HTTP/1.1 400 ")), "{check}");
}

#[test]
fn what_cannot_be_probed_is_said_with_status_2() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let closed = format!("http://{closed}/");
    for (arguments, words) in [
        (&["https://localhost/"][..], "without TLS"),
        (&[closed.as_str()], "is the server running?"),
        (&["--server", "no-such-program-here"], "cannot start `no-such-program-here`"),
        (&["--server", "sh -c 'echo hello; exit 3'"], "hello"),
        (&["--server", "a 'b"], "a quote is not closed"),
        (&[], "Usage"),
    ] {
        let needs_a_shell = arguments.iter().any(|argument| argument.starts_with("sh "));
        if !(needs_a_shell && cfg!(windows)) {
            toolbox().arg("probe").args(arguments).assert().code(2).stderr(contains(words));
        }
    }
}

#[test]
fn whatever_comes_the_probe_ends() {
    let endless = |mut stream: TcpStream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while stream.write_all(&[b"ffff\r\n".as_slice(), &vec![b'a'; 0xffff], b"\r\n"].concat()).is_ok() {}
    };
    let noise = |mut stream: TcpStream| {
        let octets: Vec<u8> = (0..=255).cycle().take(5000).collect();
        let _ = stream.write_all(&octets);
    };
    let broken_off = |mut stream: TcpStream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhi");
    };
    let huge = |mut stream: TcpStream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999999\r\n\r\nhi");
    };
    let began = Instant::now();
    for (name, act, status) in [
        ("endless", endless as fn(TcpStream), 1),
        ("noise", noise, 1),
        ("broken off", broken_off, 1),
        ("huge", huge, 1),
        ("closing", drop, 2),
    ] {
        let addr = scripted(act);
        let output = toolbox().args(["probe", &format!("http://{addr}/")]).output().expect("an output");
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert_eq!(output.status.code(), Some(status), "{name}: {said}");
        assert!(!said.contains("panicked"), "{name}: {said}");
    }
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
}

#[test]
#[ignore = "takes ten seconds: a server that never says anything"]
fn a_silent_server_is_given_up() {
    let addr = scripted(|stream| {
        thread::sleep(Duration::from_secs(20));
        drop(stream);
    });
    toolbox()
        .args(["probe", &format!("http://{addr}/")])
        .assert()
        .code(2)
        .stderr(contains("no whole response came within 2s"));
}

#[test]
#[ignore = "takes seconds, and needs Python"]
fn pythons_server_is_probed_and_ended() {
    if process::Command::new("python3").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "python3 is missing");
        return;
    }
    let (data, status) = probed(&["--server", "python3 -m http.server --bind 127.0.0.1 {port}"]);
    assert_eq!(status, Some(1));
    let broken = broken(&data);
    assert!(broken.contains(&"must host-missing".to_owned()), "{broken:?}");
    assert!(data["not_offered"].as_array().is_some_and(|lacks| lacks.contains(&"HTTP/1.1".into())), "{data}");
    let addr = data["url"].as_str().and_then(|url| url.strip_prefix("http://")?.strip_suffix('/')).expect("an address");
    assert!(TcpStream::connect(addr).is_err(), "the server is still there");
}

#[test]
#[ignore = "takes a minute: builds and probes the servers of three lessons"]
fn the_scoreboard_says_of_the_courses_servers_what_a_probe_says() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    toolbox().current_dir(root).args(["probe", "--scoreboard", "--check"]).assert().success();
}
