//! The server and clients that others wrote: curl, wget, Python, Node and Chromium.
//!
//! All that the server sends them goes through a tap, and is checked there. curl, python3 and Chromium must be there on
//! machines that check the course (`CI` is set); where a client is not installed, its tests pass unmade.

#[path = "../client_common/mod.rs"]
mod client_common;
mod tap;

use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use client_common::{LESSON, expect, expect_contains, expect_file, expect_lacks, expect_same};
use harness::{Failure, Folder, Program, Server, Teach, Verdict, tool};
use tap::Tap;

/// How long a client may take; it has seconds of its own on a busy machine.
const PATIENCE: Duration = Duration::from_secs(25);

/// Runs one test.
fn check(wrong: &'static str, why: &'static str, body: impl FnOnce() -> Verdict) -> Verdict {
    LESSON.check(Teach { wrong, why, book: "Run" }, body)
}

/// A server that clients reach through a tap.
struct Site {
    tap: Tap,
    folder: Folder,
    _server: Server,
}

impl Site {
    /// The pages that are built in.
    fn pages() -> Verdict<Self> {
        let server = LESSON.server().listen()?;
        Ok(Self { tap: Tap::on(server.addr())?, folder: Folder::new()?, _server: server })
    }

    /// The folder `www` within `folder`.
    fn folder(folder: Folder) -> Verdict<Self> {
        let server = LESSON.server().arg("--root").arg(folder.path().join("www")).listen()?;
        Ok(Self { tap: Tap::on(server.addr())?, folder, _server: server })
    }

    /// Some files.
    fn files() -> Verdict<Self> {
        let folder = Folder::new()?;
        folder.write("www/index.html", "<p><a href=\"sub/\">sub</a> <a href=\"numbers.txt\">numbers</a></p>\n")?;
        folder.write("www/numbers.txt", numbers())?;
        folder.write("www/sub/index.html", "<p><a href=\"deep/page.html\">page</a></p>\n")?;
        folder.write("www/sub/deep/page.html", "<p><a href=\"../../\">up</a></p>\n")?;
        // Old enough that the date counts as a strong validator.
        for name in ["index.html", "numbers.txt", "sub/index.html", "sub/deep/page.html"] {
            let file = File::options().append(true).open(folder.path().join("www").join(name));
            let aged = file.and_then(|file| file.set_modified(SystemTime::now() - Duration::from_hours(1)));
            aged.map_err(|error| Failure::broken("cannot date a file", &error))?;
        }
        Self::folder(folder)
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.tap.addr)
    }

    /// A path in the test's folder.
    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What curl prints that is given these arguments; those that begin with `/` are paths on the server, and behind `@`
    /// is the name of a file of the test.
    fn curl(&self, args: &[&str]) -> Verdict<Vec<u8>> {
        self.curl_fed(args, "")
    }

    /// The same with something on its standard input.
    fn curl_fed(&self, args: &[&str], input: &str) -> Verdict<Vec<u8>> {
        let curl = tool("curl")?.map(|curl| curl.args(["-sS", "--noproxy", "*", "--max-time", "20"]));
        let Some(curl) = curl else { return Ok(Vec::new()) };
        let args = args.iter().map(|arg| match arg.as_bytes() {
            [b'/', ..] => self.url(arg),
            [b'@', b'@', ..] => format!("@{}", self.file(&arg[2..]).display()),
            [b'@', ..] => self.file(&arg[1..]).display().to_string(),
            _ => (*arg).to_owned(),
        });
        ends(curl.args(args).stdin(std::io::Cursor::new(input.to_owned())))
    }
}

/// The content of /numbers.txt.
fn numbers() -> String {
    (0..30_000).flat_map(|number: u32| [number.to_string(), "\n".to_owned()]).collect()
}

/// What a program prints that ends well.
fn ends(program: Program) -> Verdict<Vec<u8>> {
    let Some(ended) = program.start()?.wait_end(PATIENCE)? else {
        return Err(Failure::no_answer().row("expected", "the client ends"));
    };
    let stderr = String::from_utf8_lossy(&ended.stderr).into_owned();
    let status = format!("exit status {:?}", ended.status);
    match ended.status {
        Some(0) => Ok(ended.stdout),
        _ => Err(Failure::wrong().row("expected", "the client ends well").row("came", status).row("stderr", stderr)),
    }
}

/// A client that a machine that checks the course need not have.
fn optional(name: &str) -> Option<Program> {
    let found = tool(name).ok().flatten();
    if found.is_none() {
        eprintln!("skipped: {name} is not installed");
    }
    found
}

/// Whether the client is there that is tested next.
fn there(name: &str) -> Verdict<bool> {
    let found = tool(name)?.is_some();
    if !found {
        eprintln!("skipped: {name} is not installed");
    }
    Ok(found)
}

#[test]
fn curl_reads_a_folder_on_one_connection() -> Verdict {
    check("curl did not get what it asked for", "curl is the client by which others are judged.", || {
        if !there("curl")? {
            return Ok(());
        }
        let site = Site::files()?;
        let came = site.curl(&["-L", "/sub", "/", "/numbers.txt"])?;
        let pages = ["sub/index.html", "index.html", "numbers.txt"];
        let pages = pages.map(|name| fs::read_to_string(site.file("www").join(name)).unwrap_or_default());
        expect_same(came, pages.concat())?;
        let talk = site.tap.talk()?;
        expect_contains(&talk.received, "HTTP/1.1 301 Moved Permanently\r\n")?;
        expect_contains(&talk.sent, "GET /sub/ HTTP/1.1\r\n")?;

        // A head, and that the next answer begins where it ends.
        let heads = site.curl(&["-I", "/numbers.txt", "/nothing", "/numbers.txt"])?;
        let heads = String::from_utf8_lossy(&heads).into_owned();
        expect("two lengths of /numbers.txt", heads.matches("Content-Length: 168890\r\n").count() == 2, &heads)?;
        expect_contains(&heads, "HTTP/1.1 404 Not Found\r\n")?;
        expect_same(site.tap.talk()?.received, heads)?;

        let came = site.curl(&["--compressed", "/numbers.txt"])?;
        expect_same(came, numbers())?;
        expect_contains(site.tap.talk()?.received, "\r\nContent-Encoding: gzip\r\n")?;

        expect_same(site.curl(&["--http1.0", "/numbers.txt"])?, numbers())?;
        expect_contains(site.tap.talk()?.received, "\r\nConnection: close\r\n")
    })
}

#[test]
fn curl_asks_for_parts_and_goes_on_with_a_download() -> Verdict {
    check("curl did not get the part that it asked for", "Downloads that break off go on with ranges.", || {
        if !there("curl")? {
            return Ok(());
        }
        let site = Site::files()?;
        expect_same(site.curl(&["-r", "10-19", "/numbers.txt", "-r", "10-19"])?, &numbers()[10..20])?;
        expect_same(site.curl(&["-r", "-7", "/numbers.txt"])?, &numbers()[168_883..])?;
        let parts = String::from_utf8_lossy(&site.curl(&["-r", "0-3,10-19", "/numbers.txt"])?).into_owned();
        expect_contains(&parts, "Content-Range: bytes 0-3/168890\r\n\r\n0\n1\n\r\n--")?;
        expect_contains(&parts, &format!("Content-Range: bytes 10-19/168890\r\n\r\n{}\r\n--", &numbers()[10..20]))?;
        let nothing = site.curl(&["-r", "168890-", "/numbers.txt", "-o", "@none", "-w", "%{http_code}"])?;
        expect_same(nothing, "416")?;
        site.tap.talks()?;

        site.folder.write("download", &numbers()[..100_000])?;
        site.curl(&["-C", "-", "-o", "@download", "/numbers.txt"])?;
        expect_file(&site.file("download"), Some(numbers().as_bytes()))?;
        let talk = site.tap.talk()?;
        expect_contains(&talk.received, "HTTP/1.1 206 Partial Content\r\n")?;
        expect_contains(&talk.received, "\r\nContent-Range: bytes 100000-168889/168890\r\n")
    })
}

#[test]
fn curl_does_not_fetch_again_what_it_has() -> Verdict {
    check("curl fetched again what had not changed", "304 spares everybody the content.", || {
        if !there("curl")? {
            return Ok(());
        }
        let site = Site::files()?;
        let status = |args: &[&str]| site.curl(&[&["-w", "%{http_code}", "/numbers.txt"], args].concat());
        expect_same(status(&["-R", "-o", "@kept", "--etag-save", "@tag"])?, "200")?;
        expect_same(status(&["-o", "@none", "--etag-compare", "@tag"])?, "304")?;
        expect_same(status(&["-o", "@none", "-z", "@kept"])?, "304")?;
        expect_same(status(&["-o", "@none", "-z", "1994-11-06 08:49:37 GMT"])?, "200")?;
        expect_file(&site.file("kept"), Some(numbers().as_bytes()))?;
        site.tap.talks().map(drop)
    })
}

#[test]
fn curl_sends_content_of_every_kind() -> Verdict {
    check("what curl sent did not come back", "What is echoed shows what arrived.", || {
        if !there("curl")? {
            return Ok(());
        }
        let site = Site::pages()?;
        let sent = numbers();
        site.folder.write("numbers", &sent)?;

        // In chunks, from a pipe.
        expect_same(site.curl_fed(&["-T", "-", "-X", "POST", "/echo"], &sent)?, &sent)?;
        expect_contains(site.tap.talk()?.sent, "\r\nTransfer-Encoding: chunked\r\n")?;
        // The same twice on one connection, with its length.
        let twice = ["--data-binary", "@@numbers", "/echo", "/echo"];
        expect_same(site.curl(&twice)?, sent.repeat(2))?;
        site.tap.talk()?;
        // It waits for 100 (Continue), and sends nothing where the answer comes at once.
        let waits = ["-H", "Expect: 100-continue", "--expect100-timeout", "20", "--data-binary", "@@numbers"];
        expect_same(site.curl(&[&waits[..], &["/echo"]].concat())?, &sent)?;
        let talk = site.tap.talk()?;
        expect(
            "100 (Continue) comes first",
            talk.received.starts_with("HTTP/1.1 100 Continue\r\n\r\n"),
            &talk.received,
        )?;
        expect_contains(site.curl(&[&waits[..], &["-X", "PUT", "/form"]].concat())?, "PUT is not allowed here")?;
        let talk = site.tap.talk()?;
        expect_lacks(&talk.received, "100 Continue")?;
        expect("no content is sent", talk.sent.ends_with("\r\n\r\n"), &talk.sent)?;

        let form = site.curl(&["--data-urlencode", "name=<Jörg> & Co", "/form"])?;
        expect_contains(form, "<dd>&lt;Jörg&gt; &amp; Co</dd>")?;
        let options = site.curl(&["-i", "-X", "OPTIONS", "--request-target", "*", "/"])?;
        expect_contains(options, "\r\nAllow: GET, HEAD, OPTIONS, POST\r\n")?;
        site.tap.talks().map(drop)
    })
}

#[test]
fn wget_copies_a_folder_and_goes_on_with_a_download() -> Verdict {
    check("wget did not get what it asked for", "wget copies whole sites.", || {
        let wget = |site: &Site, args: &[&str]| {
            let Some(wget) = optional("wget") else { return Ok(None) };
            let prefix = site.file("copy").display().to_string();
            let usual = ["-nv", "--no-proxy", "-e", "robots=off", "-nH", "--tries=1", "--timeout=20", "-P", &prefix];
            ends(wget.args(usual).args(args)).map(Some)
        };
        let site = Site::files()?;
        if wget(&site, &["-r", "-N", &site.url("/")])?.is_none() {
            return Ok(());
        }
        for name in ["index.html", "numbers.txt", "sub/index.html", "sub/deep/page.html"] {
            let original = fs::read(site.file("www").join(name)).ok();
            expect_file(&site.file("copy").join(name), original.as_deref())?;
        }
        site.tap.talk()?;

        // Nothing has changed.
        wget(&site, &["-N", &site.url("/numbers.txt")])?;
        let talk = site.tap.talk()?;
        expect_contains(&talk.received, "HTTP/1.1 304 Not Modified\r\n")?;

        site.folder.write("copy/numbers.txt", &numbers()[..100_000])?;
        wget(&site, &["-c", &site.url("/numbers.txt")])?;
        expect_file(&site.file("copy/numbers.txt"), Some(numbers().as_bytes()))?;
        let talk = site.tap.talk()?;
        expect_contains(&talk.received, "\r\nContent-Range: bytes 100000-168889/168890\r\n")?;
        // There is no more of it, and that is no failure.
        wget(&site, &["-c", &site.url("/numbers.txt")])?;
        expect_contains(site.tap.talk()?.received, "\r\nContent-Range: bytes */168890\r\n")
    })
}

/// Two servers and one client that asks both, on one connection each.
fn expect_a_script_to_end_well(client: Program, before: &[&str]) -> Verdict {
    let (pages, folder) = (Site::pages()?, Site::files()?);
    let addrs = [&pages, &folder].map(|site| site.tap.addr.to_string());
    ends(client.args(before).args(&addrs))?;
    for site in [pages, folder] {
        site.tap.talk()?;
    }
    Ok(())
}

#[test]
fn python_keeps_its_connections() -> Verdict {
    check("Python's http.client did not get what it asked for", "Many programs ask with it.", || {
        if !there("python3")? {
            return Ok(());
        }
        let Some(python) = tool("python3")? else { return Ok(()) };
        expect_a_script_to_end_well(python, &["-I", "-c", include_str!("python.py")])
    })
}

#[test]
fn node_keeps_its_connections() -> Verdict {
    check("Node's http did not get what it asked for", "Its parser refuses what others let pass.", || {
        let Some(node) = optional("node") else { return Ok(()) };
        expect_a_script_to_end_well(node, &["-e", include_str!("node.js")])
    })
}
