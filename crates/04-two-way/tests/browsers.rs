//! Opens the server in programs that speak HTTP: sees what they say to it, and what they make of its reply.
//!
//! Where curl or Chromium is not installed, its tests pass unmade; with the environment variable `CI` set, they fail.

use std::time::Duration;

use harness::{Lesson, Program, Server, Teach, Verdict};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!().with_time(Duration::from_mins(2), "programs that others wrote");

const REPLY: &str = "server received your message";

fn url(server: &Server) -> String {
    format!("http://localhost:{}/", server.addr().port())
}

/// curl as it comes, whatever this user has configured for it.
fn curl() -> Verdict<Option<Program>> {
    Ok(harness::tool("curl")?.map(|curl| curl.args(["--disable", "--silent", "--show-error", "--noproxy", "*"])))
}

/// Expects that the server printed a request for `/`, line by line as HTTP/1.1 has it, and replied.
fn expect_request(server: &Server, field: &str) -> Verdict {
    let first = format!("server received: GET / HTTP/1.1\r\nHost: localhost:{}\r\n", server.addr().port());
    let request = predicate::str::contains(first).and(predicate::str::contains(format!("\r\n{field}: ")));
    server.expect_stdout_that(&request.and(predicate::str::contains("\r\n\r\n\nserver sending reply\n")))
}

#[test]
fn curl_sends_a_request_and_refuses_the_reply() -> Verdict {
    let teach = Teach {
        wrong: "curl did not do what the chapter says it does",
        why: "curl takes a reply without a status line for HTTP/0.9, and does not allow that unless it is told to.",
        book: "A browser connects",
    };
    LESSON.check(teach, || {
        let Some(curl) = curl()? else { return Ok(()) };
        let server = LESSON.server().listen()?;
        let curl = curl.arg(url(&server)).start()?;
        curl.expect_stderr_that(&predicate::str::contains("HTTP/0.9"))?;
        curl.expect_end(1)?;
        curl.expect_stdout("")?;
        expect_request(&server, "User-Agent")
    })
}

#[test]
fn curl_shows_the_reply_as_http_0_9() -> Verdict {
    let teach = Teach {
        wrong: "curl, told to accept HTTP/0.9, did not show the reply",
        why: "A reply of HTTP/0.9 is the text alone, and ends where the connection is closed in order.",
        book: "A browser connects",
    };
    LESSON.check(teach, || {
        let Some(curl) = curl()? else { return Ok(()) };
        let server = LESSON.server().listen()?;
        let curl = curl.args(["--http0.9", &url(&server)]).start()?;
        curl.expect_end(0)?;
        curl.expect_stdout(REPLY)
    })
}

#[test]
fn chromium_sends_a_request_and_shows_an_error_page() -> Verdict {
    let teach = Teach {
        wrong: "Chromium did not do what the chapter says it does",
        why: "A browser sends a request of HTTP/1.1 and shows an error page when what comes back is not HTTP.",
        book: "A browser connects",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let Some(page) = harness::chromium(&url(&server), None)? else { return Ok(()) };
        if page.error.as_deref() != Some("net::ERR_INVALID_HTTP_RESPONSE") {
            let failure = harness::Failure::wrong().row("expected", "net::ERR_INVALID_HTTP_RESPONSE");
            return Err(failure.row("came", format!("{page:?}")));
        }
        expect_request(&server, "Sec-Fetch-Mode")?;
        // Of the connections that Chromium opened, some carried no byte; none of them has harmed the server.
        let mut client = server.connect()?;
        client.send("Hello World from client")?;
        client.expect_all(REPLY)?;
        server.expect_stdout_that(&predicate::str::contains("server received: Hello World from client\n"))
    })
}
