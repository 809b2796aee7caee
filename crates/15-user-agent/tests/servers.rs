//! The client beside servers that others wrote, and beside one on the library of lesson 14.
//!
//! nginx and python3 must be there on machines that check the course (`CI` is set); elsewhere the tests pass unmade
//! where they are not installed.

mod common;

use std::fs::{self, File};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime};

use common::{LESSON, check};
use harness::{Ended, Failure, Folder, Running, Verdict, deadline, expect, tool};
use predicates::prelude::*;
use responder::{Responder, Response, Settings, Stopper};

/// A server on a folder with some files.
struct Site {
    folder: Folder,
    /// `http://127.0.0.1:PORT`.
    origin: String,
    _server: Server,
}

/// What serves a site, for as long as it is kept.
enum Server {
    Other { _program: Running },
    Ours { _responder: Ours },
}

/// A server of lesson 14, in threads of this process.
struct Ours {
    addr: SocketAddr,
    stopper: Stopper,
    runs: Option<JoinHandle<io::Result<()>>>,
}

impl Ours {
    fn start(responder: Responder) -> Verdict<Self> {
        let settings = Settings { log: false, ..Settings::default() };
        let failed = |error| Failure::broken("cannot listen", &error);
        let server = responder.settings(settings).bind("127.0.0.1:0").map_err(failed)?;
        let (addr, stopper) = (server.local_addr().map_err(failed)?, server.stopper());
        Ok(Self { addr, stopper, runs: Some(thread::spawn(|| server.run())) })
    }
}

impl Drop for Ours {
    fn drop(&mut self) {
        self.stopper.stop();
        let _ = self.runs.take().map(JoinHandle::join);
    }
}

/// The content of /numbers.txt.
fn numbers() -> String {
    (0..30_000).flat_map(|number: u32| [number.to_string(), "\n".to_owned()]).collect()
}

fn files() -> Verdict<Folder> {
    let folder = Folder::new()?;
    folder.write("www/numbers.txt", numbers())?;
    folder.write("www/sub/index.html", "<p>sub</p>\n")?;
    // Old enough that the date counts as a strong validator.
    let file = File::options().append(true).open(folder.path().join("www/numbers.txt"));
    let aged = file.and_then(|file| file.set_modified(SystemTime::now() - Duration::from_hours(1)));
    aged.map_err(|error| Failure::broken("cannot date a file", &error))?;
    Ok(folder)
}

impl Site {
    fn asks(&self, args: &[&str], status: i32) -> Verdict<Ended> {
        let args =
            args.iter().map(|arg| if arg.starts_with('/') { format!("{}{arg}", self.origin) } else { (*arg).into() });
        LESSON.client().args(args).start()?.expect_end(status)
    }

    fn file(&self, end: &str) -> PathBuf {
        self.folder.path().join(format!("download{end}"))
    }

    fn downloads(&self, args: &[&str], status: i32) -> Verdict<Ended> {
        let path = self.file("").display().to_string();
        let url = format!("{}/numbers.txt", self.origin);
        LESSON.client().args([&url, "--output", &path]).args(args).start()?.expect_end(status)
    }

    /// Puts down what a download would have left that was cut off after so many octets of this version.
    fn keep(&self, octets: usize, validator: &str) -> Verdict {
        self.folder.write("download.part", &numbers()[..octets])?;
        let version = format!("Content-Location: {}/numbers.txt\r\n{validator}\r\n\r\n", self.origin);
        self.folder.write("download.part.version", version)
    }

    /// A line of the head of /numbers.txt: `ETag: "a"`.
    fn field(&self, name: &str) -> Verdict<String> {
        let head = self.asks(&["/numbers.txt", "--head"], 0)?;
        let head = String::from_utf8_lossy(&head.stdout).into_owned();
        Ok(head.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned())
    }

    /// The tag of /numbers.txt, as soon as the server trusts the date of the file.
    fn strong_tag(&self) -> Verdict<String> {
        let until = Instant::now() + 2 * deadline();
        loop {
            let tag = self.field("ETag")?;
            if tag.starts_with("ETag: \"") || Instant::now() > until {
                expect::that("a strong tag", tag.starts_with("ETag: \""), &tag)?;
                return Ok(tag);
            }
        }
    }

    /// What every server does alike.
    fn expect_the_usual(&self) -> Verdict {
        let twice = self.asks(&["/numbers.txt", "/numbers.txt", "-v"], 0)?;
        expect::same(twice.stdout, numbers() + &numbers())?;
        let head = self.asks(&["/numbers.txt", "--head"], 0)?;
        expect::contains(&head.stdout, " 200 OK\n")?;
        expect::contains(&head.stdout, &format!("Content-Length: {}\n", numbers().len()))?;
        expect::same(self.asks(&["/sub"], 0)?.stdout, "<p>sub</p>\n")?;
        let missing = self.asks(&["/nothing", "--fail", "-i"], 7)?;
        expect::contains(missing.stdout, " 404 ")?;
        self.downloads(&[], 0)?;
        expect::file(&self.file(""), Some(numbers().as_bytes()))
    }

    /// What was downloaded whole is not fetched again.
    fn expect_to_be_complete(&self) -> Verdict {
        self.downloads(&[], 0)?;
        let again = self.downloads(&["--continue", "-v"], 0)?;
        expect::contains(&again.stderr, "is complete already")?;
        expect::contains(&again.stderr, "< HTTP/1.1 416 ")?;
        expect::file(&self.file(""), Some(numbers().as_bytes()))
    }

    /// What is missing is asked for, and only that.
    fn expect_to_go_on(&self, validator: &str) -> Verdict {
        self.keep(100_000, validator)?;
        let ended = self.downloads(&["--continue", "-v"], 0)?;
        expect::contains(&ended.stderr, "< HTTP/1.1 206 ")?;
        expect::contains(&ended.stderr, &format!("< Content-Length: {}", numbers().len() - 100_000))?;
        expect::file(&self.file(""), Some(numbers().as_bytes()))?;
        expect::file(&self.file(".part"), None)
    }

    /// Another version, or none that the server can prove, starts over.
    fn expect_to_start_over(&self, validator: &str) -> Verdict {
        self.keep(100_000, validator)?;
        self.folder.write("download.part", vec![b'x'; 100_000])?;
        let ended = self.downloads(&["--continue"], 0)?;
        expect::contains(&ended.stderr, "starting over")?;
        expect::file(&self.file(""), Some(numbers().as_bytes()))?;
        expect::file(&self.file(".part.version"), None)
    }
}

fn nginx() -> Verdict<Option<Site>> {
    let Some(program) = tool("nginx")? else { return Ok(None) };
    let folder = files()?;
    // nginx cannot be told to take any free port and say which.
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let port = port.map_err(|error| Failure::broken("no free port", &error))?.port();
    let path = folder.path().display().to_string();
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let temporary = temporary.map(|name| format!("{name}_temp_path {path}/{name};\n")).concat();
    folder.write(
        "nginx.conf",
        format!(
            "daemon off; master_process off; pid {path}/nginx.pid; error_log stderr debug;\n\
             events {{ worker_connections 64; }}\n\
             http {{\n access_log off; {temporary} default_type text/plain; gzip on; gzip_types *; gzip_min_length 1;\n \
             server {{\n listen 127.0.0.1:{port}; root {path}/www; location = /away {{ return 301 /sub/; }}\n \
             location = /slow.txt {{ return 200 slow; }} }} }}\n"
        ),
    )?;
    let server = program.args(["-e", "stderr", "-c", &format!("{path}/nginx.conf"), "-p", &path]).start()?;
    // Written once the socket listens.
    server.expect_stderr_that(&predicate::str::contains("event method"))?;
    Ok(Some(Site { folder, origin: format!("http://127.0.0.1:{port}"), _server: Server::Other { _program: server } }))
}

#[test]
fn nginx_and_the_client_understand_each_other() -> Verdict {
    check("the client and nginx did not understand each other", "nginx serves a third of the web.", || {
        let Some(site) = nginx()? else { return Ok(()) };
        site.expect_the_usual()?;
        site.expect_to_be_complete()?;
        let twice = site.asks(&["/numbers.txt", "/sub/", "-v"], 0)?;
        expect::contains(twice.stderr, "* using the connection to")?;
        let zipped = site.asks(&["/numbers.txt", "--compressed", "-v"], 0)?;
        expect::contains(zipped.stderr, "< Content-Encoding: gzip")?;
        expect::same(zipped.stdout, numbers())?;
        expect::same(site.asks(&["/away"], 0)?.stdout, "<p>sub</p>\n")?;
        expect::contains(site.asks(&["/away", "--redirects", "0", "-i"], 0)?.stdout, "301 Moved Permanently\n")?;
        expect::contains(site.asks(&["/numbers.txt", "--data", "a=b", "-i"], 0)?.stdout, " 405 ")?;
        let part = site.asks(&["/numbers.txt", "--field", "Range: bytes=2-5", "-i"], 0)?;
        expect::contains(part.stdout, "Content-Range: bytes 2-5/168890\n")?;
        site.expect_to_go_on(&site.field("ETag")?)?;
        site.expect_to_start_over("ETag: \"other\"")?;
        site.expect_to_start_over("Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT")?;
        // More than the whole is kept: nginx answers 416.
        site.keep(100_000, &site.field("ETag")?)?;
        site.folder.write("download.part", vec![b'x'; 200_000])?;
        expect::contains(site.downloads(&["--continue", "-v"], 0)?.stderr, "< HTTP/1.1 416 ")?;
        expect::file(&site.file(""), Some(numbers().as_bytes()))
    })
}

#[test]
fn the_server_of_python_and_the_client_understand_each_other() -> Verdict {
    check("the client and Python's http.server did not understand each other", "It is on most machines.", || {
        for protocol in ["HTTP/1.0", "HTTP/1.1"] {
            let Some(python) = tool("python3")? else { return Ok(()) };
            let folder = files()?;
            let root = folder.path().join("www").display().to_string();
            let args =
                ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", &root, "--protocol", protocol];
            let server = python.args(args).start()?;
            let listens = predicate::str::contains(" port ").and(predicate::str::contains("http://"));
            let wait = || server.expect_stdout_that(&listens);
            // On a busy machine, Python takes its time to start.
            wait().or_else(|_| wait()).or_else(|_| wait()).or_else(|_| wait())?;
            let said = String::from_utf8_lossy(&server.stdout_so_far()).into_owned();
            let port = said.split(" port ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
            let site = Site {
                folder,
                origin: format!("http://127.0.0.1:{port}"),
                _server: Server::Other { _program: server },
            };
            site.expect_the_usual()?;
            // It sends no parts, so everything comes.
            site.expect_to_start_over(&site.field("Last-Modified")?)?;
            let kept = site.asks(&["/numbers.txt", "/sub/", "-v"], 0)?.stderr;
            let again = "* using the connection to";
            if protocol == "HTTP/1.1" { expect::contains(kept, again)? } else { expect::lacks(kept, again)? }
        }
        Ok(())
    })
}

#[test]
fn our_server_and_the_client_understand_each_other() -> Verdict {
    check("the client and our own server did not understand each other", "Both are of this course.", || {
        let folder = files()?;
        let files = Responder::new().folder("/", folder.path().join("www"));
        let ours = Ours::start(files.map_err(|error| Failure::broken("cannot serve a folder", &error))?)?;
        let origin = format!("http://{}", ours.addr);
        let numbers_file = folder.path().join("www/numbers.txt");
        let site = Site { folder, origin, _server: Server::Ours { _responder: ours } };
        site.expect_the_usual()?;
        site.expect_to_be_complete()?;
        expect::contains(site.asks(&["/numbers.txt", "/sub/", "-v"], 0)?.stderr, "* using the connection to")?;
        let zipped = site.asks(&["/numbers.txt", "--compressed", "-v"], 0)?;
        expect::contains(zipped.stderr, "< Content-Encoding: gzip")?;
        expect::same(zipped.stdout, numbers())?;
        let (tag, date) = (site.strong_tag()?, site.field("Last-Modified")?);
        site.expect_to_go_on(&tag)?;
        site.expect_to_start_over("ETag: \"other\"")?;
        // A part by its date is not joined: the response names a tag, and the date is kept only where there is none.
        site.keep(100_000, &date)?;
        site.downloads(&["--continue"], 0)?;
        expect::file(&site.file(""), Some(numbers().as_bytes()))?;
        // The file changes between the two halves of a download.
        site.keep(100_000, &tag)?;
        let changed = numbers().replace('7', "8");
        fs::write(&numbers_file, &changed).map_err(|error| Failure::broken("cannot change a file", &error))?;
        expect::contains(site.downloads(&["--continue"], 0)?.stderr, "starting over")?;
        expect::file(&site.file(""), Some(changed.as_bytes()))
    })
}

#[test]
fn our_server_takes_what_the_client_sends() -> Verdict {
    check("content did not come back as it went out", "What is echoed shows what arrived.", || {
        let server = Ours::start(Responder::new().post("/echo", |request| {
            let content = request.content();
            Ok(Response::reading("text/plain", content, content.length()))
        }))?;
        let folder = Folder::new()?;
        folder.write("data", numbers())?;
        let url = format!("http://{}/echo", server.addr);
        let data = format!("@{}", folder.path().join("data").display());
        for more in [&[][..], &["--chunked"], &["--chunked", "--compressed"]] {
            let client = LESSON.client().args([&url, &url, "--data", &data]).args(more).start()?;
            expect::same(client.expect_end(0)?.stdout, numbers() + &numbers())?;
        }
        Ok(())
    })
}
