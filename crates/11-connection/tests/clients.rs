//! What real clients make of the server: curl and Chromium, where they are installed.
#![allow(clippy::disallowed_methods, reason = "a test reads clocks and writes files")]

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process;
use std::time::Duration;

use harness::{Ended, Lesson, Program, Server, Verdict};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!();

/// How long one of these clients may take.
const TIME: Duration = Duration::from_secs(20);

/// How much of what curl prints is kept: twice an upload.
const MOST_SHOWN: usize = 8 * 1024 * 1024;

/// Runs curl, silent but for what it says about the connection; `None` where it is not installed.
fn curl(args: &[&str]) -> Verdict<Option<Ended>> {
    let Some(curl) = harness::tool("curl")? else { return Ok(None) };
    let curl: Program = curl.args(["--silent", "--show-error", "--verbose", "--max-time", "15", "--noproxy", "*"]);
    curl.args(args).output_up_to(MOST_SHOWN).start()?.expect_end_within(TIME, 0).map(Some)
}

fn url(server: &Server, path: &str) -> String {
    format!("http://{}{path}", server.addr())
}

fn count(text: &[u8], part: &str) -> usize {
    String::from_utf8_lossy(text).matches(part).count()
}

/// A file of its own for each test, removed at the end.
struct TestFile(PathBuf);

impl TestFile {
    fn new(name: &str, octets: &[u8]) -> Self {
        let path = env::temp_dir().join(format!("connection-{}-{name}", process::id()));
        fs::write(&path, octets).expect("a file can be written");
        Self(path)
    }

    fn as_data(&self) -> String {
        format!("@{}", self.0.display())
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// proves: 9112-9.3-persistence
#[test]
fn curl_asks_for_many_pages_on_one_connection() -> Verdict {
    let server = LESSON.server().listen()?;
    let urls = ["/hello", "/count", "/nowhere", "/about"].map(|path| url(&server, path));
    let Some(ended) = curl(&urls.each_ref().map(String::as_str))? else { return Ok(()) };
    assert_eq!(count(&ended.stderr, "* Connected to "), 1, "{}", String::from_utf8_lossy(&ended.stderr));
    assert_eq!(count(&ended.stderr, "Re-using existing connection"), 3);
    assert_eq!(count(&ended.stdout, "Hello World") + count(&ended.stdout, "1\n2\n3\n4\n5\n"), 2);
    Ok(())
}

/// proves: 9110-10.1.1-immediate
#[test]
fn curl_uploads_when_it_was_told_to_go_on() -> Verdict {
    let server = LESSON.server().listen()?;
    let content = vec![b'x'; 3 * 1024 * 1024];
    let file = TestFile::new("upload", &content);
    let echo = url(&server, "/echo");
    // The second time, curl has forgotten nothing: the connection is as good as before.
    let args = [
        "--expect100-timeout",
        "10",
        "--header",
        "Expect: 100-continue",
        "--data-binary",
        &file.as_data(),
        &echo,
        &echo,
    ];
    let Some(ended) = curl(&args)? else { return Ok(()) };
    assert_eq!(ended.stdout.len(), 2 * content.len());
    assert_eq!(count(&ended.stderr, "< HTTP/1.1 100 Continue"), 2);
    assert_eq!(count(&ended.stderr, "* Connected to "), 1);
    Ok(())
}

/// proves: 9112-9.6-lingering-close
#[test]
fn curl_hears_that_its_upload_is_not_wanted() -> Verdict {
    let server = LESSON.server().listen()?;
    let file = TestFile::new("unwanted", &vec![b'x'; 3 * 1024 * 1024]);
    for expect in ["Expect: 100-continue", "Expect:"] {
        let args = ["--header", expect, "--data-binary", &file.as_data(), &url(&server, "/nowhere")];
        let Some(ended) = curl(&args)? else { return Ok(()) };
        assert_eq!(count(&ended.stderr, "< HTTP/1.1 404 Not Found"), 1);
        assert_eq!(count(&ended.stderr, "< Connection: close"), 1);
        assert_eq!(count(&ended.stdout, "There is no page"), 1);
    }
    Ok(())
}

/// proves: 9112-9.3-http10-closes
/// proves: 9112-9.3-http10-keep-alive
/// proves: 9112-6.1-no-te-to-http10
#[test]
fn curl_speaks_http_1_0() -> Verdict {
    let server = LESSON.server().listen()?;
    let (hello, numbers) = (url(&server, "/hello"), url(&server, "/count"));
    let Some(closed) = curl(&["--http1.0", &hello, &numbers])? else { return Ok(()) };
    assert_eq!(count(&closed.stderr, "* Connected to "), 2);
    assert_eq!(count(&closed.stdout, "1\n2\n3\n4\n5\n"), 1);
    assert_eq!(count(&closed.stderr, "< Transfer-Encoding"), 0);
    let Some(kept) = curl(&["--http1.0", "--header", "Connection: keep-alive", &hello, &hello])? else { return Ok(()) };
    assert_eq!(count(&kept.stderr, "< Connection: keep-alive"), 2);
    Ok(())
}

#[test]
fn chromium_shows_page_after_page() -> Verdict {
    let server = LESSON.server().listen()?;
    let Some(page) = harness::chromium(&url(&server, "/hello"), None)? else { return Ok(()) };
    assert_eq!(page.error, None);
    assert!(page.dom.contains("<b>Hello World</b>"), "{}", page.dom);
    // The icon, which Chromium asks for on the same connection, is not there; that disturbs nobody.
    server.expect_stdout_that(&predicate::str::starts_with("GET /hello 200\n"))
}
