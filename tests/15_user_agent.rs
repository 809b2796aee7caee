//! Graded tests of lesson 15: a client worth using.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use harness::{Ended, Failure, Folder, Lesson, Listener, RefusingPort, Running, Script, Teach, Verdict, expect, test};

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON);

const NONE: [&str; 0] = [];

/// The part of "hello world" that is missing after "hello".
const PART: &str =
    "HTTP/1.1 206 Partial Content\r\nETag: \"v1\"\r\nContent-Range: bytes 5-10/11\r\nContent-Length: 6\r\n\r\n world";

/// Something else than "hello world".
const WHOLE: &str = "HTTP/1.1 200 OK\r\nETag: \"v2\"\r\nContent-Length: 7\r\n\r\nanother";

/// A client that is given a URL on the test's own server.
fn asks<A: AsRef<str>>(path: &str, args: impl IntoIterator<Item = A>) -> Verdict<Script> {
    Ok(Script::new(LESSON)?.args([format!("http://ADDR{path}")]).args(args))
}

fn ok(content: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{content}", content.len())
}

/// The head of a GET request, with these lines after the usual ones.
fn get(path: &str, lines: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: ADDR\r\nUser-Agent: user-agent-client/0.1.0\r\n{lines}\r\n")
}

fn redirect(status: u16, location: &str) -> String {
    format!("HTTP/1.1 {status} Go\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")
}

fn gzip(content: &[u8]) -> Verdict<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(content)
        .and_then(|()| encoder.finish())
        .map_err(|error| Failure::broken("cannot compress", &error))
}

fn coded(coding: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {}\r\n\r\n", content.len());
    [head.as_bytes(), content].concat()
}

/// A file to be downloaded from /data of a server that stays where it is, for parts belong to a URL.
struct Target {
    folder: Folder,
    scene: Script,
}

impl Target {
    fn new() -> Verdict<Self> {
        let folder = Folder::new()?;
        let scene = asks("/data", ["--output", &folder.path().join("file").display().to_string()])?;
        Ok(Self { folder, scene })
    }

    fn path(&self, end: &str) -> PathBuf {
        self.folder.path().join(format!("file{end}"))
    }

    /// A client that writes /data of a server of its own to the file.
    fn asks(&self, args: &[&str]) -> Verdict<Script> {
        asks("/data", ["--output", &self.path("").display().to_string()]).map(|scene| scene.args(args))
    }

    /// Starts the client once more, to go on with what is there.
    fn continues(&self) -> Verdict<Running> {
        self.scene.program().arg("--continue").start()
    }

    /// What is noted of the part.
    fn version(&self) -> Verdict<String> {
        fs::read_to_string(self.path(".part.version"))
            .map_err(|error| Failure::broken("the version cannot be read", &error))
    }

    /// Nothing but this file, or nothing, is in the folder.
    fn expect_only(&self, whole: Option<&str>) -> Verdict {
        expect::file(&self.path(""), whole.map(str::as_bytes))?;
        expect::file(&self.path(".part"), None)?;
        expect::file(&self.path(".part.version"), None)
    }

    /// A part of these octets is kept, and no whole file.
    fn expect_part(&self, part: &str) -> Verdict {
        expect::file(&self.path(""), None)?;
        expect::file(&self.path(".part"), Some(part.as_bytes()))?;
        expect::that("the version of the part is kept", self.path(".part.version").exists(), "")
    }

    /// A client that was cut off after "hello" of "hello world".
    fn cut_off(&self, lines: &str) -> Verdict<Ended> {
        self.scene.one_response(format!("HTTP/1.1 200 OK\r\n{lines}Content-Length: 11\r\n\r\nhello"), 5)
    }

    /// The same, but nobody has said how many octets there are.
    fn cut_off_in_a_chunk(&self) -> Verdict<Ended> {
        let chunked = "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
        self.scene.one_response(chunked, 5)
    }

    /// Goes on with the part: the client asks as it should, and gets this response. What it asks for then gets `second`.
    fn goes_on(&self, response: &str, second: Option<&str>, status: i32) -> Verdict<Ended> {
        self.goes_on_with("\"v1\"", response, second, status)
    }

    /// The same with another validator than that tag.
    fn goes_on_with(&self, validator: &str, response: &str, second: Option<&str>, status: i32) -> Verdict<Ended> {
        let client = self.continues()?;
        let (mut peer, request) = self.scene.request()?;
        expect::same(request, get("/data", &format!("Range: bytes=5-\r\nIf-Range: {validator}\r\n")))?;
        peer.send(response)?;
        if let Some(second) = second {
            expect::same(self.scene.next_request(&mut peer)?, get("/data", ""))?;
            peer.send(second)?;
        }
        drop(peer);
        client.expect_end(status)
    }
}

/// proves: 9112-9.3-persistence
/// proves: 9112-9.3-default-persist
/// proves: 9112-9.6-client-got-close
/// proves: 9112-9.3-client-read-all
/// proves: 9110-2.4-semantics
#[test]
fn a_connection_is_used_again_for_the_same_server() -> Verdict {
    LESSON.check(Teach { wrong: "a second connection was opened where one would do, or one was used that the server had ended", why: "A connection persists unless one side says close. Opening another costs a round trip and the server's memory. (RFC 9112 section 9.3)", book: "One connection for many requests" }, || {
        let scene = asks("/a", ["http://ADDR/b", "http://ADDR/c"])?;
        let client = scene.start()?;
        let (mut peer, request) = scene.request()?;
        expect::same(request, get("/a", ""))?;
        peer.send("HTTP/1.1 302 Found\r\nLocation: /d\r\nContent-Length: 5\r\n\r\nthere")?;
        expect::same(scene.next_request(&mut peer)?, get("/d", ""))?;
        peer.send(ok("d"))?;
        expect::same(scene.next_request(&mut peer)?, get("/b", ""))?;
        peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nb")?;
        let (mut peer, request) = scene.request()?;
        expect::same(request, get("/c", ""))?;
        peer.send(ok("c"))?;
        expect::same(client.expect_end(0)?.stdout, "dbc")
    })
}

/// proves: 9112-6.3-no-extra-as-response
/// proves: 9112-9.2-unsolicited
/// proves: 9112-9.2-unsolicited-close
#[test]
fn octets_after_a_response_are_no_response_to_the_next_request() -> Verdict {
    LESSON.check(Teach { wrong: "octets that nobody had asked for were taken for a response", why: "What comes after a complete response belongs to no request. A client that keeps it hands the next request somebody else's response. (RFC 9112 sections 6.3 and 9.2)", book: "One connection for many requests" }, || {
        let scene = asks("/a", ["http://ADDR/b"])?;
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        peer.send(ok("a") + &ok("smuggled"))?;
        let (mut second, request) = scene.request()?;
        expect::same(request, get("/b", ""))?;
        peer.expect_close()?;
        second.send(ok("b"))?;
        expect::same(client.expect_end(0)?.stdout, "ab")
    })
}

/// proves: 9112-9.5-monitor-close
#[test]
fn a_connection_that_the_server_has_closed_is_not_used_again() -> Verdict {
    LESSON.check(Teach { wrong: "a request was sent on a connection that was closed already", why: "A server may close an idle connection at any time. Look before you send: a POST that is lost there cannot be repeated. (RFC 9112 section 9.5)", book: "One connection for many requests" }, || {
        let other = Listener::bind()?;
        let away = format!("http://{}/b", other.addr());
        let scene = asks("/a", [&away, "http://ADDR/c", "--data", "x"])?;
        let client = scene.start()?;
        let mut peer = scene.listener.accept()?;
        scene.next_request_ending(&mut peer, "x")?;
        peer.send(ok("a"))?;
        let mut second = other.accept()?;
        second.read_while("a request", 1000, |came| came.ends_with(b"x"))?;
        // While another server is asked, this one closes. A POST is never repeated, so it must not go out here.
        peer.finish()?;
        second.send(ok("b"))?;
        let mut third = scene.listener.accept()?;
        expect::contains(scene.next_request_ending(&mut third, "x")?, "POST /c HTTP/1.1\r\n")?;
        peer.expect_close()?;
        third.send(ok("c"))?;
        expect::same(client.expect_end(0)?.stdout, "abc")
    })
}

/// proves: 9110-9.2.2-no-auto-retry
/// proves: 9110-9.2.2-retry-once
#[test]
fn a_request_on_a_connection_that_was_closed_is_repeated_once_if_it_may_be() -> Verdict {
    let teach = Teach {
        wrong: "a request was repeated too often, or not when it could have been",
        why: "Repeat a request once, if its method is idempotent, the connection had been used before, and nothing came. (RFC 9110 section 9.2.2)",
        book: "When a request may be sent again",
    };
    LESSON.check(teach, || {
        // The server closes after the second request's head, as if its idle time had just passed.
        let scene = asks("/a", ["http://ADDR/b"])?;
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        peer.send(ok("a"))?;
        scene.next_request(&mut peer)?;
        drop(peer);
        let (mut peer, request) = scene.request()?;
        expect::same(request, get("/b", ""))?;
        peer.send(ok("b"))?;
        expect::same(client.expect_end(0)?.stdout, "ab")?;
        Ok(())
    })?;
    LESSON.check(teach, || {
        // The repeated request fails too: that is the end.
        let scene = asks("/a", ["http://ADDR/b"])?;
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        peer.send(ok("a"))?;
        scene.next_request(&mut peer)?;
        drop(peer);
        drop(scene.request()?);
        client.expect_end(5)?;
        Ok(())
    })?;
    LESSON.check(teach, || {
        // What goes out once more goes out whole.
        let scene = asks("/a", ["http://ADDR/b", "--method", "PUT", "--data", "xyz"])?;
        let client = scene.start()?;
        let mut peer = scene.listener.accept()?;
        scene.next_request_ending(&mut peer, "xyz")?;
        peer.send(ok("a"))?;
        scene.next_request_ending(&mut peer, "xyz")?;
        drop(peer);
        let mut peer = scene.listener.accept()?;
        expect::contains(scene.next_request_ending(&mut peer, "\r\n\r\nxyz")?, "PUT /b HTTP/1.1\r\n")?;
        peer.send(ok("b"))?;
        expect::same(client.expect_end(0)?.stdout, "ab")?;
        Ok(())
    })?;
    // Nobody knows what became of a POST.
    LESSON.check(teach, || {
        let scene = asks("/a", ["http://ADDR/b", "--data", "x"])?;
        let client = scene.start()?;
        let mut peer = scene.listener.accept()?;
        scene.next_request_ending(&mut peer, "x")?;
        peer.send(ok("a"))?;
        scene.next_request_ending(&mut peer, "x")?;
        drop(peer);
        client.expect_end(5)?;
        Ok(())
    })?;
    // A first request on a connection has no idle time that could have passed.
    LESSON.check(teach, || asks("/a", NONE)?.one_response("", 5).map(|_| ()))
}

/// proves: 9110-15.4-target
/// proves: 9110-10.2.2-fragment
#[test]
fn a_location_is_taken_from_the_url_that_was_asked_for() -> Verdict {
    let teach = Teach {
        wrong: "a Location led to the wrong place",
        why: "A Location is a reference: what it leaves out is taken from the URL that was asked for. (RFC 3986 section 5.2, RFC 9110 section 10.2.2)",
        book: "Where a Location leads",
    };
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
        // The root, where the path has no slash at all.
        ("", "w", "/w", ""),
        // An empty query is one.
        ("/a?q", "w?", "/w?", ""),
        // The query begins at the first mark.
        ("/a", "/b?x/../y?z", "/b?x/../y?z", ""),
        ("/a", "b:c/../d", "", ""),
        ("/a", "caf\u{e9}", "/caf%C3%A9", ""),
        ("/a", "b c/\"d\"?<e>\\#f g", "/b%20c/%22d%22?%3Ce%3E%5C", "#f%20g"),
        ("/a/b", "%2e%2E/c/.%2e/d", "/d", ""),
        ("/a", "/100%/%zz?b=%", "/100%25/%25zz?b=%25", ""),
        ("/a", "//ADDR/b/%2e%2e/c d", "/c%20d", ""),
    ];
    LESSON.check_each(teach, table, |(path, location, target, fragment)| {
        let scene = asks(path, NONE)?;
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        peer.send(redirect(302, &location.replace("ADDR", &scene.listener.addr())))?;
        if target.is_empty() {
            return expect::contains(client.expect_end(6)?.stderr, "does not follow");
        }
        expect::same(scene.next_request(&mut peer)?, get(target, ""))?;
        peer.send(ok(""))?;
        let said = String::from_utf8_lossy(&client.expect_end(0)?.stderr).replace(&scene.listener.addr(), "ADDR");
        let shown = if target.starts_with("/?") { &target[1..] } else { target };
        let to = said.rsplit(" to ").next().unwrap_or_default().trim_end().to_ascii_lowercase();
        expect::same(to, format!("http://ADDR{shown}{fragment}").to_ascii_lowercase())
    })?;
    // A reference to nothing but a fragment is one to the URL that was asked for, with its query: a circle.
    LESSON.check(teach, || {
        let scene = asks("/a?q", NONE)?;
        let addr = scene.listener.addr();
        let ended = scene.one_response(redirect(302, "#x").replace("Content", "Connection: close\r\nContent"), 6)?;
        expect::contains(ended.stderr, &format!("in a circle, back to http://{addr}/a?q#x"))
    })
}

/// proves: 9110-4.2.4-reject-userinfo
/// proves: 9110-4.2.4-no-userinfo
/// proves: 9110-4.2.1-reject-empty-host
/// proves: 9110-4.2.2-https-only-secured
#[test]
fn a_location_that_cannot_be_asked_for_is_not_followed() -> Verdict {
    let teach = Teach {
        wrong: "a Location was followed that must be refused",
        why: "No host, a user name, or a scheme that this client does not speak: nothing may be sent there. (RFC 9110 sections 4.2.1, 4.2.2 and 4.2.4)",
        book: "Where a Location leads",
    };
    let nobody = RefusingPort::bind()?.addr()?;
    let long = format!("/{}", "x".repeat(17_000));
    let locations = [
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
    ];
    LESSON.check_each(teach, locations, |location: String| {
        let ended = asks("/", NONE)?.one_response(redirect(302, &location), 6)?;
        expect::contains(ended.stderr, "which this client does not follow")
    })?;
    LESSON.check(teach, || {
        let two = "HTTP/1.1 302 Go\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n";
        expect::contains(asks("/", NONE)?.one_response(two, 5)?.stderr, "two places")
    })
}

/// proves: 9110-15.4-loops
#[test]
fn circles_and_long_chains_of_redirects_end() -> Verdict {
    let teach = Teach {
        wrong: "redirects were followed without end, or a request that had changed was taken for a circle",
        why: "Two servers can send a client to and fro for ever. The same URL with another method is no circle. (RFC 9110 section 15.4)",
        book: "Where a Location leads",
    };
    LESSON.check(teach, || {
        let scene = asks("/a", NONE)?;
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        peer.send(redirect(302, "/b"))?;
        scene.next_request(&mut peer)?;
        peer.send(redirect(302, "/a#other"))?;
        expect::contains(client.expect_end(6)?.stderr, "in a circle")
    })?;
    LESSON.check(teach, || {
        let scene = asks("/0", ["--redirects", "3"])?;
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        for number in 1..=3 {
            peer.send(redirect(302, &format!("/{number}")))?;
            expect::same(scene.next_request(&mut peer)?, get(&format!("/{number}"), ""))?;
        }
        peer.send(redirect(302, "/4"))?;
        expect::contains(client.expect_end(6)?.stderr, "more than 3 redirects")
    })?;
    // The same URL with another method is no circle.
    LESSON.check_each(teach, ["/form?a", "#sent"], |location| {
        let scene = asks("/form?a", ["--data", "a"])?;
        let client = scene.start()?;
        let mut peer = scene.listener.accept()?;
        scene.next_request_ending(&mut peer, "\r\n\r\na")?;
        peer.send(redirect(303, location))?;
        expect::same(scene.next_request(&mut peer)?, get("/form?a", ""))?;
        peer.send(ok("thanks"))?;
        expect::same(client.expect_end(0)?.stdout, "thanks")
    })
}

/// proves: 9110-15.4.4-follow-with-get
/// proves: 9110-15.4.8-keep-method
/// proves: 9110-15.4-308-keep-method
/// proves: 9110-15.4-content-fields
#[test]
fn the_status_decides_which_method_follows() -> Verdict {
    let teach = Teach {
        wrong: "a redirect was followed with the wrong method, or with the wrong content",
        why: "303 means GET, or HEAD; 307 and 308 keep the method; 301 and 302 keep it but for POST. Where the method changes, content and the fields about it stay behind. (RFC 9110 section 15.4)",
        book: "What goes along",
    };
    let with_content: &'static [&str] = &["--data", "a=b", "--field", "Content-Language: en", "--field", "X: y"];
    let table: [(u16, &str, &'static [&str], &str); 16] = [
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
    LESSON.check_each(teach, table, |(status, method, args, next)| {
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
        let agent = "User-Agent: user-agent-client/0.1.0\r\n";
        let lines = match (has_content, keeps_content) {
            (false, _) => format!("{agent}\r\n"),
            (true, false) => format!("{agent}X: y\r\n\r\n"),
            (true, true) => format!(
                "{agent}Content-Type: application/x-www-form-urlencoded\r\nContent-Language: en\r\nX: y\r\nContent-Length: 3\r\n\r\na=b"
            ),
        };
        expect::same(followed, format!("{next} /b HTTP/1.1\r\nHost: ADDR\r\n{lines}"))?;
        peer.send(if next == "HEAD" { "HTTP/1.1 204 None\r\n\r\n".to_owned() } else { ok("") })?;
        client.expect_end(0).map(|_| ())
    })
}

#[test]
fn a_redirect_that_is_not_to_be_followed_is_a_response_like_any_other() -> Verdict {
    let teach = Teach {
        wrong: "a response of class 3xx was not shown",
        why: "300 offers a choice to people, a 302 without Location leads nowhere, and with --redirects 0 nothing is followed: then the response is what was asked for. (RFC 9110 section 15.4)",
        book: "What goes along",
    };
    let table = [
        ("--redirects=0", redirect(302, "/b").replace("Length: 0\r\n\r\n", "Length: 2\r\n\r\nhi")),
        ("--redirects=9", ok("hi").replace("200 OK", "302 Found")),
        ("--redirects=9", redirect(300, "/b").replace("Length: 0\r\n\r\n", "Length: 2\r\n\r\nhi")),
    ];
    LESSON.check_each(teach, table, |(arg, answer)| {
        let ended = asks("/", [arg])?.one_response(answer, 0)?;
        expect::same(ended.stdout, "hi")?;
        expect::lacks(ended.stderr, "redirects")
    })
}

/// proves: 9110-15.4-own-fields
/// proves: 9110-15.4-credentials
#[test]
fn another_server_gets_its_own_host_and_no_credentials() -> Verdict {
    LESSON.check(Teach { wrong: "what is for one server only was sent to another", why: "Whoever may redirect a client would get its password. Credentials and cookies stay with the origin that they are for, and what was left behind stays so. (RFC 9110 section 15.4)", book: "What goes along" }, || {
        let other = Listener::bind()?;
        let fields = ["Authorization: Basic eA==", "Cookie: a=b", "Referer: http://a/", "Origin: http://a", "X: y"];
        let scene = asks("/a", fields.iter().flat_map(|field| ["--field", field]))?;
        let client = scene.start()?;
        let (mut peer, request) = scene.request()?;
        expect::contains(request, "Authorization: Basic eA==\r\nCookie: a=b\r\n")?;
        // Within the origin they go along.
        peer.send(redirect(302, "/b"))?;
        expect::contains(scene.next_request(&mut peer)?, "Authorization: Basic eA==\r\nCookie: a=b\r\n")?;
        peer.send(redirect(302, &format!("http://{}/c", other.addr())))?;
        let mut second = other.accept()?;
        let request = second.read_while("a request", 10_000, |came| came.ends_with(b"\r\n\r\n"))?;
        let addr = other.addr();
        expect::same(request, get("/c", "X: y\r\n").replace("ADDR", &addr))?;
        // What was dropped stays dropped: the other server chooses where this one goes.
        second.send(redirect(302, &format!("http://{}/d", scene.listener.addr())))?;
        expect::same(scene.next_request(&mut peer)?, get("/d", "X: y\r\n"))?;
        peer.send(ok("end"))?;
        expect::same(client.expect_end(0)?.stdout, "end")
    })
}

#[test]
fn a_password_and_a_host_do_not_go_elsewhere() -> Verdict {
    LESSON.check(Teach { wrong: "what was given for one origin was sent to another", why: "Another port is another origin: a different program may listen there. (RFC 9110 sections 4.3.1 and 15.4)", book: "What goes along" }, || {
        // Another port is another origin.
        let other = Listener::bind()?;
        let fields = ["--user", "name:secret", "--field", "Host: name.example", "--field", "Cookie: a=b"];
        let scene = asks("/a", fields.iter().chain(&["--field", "cookie: c=d"]))?;
        let client = scene.start()?;
        let (mut peer, request) = scene.request()?;
        let given = "Host: name.example\r\nUser-Agent: user-agent-client/0.1.0\r\nAuthorization: Basic bmFtZTpzZWNyZXQ=\r\ncookie: a=b; c=d\r\n";
        expect::contains(request, given)?;
        peer.send(redirect(307, "/b"))?;
        expect::contains(scene.next_request(&mut peer)?, given)?;
        peer.send(redirect(307, &format!("http://{}/c", other.addr())))?;
        let mut second = other.accept()?;
        let request = second.read_while("a request", 10_000, |came| came.ends_with(b"\r\n\r\n"))?;
        expect::same(request, get("/c", "").replace("ADDR", &other.addr()))?;
        second.send(ok(""))?;
        client.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_file_appears_when_it_is_whole() -> Verdict {
    let teach = Teach {
        wrong: "a file was there before it was whole, or was not right then",
        why: "A broken download must not look like a whole one. (RFC 9112 section 8)",
        book: "Downloads that go on",
    };
    LESSON.check(teach, || {
        let target = Target::new()?;
        target.folder.write("file", "what was there")?;
        let client = target.scene.start()?;
        let (mut peer, request) = target.scene.request()?;
        expect::same(request, get("/data", ""))?;
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello")?;
        client.expect_idle()?;
        expect::file(&target.path(""), Some(b"what was there"))?;
        expect::file(&target.path(".part"), Some(b"hello"))?;
        peer.send(" world")?;
        expect::same(client.expect_end(0)?.stdout, "")?;
        target.expect_only(Some("hello world"))
    })?;
    let responses = [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: 5\r\n\r\nhello",
    ];
    LESSON.check_each(teach, responses, |response| {
        let target = Target::new()?;
        target.scene.one_response(response, 0)?;
        target.expect_only(Some("hello"))
    })
}

/// proves: 9112-8-record-incomplete
/// proves: 9110-13.1.5-client-strong-tag
/// proves: 9110-13.1.5-client-date
/// proves: 9110-5.6.7-accept-three-formats
#[test]
fn a_part_is_kept_only_with_a_strong_validator() -> Verdict {
    let teach = Teach {
        wrong: "a broken download was taken for whole, or kept without its version",
        why: "Two parts can be joined only if both are of the same version, octet for octet. Only a strong validator says so. (RFC 9110 sections 8.8 and 13.1.5)",
        book: "Downloads that go on",
    };
    let old = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nLast-Modified: Sun, 06 Nov 1994 08:48:37 GMT\r\n";
    let young = old.replace("08:48:37", "08:48:38");
    let table = [
        ("ETag: \"v1\"\r\n".to_owned(), Some("ETag: \"v1\"")),
        (format!("ETag: \"v1\"\r\n{old}"), Some("ETag: \"v1\"")),
        (old.to_owned(), Some("Last-Modified: Sun, 06 Nov 1994 08:48:37 GMT")),
        // Dates are read in three formats and written in one.
        (
            "Date: Sunday, 06-Nov-94 08:49:37 GMT\r\nLast-Modified: Sun Nov  6 08:48:37 1994\r\n".to_owned(),
            Some("Last-Modified: Sun, 06 Nov 1994 08:48:37 GMT"),
        ),
        ("Date: Sun Nov  6 08:49:37 1994\r\nLast-Modified: Sunday, 06-Nov-94 08:48:38 GMT\r\n".to_owned(), None),
        (String::new(), None),
        ("ETag: W/\"v1\"\r\n".to_owned(), None),
        (format!("ETag: W/\"v1\"\r\n{old}"), None),
        ("ETag: v1\r\n".to_owned(), None),
        ("ETag: \"v1\"\r\nETag: \"v2\"\r\n".to_owned(), None),
        (young, None),
        ("Last-Modified: Sun, 06 Nov 1994 08:48:37 GMT\r\n".to_owned(), None),
    ];
    LESSON.check_each(teach, table, |(lines, validator)| {
        let target = Target::new()?;
        let ended = target.cut_off(&lines)?;
        let Some(validator) = validator else { return target.expect_only(None) };
        target.expect_part("hello")?;
        let from = format!("Content-Location: http://{}/data", target.scene.listener.addr());
        expect::same(target.version()?, format!("{from}\r\n{validator}\r\nContent-Length: 11\r\n\r\n"))?;
        expect::contains(ended.stderr, "5 octets are kept")
    })
}

#[test]
fn a_part_of_something_else_than_get_and_200_is_not_kept() -> Verdict {
    let teach = Teach {
        wrong: "a part was kept that no GET can go on with",
        why: "What POST gets is the outcome of that POST, and 203 may be another form of it each time: the rest of neither can be asked for with GET and Range. (RFC 9110 sections 9.3.3, 14.2 and 15.3.4)",
        book: "Downloads that go on",
    };
    let cases: [(&[&str], u16); 4] =
        [(&["--data", "x"], 200), (&["--method", "PUT"], 200), (&["--method", "DELETE"], 200), (&[], 203)];
    LESSON.check_each(teach, cases, |(args, status)| {
        let target = Target::new()?;
        let scene = target.asks(args)?;
        let client = scene.start()?;
        let mut peer = scene.listener.accept()?;
        scene.next_request_ending(&mut peer, if args.contains(&"x") { "\r\n\r\nx" } else { "\r\n\r\n" })?;
        peer.send(format!("HTTP/1.1 {status} Here\r\nETag: \"v1\"\r\nContent-Length: 11\r\n\r\nhello"))?;
        drop(peer);
        client.expect_end(5)?;
        target.expect_only(None)
    })
}

/// proves: 9110-15.3.7.3-whole
/// proves: 9110-15.3.7-client-inspect
/// proves: 9110-5.6.7-send-imf-fixdate
/// proves: 9110-5.6.7-no-extra-space
#[test]
fn a_part_is_continued() -> Verdict {
    let teach = Teach {
        wrong: "a part was not continued",
        why: "If-Range asks for the rest if the version is still the same, and for everything if not: one request does for both. (RFC 9110 sections 13.1.5 and 15.3.7.3)",
        book: "Downloads that go on",
    };
    let responses = [
        PART.to_owned(),
        PART.replace("/11", "/*"),
        PART.replace("bytes 5", "Bytes 5")
            .replace("Content-Length: 6\r\n", "Transfer-Encoding: chunked\r\n")
            .replace(" world", "6\r\n world\r\n0\r\n\r\n"),
    ];
    let more_than_missing = [
        PART.replace("5-10", "3-10").replace("Length: 6", "Length: 8").replace(" world", "lo world"),
        PART.replace("5-10", "0-10").replace("Length: 6", "Length: 11").replace(" world", "hello world"),
    ];
    let is_joined = |response: String| {
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        target.goes_on(&response, None, 0)?;
        target.expect_only(Some("hello world"))
    };
    LESSON.check_each(teach, responses, is_joined)?;
    let why = "A server may send more than what is missing. Where its octets belong stands in Content-Range: from there on they take the place of what is kept. (RFC 9110 sections 14.4 and 15.3.7.3)";
    LESSON.check_each(Teach { why, ..teach }, more_than_missing, is_joined)?;
    let why = "A date names the same version in each of its three formats. (RFC 9110 sections 5.6.7 and 13.1.5)";
    let dates = ["Sun, 06 Nov 1994 08:48:37 GMT", "Sunday, 06-Nov-94 08:48:37 GMT", "Sun Nov  6 08:48:37 1994"];
    LESSON.check_each(Teach { why, ..teach }, dates, |date| {
        let modified = "Sun, 06 Nov 1994 08:48:37 GMT";
        let target = Target::new()?;
        target.cut_off(&format!("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nLast-Modified: {modified}\r\n"))?;
        let part = PART.replace("ETag: \"v1\"\r\n", &format!("Last-Modified: {date}\r\n"));
        target.goes_on_with(modified, &part, None, 0)?;
        target.expect_only(Some("hello world"))
    })
}

/// proves: 9110-14.4-unknown-unit
/// proves: 9110-14.4-invalid
#[test]
fn what_does_not_fit_is_not_joined() -> Verdict {
    let teach = Teach {
        wrong: "octets were joined that do not belong together",
        why: "Content-Range says which octets a 206 has. It counts, and not what was asked for. (RFC 9110 sections 14.4 and 15.3.7.3)",
        book: "Downloads that go on",
    };
    let changes = [
        ("bytes 5-10/11", "lines 5-10/11"),
        ("bytes 5-10/11", "5-10/11"),
        ("bytes 5-10/11", "bytes 10-5/11"),
        ("bytes 5-10/11", "bytes 5-11/11"),
        ("bytes 5-10/11", "bytes 5-10/10"),
        ("bytes 5-10/11", "bytes +5-10/11"),
        ("bytes 5-10/11", "bytes 5-/11"),
        ("bytes 5-10/11", "bytes */11"),
        ("bytes 5-10/11", "bytes 5-18446744073709551616/*"),
        ("bytes 5-10/11", "bytes 5-10/12"),
        ("bytes 5-10/11", "bytes 6-10/11"),
        ("bytes 5-10/11", "bytes 0-4/11"),
        ("Content-Range", "X-Range"),
        ("Content-Range", "Content-Range: bytes 5-10/11\r\nContent-Range"),
        ("Content-Range: bytes 5-10/11", "Content-Type: multipart/byteranges; boundary=x"),
    ];
    LESSON.check_each(teach, changes, |(from, to)| {
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        target.goes_on(&PART.replace(from, to), None, 5)?;
        target.expect_part("hello")
    })?;
    // More or less than Content-Range says: nobody knows which of these octets are meant.
    let lengths = [("Length: 7", "world!", "hello"), ("Length: 5", "worl", "hello worl")];
    LESSON.check_each(teach, lengths, |(length, content, kept)| {
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        target.goes_on(&PART.replace("Length: 6", length).replace("world", content), None, 5)?;
        target.expect_part(kept)
    })
}

/// proves: 9110-14.3-no-promise
#[test]
fn another_version_starts_over() -> Verdict {
    let teach = Teach {
        wrong: "parts of two versions were joined, or a whole response was taken for a part",
        why: "A file that is half old and half new is worse than none. (RFC 9110 section 15.3.7.3)",
        book: "Downloads that go on",
    };
    let parts = [
        PART.replace("v1", "v2"),
        PART.replace("\"v1\"", "W/\"v1\""),
        PART.replace("ETag: \"v1\"\r\n", ""),
        PART.replace("ETag: \"v1\"\r\n", "ETag: \"v1\"\r\nETag: \"v1\"\r\n"),
        "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */5\r\nContent-Length: 0\r\n\r\n".to_owned(),
        "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 3\r\n\r\nno\n".to_owned(),
    ];
    LESSON.check_each(teach, parts, |part: String| {
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\nAccept-Ranges: bytes\r\n")?;
        expect::contains(target.goes_on(&part, Some(WHOLE), 0)?.stderr, "starting over")?;
        target.expect_only(Some("another"))
    })?;
    LESSON.check(teach, || {
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\nAccept-Ranges: bytes\r\n")?;
        expect::contains(target.goes_on(WHOLE, None, 0)?.stderr, "starting over")?;
        target.expect_only(Some("another"))
    })?;
    // The beginning of another version takes the place of the part, with its own validator.
    LESSON.check(teach, || {
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        target.goes_on(&WHOLE.replace("another", "ano"), None, 5)?;
        target.expect_part("ano")?;
        expect::contains(target.version()?, "\"v2\"")
    })?;
    // And without one, of neither version anything is left.
    LESSON.check(teach, || {
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        target.goes_on(&WHOLE.replace("\"v2\"", "W/\"v2\"").replace("another", "ano"), None, 5)?;
        target.expect_only(None)
    })
}

#[test]
fn a_part_is_whole_if_the_server_has_as_much_of_the_same_version() -> Verdict {
    let teach = Teach {
        wrong: "416 was not taken for what it says of the part",
        why: "416 says how many octets the server has, and may say of which version. As many as the part has, of the same version, are the whole; more, fewer, or those of another version are not. (RFC 9110 section 15.5.17)",
        book: "Downloads that go on",
    };
    let cases = [
        ("Content-Range: bytes */5\r\n", true),
        ("ETag: \"v1\"\r\nContent-Range: bytes */5\r\n", true),
        ("ETag: \"v2\"\r\nContent-Range: bytes */5\r\n", false),
        ("ETag: W/\"v1\"\r\nContent-Range: bytes */5\r\n", false),
        ("ETag: \"v1\"\r\nContent-Range: bytes */4\r\n", false),
        ("ETag: \"v1\"\r\nContent-Range: bytes */6\r\n", false),
    ];
    LESSON.check_each(teach, cases, |(lines, is_whole)| {
        let target = Target::new()?;
        target.cut_off_in_a_chunk()?;
        let none_left = format!("HTTP/1.1 416 Range Not Satisfiable\r\n{lines}Content-Length: 0\r\n\r\n");
        let said = target.goes_on(&none_left, if is_whole { None } else { Some(WHOLE) }, 0)?.stderr;
        if is_whole {
            expect::lacks(said, "starting over")?;
            return target.expect_only(Some("hello"));
        }
        expect::contains(said, "starting over")?;
        target.expect_only(Some("another"))
    })
}

/// proves: 9110-15.3.7.3-partial
#[test]
fn a_download_that_is_cut_off_again_stays_a_part() -> Verdict {
    let teach = Teach {
        wrong: "parts that are not the whole were taken for it",
        why: "A server may send less than what was asked for: then the rest is asked for. Without a length nobody knows whether the whole is there. (RFC 9110 section 15.3.7.3)",
        book: "Downloads that go on",
    };
    LESSON.check(teach, || {
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        expect::contains(target.goes_on(&PART.replace(" world", " wo"), None, 5)?.stderr, "8 octets are kept")?;
        target.expect_part("hello wo")?;

        let client = target.continues()?;
        let (mut peer, request) = target.scene.request()?;
        expect::same(request, get("/data", "Range: bytes=8-\r\nIf-Range: \"v1\"\r\n"))?;
        // The server sends less than what was asked for, so the rest is asked for.
        peer.send("HTTP/1.1 206 P\r\nETag: \"v1\"\r\nContent-Range: bytes 8-9/11\r\nContent-Length: 2\r\n\r\nrl")?;
        expect::same(target.scene.next_request(&mut peer)?, get("/data", "Range: bytes=10-\r\nIf-Range: \"v1\"\r\n"))?;
        peer.send("HTTP/1.1 206 P\r\nETag: \"v1\"\r\nContent-Range: bytes 10-10/11\r\nContent-Length: 1\r\n\r\nd")?;
        client.expect_end(0)?;
        target.expect_only(Some("hello world"))
    })?;
    // Where nobody says how long the whole is, no part completes it.
    LESSON.check(teach, || {
        let target = Target::new()?;
        target.cut_off_in_a_chunk()?;
        target.goes_on(&PART.replace("/11", "/*"), None, 5)?;
        target.expect_part("hello world")
    })?;
    // What the part says of that is noted for the next time, and counts at once.
    LESSON.check(teach, || {
        let target = Target::new()?;
        target.cut_off_in_a_chunk()?;
        target.goes_on(&PART.replace(" world", " wo"), None, 5)?;
        target.expect_part("hello wo")?;
        expect::contains(target.version()?, "\r\nETag: \"v1\"\r\nContent-Length: 11\r\n")
    })?;
    LESSON.check(teach, || {
        let target = Target::new()?;
        target.cut_off_in_a_chunk()?;
        target.goes_on(PART, None, 0)?;
        target.expect_only(Some("hello world"))
    })
}

#[test]
fn a_part_is_not_continued_from_another_url_or_without_its_version() -> Verdict {
    let teach = Teach {
        wrong: "a part was continued with octets of something else",
        why: "A validator names a version of one resource. Another URL may use the same one for something else. (RFC 9110 section 8.8.3)",
        book: "Downloads that go on",
    };
    LESSON.check(teach, || {
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        let scene = target.asks(&["--continue"])?;
        let client = scene.start()?;
        let (mut peer, request) = scene.request()?;
        expect::same(request, get("/data", ""))?;
        peer.send(WHOLE)?;
        client.expect_end(0)?;
        target.expect_only(Some("another"))
    })?;
    // A redirect may lead to where the part came from.
    LESSON.check(teach, || {
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        let old = format!("http://{}/old", target.scene.listener.addr());
        let client = LESSON.client().args([&old, "--continue", "--output"]).arg(target.path("")).start()?;
        let (mut peer, request) = target.scene.request()?;
        expect::same(request, get("/old", ""))?;
        peer.send("HTTP/1.1 302 Found\r\nLocation: /data\r\nContent-Length: 0\r\n\r\n")?;
        expect::same(target.scene.next_request(&mut peer)?, get("/data", "Range: bytes=5-\r\nIf-Range: \"v1\"\r\n"))?;
        peer.send(PART)?;
        client.expect_end(0)?;
        target.expect_only(Some("hello world"))
    })?;
    let versions = [None, Some("nonsense"), Some("ETag: \"v1\"\r\n\r\n"), Some("Content-Location: x\r\n\r\n")];
    LESSON.check_each(teach, versions, |version| {
        let target = Target::new()?;
        target.folder.write("file.part", "hello")?;
        version.map_or(Ok(()), |version| target.folder.write("file.part.version", version))?;
        let client = target.continues()?;
        let (mut peer, request) = target.scene.request()?;
        expect::same(request, get("/data", ""))?;
        peer.send(WHOLE)?;
        expect::contains(client.expect_end(0)?.stderr, "starting over")?;
        target.expect_only(Some("another"))
    })
}

#[test]
fn a_part_that_is_whole_already_only_gets_its_name() -> Verdict {
    let teach = Teach {
        wrong: "a whole part was asked for again",
        why: "Between the last octet and the new name, a program can be ended.",
        book: "Downloads that go on",
    };
    LESSON.check(teach, || {
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        target.folder.write("file.part", "hello world")?;
        target.continues()?.expect_end(0)?;
        target.expect_only(Some("hello world"))
    })
}

#[test]
fn a_file_that_is_whole_is_not_fetched_again() -> Verdict {
    let teach = Teach {
        wrong: "with --continue, a file that is there and whole was fetched again, or one that is not what the server has was kept",
        why: "Nobody knows of which version a file is that has its name. Asked for what follows it, the server says how long its own is: the same length, and no later change, is the same file. (RFC 9110 section 15.5.17)",
        book: "Downloads that go on",
    };
    let same = "Content-Range: bytes */11\r\n";
    let cases = [
        (same.to_owned(), true),
        (format!("{same}Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), true),
        (format!("{same}Last-Modified: Fri, 01 Jan 2100 00:00:00 GMT\r\n"), false),
        (same.replace("11", "12"), false),
        (same.repeat(2), false),
        (same.replace("bytes", "lines"), false),
        (String::new(), false),
    ];
    LESSON.check_each(teach, cases, |(lines, is_complete): (String, bool)| {
        let target = Target::new()?;
        target.folder.write("file", "hello world")?;
        let client = target.continues()?;
        let (mut peer, request) = target.scene.request()?;
        expect::same(request, get("/data", "Range: bytes=11-\r\n"))?;
        peer.send(format!("HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n{lines}\r\n"))?;
        if !is_complete {
            expect::same(target.scene.next_request(&mut peer)?, get("/data", ""))?;
            peer.send(WHOLE)?;
        }
        client.expect_end(0)?;
        target.expect_only(Some(if is_complete { "hello world" } else { "another" }))
    })
}

#[test]
fn a_response_that_is_not_the_file_does_not_become_it() -> Verdict {
    let teach = Teach {
        wrong: "an error page was written to the file, or a file was lost",
        why: "The file is for what was asked for, and for nothing else. (RFC 9110 section 15)",
        book: "Downloads that go on",
    };
    let refusals = [
        "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnot\n",
        "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nnot\n",
        "HTTP/1.1 304 Not Modified\r\n\r\n",
        "HTTP/1.1 300 Choose\r\nLocation: /x\r\nContent-Length: 4\r\n\r\nnot\n",
    ];
    LESSON.check_each(teach, refusals, |refusal| {
        let target = Target::new()?;
        target.folder.write("file", "as it was")?;
        let ended = target.scene.one_response(refusal, 7)?;
        expect::same(ended.stdout, if refusal.ends_with("not\n") { "not\n" } else { "" })?;
        target.expect_only(Some("as it was"))
    })?;
    let coded = "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n";
    LESSON.check_each(teach, [PART, coded], |unwanted| {
        let target = Target::new()?;
        target.scene.one_response(unwanted, 5)?;
        target.expect_only(None)
    })?;
    // What was kept stays for the next time.
    LESSON.check(teach, || {
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        target.goes_on("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", None, 7)?;
        target.expect_part("hello")
    })
}

#[cfg(unix)]
#[test]
fn two_downloads_of_one_file_do_not_mix() -> Verdict {
    LESSON.check(
        Teach {
            wrong: "two programs wrote into one part",
            why: "Octets of both would stand in it, and nobody could tell.",
            book: "Downloads that go on",
        },
        || {
            let target = Target::new()?;
            let scene = &target.scene;
            let first = scene.start()?;
            let (mut peer, _) = scene.request()?;
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello")?;
            first.expect_idle()?;
            let second = scene.start()?;
            let (mut other, _) = scene.request()?;
            other.send("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nother other")?;
            expect::contains(second.expect_end(1)?.stderr, "another program writes")?;
            peer.send(" world")?;
            first.expect_end(0)?;
            target.expect_only(Some("hello world"))
        },
    )
}

#[cfg(unix)]
#[test]
fn an_interrupted_download_can_be_continued() -> Verdict {
    LESSON.check(
        Teach {
            wrong: "after Ctrl-C nothing was left to go on with",
            why: "What is to outlive the program must be written before the content, and not at the end.",
            book: "Downloads that go on",
        },
        || {
            let target = Target::new()?;
            let client = target.scene.start()?;
            let (mut peer, _) = target.scene.request()?;
            peer.send("HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 11\r\n\r\nhello")?;
            client.expect_idle()?;
            client.interrupt()?;
            client.wait_end(harness::deadline())?;
            target.expect_part("hello")?;
            target.goes_on(PART, None, 0)?;
            target.expect_only(Some("hello world"))
        },
    )
}

/// proves: 9110-8.4.1.3-x-gzip
/// proves: 9110-8.4.1-coding-case
/// proves: 9110-8.4.1.1-x-compress
#[test]
fn compressed_content_is_written_as_it_was_before() -> Verdict {
    let teach = Teach {
        wrong: "compressed content was not decoded, or a broken one was taken for whole",
        why: "The names of codings match in any letter case, x-gzip is gzip, and what cannot be decoded is left as it came. (RFC 9110 section 8.4)",
        book: "Content that was compressed",
    };
    let zipped = gzip(b"hello")?;
    let twice = [zipped.clone(), gzip(b" world")?].concat();
    let codings = [
        ("gzip", zipped.clone(), "hello"),
        ("x-gzip", zipped.clone(), "hello"),
        ("GZip", zipped.clone(), "hello"),
        ("identity, X-GZIP", zipped.clone(), "hello"),
        ("gzip", twice.clone(), "hello world"),
        ("gzip", [&zipped[..], &[0; 20]].concat(), "hello"),
        ("gzip", [&twice[..], &[0]].concat(), "hello world"),
        ("identity", b"plain".to_vec(), "plain"),
        ("gzip", Vec::new(), ""),
    ];
    LESSON.check_each(teach, codings, |(coding, content, printed)| {
        expect::same(asks("/", ["--compressed"])?.one_response(coded(coding, &content), 0)?.stdout, printed)
    })?;
    // What is not known is left as it came, and that is said.
    let unknown = ["br", "gzip, gzip", "compress", "x-compress"].map(|coding| (coding, zipped.clone()));
    LESSON.check_each(teach, unknown, |(coding, content)| {
        let ended = asks("/", ["--compressed"])?.one_response(coded(coding, &content), 0)?;
        expect::same(ended.stdout, &content)?;
        expect::contains(ended.stderr, &format!("the coding {coding}, and is written as it came"))
    })?;
    let broken = [
        zipped[..zipped.len() - 3].to_vec(),
        zipped[..5].to_vec(),
        b"no gzip at all".to_vec(),
        [&zipped[..], b"more"].concat(),
        [&zipped[..], b"\0\0more"].concat(),
    ];
    LESSON.check_each(teach, broken, |content| {
        let ended = asks("/", ["--compressed"])?.one_response(coded("gzip", &content), 5)?;
        expect::contains(ended.stderr, "not as gzip makes it")
    })
}

#[test]
fn content_that_is_not_decoded_is_left_as_it_came_and_that_is_said_where_it_matters() -> Verdict {
    let teach = Teach {
        wrong: "content was decoded that nobody wanted decoded, or that cannot be, or a word about it was missing or too much",
        why: "Only who says --compressed wants it decoded, and a part of compressed content cannot be read by itself. Say so where somebody would be surprised: where --compressed was given, or where the content goes into a file. (RFC 9110 sections 8.4 and 14.2)",
        book: "Content that was compressed",
    };
    let zipped = gzip(b"hello")?;
    let part = format!("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-{}/1000\r\n", zipped.len() - 1);
    let whole = String::from("HTTP/1.1 200 OK\r\n");
    let ranged: &[&str] = &["--compressed", "--field", "Range: bytes=0-"];
    let cases: [(&[&str], &String, &str, bool); 6] = [
        (&[], &whole, "gzip", false),
        (&[], &whole, "br", false),
        (&["--output", "FILE"], &whole, "gzip", true),
        (&["--output", "FILE"], &whole, "identity", false),
        (&["--compressed"], &whole, "identity", false),
        (ranged, &part, "gzip", true),
    ];
    let cases = cases.map(|(args, head, coding, is_said)| (args, head.clone(), coding, is_said, zipped.clone()));
    LESSON.check_each(teach, cases, |(args, head, coding, is_said, content)| {
        let folder = Folder::new()?;
        let file = folder.path().join("file");
        let scene = asks("/", args.iter().map(|arg| arg.replace("FILE", &file.display().to_string())))?;
        let head = format!("{head}Content-Encoding: {coding}\r\nContent-Length: {}\r\n\r\n", content.len());
        let ended = scene.one_response([head.as_bytes(), &content].concat(), 0)?;
        if args.contains(&"FILE") {
            expect::file(&file, Some(&content))?;
        } else {
            expect::same(ended.stdout, &content)?;
        }
        let note = format!("the content is in the coding {coding}, and is written as it came");
        if is_said { expect::contains(ended.stderr, &note) } else { expect::lacks(ended.stderr, "as it came") }
    })
}

#[test]
fn what_was_decompressed_is_no_part_to_go_on_with() -> Verdict {
    LESSON.check(Teach { wrong: "a part of decompressed content was kept", why: "What was decompressed is not what the server has, and would send the rest of: positions count in the octets that it sends. (RFC 9110 sections 8.4 and 14.1.2)", book: "Content that was compressed" }, || {
        // With half of what was compressed, something is there to be kept.
        let zipped = gzip(&(0..400).flat_map(|number: u32| number.to_string().into_bytes()).collect::<Vec<_>>())?;
        let head = "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Encoding: gzip\r\nContent-Length";
        let head = format!("{head}: {}\r\n\r\n", zipped.len());
        for came in [10, zipped.len() / 2] {
            let target = Target::new()?;
            let scene = target.asks(&["--compressed"])?;
            scene.one_response([head.as_bytes(), &zipped[..came]].concat(), 5)?;
            target.expect_only(None)?;
        }

        // Whole, it is a file like any other.
        let target = Target::new()?;
        target.asks(&["--compressed"])?.one_response(coded("gzip", &gzip(b"hello")?), 0)?;
        target.expect_only(Some("hello"))
    })
}

#[cfg(not(unix))]
harness::tests_left_out! {
    two_downloads_of_one_file_do_not_mix: "no file is locked there while it gets its name",
    an_interrupted_download_can_be_continued: "no signal interrupts a program on this system",
}
