//! The book at its address: by the course's own server and by another program, while its sources change.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use assert_cmd::cargo::CommandCargoExt as _;
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// A book of one chapter, which includes a file from elsewhere.
fn book() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "book/book.toml", "[book]\ntitle = \"A book\"\n");
    write(&folder, "book/src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n");
    write(&folder, "book/src/one.md", "# One\n\n{{#include ../../included.txt}}\n");
    write(&folder, "included.txt", "first");
    folder
}

fn write(folder: &TempDir, name: &str, text: &str) {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("book").unwrap();
    command.args(arguments).args(["--source", "book", "--dest", "pages"]).current_dir(folder);
    // Nobody opens a browser here.
    command.env("BROWSER", "").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("WSL_DISTRO_NAME");
    command
}

/// A book that is being served; it ends with this.
struct Served {
    child: Child,
    said: BufReader<ChildStderr>,
    addr: String,
}

impl Served {
    fn start(folder: &TempDir, arguments: &[&str]) -> Self {
        let arguments = [&["book", "--addr", "127.0.0.1:0"], arguments].concat();
        let mut child = command(folder.path(), &arguments).stderr(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(child.stderr.take().unwrap());
        let mut served = Self { child, said, addr: String::new() };
        let line = served.line();
        line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("{line}")).clone_into(&mut served.addr);
        served
    }

    /// The next line that it says.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        line
    }

    /// A response, as far as it comes.
    fn ask(&self, path: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(&self.addr).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.addr).unwrap();
        BufReader::new(stream)
    }

    /// The whole response.
    fn page(&self, path: &str) -> String {
        let mut page = String::new();
        self.ask(path).read_to_string(&mut page).unwrap();
        page
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What comes after the head.
fn content(response: &str) -> &str {
    response.split_once("\r\n\r\n").expect("a head").1
}

/// The version of the next event.
fn event(stream: &mut impl BufRead) -> u128 {
    let data = stream.lines().map(Result::unwrap).find_map(|line| line.strip_prefix("data: ")?.parse().ok());
    data.expect("an event")
}

#[test]
fn the_book_is_served_as_it_was_built() {
    let folder = book();
    let mut served = Served::start(&folder, &["--no-open"]);
    assert_eq!(served.line(), format!("the book: http://{}/\n", served.addr));
    let page = served.page("/one.html");
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n") && page.contains("first") && !page.contains("EventSource"));
    assert!(served.page("/").contains("first"));
    assert!(served.page("/nothing.html").starts_with("HTTP/1.1 404 "));
    assert!(served.page("/-/changes").starts_with("HTTP/1.1 404 "));
}

#[test]
fn every_page_that_is_open_hears_of_a_change_and_of_a_broken_book_only_the_terminal() {
    let folder = book();
    let mut served = Served::start(&folder, &["--watch"]);
    served.line();
    assert!(served.line().contains("watched"));
    assert!(served.page("/one.html").contains("new EventSource(\"/-/changes\")"));
    let mut tabs = [served.ask("/-/changes"), served.ask("/-/changes")];
    let first = tabs.each_mut().map(event);
    assert_eq!(first[0], first[1]);

    write(&folder, "included.txt", "the second");
    let second = tabs.each_mut().map(event);
    assert!(second[0] > first[0] && second[0] == second[1], "{first:?} {second:?}");
    assert!(served.line().starts_with("built again in "));
    let page = served.page("/one.html");
    assert!(page.contains("the second") && page.contains(&format!("version = {};", second[0])));

    fs::remove_file(folder.path().join("included.txt")).unwrap();
    assert!(served.line().contains("does not build"));
    assert!(served.line().contains("included.txt"));
    while served.line() != "the pages stay as they were\n" {}
    assert_eq!(content(&served.page("/one.html")), content(&page));

    write(&folder, "included.txt", "a third one");
    let third = tabs.each_mut().map(event);
    assert!(third[0] > second[0]);
    assert!(served.page("/one.html").contains("a third one"));
}

#[test]
fn what_is_wrong_is_said_in_a_line_with_what_to_try() {
    let folder = book();
    let served = Served::start(&folder, &["--no-open"]);
    let run = |arguments: &[&str]| assert_cmd::Command::from_std(command(folder.path(), arguments)).assert();
    run(&["book", "--no-open", "--addr", &served.addr])
        .code(1)
        .stderr(contains("error: cannot listen on").and(contains("--addr 127.0.0.1:0")));
    run(&["book", "--port"]).code(2).stderr(contains("--port"));
    let elsewhere = tempfile::tempdir().unwrap();
    assert_cmd::Command::from_std(command(elsewhere.path(), &["build"]))
        .assert()
        .code(1)
        .stderr("error: there is no book in book: it has no book.toml\n");
    fs::remove_file(folder.path().join("included.txt")).unwrap();
    run(&["build"]).code(1).stderr(contains("does not build").and(contains("included.txt")));
    run(&["book", "--no-open", "--addr", "127.0.0.1:0"]).code(1).stderr(contains("included.txt"));
    write(&folder, "included.txt", "<b>not closed\n");
    run(&["build"]).code(1).stderr(contains("mdBook warns"));
}

#[cfg(unix)]
mod interrupted {
    use super::*;
    use rustix::process::{Pid, Signal, kill_process};
    use std::os::unix::fs::PermissionsExt;

    /// Interrupts it, and returns its exit status.
    fn end(served: &mut Served) -> Option<i32> {
        kill_process(Pid::from_child(&served.child), Signal::INT).unwrap();
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = served.child.try_wait().unwrap() {
                return status.code();
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("it does not end");
    }

    #[test]
    fn an_interrupt_ends_it_with_the_streams_of_all_pages() {
        let folder = book();
        let mut served = Served::start(&folder, &["--watch", "--no-open"]);
        let mut tab = served.ask("/-/changes");
        event(&mut tab);
        let start = Instant::now();
        assert_eq!(end(&mut served), Some(0));
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
        let mut rest = String::new();
        tab.read_to_string(&mut rest).unwrap();
        assert!(rest.ends_with("0\r\n\r\n"), "{rest:?}");
    }

    /// A program that takes the place of the learner's server.
    fn server(folder: &TempDir, script: &str) -> String {
        write(folder, "server", &format!("#!/bin/sh\n{script}\n"));
        let path = folder.path().join("server");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path.display().to_string()
    }

    #[test]
    fn another_server_gets_the_pages_and_is_ended_with_it() {
        let folder = book();
        let script = "echo listening on 127.0.0.1:9 >&2; trap 'touch ended; exit 0' INT; test -e \"$2/one.html\" && echo \"$1 $3 $4\" >&2; while kill -0 $PPID; do sleep 0.1; done";
        let program = server(&folder, script);
        let mut served = Served::start(&folder, &["--watch", "--no-open", "--server", &program]);
        let lines: Vec<String> = (0..4).map(|_| served.line()).collect();
        for line in ["the book: http://127.0.0.1:9/\n", "--root --addr 127.0.0.1:0\n"] {
            assert!(lines.iter().any(|said| said == line), "{lines:?}");
        }
        assert!(lines.iter().any(|said| said.contains("reload them yourself")), "{lines:?}");
        assert_eq!(end(&mut served), Some(0));
        assert!(folder.path().join("ended").exists());
    }

    #[test]
    fn another_server_that_fails_is_said_to() {
        let folder = book();
        let program = server(&folder, "echo error: cannot listen >&2; exit 1");
        let arguments = ["book", "--no-open", "--server", &program];
        assert_cmd::Command::from_std(command(folder.path(), &arguments))
            .assert()
            .code(1)
            .stderr(contains("error: cannot listen\n").and(contains("your server has ended")));
    }
}
