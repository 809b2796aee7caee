//! curl and Chromium with the server of lesson 07.
//!
//! Where curl or Chromium is not installed, its tests pass unmade; with the environment variable `CI` set, they fail.

use harness::{Failure, Lesson, Server, Teach, Verdict};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!();

fn url(server: &Server, path: &str) -> String {
    format!("http://localhost:{}{path}", server.addr().port())
}

#[test]
fn curl_gets_pages_and_sends_a_form() -> Verdict {
    let teach = Teach {
        wrong: "curl did not get what the chapter says",
        why: "curl is strict: it takes a complete response and nothing else.",
        book: "Run",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let cases: [(&[&str], &str, &str); 4] = [
            (&[], "/", "<p>Hello World."),
            (&[], "/form", "<form method=\"post\""),
            (&["--data-urlencode", "name=Ada & <Löwe>"], "/form", "<p>Hello, Ada &amp; &lt;Löwe&gt;!</p>"),
            (&["--data-binary", "name=Ada"], "/nothing", "There is no such page."),
        ];
        for (args, path, text) in cases {
            let Some(curl) = harness::tool("curl")? else { return Ok(()) };
            let curl = curl.args(["--disable", "--silent", "--show-error", "--noproxy", "*"]);
            let curl = curl.args(args).arg(url(&server, path)).start()?;
            curl.expect_stdout_that(&predicate::str::contains(text))?;
            curl.expect_end(0)?;
        }
        Ok(())
    })
}

#[test]
fn chromium_shows_the_form_and_sends_it() -> Verdict {
    let teach = Teach {
        wrong: "Chromium did not show the form, or its response",
        why: "A browser asks for a page, shows its form, and sends what was typed into it.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let Some(form) = harness::chromium(&url(&server, "/form"), None)? else {
            return Ok(());
        };
        expect_in(&form.dom, "<input name=\"name\"")?;

        // Nobody sits in front of this browser: a page with the same form sends itself.
        let action = url(&server, "/form");
        let form = format!(
            "data:text/html;charset=utf-8,<form method=post action=\"{action}\"><input name=name value=\"Ada %26 <b>L\u{f6}we\">\
             </form><script>document.forms[0].submit()</script>"
        );
        let Some(sent) = harness::chromium(&form, None)? else { return Ok(()) };
        expect_in(&sent.dom, "Hello, Ada &amp; &lt;b&gt;Löwe!")
    })
}

fn expect_in(dom: &str, text: &str) -> Verdict {
    if dom.contains(text) { Ok(()) } else { Err(Failure::wrong().row("expected", text).row("came", dom)) }
}
