//! Where the client goes when it is sent elsewhere, and what it takes along.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.

mod client_common;

use std::time::Duration;

use client_common::{asks, check, expect_contains, expect_lacks, expect_same, get, ok};
use harness::{Listener, RefusingPort, Verdict};

const NONE: [&str; 0] = [];

fn redirect(status: u16, location: &str) -> String {
    format!("HTTP/1.1 {status} Go\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")
}

/// proves: 9110-15.4.4-follow-with-get
/// proves: 9110-15.4.8-keep-method
/// proves: 9110-15.4-308-keep-method
/// proves: 9110-15.4-content-fields
#[test]
fn the_status_decides_which_method_follows() -> Verdict {
    check("a redirect was followed with the wrong method, or with the wrong content", "RFC 9110 section 15.4", || {
        let with_content: &[&str] = &["--data", "a=b", "--field", "Content-Language: en", "--field", "X: y"];
        let table: [(u16, &str, &[&str], &str); 16] = [
            (301, "GET", &[], "GET"),
            (302, "GET", &[], "GET"),
            (303, "GET", &[], "GET"),
            (307, "GET", &[], "GET"),
            (308, "GET", &[], "GET"),
            (301, "POST", with_content, "GET"),
            (302, "POST", with_content, "GET"),
            (303, "POST", with_content, "GET"),
            (307, "POST", with_content, "POST"),
            (308, "POST", with_content, "POST"),
            (301, "PUT", with_content, "PUT"),
            (303, "PUT", with_content, "GET"),
            (303, "DELETE", &[], "GET"),
            (307, "DELETE", &[], "DELETE"),
            (302, "HEAD", &[], "HEAD"),
            (303, "HEAD", &[], "HEAD"),
        ];
        for (status, method, args, next) in table {
            let scene = asks("/a", args)?.args(["--method", method]);
            let client = scene.start()?;
            let mut peer = scene.listener.accept()?;
            let has_content = !args.is_empty();
            let end = if has_content { "\r\n\r\na=b" } else { "\r\n\r\n" };
            scene.next_request_ending(&mut peer, end)?;
            peer.send(redirect(status, "/b"))?;
            let keeps_content = has_content && next == method;
            let end = if keeps_content { end } else { "\r\n\r\n" };
            let followed = scene.next_request_ending(&mut peer, end)?;
            let agent = "User-Agent: responder-client/0.1.0\r\n";
            let lines = match (has_content, keeps_content) {
                (false, _) => format!("{agent}\r\n"),
                (true, false) => format!("{agent}X: y\r\n\r\n"),
                (true, true) => format!(
                    "{agent}Content-Type: application/x-www-form-urlencoded\r\nContent-Language: en\r\nX: y\r\nContent-Length: 3\r\n\r\na=b"
                ),
            };
            expect_same(followed, format!("{next} /b HTTP/1.1\r\nHost: ADDR\r\n{lines}"))?;
            peer.send(if next == "HEAD" { "HTTP/1.1 204 None\r\n\r\n".to_owned() } else { ok("") })?;
            client.expect_end(0)?;
        }
        Ok(())
    })
}

/// proves: 9110-15.4-target
/// proves: 9110-10.2.2-fragment
#[test]
fn a_location_is_taken_from_the_url_that_was_asked_for() -> Verdict {
    check("a Location led to the wrong place", "RFC 3986 section 5, RFC 9110 section 10.2.2", || {
        let table = [
            ("/a/b?q#f", "c", "/a/c", "#f"),
            ("/a/b?q#f", "./c#g", "/a/c", "#g"),
            ("/a/b?q", "../../../c", "/c", ""),
            ("/a/b/?q", "..", "/a/", ""),
            ("/a/b?q#f", "?r", "/a/b?r", "#f"),
            ("/a/b?q", "/c/./d/../e?x=../y", "/c/e?x=../y", ""),
            ("/a/b?q", "//ADDR/c", "/c", ""),
            ("/a/b?q#f", "http://ADDR/c/../d#", "/d", "#"),
            ("/a/b?q", "HTTP://ADDR?x", "/?x", ""),
            ("/a", "b:c/../d", "", ""),
            ("/a", "caf\u{e9}", "/caf%C3%A9", ""),
            ("/a", "b c/\"d\"?<e>\\#f g", "/b%20c/%22d%22?%3Ce%3E%5C", "#f%20g"),
            ("/a/b", "%2e%2E/c/.%2e/d", "/d", ""),
            ("/a", "/100%/%zz?b=%", "/100%25/%25zz?b=%25", ""),
            ("/a", "//ADDR/b/%2e%2e/c d", "/c%20d", ""),
        ];
        for (path, location, target, fragment) in table {
            let scene = asks(path, NONE)?;
            let client = scene.start()?;
            let (mut peer, _) = scene.request()?;
            peer.send(redirect(302, &location.replace("ADDR", &scene.listener.addr())))?;
            if target.is_empty() {
                expect_contains(client.expect_end(6)?.stderr, "does not follow")?;
                continue;
            }
            expect_same(scene.next_request(&mut peer)?, get(target, ""))?;
            peer.send(ok(""))?;
            let said = String::from_utf8_lossy(&client.expect_end(0)?.stderr).replace(&scene.listener.addr(), "ADDR");
            let shown = if target.starts_with("/?") { &target[1..] } else { target };
            let to = said.rsplit(" to ").next().unwrap_or_default().trim_end().to_ascii_lowercase();
            expect_same(to, format!("http://ADDR{shown}{fragment}").to_ascii_lowercase())?;
        }
        Ok(())
    })
}

/// proves: 9110-15.4-own-fields
/// proves: 9110-15.4-credentials
#[test]
fn another_server_gets_its_own_host_and_no_credentials() -> Verdict {
    check("what is for one server only was sent to another", "RFC 9110 section 15.4", || {
        let other = Listener::bind()?;
        let fields = ["Authorization: Basic eA==", "Cookie: a=b", "Referer: http://a/", "Origin: http://a", "X: y"];
        let scene = asks("/a", fields.iter().flat_map(|field| ["--field", field]))?;
        let client = scene.start()?;
        let (mut peer, request) = scene.request()?;
        expect_contains(request, "Authorization: Basic eA==\r\nCookie: a=b\r\n")?;
        // Within the origin they go along.
        peer.send(redirect(302, "/b"))?;
        expect_contains(scene.next_request(&mut peer)?, "Authorization: Basic eA==\r\nCookie: a=b\r\n")?;
        peer.send(redirect(302, &format!("http://{}/c", other.addr())))?;
        let mut second = other.accept()?;
        let request = second.read_while("a request", 10_000, |came| came.ends_with(b"\r\n\r\n"))?;
        let addr = other.addr();
        expect_same(request, get("/c", "X: y\r\n").replace("ADDR", &addr))?;
        // What was dropped stays dropped: the other server chooses where this one goes.
        second.send(redirect(302, &format!("http://{}/d", scene.listener.addr())))?;
        expect_same(scene.next_request(&mut peer)?, get("/d", "X: y\r\n"))?;
        peer.send(ok("end"))?;
        expect_same(client.expect_end(0)?.stdout, "end")
    })
}

#[test]
fn a_password_and_a_host_do_not_go_elsewhere() -> Verdict {
    check("what was given for one origin was sent to another", "RFC 9110 section 15.4", || {
        // Another port is another origin.
        let other = Listener::bind()?;
        let fields = ["--user", "name:secret", "--field", "Host: name.example", "--field", "Cookie: a=b"];
        let scene = asks("/a", fields.iter().chain(&["--field", "cookie: c=d"]))?;
        let client = scene.start()?;
        let (mut peer, request) = scene.request()?;
        let given = "Host: name.example\r\nUser-Agent: responder-client/0.1.0\r\nAuthorization: Basic bmFtZTpzZWNyZXQ=\r\ncookie: a=b; c=d\r\n";
        expect_contains(request, given)?;
        peer.send(redirect(307, "/b"))?;
        expect_contains(scene.next_request(&mut peer)?, given)?;
        peer.send(redirect(307, &format!("http://{}/c", other.addr())))?;
        let mut second = other.accept()?;
        let request = second.read_while("a request", 10_000, |came| came.ends_with(b"\r\n\r\n"))?;
        expect_same(request, get("/c", "").replace("ADDR", &other.addr()))?;
        second.send(ok(""))?;
        client.expect_end(0)?;
        Ok(())
    })
}

/// proves: 9110-15.4-loops
#[test]
fn circles_and_long_chains_of_redirects_end() -> Verdict {
    check("redirects were followed without end", "RFC 9110 section 15.4", || {
        let scene = asks("/a", NONE)?;
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        peer.send(redirect(302, "/b"))?;
        scene.next_request(&mut peer)?;
        peer.send(redirect(302, "/a#other"))?;
        expect_contains(client.expect_end(6)?.stderr, "in a circle")?;

        let scene = asks("/0", ["--redirects", "3"])?;
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        for number in 1..=3 {
            peer.send(redirect(302, &format!("/{number}")))?;
            expect_same(scene.next_request(&mut peer)?, get(&format!("/{number}"), ""))?;
        }
        peer.send(redirect(302, "/4"))?;
        expect_contains(client.expect_end(6)?.stderr, "more than 3 redirects")?;

        // The same URL with another method is no circle.
        let scene = asks("/form", ["--data", "a"])?;
        let client = scene.start()?;
        let mut peer = scene.listener.accept()?;
        scene.next_request_ending(&mut peer, "\r\n\r\na")?;
        peer.send(redirect(303, "/form"))?;
        expect_same(scene.next_request(&mut peer)?, get("/form", ""))?;
        peer.send(ok("thanks"))?;
        expect_same(client.expect_end(0)?.stdout, "thanks")
    })
}

/// proves: 9110-4.2.4-reject-userinfo
/// proves: 9110-4.2.4-no-userinfo
/// proves: 9110-4.2.1-reject-empty-host
/// proves: 9110-4.2.2-https-only-secured
#[test]
fn a_location_that_cannot_be_asked_for_is_not_followed() -> Verdict {
    check("a Location was followed that must be refused", "RFC 9110 sections 4.2.1, 4.2.2 and 4.2.4", || {
        let nobody = RefusingPort::bind()?.addr()?;
        let long = format!("/{}", "x".repeat(17_000));
        for location in [
            format!("https://{nobody}/"),
            format!("http://user@{nobody}/"),
            format!("//user:secret@{nobody}/"),
            "http:///path".into(),
            "http://".into(),
            "//:80/x".into(),
            "mailto:somebody".into(),
            "javascript:alert(1)".into(),
            "http://a b/".into(),
            long,
        ] {
            let ended = asks("/", NONE)?.one_answer(redirect(302, &location), 6)?;
            expect_contains(ended.stderr, "which this client does not follow")?;
        }
        let two = "HTTP/1.1 302 Go\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n";
        expect_contains(asks("/", NONE)?.one_answer(two, 5)?.stderr, "two places")
    })
}

#[test]
fn a_redirect_that_is_not_to_be_followed_is_an_answer_like_any_other() -> Verdict {
    check("an answer of class 3xx was not shown", "RFC 9110 section 15.4", || {
        let table = [
            ("--redirects=0", redirect(302, "/b").replace("Length: 0\r\n\r\n", "Length: 2\r\n\r\nhi")),
            ("--redirects=9", ok("hi").replace("200 OK", "302 Found")),
            ("--redirects=9", redirect(300, "/b").replace("Length: 0\r\n\r\n", "Length: 2\r\n\r\nhi")),
        ];
        for (arg, answer) in table {
            let ended = asks("/", [arg])?.one_answer(answer, 0)?;
            expect_same(ended.stdout, "hi")?;
            expect_lacks(ended.stderr, "redirects")?;
        }
        Ok(())
    })
}

/// proves: 9110-2.3-own-lengths
#[test]
fn a_location_may_be_as_long_as_the_longest_url_that_is_asked_for() -> Verdict {
    check("a URL that could be asked for could not be followed", "RFC 9110 section 2.3", || {
        let nobody = RefusingPort::bind()?.addr()?;
        let longest = |addr: &str| format!("http://{addr}/{}", "x".repeat(16 * 1024 - 8 - addr.len()));
        let url = longest(&nobody);
        // One octet more is refused, so this is the longest.
        harness_ends(&format!("{url}x"), 2)?;
        harness_ends(&url, 3)?;
        let scene = asks("/", NONE)?;
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        let url = longest(&scene.listener.addr());
        peer.send(redirect(302, &url))?;
        let request = scene.next_request(&mut peer)?;
        expect_same(&request[..7], "GET /xx")?;
        expect_same(request.matches('x').count().to_string(), (url.matches('x').count()).to_string())?;
        peer.send(ok("long"))?;
        expect_same(client.expect_end(0)?.stdout, "long")
    })
}

fn harness_ends(url: &str, status: i32) -> Verdict {
    client_common::LESSON.client().arg(url).start()?.expect_end(status)?;
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
        expect_same(request, get("/b", ""))?;
        second.send(ok("b"))?;
        expect_same(client.expect_end(0)?.stdout, "b")?;

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
            expect_same(request, get("/b", ""))?;
            second.send(ok("b"))?;
            expect_same(client.expect_end(0)?.stdout, "b")?;
        }
        Ok(())
    })
}
