//! A browser that others wrote: through the proxy, and on the pages.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;

use crate::passing::server;
use crate::proxy::{Proxy, toolbox};
use crate::{RECORDING, file};

/// What a browser makes of a page.
fn dom(url: &str) -> String {
    let profile = tempfile::tempdir().expect("a folder");
    let output = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=4000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(url)
        .output()
        .expect("chromium, which apt-get install chromium installs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Answers each request on a connection: the page, its picture, or 404.
fn site(stream: &TcpStream) {
    let mut lines = BufReader::new(stream.try_clone().expect("a second handle")).lines();
    while let Some(Ok(request)) = lines.next() {
        while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
        let (status, kind, content) = match request.split(' ').nth(1) {
            Some("/") => {
                ("200 OK", "text/html", "<title>a</title><p>seen</p><img src=p.svg onload=\"document.title='shown'\">")
            }
            Some("/p.svg") => {
                ("200 OK", "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")
            }
            _ => ("404 Not Found", "text/plain", ""),
        };
        let head = format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n", content.len());
        let mut stream = stream;
        if stream.write_all((head + content).as_bytes()).is_err() {
            return;
        }
    }
}

#[test]
#[cfg(unix)]
#[ignore = "starts Chromium; CI runs it"]
fn a_browser_shows_a_page_and_its_picture_through_the_proxy() {
    let proxy = Proxy::to(server(|stream| site(&stream)), &[]);
    let page = dom(&format!("http://{}/", proxy.addr));
    assert!(page.contains("<p>seen</p>") && page.contains("<title>shown</title>"), "{page}");
    let text = proxy.interrupt();
    assert!(text.contains("GET / HTTP/1.1␍␊") && text.contains("GET /p.svg HTTP/1.1␍␊"), "{text}");
    assert!(text.contains("User-Agent: Mozilla/5.0"), "{text}");
}

fn page_of(recording: &Path) -> std::path::PathBuf {
    let page = recording.with_extension("html");
    toolbox().args(["wire", "show"]).arg(recording).arg("--html").arg(&page).assert().success();
    page
}

#[test]
#[ignore = "starts Chromium; CI runs it"]
fn a_browser_finds_in_a_page_what_was_sent_as_text_and_runs_its_script() {
    let (_folder, path) = file("recording", RECORDING);
    let page = page_of(&path);
    let dom = dom(&format!("file://{}", page.display()));
    assert!(dom.contains("<html lang=\"en\" class=\"js\""), "{dom}");
    assert!(dom.contains("&lt;/script&gt;&lt;b&gt;\\xff"), "{dom}");
    // Everything is where it belongs: nothing was closed by what was sent.
    assert_eq!(dom.matches("<article").count(), 5, "{dom}");
    let end = dom.find("</main>").expect("an end");
    assert!(
        dom.rfind("</article>").is_some_and(|last| last < end)
            && dom.rfind("<script").is_some_and(|script| script > end)
    );

    // And what its keys do: the arrow leads to the next piece.
    let text = fs::read_to_string(&page).expect("a page");
    let press = "<script>for (let i = 0; i < 3; i++) document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));\
        document.querySelector('article.here .text [data-p]')?.focus();</script></body>";
    fs::write(&page, text.replace("</body>", press)).expect("it is written");
    let dom = self::dom(&format!("file://{}", page.display()));
    let here = dom.split("<article id=\"e2\" class=\"").nth(1).and_then(|rest| rest.split('"').next());
    assert_eq!(here, Some("server data here"), "{dom}");
    assert!(
        dom.contains("class=\"told\" role=\"status\" aria-live=\"polite\">version: octets 0-7, 8 in all<"),
        "{dom}"
    );
    assert!(dom.contains("<i class=\"version lit\" data-p=\"0\">"), "{dom}");
}
