//! The client.

use harness::test;

use super::*;

/// Starts the client for a path of the test's own server, and takes its connection and its request.
fn client(args: &[&str], path: &str) -> Verdict<(Running, Peer, String)> {
    let listener = Listener::bind()?;
    let url = format!("http://{}{path}", listener.addr());
    let client = LESSON.client().arg(url).args(args).start()?;
    let mut peer = listener.accept()?;
    let request =
        peer.read_while("a request that ends with an empty line", 64 * 1024, |came| came.ends_with(b"\r\n\r\n"))?;
    Ok((client, peer, String::from_utf8_lossy(&request).replace(&listener.addr(), "ADDR")))
}

fn expect_request(came: &str, expected: &str) -> Verdict {
    if came == expected { Ok(()) } else { Err(Failure::differ(expected.as_bytes(), came.as_bytes())) }
}

/// proves: 9112-3.2-client-host
/// proves: 9112-3.2-client-host-value
/// proves: 9110-7.2-host-first
/// proves: 9112-3.2.1-origin-form
/// proves: 9112-3.2.1-empty-path
/// proves: 9110-6.2-client-version
/// proves: 9110-6.2-client-conformant
/// proves: 9110-10.1.5-user-agent
/// proves: 9112-9.3-client-always-close
/// proves: 9110-8.6-client-no-cl
/// proves: 9112-2.2-no-extra-crlf
/// proves: 9110-10.1.2-no-from
/// proves: 9110-10.1.5-product-minimal
/// proves: 9110-10.1.5-version-only
/// proves: 9110-10.1.5-no-advertising
/// proves: 9110-10.1.5-not-detailed
/// proves: 9110-2.2-own-role
/// proves: 9110-8.6-client-sends-cl
/// proves: 9110-10.1.3-typed-uri
/// proves: 9110-10.1.5-few-subproducts
/// proves: 9110-12.5.4-user-control
/// proves: 9110-4.1-uri-8000
/// proves: 9112-3-request-line-8000
/// proves: 9110-5.3-no-repeat
#[test]
fn the_client_sends_a_request_as_it_should_be() -> Verdict {
    let teach = Teach {
        wrong: "the client's request is not as RFC 9112 wants it",
        why: "Path and query as target, Host first, and the fields that say who asks and that no other request follows. (RFC 9112 section 3.2)",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let long = format!("/{}", "a".repeat(8000));
        let targets =
            [("/a/b?c=d#part", "/a/b?c=d"), ("", "/"), ("?q", "/?q"), ("/hello", "/hello"), (&*long, &*long)];
        for (path, target) in targets {
            let (_client, mut peer, request) =
                client(&["--field", "X-Test: caf\u{e9}", "--field", "x-test:2"], path)?;
            expect_request(
                &request,
                &format!(
                    "GET {target} HTTP/1.1\r\nHost: ADDR\r\nUser-Agent: request-client/0.1.0\r\nConnection: close\r\nX-Test: caf\u{e9}\r\nx-test: 2\r\n\r\n"
                ),
            )?;
            // After the empty line nothing more may come.
            peer.finish()?;
            peer.expect_close()?;
        }
        for method in ["POST", "PUT"] {
            let (_client, _peer, request) = client(&["--method", method, "--field", "User-Agent: me"], "/hello")?;
            expect_request(
                &request,
                &format!(
                    "{method} /hello HTTP/1.1\r\nHost: ADDR\r\nUser-Agent: me\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                ),
            )?;
        }
        Ok(())
    })
}

/// proves: 9110-5.1-ignore-unknown
#[test]
fn the_client_prints_what_comes_as_it_comes() -> Verdict {
    let teach = Teach {
        wrong: "the client did not print what the server sent, octet by octet and to the end",
        why: "This client reads nothing into a response: that is the next lesson's work.",
        book: "Run",
    };
    LESSON.check(teach, || {
        for response in
            ["HTTP/1.1 200 OK\r\nX:  y \r\nContent-Length: 6\r\n\r\nhello\n", "no HTTP at all", "HTTP/1.1\n\n"]
        {
            let (client, mut peer, _) = client(&[], "/hello")?;
            let (first, rest) = response.split_at(5);
            peer.send_split([first, rest])?;
            peer.finish()?;
            client.expect_stdout(response)?;
            client.expect_end(0)?;
        }
        let (nothing, mut peer, _) = client(&[], "/hello")?;
        peer.finish()?;
        nothing.expect_error_line(&["without a word"])?;
        nothing.expect_end(1)?;
        Ok(())
    })
}

/// proves: 9110-4.2.1-reject-empty-host
/// proves: 9110-4.2.1-no-empty-host
/// proves: 9110-4.2.4-reject-userinfo
/// proves: 9110-4.2.2-https-only-secured
/// proves: 9112-2.2-send-no-bare-cr
/// proves: 9110-4.2.2-no-empty-host
/// proves: 9110-4.2.2-reject-empty-host
#[test]
fn the_client_refuses_what_it_cannot_ask_for() -> Verdict {
    let teach = Teach {
        wrong: "a URL, method or field that cannot be sent did not end in one clear line and exit status 1",
        why: "What is malformed must not go out: a line end in a value would be another field. (RFC 9110 section 5.5)",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let url = "http://127.0.0.1:1/";
        let commands: [&[&str]; 15] = [
            &["http:///hello"],
            &["http://:80/"],
            &["https:///hello"],
            &["https://:443/"],
            &["http://user:word@127.0.0.1/"],
            &["https://127.0.0.1/"],
            &["127.0.0.1:1/hello"],
            &["http://127.0.0.1/%zz"],
            &["http://127.0.0.1:99999/"],
            &[url, "--method", "G T"],
            &[url, "--field", "X: a\r\nY: b"],
            &[url, "--field", "X: a\rb"],
            &[url, "--field", "no colon"],
            &[url, "--field", "X : y"],
            &[url, "--field", "Host: other"],
        ];
        for args in commands {
            let client = LESSON.client().args(args).start()?;
            client.expect_stderr_that(&error_line(&[]).and(predicate::str::contains("refused").not()))?;
            client.expect_end(1)?;
        }
        Ok(())
    })
}

#[test]
fn the_client_says_that_nobody_listens() -> Verdict {
    common::the_client_says_that_nobody_listens(
        LESSON,
        "Run",
        |client, addr| client.arg(format!("http://{addr}/hello")),
        &[("no-such-host.invalid", "no-such-host.invalid:80")],
    )
}

#[cfg(not(unix))]
harness::tests_left_out! {
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
}
