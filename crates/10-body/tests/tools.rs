//! The server with curl and Chromium, and with the client of this lesson.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test reads sockets and clocks, the library does not"
)]

use std::fs;
use std::io;
use std::path::PathBuf;
use std::process;
use std::time::Duration;

use harness::{Failure, Lesson, Pattern, PatternCheck, Server, Teach, Verdict, tool};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!().with_time(Duration::from_mins(2), "programs that others wrote");

const TEACH: Teach = Teach {
    wrong: "the server and another program do not understand each other",
    why: "HTTP is what all its programs make of it.",
    book: "What the programs do",
};

/// A file of the test's own, removed in the end.
struct TestFile(PathBuf);

impl TestFile {
    fn new(name: &str, len: u64) -> Verdict<Self> {
        let path = std::env::temp_dir().join(format!("course-body-{}-{name}", process::id()));
        let written = fs::File::create(&path).and_then(|mut file| io::copy(&mut Pattern::new(len), &mut file));
        written.map_err(|error| Failure::broken("cannot write a file", &error))?;
        Ok(Self(path))
    }

    fn arg(&self) -> String {
        format!("@{}", self.0.display())
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn url(server: &Server, path: &str) -> String {
    format!("http://{}{path}", server.addr())
}

/// proves: 9112-7.1-decode
#[test]
fn curl_gets_back_what_it_sends() -> Verdict {
    const LEN: u64 = 3_000_000;
    LESSON.check(TEACH, || {
        let file = TestFile::new("curl", LEN)?;
        let server = LESSON.server().listen()?;
        for framing in [&[][..], &["--header", "Transfer-Encoding: chunked"], &["--http1.0"], &["--header", "Expect:"]]
        {
            let Some(curl) = tool("curl")? else { return Ok(()) };
            let check = PatternCheck::default();
            let args = ["--silent", "--show-error", "--fail", "--data-binary", &file.arg()];
            let curl = curl.args(args).args(framing).arg(url(&server, "/echo")).stdout(check.clone()).start()?;
            curl.expect_end(0)?;
            check.expect(LEN)?;
        }
        for framing in [&[][..], &["--header", "Transfer-Encoding: chunked"]] {
            let Some(curl) = tool("curl")? else { return Ok(()) };
            let curl = curl.args(["--silent", "--show-error", "--data", "name=J%C3%BCrgen&a=1+2"]).args(framing);
            let curl = curl.arg(url(&server, "/form")).start()?;
            curl.expect_stdout_that(
                &predicate::str::contains("<pre>J\u{fc}rgen</pre>").and(predicate::str::contains("<pre>1 2</pre>")),
            )?;
        }
        let Some(curl) = tool("curl")? else { return Ok(()) };
        let curl = curl.args(["--silent", "--output", "/dev/null", "--write-out", "%{http_code}"]);
        let curl = curl.args(["--data-binary", &file.arg()]).arg(url(&server, "/form")).start()?;
        curl.expect_stdout("413")
    })
}

/// proves: 9110-2.3-defensive
#[test]
fn the_client_gets_back_what_it_sends_in_constant_memory() -> Verdict {
    const LEN: u64 = 20_000_000;
    const MOST_MEMORY: u64 = 24 * 1024 * 1024;
    LESSON.check(TEACH, || {
        let file = TestFile::new("client", LEN)?;
        let server = LESSON.server().listen()?;
        for framing in [&[][..], &["--chunked"]] {
            let client = LESSON.client().arg(url(&server, "/echo")).args(["--data", &file.arg()]).args(framing);
            let check = PatternCheck::default();
            let client = client.stdout(BehindHead { check: check.clone(), head: Vec::new() }).start()?;
            client.expect_end(0)?;
            check.expect(LEN)?;
        }
        let within = server.peak_memory().is_none_or(|memory| memory <= MOST_MEMORY);
        if within { Ok(()) } else { Err(Failure::wrong().row("expected", "less memory than content")) }
    })
}

/// Passes on what stands after the first empty line.
struct BehindHead {
    check: PatternCheck,
    head: Vec<u8>,
}

impl io::Write for BehindHead {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while let Some((octet, after)) = rest.split_first().filter(|_| !self.head.ends_with(b"\n\n")) {
            self.head.push(*octet);
            rest = after;
        }
        self.check.write_all(rest)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// proves: 9110-9.1-get-head
#[test]
fn chromium_shows_the_form_and_sends_it() -> Verdict {
    LESSON.check(TEACH, || {
        let server = LESSON.server().listen()?;
        let Some(page) = harness::chromium(&url(&server, "/form"), None)? else { return Ok(()) };
        expect_in(&page.dom, "<textarea name=\"message\">")?;
        // Nobody sits in front of this browser: a page with the same form sends itself.
        let action = url(&server, "/form");
        let form = format!(
            "data:text/html;charset=utf-8,<form method=post action=\"{action}\"><input name=name value=\"J\u{fc}rgen %26 Co\">\
             <textarea name=message>1 %2b 1%0a<b>2</b></textarea></form><script>document.forms[0].submit()</script>"
        );
        let Some(page) = harness::chromium(&form, None)? else { return Ok(()) };
        expect_in(&page.dom, "<pre>J\u{fc}rgen &amp; Co</pre>")?;
        expect_in(&page.dom, "&lt;b&gt;2&lt;/b&gt;")?;
        server.expect_stdout_that(&predicate::str::contains("POST /form 200, content: "))
    })
}

fn expect_in(page: &str, part: &str) -> Verdict {
    if page.contains(part) {
        return Ok(());
    }
    Err(Failure::wrong().row("expected", format!("a page that shows {part}")).row("came", page))
}
