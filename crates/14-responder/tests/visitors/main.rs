//! The server and clients that others wrote: curl, wget, Python, Node and Chromium.
//!
//! All that the server sends them goes through a tap, and is checked there. curl, python3 and Chromium must be there on
//! machines that check the course (`CI` is set); where a client is not installed, its tests pass unmade.

mod tap;

use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use harness::{Browser, Failure, Folder, Lesson, Program, Server, Teach, Verdict, Visit, expect, tool};
use tap::Tap;

/// How long a client may take; it has seconds of its own on a busy machine.
const PATIENCE: Duration = Duration::from_secs(25);

const LESSON: Lesson = harness::lesson!().with_time(Duration::from_mins(2), "programs that others wrote");

/// Runs one test.
fn check(wrong: &'static str, why: &'static str, body: impl FnOnce() -> Verdict + Send + 'static) -> Verdict {
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

    /// What curl prints that is given these arguments; those that begin with `/` are paths on the server, and after `@`
    /// comes the name of a file of the test.
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
        expect::same(came, pages.concat())?;
        let talk = site.tap.talk()?;
        expect::contains(&talk.received, "HTTP/1.1 301 Moved Permanently\r\n")?;
        expect::contains(&talk.sent, "GET /sub/ HTTP/1.1\r\n")?;

        // A head, and that the next response begins where it ends.
        let heads = site.curl(&["-I", "/numbers.txt", "/nothing", "/numbers.txt"])?;
        let heads = String::from_utf8_lossy(&heads).into_owned();
        expect::that("two lengths of /numbers.txt", heads.matches("Content-Length: 168890\r\n").count() == 2, &heads)?;
        expect::contains(&heads, "HTTP/1.1 404 Not Found\r\n")?;
        expect::same(site.tap.talk()?.received, heads)?;

        let came = site.curl(&["--compressed", "/numbers.txt"])?;
        expect::same(came, numbers())?;
        expect::contains(site.tap.talk()?.received, "\r\nContent-Encoding: gzip\r\n")?;

        expect::same(site.curl(&["--http1.0", "/numbers.txt"])?, numbers())?;
        expect::contains(site.tap.talk()?.received, "\r\nConnection: close\r\n")
    })
}

#[test]
fn curl_asks_for_parts_and_goes_on_with_a_download() -> Verdict {
    check("curl did not get the part that it asked for", "Downloads that break off go on with ranges.", || {
        if !there("curl")? {
            return Ok(());
        }
        let site = Site::files()?;
        expect::same(site.curl(&["-r", "10-19", "/numbers.txt", "-r", "10-19"])?, &numbers()[10..20])?;
        expect::same(site.curl(&["-r", "-7", "/numbers.txt"])?, &numbers()[168_883..])?;
        let parts = String::from_utf8_lossy(&site.curl(&["-r", "0-3,10-19", "/numbers.txt"])?).into_owned();
        expect::contains(&parts, "Content-Range: bytes 0-3/168890\r\n\r\n0\n1\n\r\n--")?;
        expect::contains(&parts, &format!("Content-Range: bytes 10-19/168890\r\n\r\n{}\r\n--", &numbers()[10..20]))?;
        let nothing = site.curl(&["-r", "168890-", "/numbers.txt", "-o", "@none", "-w", "%{http_code}"])?;
        expect::same(nothing, "416")?;
        site.tap.talks()?;

        site.folder.write("download", &numbers()[..100_000])?;
        site.curl(&["-C", "-", "-o", "@download", "/numbers.txt"])?;
        expect::file(&site.file("download"), Some(numbers().as_bytes()))?;
        let talk = site.tap.talk()?;
        expect::contains(&talk.received, "HTTP/1.1 206 Partial Content\r\n")?;
        expect::contains(&talk.received, "\r\nContent-Range: bytes 100000-168889/168890\r\n")
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
        expect::same(status(&["-R", "-o", "@kept", "--etag-save", "@tag"])?, "200")?;
        expect::same(status(&["-o", "@none", "--etag-compare", "@tag"])?, "304")?;
        expect::same(status(&["-o", "@none", "-z", "@kept"])?, "304")?;
        expect::same(status(&["-o", "@none", "-z", "1994-11-06 08:49:37 GMT"])?, "200")?;
        expect::file(&site.file("kept"), Some(numbers().as_bytes()))?;
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
        expect::same(site.curl_fed(&["-T", "-", "-X", "POST", "/echo"], &sent)?, &sent)?;
        expect::contains(site.tap.talk()?.sent, "\r\nTransfer-Encoding: chunked\r\n")?;
        // The same twice on one connection, with its length.
        let twice = ["--data-binary", "@@numbers", "/echo", "/echo"];
        expect::same(site.curl(&twice)?, sent.repeat(2))?;
        site.tap.talk()?;
        // It waits for 100 (Continue), and sends nothing where the response comes at once.
        let waits = ["-H", "Expect: 100-continue", "--expect100-timeout", "20", "--data-binary", "@@numbers"];
        expect::same(site.curl(&[&waits[..], &["/echo"]].concat())?, &sent)?;
        let talk = site.tap.talk()?;
        expect::that(
            "100 (Continue) comes first",
            talk.received.starts_with("HTTP/1.1 100 Continue\r\n\r\n"),
            &talk.received,
        )?;
        expect::contains(
            site.curl(&[&waits[..], &["-X", "PUT", "/form"]].concat())?,
            "<code>PUT</code> is not allowed here",
        )?;
        let talk = site.tap.talk()?;
        expect::lacks(&talk.received, "100 Continue")?;
        expect::that("no content is sent", talk.sent.ends_with("\r\n\r\n"), &talk.sent)?;

        let form = site.curl(&["--data-urlencode", "name=<Jörg> & Co", "/form"])?;
        expect::contains(form, "<dd>&lt;Jörg&gt; &amp; Co</dd>")?;
        let options = site.curl(&["-i", "-X", "OPTIONS", "--request-target", "*", "/"])?;
        expect::contains(options, "\r\nAllow: GET, HEAD, OPTIONS, POST\r\n")?;
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
            expect::file(&site.file("copy").join(name), original.as_deref())?;
        }
        site.tap.talk()?;

        // Nothing has changed.
        wget(&site, &["-N", &site.url("/numbers.txt")])?;
        let talk = site.tap.talk()?;
        expect::contains(&talk.received, "HTTP/1.1 304 Not Modified\r\n")?;

        site.folder.write("copy/numbers.txt", &numbers()[..100_000])?;
        wget(&site, &["-c", &site.url("/numbers.txt")])?;
        expect::file(&site.file("copy/numbers.txt"), Some(numbers().as_bytes()))?;
        let talk = site.tap.talk()?;
        expect::contains(&talk.received, "\r\nContent-Range: bytes 100000-168889/168890\r\n")?;
        // There is no more of it, and that is no failure.
        wget(&site, &["-c", &site.url("/numbers.txt")])?;
        expect::contains(site.tap.talk()?.received, "\r\nContent-Range: bytes */168890\r\n")
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

/// What a visited page says when all that it is made of has come as what it is.
const WHOLE: &str = "Promise.all([
    document.fonts.ready,
    customElements.whenDefined('x-module'),
    fetch('search/index.json').then(response => response.json()).then(index => index.documents[0]),
    WebAssembly.instantiateStreaming(fetch('empty.wasm')).then(() => 'wasm'),
    fetch('chapter').then(response => new URL(response.url).pathname),
    fetch('text.txt', { headers: { Range: 'bytes=-6' }, cache: 'no-store' }).then(response => response.text()),
]).then(parts => [
    getComputedStyle(document.querySelector('h1')).color,
    [...document.images].map(image => image.naturalWidth).join('+'),
    document.querySelector('p').textContent,
    ...parts.slice(2),
].join(' | '))";

/// A folder in the manner of a book: pages in folders, with names that need encoding, and all that they load.
fn book_like() -> Verdict<Folder> {
    let folder = Folder::new()?;
    let page = |root: &str, text: &str| {
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>A book</title>\n\
             <link rel=\"icon\" href=\"{root}figure.svg\">\n<link rel=\"stylesheet\" href=\"{root}css/general.css?v=1\">\n\
             <script type=\"module\" src=\"{root}module.js\"></script>\n\
             <h1>A book</h1>\n<p>{text}</p>\n<img src=\"{root}figure.svg\" alt=\"\"><img src=\"{root}dot.png\" alt=\"\">\n</html>\n"
        )
    };
    folder.write("www/index.html", page("", "Grüße aus 北京"))?;
    folder.write("www/chapter/index.html", page("../", "a chapter"))?;
    folder.write("www/chapter/größer & kleiner.html", page("../", "≶"))?;
    folder.write(
        "www/broken.html",
        "<!DOCTYPE html>\n<title>Broken</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <link rel=\"stylesheet\" href=\"missing.css\">\n<script>throw Error('no such thing')</script>\n",
    )?;
    folder.write("www/css/general.css", "@import url(\"colours.css\");\nbody { font-family: sans-serif }\n")?;
    folder.write("www/css/colours.css", "h1 { color: rgb(1, 2, 3) }\n")?;
    folder.write(
        "www/module.js",
        "import { name } from './js/name.mjs';\ncustomElements.define(name, class extends HTMLElement {});\n",
    )?;
    folder.write("www/js/name.mjs", "export const name = 'x-module';\n")?;
    folder.write("www/search/index.json", "{\"documents\": [\"found\"]}\n")?;
    folder.write("www/text.txt", "a text of some length\n".repeat(1000) + "behind")?;
    folder.write("www/empty.wasm", b"\0asm\x01\0\0\0")?;
    folder.write(
        "www/figure.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"><circle r=\"9\"/></svg>\n",
    )?;
    // One pixel.
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x04\0\0\0\xb5\x1c\x0c\x02\0\0\0\x0bIDATx\xdac\x64`\0\0\0\x06\0\x02\x30\x81\xd0\x2f\0\0\0\0IEND\xaeB`\x82";
    folder.write("www/dot.png", png)?;
    Ok(folder)
}

/// Everything that a page asked for has come, and nothing stands in the console.
fn expect_no_complaint(visit: &Visit) -> Verdict {
    expect::that("a page", visit.page.error.is_none(), format!("{:?}", visit.page.error))?;
    expect::that("no errors and no warnings in the console", visit.complaints.is_empty(), visit.complaints.join("\n"))?;
    for (url, status) in &visit.answers {
        let right = url.starts_with("data:") || ["200", "206", "301", "304"].contains(&status.as_str());
        expect::that("everything that the page asks for is there", right, format!("{status} {url}"))?;
    }
    Ok(())
}

#[test]
fn chromium_shows_a_folder_without_a_complaint() -> Verdict {
    check("Chromium did not show the folder as it is", "It refuses styles and scripts of another type.", || {
        let Some(mut chromium) = Browser::start()? else {
            eprintln!("skipped: Chromium is not installed");
            return Ok(());
        };
        let site = Site::folder(book_like()?)?;
        let visit = chromium.visit(&site.url("/"), WHOLE)?;
        expect_no_complaint(&visit)?;
        let whole = "rgb(1, 2, 3) | 40+1 | Grüße aus 北京 | found | wasm | /chapter/ | behind";
        expect::same(&visit.returned, whole)?;
        for name in ["/chapter/", "/chapter/größer%20&%20kleiner.html"] {
            let visit = chromium.visit(&site.url(name), "getComputedStyle(document.querySelector('h1')).color")?;
            expect_no_complaint(&visit)?;
            expect::same(&visit.returned, "rgb(1, 2, 3)")?;
        }
        // Complaints would be heard: of what is missing, and of a script that fails.
        let visit = chromium.visit(&site.url("/broken.html"), "1")?;
        expect::that(
            "a complaint",
            visit.complaints.iter().any(|complaint| complaint.contains("missing.css")),
            "none",
        )?;
        expect::that(
            "a complaint",
            visit.complaints.iter().any(|complaint| complaint.contains("no such thing")),
            "none",
        )?;
        expect::that(
            "the status",
            visit.answers.iter().any(|(_, status)| status == "404"),
            format!("{:?}", visit.answers),
        )?;
        drop(chromium);
        let talks = site.tap.talks()?;
        let count = |part: &str| talks.iter().map(|talk| talk.received.matches(part).count()).sum::<usize>();
        let counts = format!("{} of 200, {} of 304", count("HTTP/1.1 200 OK"), count("HTTP/1.1 304 Not Modified"));
        expect::that(
            "reloading asks whether what is kept is still right",
            count("HTTP/1.1 304 Not Modified") >= 6,
            &counts,
        )?;
        expect::that(
            "connections are kept",
            talks.len() < count("HTTP/1.1 200 OK"),
            format!("{}; {counts}", talks.len()),
        )
    })
}

#[test]
fn chromium_shows_the_pages_and_sends_the_form() -> Verdict {
    check("Chromium did not show a page that is built in", "They are the first that anybody sees of it.", || {
        let Some(mut chromium) = Browser::start()? else {
            eprintln!("skipped: Chromium is not installed");
            return Ok(());
        };
        let site = Site::pages()?;
        expect_no_complaint(&chromium.visit(&site.url("/"), "1")?)?;
        let send = "new Promise(resolve => {
            const frame = document.createElement('iframe');
            frame.name = document.forms[0].target = 'sent';
            document.body.append(frame);
            frame.onload = () => {
                if (frame.contentWindow.location.href === 'about:blank') return;
                resolve([...frame.contentDocument.querySelectorAll('dd')].map(value => value.textContent).join(' | '));
            };
            document.forms[0].elements.name.value = '<Jörg>';
            document.forms[0].elements.message.value = 'a & b';
            document.forms[0].submit();
        })";
        let visit = chromium.visit(&site.url("/form"), send)?;
        expect_no_complaint(&visit)?;
        expect::same(&visit.returned, "<Jörg> | a & b")?;
        drop(chromium);
        site.tap.talks().map(drop)
    })
}

#[test]
fn chromium_brings_its_cookies_and_says_who_it_is() -> Verdict {
    check(
        "Chromium did not bring what it was given to keep, or its credentials",
        "Browsers do so by themselves.",
        || {
            let Some(mut chromium) = Browser::start()? else {
                eprintln!("skipped: Chromium is not installed");
                return Ok(());
            };
            let site = Site::pages()?;
            let shown = "document.body.textContent";
            // A browser may load a page more than once for one visit.
            let mut before = 0;
            for _ in 0..3 {
                let visit = chromium.visit(&site.url("/visits"), shown)?;
                expect_no_complaint(&visit)?;
                let digits = visit.returned.chars().filter(char::is_ascii_digit).collect::<String>();
                let count: u32 = digits.parse().unwrap_or_default();
                expect::that(&format!("a number above {before}"), count > before, &visit.returned)?;
                before = count;
            }
            // No script reads a cookie that is not for scripts.
            expect::same(&chromium.visit(&site.url("/visits"), "document.cookie")?.returned, "")?;
            let as_user = site.url("/private").replace("://", "://learner:socket@");
            expect::contains(&chromium.visit(&as_user, shown)?.returned, "You are learner")?;
            let send = "fetch('/name', { method: 'POST', body: new URLSearchParams({ name: 'Ada' }) }).then(page => page.text())";
            let visit = chromium.visit(&site.url("/name"), send)?;
            expect::contains(&visit.returned, "Hello, <b>Ada</b>!")?;
            drop(chromium);
            site.tap.talks().map(drop)
        },
    )
}

/// Types into the book's search, and returns what is found.
const SEARCH: &str = "new Promise(resolve => {
    document.getElementById('mdbook-search-toggle').click();
    const bar = document.getElementById('mdbook-searchbar');
    const look = setInterval(() => {
        bar.value = 'keep-alive';
        bar.dispatchEvent(new Event('input', { bubbles: true }));
        bar.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true }));
        const found = document.querySelectorAll('#mdbook-searchresults li');
        if (found.length > 0) { clearInterval(look); resolve(document.fonts.ready.then(() => found[0].textContent)); }
    }, 50);
})";

#[test]
#[ignore = "needs the course's own book in target/book: cargo run -p book -- build"]
fn chromium_shows_a_book_of_mdbook_without_a_complaint() -> Verdict {
    check("Chromium did not show the book as it is", "A book has pages, styles, scripts, fonts and an index.", || {
        let Some(mut chromium) = Browser::start()? else {
            eprintln!("skipped: Chromium is not installed");
            return Ok(());
        };
        let book = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("book");
        let server = LESSON.server().arg("--root").arg(book).listen()?;
        let tap = Tap::on(server.addr())?;
        let url = |name: &str| format!("http://{}/{name}", tap.addr);
        let visit = chromium.visit(&url(""), SEARCH)?;
        expect_no_complaint(&visit)?;
        expect::that("something is found", !visit.returned.is_empty(), &visit.returned)?;
        for name in ["14-responder.html", "requirements.html", "print.html"] {
            let figures = "[...document.querySelectorAll('main img')].filter(image => !image.naturalWidth).length";
            let visit = chromium.visit(&url(name), figures)?;
            expect_no_complaint(&visit)?;
            expect::same(&visit.returned, "0")?;
        }
        drop(chromium);
        let talks = tap.talks()?;
        for part in ["Content-Type: font/woff2\r\n", "Content-Type: image/svg+xml", "HTTP/1.1 304 Not Modified\r\n"] {
            expect::that(part, talks.iter().any(|talk| talk.received.contains(part)), "no such response")?;
        }
        Ok(())
    })
}
