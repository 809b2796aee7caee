//! What curl and Chromium make of the server.

use std::time::{Duration, SystemTime};

use harness::{Failure, Folder, Lesson, Program, Server, Teach, Verdict};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!().with_time(Duration::from_mins(2), "programs that others wrote");

fn teach(wrong: &'static str) -> Teach {
    Teach { wrong, why: "Clients that everybody uses must get what they ask for.", book: "Run" }
}

fn curl() -> Verdict<Option<Program>> {
    Ok(harness::tool("curl")?.map(|curl| curl.args(["--disable", "--silent", "--show-error", "--noproxy", "*"])))
}

fn site() -> Verdict<(Folder, Server)> {
    let folder = Folder::new()?;
    folder.write("numbers.txt", (0..5000).fold(String::new(), |text, number| text + &number.to_string() + "\n"))?;
    folder.write("style.css", "h1 { color: rgb(1, 2, 3) }")?;
    folder.write("sub/script.js", "document.title = getComputedStyle(document.querySelector('h1')).color")?;
    folder.write(
        "sub/index.html",
        "<!DOCTYPE html><link rel=stylesheet href=../style.css><h1>Café</h1><script src=script.js></script>",
    )?;
    let server = LESSON.server().arg("--root").arg(folder.path()).listen()?;
    Ok((folder, server))
}

/// curl with these arguments, for a path of the server, prints this.
fn expect(server: &Server, args: &[&str], path: &str, printed: impl AsRef<[u8]>) -> Verdict {
    let Some(curl) = curl()? else { return Ok(()) };
    let client = curl.args(args).arg(format!("http://{}{path}", server.addr())).start()?;
    let ended = client.expect_end(0)?;
    if ended.stdout == printed.as_ref() { Ok(()) } else { Err(Failure::differ(printed.as_ref(), &ended.stdout)) }
}

#[test]
fn curl_gets_wholes_parts_and_nothing_new() -> Verdict {
    LESSON.check(teach("curl did not get what it asked for"), || {
        let (folder, server) = site()?;
        let numbers = std::fs::read(folder.path().join("numbers.txt"));
        let numbers = numbers.map_err(|error| Failure::broken("a file of the test", &error))?;
        expect(&server, &[], "/numbers.txt", &numbers)?;
        expect(&server, &["--compressed"], "/numbers.txt", &numbers)?;
        expect(&server, &["-r", "0-3"], "/numbers.txt", &numbers[..4])?;
        expect(&server, &["-r", "-7"], "/numbers.txt", &numbers[numbers.len() - 7..])?;
        expect(&server, &["-C", "20000"], "/numbers.txt", &numbers[20_000..])?;
        let tomorrow = httpdate::fmt_http_date(SystemTime::now() + Duration::from_hours(24));
        expect(&server, &["-z", &tomorrow, "-w", "%{http_code}"], "/numbers.txt", "304")?;
        expect(&server, &["-z", "1 January 2000", "-o", "/dev/null", "-w", "%{http_code}"], "/numbers.txt", "200")?;
        expect(&server, &["-L", "-w", "%{num_redirects}", "-o", "/dev/null"], "/sub", "1")
    })
}

#[test]
fn curl_continues_a_download_and_compares_tags() -> Verdict {
    LESSON.check(teach("curl did not continue a download, or did not keep what it had"), || {
        let (folder, server) = site()?;
        let path = |name: &str| folder.path().join(name).display().to_string();
        let read = |name: &str| {
            let octets = std::fs::read(folder.path().join(name));
            octets.map_err(|error| Failure::broken("a file of the test", &error))
        };
        let numbers = read("numbers.txt")?;
        folder.write("part", &numbers[..12_345])?;
        expect(&server, &["-C", "-", "-o", &path("part"), "-w", "%{http_code}"], "/numbers.txt", "206")?;
        if curl()?.is_some() && read("part")? != numbers {
            return Err(Failure::wrong().row("expected", "the whole file").row("came", "something else"));
        }
        let tag = path("tag");
        expect(&server, &["--etag-save", &tag, "-o", "/dev/null"], "/numbers.txt", "")?;
        let args = ["--etag-compare", &tag, "-o", "/dev/null", "-w", "%{http_code}"];
        expect(&server, &args, "/numbers.txt", "304")?;
        folder.write("numbers.txt", "new")?;
        expect(&server, &args, "/numbers.txt", "200")
    })
}

#[test]
fn chromium_shows_a_page_with_its_style_and_script() -> Verdict {
    LESSON.check(teach("Chromium did not show the page as it is"), || {
        let (_folder, server) = site()?;
        let Some(page) = harness::chromium(&format!("http://localhost:{}/sub", server.addr().port()), None)? else {
            return Ok(());
        };
        if !page.dom.contains("<h1>Café</h1>") || !page.dom.contains("<title>rgb(1, 2, 3)</title>") {
            let expected = "the heading, and the colour of the style sheet as title";
            return Err(Failure::wrong().row("expected", expected).row("came", format!("{page:?}")));
        }
        server.expect_stdout_that(
            &predicate::str::contains("GET /sub 301\n").and(predicate::str::contains("GET /style.css 200\n")),
        )
    })
}
