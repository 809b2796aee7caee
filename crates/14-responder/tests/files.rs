//! The server program as a server of files: its options, its log, and what it does when its folder changes.

use std::fs;

use harness::{Folder as Scratch, Program, Reply, Server, Verdict};
use predicates::prelude::*;

fn program() -> Program {
    Program::new(env!("CARGO_BIN_EXE_responder-server"))
}

fn serve(scratch: &Scratch, options: &[&str]) -> Verdict<Server> {
    program().arg("--root").arg(scratch.path().join("root")).args(options).listen()
}

fn ask(server: &Server, method: &str, path: &str, lines: &str) -> Verdict<Reply> {
    let mut client = server.connect()?;
    client.send(format!("{method} {path} HTTP/1.1\r\nHost: a\r\n{lines}\r\n"))?;
    client.reply(method)
}

fn get(server: &Server, path: &str) -> Verdict<Reply> {
    ask(server, "GET", path, "")
}

fn scratch(names: &[&str]) -> Scratch {
    let scratch = Scratch::new().expect("a folder");
    for name in names {
        scratch.write(name, name.as_bytes()).expect("a file");
    }
    scratch
}

#[test]
fn a_folder_is_listed_unless_it_must_not_be() -> Verdict {
    let scratch = scratch(&["root/a&b.txt", "root/sub/c", "root/.hidden"]);
    let server = serve(&scratch, &[])?;
    let list = get(&server, "/")?;
    list.expect_status(200)?;
    let page = String::from_utf8_lossy(&list.content).into_owned();
    list.expect("a link to each file", page.contains(r#"<a href="sub/">"#) && page.contains(r#""a%26b.txt""#))?;
    list.expect("names as text", page.contains("a&amp;b.txt") && !page.contains("hidden"))?;
    let head = ask(&server, "HEAD", "/", "")?;
    head.expect("the length of the list", head.field("Content-Length") == list.field("Content-Length"))?;
    let options = ask(&server, "OPTIONS", "/sub/", "")?;
    options.expect("the methods of a folder", options.field("Allow") == Some("GET, HEAD, OPTIONS"))?;
    ask(&server, "DELETE", "/sub/", "")?.expect_status(405)?;

    let server = serve(&scratch, &["--no-listing"])?;
    get(&server, "/")?.expect_status(404)?;
    server.expect_stderr_that(&predicate::str::contains("folders are not listed"))?;
    get(&server, "/sub/c")?.expect_status(200)
}

/// proves: 9110-15.4.5-fields
#[test]
fn caches_are_told_what_they_may_do() -> Verdict {
    let scratch = scratch(&["root/file"]);
    for (options, expected) in
        [(&[][..], "no-cache"), (&["--cache-control", "public, max-age=60"], "public, max-age=60")]
    {
        let server = serve(&scratch, options)?;
        let whole = get(&server, "/file")?;
        whole.expect(expected, whole.field("Cache-Control") == Some(expected))?;
        let tag = whole.field("ETag").unwrap_or_default().to_owned();
        for (lines, status) in [("Range: bytes=0-1\r\n".to_owned(), 206), (format!("If-None-Match: {tag}\r\n"), 304)] {
            let reply = ask(&server, "GET", "/file", &lines)?;
            reply.expect_status(status)?;
            reply.expect(expected, reply.field("Cache-Control") == Some(expected))?;
        }
    }
    let (directives, seconds) = ("write directives with commas between them", "write a time as a number of seconds");
    for (value, advice) in [
        ("", directives),
        ("no cache", directives),
        ("a\nb: c", directives),
        ("max-age", seconds),
        ("public, max-age=1h", seconds),
    ] {
        let root = scratch.path().join("root");
        let refused = program().args(["--addr", "127.0.0.1:0", "--cache-control", value]).arg("--root").arg(root);
        let refused = refused.start()?;
        refused.expect_stderr_that(&predicate::str::contains(advice))?;
        refused.expect_end(2)?;
    }
    for option in [&["--no-listing"][..], &["--cache-control", "no-store"]] {
        program().args(option).start()?.expect_end(2)?;
    }
    Ok(())
}

#[test]
fn a_folder_that_is_built_anew_is_shown_anew() -> Verdict {
    let scratch = scratch(&["root/file"]);
    let root = scratch.path().join("root");
    let server = serve(&scratch, &[])?;
    let mut client = server.connect()?;
    let mut ask = |status: u16| -> Verdict<Reply> {
        client.send("GET /file HTTP/1.1\r\nHost: a\r\n\r\n")?;
        let reply = client.reply("GET")?;
        reply.expect_status(status).map(|()| reply)
    };
    ask(200)?;
    for content in ["second", "third"] {
        fs::remove_dir_all(&root).expect("nobody holds it");
        let gone = ask(503)?;
        gone.expect("when to come again", gone.field("Retry-After") == Some("1"))?;
        scratch.write("root/file", content).expect("a file");
        let reply = ask(200)?;
        reply.expect("the new file", reply.content == content.as_bytes())?;
    }
    server.expect_stderr_that(&predicate::str::contains(" 503 ").and(predicate::str::contains("the root cannot be")))
}

/// A working directory can be removed and made again as well.
#[cfg(unix)]
#[test]
fn a_root_that_is_relative_is_followed_too() -> Verdict {
    let scratch = scratch(&["root/file"]);
    let root = scratch.path().join("root");
    let started = ["-c", "cd \"$1\" && shift && exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_responder-server")];
    let server = Program::new("sh").args(started).arg(&root).args(["--root", "."]).listen()?;
    get(&server, "/file")?.expect_status(200)?;
    fs::remove_dir_all(&root).expect("nobody holds it");
    scratch.write("root/file", "anew").expect("a file");
    let reply = get(&server, "/file")?;
    reply.expect("the new file", reply.content == b"anew")
}

/// What a client must not know, whoever runs the server must.
#[cfg(unix)]
#[test]
fn the_log_says_why_a_file_is_not_sent() -> Verdict {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let scratch = scratch(&["secret", "root/.env", "root/closed"]);
    let root = scratch.path().join("root");
    symlink("../secret", root.join("out")).expect("a link");
    let made = std::process::Command::new("mkfifo").arg(root.join("pipe")).status();
    assert!(made.is_ok_and(|status| status.success()));
    fs::set_permissions(root.join("closed"), fs::Permissions::from_mode(0o000)).expect("permissions");
    let server = serve(&scratch, &[])?;
    for (path, reason) in [
        ("/.env", "names that begin with a period are hidden"),
        ("/out", "a symbolic link leads out of the root"),
        ("/pipe", "it is a pipe, a socket, a device, or without a known end"),
        ("/a%5cb", "the path holds what no file here can be named"),
        ("/none", "there is no such file"),
    ] {
        let reply = get(&server, path)?;
        reply.expect_status(404)?;
        let page = String::from_utf8_lossy(&reply.content).into_owned();
        reply.expect("a page that does not say why", !page.contains(reason))?;
        let asked = predicate::str::contains(format!("\"GET {path} HTTP/1.1\" 404 "));
        server.expect_stderr_that(&asked.and(predicate::str::contains(format!(": {reason}\n"))))?;
    }
    // Some users may read everything.
    if fs::File::open(root.join("closed")).is_err() {
        get(&server, "/closed")?.expect_status(403)?;
        server.expect_stderr_that(&predicate::str::contains(": it cannot be read: "))?;
    }
    Ok(())
}
