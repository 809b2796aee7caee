//! The server: pages.

use harness::test;

use super::*;

/// proves: 9110-9.1-get-head
/// proves: 9110-9.3.2-no-content
/// proves: 9110-9.3.2-same-fields
/// proves: 9110-8.6-head-cl-equal
#[test]
fn the_server_shows_a_form() -> Verdict {
    let teach = Teach {
        wrong: "GET /form did not show a form, or HEAD did not have its fields without its content",
        why: "A browser shows the form and sends what was filled in by POST. HEAD has no content, as ever. (RFC 9110 section 9.3)",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let get = response(&server, "GET /form HTTP/1.1\r\nHost: a\r\n\r\n")?;
        get.expect_status(200)?;
        get.expect("a form with method=\"post\"", contains(&get.content, "<form method=\"post\""))?;
        let mut client = server.connect()?;
        client.send("HEAD /form HTTP/1.1\r\nHost: a\r\n\r\n")?;
        let head = client.reply_and_close("HEAD")?;
        head.expect_status(200)?;
        head.expect("the Content-Length of GET", head.field("Content-Length") == get.field("Content-Length"))?;
        response(&server, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")?.expect_status(200)
    })
}

/// proves: 9110-8.4-unsupported-415
/// proves: 9110-12.5.3-no-ae-in-415
#[test]
fn the_server_answers_what_is_no_form_with_415() -> Verdict {
    let teach = Teach {
        wrong: "content that is no form was not answered with 415",
        why: "What another media type means is not known here: do not guess. (RFC 9110 section 15.5.16)",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let types = [
            "X: y",
            "Content-Type: text/plain",
            "Content-Type: multipart/form-data; boundary=x",
            "Content-Type: application/x-www-form-urlencoded2",
            "Content-Type:",
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Encoding: gzip",
        ];
        for kind in types {
            let request = format!("POST /form HTTP/1.1\r\nHost: a\r\n{kind}\r\nContent-Length: 3\r\n\r\na=b");
            let reply = response(&server, request)?;
            reply.expect_status(415)?;
            // Accept-Encoding would say that the coding is what was wrong.
            let may_list_codings = kind.contains("Content-Encoding");
            reply.expect("no Accept-Encoding", may_list_codings || reply.field("Accept-Encoding").is_none())?;
        }
        Ok(())
    })
}

/// proves: 9110-9.1-not-allowed-405
/// proves: 9110-10.2.1-allow-in-405
/// proves: 9110-9.1-unknown-501
/// proves: 9112-9.6-lingering-close
/// proves: 9112-9.3-read-or-close
#[test]
fn the_server_refuses_a_method_before_it_reads_content() -> Verdict {
    let teach = Teach {
        wrong: "a request that its head decides was not answered, or its content destroyed the response or was read for ever",
        why: "405, 404 and 501 need no content. But close only after reading a while, and not for as long as somebody sends: octets left unread reset the connection. (RFC 9112 section 9.6)",
        book: "What the programs do",
    };
    let lesson = LESSON
        .with_time(LONGEST_READING + Duration::from_secs(10), "a server may read for some seconds after its response");
    lesson.check(teach, || {
        let server = LESSON.server().listen()?;
        let content = "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n".repeat(10_000);
        let request =
            |line: &str| format!("{line} HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{content}", content.len());
        let allows = [("PUT /echo", "POST"), ("DELETE /form", "GET, HEAD, POST"), ("POST /", "GET, HEAD")];
        for (line, allow) in allows {
            let reply = response(&server, request(line))?;
            reply.expect_status(405)?;
            let methods = |value: &str| {
                let mut methods: Vec<String> = value.split(',').map(|method| method.trim().to_owned()).collect();
                methods.sort_unstable();
                methods
            };
            let allowed = methods(reply.field("Allow").unwrap_or_default());
            reply.expect(&format!("Allow: {allow}, in any order"), allowed == methods(allow))?;
        }
        response(&server, request("POST /missing"))?.expect_status(404)?;
        response(&server, request("BREW /echo"))?.expect_status(501)?;
        // What is sent after the response meets no reset either.
        let mut client = server.connect()?;
        client.send(request("PUT /echo").trim_end_matches(&content))?;
        client.reply("PUT")?.expect_status(405)?;
        client.send_split([&content[..100], &content[100..]])?;
        client.finish()?;
        client.expect_close()?;
        server.expect_stdout_that(&predicate::str::contains("nowhere").not())?;
        let mut client = server.connect()?;
        client.send(request("PUT /echo").trim_end_matches(&content))?;
        client.reply("PUT")?.expect_status(405)?;
        client.expect_let_go(LONGEST_READING)
    })
}

/// proves: 9110-8.3.1-type-case
#[test]
fn the_server_reads_a_form() -> Verdict {
    let teach = Teach {
        wrong: "a form that was sent by POST was not shown with its names and values",
        why: "+ is a space and %XX an octet; octets that are not UTF-8 are shown all the same, and a % at the end is no reason to crash. A name may stand there more than once, and the order counts. What came is text: < and & must not become HTML.",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let content = "name=J%C3%BCrgen+M&message=%3Cb%3E1+%2B+1%3C/b%3E%0D%0A%26&empty=&%00=%ff";
        let head = form_head("POST");
        let requests = [
            format!("{head}; charset=utf-8\r\nContent-Length: {}\r\n\r\n{content}", content.len()),
            format!("{head}\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{content}\r\n0\r\n\r\n", content.len()),
            format!("{head}\r\nContent-Length: {}\r\n\r\n{content}", content.len())
                .replace("application/x-www", "APPLICATION/X-WWW"),
        ];
        let mut shown_before = None;
        for request in requests {
            let reply = response(&server, request)?;
            reply.expect_status(200)?;
            for shown in ["name", "J\u{fc}rgen M", "message", "&lt;b&gt;1 + 1&lt;/b&gt;", "&amp;", "empty", "\u{fffd}"]
            {
                reply.expect(&format!("a page that shows {shown}"), contains(&reply.content, shown))?;
            }
            let times = reply.content.windows(4).filter(|window| window == b"rgen").count();
            let as_often = *shown_before.get_or_insert(times) == times;
            reply.expect("a page that shows this form, and none that came before it", as_often)?;
        }

        // Several values of one name, as check boxes have them: all of them, in their order.
        let content = "box=first&other=second&box=third&box=first";
        let reply = response(&server, format!("{head}\r\nContent-Length: {}\r\n\r\n{content}", content.len()))?;
        reply.expect_status(200)?;
        let page = String::from_utf8_lossy(&reply.content).into_owned();
        let places: Vec<Option<usize>> =
            ["first", "second", "third"].iter().map(|value| page.find(value)).chain([page.rfind("first")]).collect();
        let in_order = places.iter().all(Option::is_some) && places.is_sorted() && places[3] > places[2];
        reply.expect(&format!("a page that shows the four pairs of {content} in their order"), in_order)?;

        // Octets that are no UTF-8, as an old browser sends them: whatever stands there is shown.
        let content = b"name=J\xfcrgen&x=\xff\xfe&end=here";
        let reply = response(
            &server,
            [format!("{head}\r\nContent-Length: {}\r\n\r\n", content.len()).as_bytes(), content].concat(),
        )?;
        reply.expect_status(200)?;
        reply.expect("a page that shows J\u{fffd}rgen", contains(&reply.content, "J\u{fffd}rgen"))?;
        reply.expect("a page that shows here", contains(&reply.content, "here"))?;

        // Percent signs that begin no %XX. What they become is left open, and nothing else may be lost.
        let content = "x=%zz&y=%\u{e9}\u{e9}&z=100%25&end=here&last=%4";
        let reply = response(&server, format!("{head}\r\nContent-Length: {}\r\n\r\n{content}", content.len()))?;
        let shows = contains(&reply.content, "100%") && contains(&reply.content, "here");
        reply.expect("a page that shows 100% and here, or status 400", reply.status == 400 || shows)
    })
}

/// proves: 9110-15.5.14-close
/// proves: 9110-17.5-limit-elements
#[test]
fn the_server_takes_a_form_up_to_its_limit() -> Verdict {
    let teach = Teach {
        wrong: "a form of 65536 octets was not answered with 200, or a larger one not with 413",
        why: "A form is collected in memory, so it has a limit; chunks must be counted together. (RFC 9110 section 15.5.14)",
        book: "Trailers and limits",
    };
    LESSON.check(teach, || {
        let head = form_head("POST");
        let length = |octets: usize| format!("{head}\r\nContent-Length: {octets}\r\n\r\na={}", "b".repeat(octets - 2));
        let chunks = |octets: usize| {
            let rest = octets - FORM_LIMIT / 2;
            let (first, second) = ("b".repeat(FORM_LIMIT / 2), "c".repeat(rest));
            format!("{head}\r\nTransfer-Encoding: chunked\r\n\r\n8000\r\n{first}\r\n{rest:x}\r\n{second}\r\n0\r\n\r\n")
        };
        all_get(200, [length(FORM_LIMIT), chunks(FORM_LIMIT)])?;
        let huge = format!("{head}\r\nContent-Length: 18446744073709551615\r\n\r\na=");
        let huge_chunk = format!("{head}\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\na=");
        let two = format!("{head}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\nffffffffffffffff\r\na=");
        all_get(413, [length(FORM_LIMIT + 1), chunks(FORM_LIMIT + 1), huge, huge_chunk, two])
    })
}

/// For how long a server may read what is sent after its response.
const LONGEST_READING: Duration = Duration::from_secs(8);
