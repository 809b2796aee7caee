//! `cargo course wire`, as one runs it.

mod browser;
mod lesson;
mod packets;
mod page;
mod passing;
mod proxy;
mod replay;

use std::fs;
use std::path::PathBuf;

use predicates::prelude::*;
use predicates::str::contains;

use proxy::{Proxy, toolbox};

/// A recording of one exchange, whose response breaks a rule.
const RECORDING: &str = concat!(
    r#"{"recording":"cargo course wire","version":1,"began":1700000000000000}"#,
    "\n",
    r#"{"at":0,"connection":1,"is":"open","client":"127.0.0.1:50000","server":"127.0.0.1:12345"}"#,
    "\n",
    r#"{"at":410,"connection":1,"from":"client","is":"data","octets":"GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: b\r\n\r\n"}"#,
    "\n",
    r#"{"at":950,"connection":1,"from":"server","is":"data","octets":"HTTP/1.1 200 OK\nX: </script><b>\u00ff\r\n\r\n"}"#,
    "\n",
    r#"{"at":1200,"connection":1,"from":"server","is":"end"}"#,
    "\n",
    r#"{"at":1300,"connection":1,"from":"client","is":"reset"}"#,
    "\n",
);

/// A file of that name with this text, in a folder that goes with the value.
fn file(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, text).expect("a file");
    (folder, path)
}

#[test]
fn the_help_names_each_way_to_use_it() {
    toolbox().args(["wire", "--help"]).assert().success().stdout(
        contains("cargo course wire [OPTIONS] LISTEN TO")
            .and(contains("cargo course wire show FILE"))
            .and(contains("--record <FILE>"))
            .and(predicate::function(|text: &str| text.lines().all(|line| line.chars().count() <= 100))),
    );
}

#[test]
fn a_recording_is_shown_again() {
    let (_folder, path) = file("recording", RECORDING);
    let shown = "            HTTP/1.1 200 OK␊                                     status line\n";
    let fault = "            ✗ server at offset 15: a line of a head ends with LF without CR\n";
    let sum = "1 connection, 1 reset\n  → 42 octets in 1 piece\n  ← 36 octets in 1 piece\n";
    toolbox()
        .args(["wire", "show"])
        .arg(&path)
        .assert()
        .success()
        .stdout(contains(shown).and(contains(fault)).and(contains(sum)).and(contains("\x1b").not()));
    toolbox()
        .args(["wire", "show", "--color", "always"])
        .arg(&path)
        .assert()
        .success()
        .stdout(contains("\x1b[1m\x1b[36m→ client sends 42 octets\x1b[0m"));
}

/// On a terminal: `script` gives one.
#[test]
#[cfg(target_os = "linux")]
fn there_are_colours_on_a_terminal_unless_no_color_is_set() {
    let (_folder, path) = file("recording", RECORDING);
    let command = format!("{} wire show {}", env!("CARGO_BIN_EXE_toolbox"), path.display());
    let shown = |no_color: Option<&str>| {
        let mut script = std::process::Command::new("script");
        script.args(["--quiet", "--return", "--command", &command, "/dev/null"]).env("TERM", "xterm");
        script.env_remove("NO_COLOR").env_remove("COLUMNS");
        if let Some(value) = no_color {
            script.env("NO_COLOR", value);
        }
        let output = script.output().expect("script, which every Debian has");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(shown(None).contains("\x1b["));
    assert!(shown(Some("")).contains("\x1b["));
    let plain = shown(Some("1"));
    assert!(plain.contains("request line") && !plain.contains('\x1b'), "{plain}");
}

#[test]
fn what_is_no_recording_is_refused() {
    let (_folder, path) = file("page.html", "<html>\n");
    toolbox()
        .args(["wire", "show"])
        .arg(&path)
        .assert()
        .code(2)
        .stderr(contains("error: ").and(contains("page.html is no recording")));
    toolbox().args(["wire", "show", "no-such-file"]).assert().code(2).stderr(contains("cannot open no-such-file"));
}

#[test]
fn addresses_are_checked_before_anything_begins() {
    for (arguments, wrong) in [
        (["8080", "http://127.0.0.1:80/"], "this is a URL"),
        (["localhost", "80"], "no port"),
        (["::1:80", "80"], "in brackets"),
        (["0", "127.0.0.1:70000"], "is no port"),
    ] {
        toolbox().arg("wire").args(arguments).assert().code(2).stderr(contains(wrong));
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let addr = taken.local_addr().expect("its address").to_string();
    toolbox().args(["wire", &addr, "1"]).assert().code(2).stderr(contains(format!("error: cannot listen on {addr}")));
    drop(taken);
    toolbox().args(["wire", &addr, &addr]).assert().code(2).stderr(contains("it would connect to itself"));
}

#[test]
fn a_recording_that_cannot_be_written_is_said_at_once() {
    toolbox()
        .args(["wire", "0", "1", "--record", "no-such-folder/x"])
        .assert()
        .code(2)
        .stderr(contains("cannot record in no-such-folder/x"));
}

#[test]
fn the_recording_of_a_proxy_has_what_was_shown() {
    use std::io::{Read as _, Write as _};

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("recording");
    let server = passing::server(|mut stream| {
        let mut head = [0; 29];
        stream.read_exact(&mut head).expect("a request");
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").expect("it is sent");
    });
    let proxy = Proxy::to(server, &["--connections", "1", "--record", path.to_str().expect("a path")]);
    let mut client = proxy.connect();
    client.write_all(b"GET / HTTP/1.1\r\nHost: a.b\r\n\r\n").expect("it is sent");
    let mut response = String::new();
    client.read_to_string(&mut response).expect("a response");
    drop(client);
    assert_eq!(response, "HTTP/1.1 204 No Content\r\n\r\n");
    let live = proxy.ended();
    let sum = live.find("1 connection in").expect("a sum");
    assert!(live.contains("└ the response ends here: a response with 204 has no content"), "{live}");
    let shown = toolbox().args(["wire", "show"]).arg(&path).output().expect("it runs");
    let shown = String::from_utf8(shown.stdout).expect("UTF-8");
    assert_eq!(shown[..sum], live[..sum]);
}
