//! The server: request lines.

use harness::test;

use super::*;

/// proves: 9112-3-lenient-whitespace
/// proves: 9112-3.2-invalid-line-400
/// proves: 9112-3.2-no-autocorrect
/// proves: 9112-C.1-no-http09
/// proves: 9112-2.2-garbage-400
#[test]
fn the_server_takes_a_request_line_with_two_single_spaces_only() -> Verdict {
    let teach = Teach {
        wrong: "a request line that is not method, space, target, space, version was not refused with 400",
        why: "Who is lenient here reads another target than the program in front of it. Insist on one space. (RFC 9112 section 3)",
        book: "The request line",
    };
    LESSON.check(teach, || {
        let lines = [
            "GET  /hello HTTP/1.1",
            "GET /hello  HTTP/1.1",
            "GET\t/hello HTTP/1.1",
            "GET /hello\tHTTP/1.1",
            " GET /hello HTTP/1.1",
            "GET /hello HTTP/1.1 ",
            "GET /hello HTTP/1.1\t",
            "GET /hello world HTTP/1.1",
            "GET /hello",
            "GET",
            "/hello HTTP/1.1",
            "GET HTTP/1.1",
            "G@T /hello HTTP/1.1",
            "what is this?",
            "((((((((((((((((((((((((((((((((((((((( /hello HTTP/1.1",
        ];
        all_get(400, with_first_lines(&lines))?;
        // A head is octets: these are no text in UTF-8.
        let octets: [&[u8]; 3] = [b"G\xffT /hello HTTP/1.1", b"GET /caf\xe9 HTTP/1.1", b"GET /hello\xff"];
        all_get(400, octets.map(|line| [line, b"\r\nHost: localhost\r\n\r\n"].concat()))
    })
}

/// proves: 9112-3.2.3-authority-connect-only
/// proves: 9112-3.2.4-asterisk-options-only
/// proves: 9110-9.3.6-bad-port
/// proves: 9110-4.2.1-reject-empty-host
/// proves: 9110-7.4-scheme-requirements
/// proves: 9110-4.2.4-reject-userinfo
/// proves: 9112-3.2-invalid-line-400
/// proves: 9110-4.2.2-reject-empty-host
#[test]
fn the_server_refuses_targets_that_no_request_can_have() -> Verdict {
    let teach = Teach {
        wrong: "a malformed target, or one whose form does not fit the method, was not refused with 400",
        why: "A target is a path, a whole URI, host:port for CONNECT alone, or * for OPTIONS alone. (RFC 9112 section 3.2)",
        book: "The request line",
    };
    LESSON.check(teach, || {
        let lines = [
            "GET * HTTP/1.1",
            "GET localhost:80 HTTP/1.1",
            "GET hello HTTP/1.1",
            "GET ?q HTTP/1.1",
            "GET http:///hello HTTP/1.1",
            "GET http://:80/hello HTTP/1.1",
            "GET https:///hello HTTP/1.1",
            "GET https://:443/hello HTTP/1.1",
            "GET http://user@localhost/hello HTTP/1.1",
            "GET http://localhost:99999/hello HTTP/1.1",
            "GET http://local<host/hello HTTP/1.1",
            "GET /hello#part HTTP/1.1",
            "GET /<hello> HTTP/1.1",
            "GET /hell%zz HTTP/1.1",
            "GET /caf\u{e9} HTTP/1.1",
            "CONNECT /hello HTTP/1.1",
            "CONNECT localhost HTTP/1.1",
            "CONNECT localhost: HTTP/1.1",
            "CONNECT localhost:99999 HTTP/1.1",
            "CONNECT :80 HTTP/1.1",
            "CONNECT http://localhost:80 HTTP/1.1",
            "CONNECT * HTTP/1.1",
            "POST * HTTP/1.1",
            "OPTIONS ** HTTP/1.1",
            "OPTIONS localhost:80 HTTP/1.1",
        ];
        all_get(400, with_first_lines(&lines))
    })
}

/// proves: 9112-2.3-version-case
/// proves: 9110-15.6.6-major-505
#[test]
fn the_server_knows_versions_by_their_exact_form() -> Verdict {
    let teach = Teach {
        wrong: "a version was not refused as what it is: another major version (505), or malformed (400)",
        why: "A version is HTTP/ in capitals, one digit, a period, one digit. HTTP/1.10 is no version. (RFC 9112 section 2.3)",
        book: "The request line",
    };
    LESSON.check(teach, || {
        all_get(505, with_versions(&["HTTP/2.0", "HTTP/0.9", "HTTP/3.1", "HTTP/9.9"]))?;
        let malformed = [
            "http/1.1",
            "Http/1.1",
            "HTTP/1.10",
            "HTTP/01.1",
            "HTTP/11.1",
            "HTTP/1",
            "HTTP/1.",
            "HTTP/1.1x",
            "HTTP/1,1",
            "HTTP/1.x",
            "HTTP/x.1",
            "HTTP/A.1",
            "HTTP/1.a",
            "HTTP/1.\u{b2}",
            "HTTP/2",
            "HTTP/2.",
            "HTTP/2.x",
            "HTTP/2.00",
            "HTTP/1.+1",
            "HTTP/1.01",
            "HTTP-1.1",
            "HTTPS/1.1",
            "HTTP/1.+",
            "HTTP/",
            "1.1",
            "HTTP/1\u{e9}1",
        ];
        all_get(400, with_versions(&malformed))?;
        let octets: [&[u8]; 4] = [b"HTTP/1.\xff", b"HTTP/\xff.1", b"HTTP/1\xff1", b"\xff\xff\xff\xff/1.1"];
        all_get(400, octets.map(|version| [b"GET /hello ", version, b"\r\nHost: localhost\r\n\r\n"].concat()))
    })
}

/// The requests of these versions.
fn with_versions(versions: &[&str]) -> Vec<String> {
    let lines: Vec<_> = versions.iter().map(|version| format!("GET /hello {version}")).collect();
    with_first_lines(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

/// proves: 9110-6.2-higher-minor
/// proves: 9110-6.2-server-conformant
/// proves: 9112-2.3-no-downgrade
/// proves: 9110-6.2-server-version
#[test]
fn the_server_takes_every_minor_version_of_http_1() -> Verdict {
    let teach = Teach {
        wrong: "a request of HTTP/1.0 or of a later minor version was not served like one of HTTP/1.1",
        why: "A higher minor version is read like the highest that is known: HTTP/1.2 like HTTP/1.1. (RFC 9110 section 6.2)",
        book: "The request line",
    };
    LESSON.check(teach, || all_get(200, with_versions(&["HTTP/1.0", "HTTP/1.1", "HTTP/1.2", "HTTP/1.9"])))
}

/// proves: 9112-3.1-method-case
/// proves: 9110-9.1-unknown-501
/// proves: 9112-3-long-method-501
#[test]
fn the_server_answers_an_unknown_method_with_501() -> Verdict {
    let teach = Teach {
        wrong: "a method that the server does not know was not answered with 501",
        why: "Methods are case-sensitive: get is not GET. An unknown method is no missing page (404), and a token above 32 octets is unknown however long its line is. (RFC 9110 section 9.1)",
        book: "The request line",
    };
    LESSON.check(teach, || {
        let long = "A".repeat(33);
        let longer = "A".repeat(100_000);
        let methods = ["get", "Get", "GETS", "BREW", "a!#$%&'*+-.^_`|~9", &long, &longer];
        let lines: Vec<_> = methods.iter().map(|method| format!("{method} /hello HTTP/1.1")).collect();
        all_get(501, with_first_lines(&lines.iter().map(String::as_str).collect::<Vec<_>>()))?;
        all_get(501, with_first_lines(&["BREW /nowhere HTTP/1.1"]))
    })
}

/// proves: 9110-9.1-not-allowed-405
/// proves: 9110-10.2.1-allow-in-405
/// proves: 9110-9.3.6-optional
#[test]
fn the_server_answers_a_method_that_a_page_lacks_with_405() -> Verdict {
    let teach = Teach {
        wrong: "a known method that the page does not allow was not answered with 405 and Allow",
        why: "405 says: this resource, not this method; and Allow lists the methods it has. Where no page has it, 501 would be right as well; 405 is what we choose, for its Allow says what works. (RFC 9110 sections 9.1 and 15.5.6)",
        book: "What the server answers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
            let reply = answer(&server, format!("{method} /hello HTTP/1.1\r\nHost: a\r\n\r\n"))?;
            reply.expect_status(405)?;
            let allow = reply.field("Allow").unwrap_or_default();
            let methods: Vec<&str> = allow.split(", ").collect();
            reply.expect("Allow: GET, HEAD", methods.contains(&"GET") && methods.contains(&"HEAD"))?;
        }
        for line in ["OPTIONS * HTTP/1.1", "CONNECT example.org:443 HTTP/1.1"] {
            answer(&server, format!("{line}\r\nHost: example.org:443\r\n\r\n"))?.expect_status(405)?;
        }
        Ok(())
    })
}

/// proves: 9112-3.2.2-accept-absolute
/// proves: 9110-4.2.3-host-case
#[test]
fn the_server_takes_a_whole_uri_for_a_target() -> Verdict {
    let teach = Teach {
        wrong: "a target like http://example.org/hello was not served like /hello, or another path was taken for that of a page",
        why: "Clients send the whole URI to proxies, and servers must take it too. The path decides, with its letter case; the query does not. A target may hold more than a URI: browsers send [ ] ^ { | } and ` as they are. (RFC 9112 section 3.2.2)",
        book: "The request line",
    };
    LESSON.check(teach, || {
        let targets = [
            "http://localhost/hello",
            "HTTP://Example.ORG:8080/hello",
            "http://other.example/hello?q",
            "http://[::1]/hello",
        ];
        let lines: Vec<_> = targets.iter().map(|target| format!("GET {target} HTTP/1.1")).collect();
        all_get(200, with_first_lines(&lines.iter().map(String::as_str).collect::<Vec<_>>()))?;
        all_get(
            200,
            with_first_lines(&[
                "GET http://localhost HTTP/1.1",
                "GET http://localhost?q HTTP/1.1",
                "GET /?a=[b]|c HTTP/1.1",
            ]),
        )?;
        all_get(404, with_first_lines(&["GET http://localhost/HELLO HTTP/1.1", "GET /Hello HTTP/1.1"]))
    })
}

/// proves: 9110-7.4-https-unsecured
/// proves: 9110-15.5.20-misdirected-421
#[test]
fn the_server_does_not_serve_https_without_tls() -> Verdict {
    let teach = Teach {
        wrong: "a request for an https URI was served over a connection without TLS",
        why: "https promises a secured connection. This one is not, so the answer is 421. (RFC 9110 section 7.4)",
        book: "What the server answers",
    };
    LESSON.check(teach, || all_get(421, with_first_lines(&["GET https://localhost/hello HTTP/1.1"])))
}
