//! Redirects, as far as lengths and times are concerned.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.

mod common;

use std::time::Duration;

use common::{LESSON, asks, check, get, ok};
use harness::{RefusingPort, Verdict, expect};

const NONE: [&str; 0] = [];

fn redirect(status: u16, location: &str) -> String {
    format!("HTTP/1.1 {status} Go\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")
}

/// proves: 9110-2.3-own-lengths
#[test]
fn a_location_may_be_as_long_as_the_longest_url_that_is_asked_for() -> Verdict {
    check("a URL that could be asked for could not be followed", "RFC 9110 section 2.3", || {
        let nobody = RefusingPort::bind()?.addr()?;
        let longest = |addr: &str| format!("http://{addr}/{}", "x".repeat(16 * 1024 - 8 - addr.len()));
        let url = longest(&nobody);
        // One octet more is refused, so this is the longest.
        ends(&format!("{url}x"), 2)?;
        ends(&url, 3)?;
        let scene = asks("/", NONE)?;
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        let url = longest(&scene.listener.addr());
        peer.send(redirect(302, &url))?;
        let request = scene.next_request(&mut peer)?;
        expect::same(&request[..7], "GET /xx")?;
        expect::same(request.matches('x').count().to_string(), (url.matches('x').count()).to_string())?;
        peer.send(ok("long"))?;
        expect::same(client.expect_end(0)?.stdout, "long")
    })
}

fn ends(url: &str, status: i32) -> Verdict {
    LESSON.client().arg(url).start()?.expect_end(status)?;
    Ok(())
}

#[test]
fn the_content_of_a_redirect_is_read_only_while_that_is_cheap() -> Verdict {
    check("the content of a redirect was printed, or read without end", "Nobody wants it.", || {
        let scene = asks("/a", NONE)?;
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        peer.send(format!("HTTP/1.1 302 Go\r\nLocation: /b\r\nContent-Length: {}\r\n\r\n", u64::MAX))?;
        peer.send(vec![b'x'; 200_000])?;
        let (mut second, request) = scene.request()?;
        expect::same(request, get("/b", ""))?;
        second.send(ok("b"))?;
        expect::same(client.expect_end(0)?.stdout, "b")?;

        // One that comes drop by drop, and one that does not come at all.
        for (drops, timeout) in [(40, "30"), (0, "0.5")] {
            let scene = asks("/a", ["--timeout", timeout])?;
            let client = scene.start()?;
            let (mut peer, _) = scene.request()?;
            peer.send("HTTP/1.1 302 Go\r\nLocation: /b\r\nContent-Length: 60000\r\n\r\n")?;
            // The client closes as soon as it has had enough.
            for _ in 0..drops {
                if peer.send("x").is_err() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
            let (mut second, request) = scene.request()?;
            expect::same(request, get("/b", ""))?;
            second.send(ok("b"))?;
            expect::same(client.expect_end(0)?.stdout, "b")?;
        }
        Ok(())
    })
}
