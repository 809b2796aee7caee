//! The client.

use harness::test;

use super::*;

/// The client, its URL after these arguments, gets this response: what it sent, and what it printed in the end.
fn client_gets(args: &[&str], response: &[u8], status: i32) -> Verdict<(String, Running)> {
    let listener = Listener::bind()?;
    let client = LESSON.client().args(args).arg(format!("http://{}/x", listener.addr())).start()?;
    let mut server = listener.accept()?;
    let request = server.read_while("a request", 64 * 1024, |came| came.ends_with(b"\r\n\r\n"))?;
    server.send(response)?;
    server.finish()?;
    client.expect_end(status)?;
    Ok((String::from_utf8_lossy(&request).into_owned(), client))
}

/// proves: 9110-13.1.5-client-needs-range
/// proves: 9110-10.1.5-user-agent
#[test]
fn the_client_asks_with_the_fields_of_its_arguments() -> Verdict {
    let teach = Teach {
        wrong: "the request of the client lacks a field that its arguments ask for",
        why: "Preconditions, ranges and codings are asked for in fields of the request. (RFC 9110 section 13.1)",
        book: "Run",
    };
    LESSON.check(teach, || {
        let response = b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/26\r\nContent-Length: 5\r\n\r\nabcde";
        let since = format!("If-Modified-Since: {MODIFIED_DATE}");
        let cases: [(&[&str], &str); 7] = [
            (&["--if-modified-since", MODIFIED_DATE], &since),
            (&["--range", "0-4"], "Range: bytes=0-4"),
            (&["--range", "-5"], "Range: bytes=-5"),
            (&["--range", "0-4", "--if-range", "\"a\""], "If-Range: \"a\""),
            (&["--if-none-match", "\"a\""], "If-None-Match: \"a\""),
            (&["--if-match", "*"], "If-Match: *"),
            (&["--compressed"], "Accept-Encoding: gzip"),
        ];
        for (args, line) in cases {
            let (request, client) = client_gets(args, response, 0)?;
            if !request.lines().any(|other| other == line) {
                return Err(Failure::wrong().row("expected", line).row("came", request));
            }
            client.expect_stdout_that(&predicate::str::ends_with("\n\nabcde"))?;
        }
        Ok(())
    })
}

/// proves: 9110-8.4.1.3-x-gzip
#[test]
fn the_client_shows_what_compressed_content_was_before() -> Verdict {
    let teach = Teach {
        wrong: "the client did not show compressed content as it was before, or took broken content for good",
        why: "Content-Encoding says what was done to the content, and so what is to be undone. (RFC 9110 section 8.4)",
        book: "Content codings",
    };
    LESSON.check(teach, || {
        use std::io::Write as _;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        let compressed = encoder.write_all(b"abcde").and_then(|()| encoder.finish());
        let compressed = compressed.map_err(|error| Failure::broken("gzip fails", &error))?;
        let response = |coding: &str, content: &[u8]| {
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {}\r\n\r\n", content.len());
            [head.as_bytes(), content].concat()
        };
        for coding in ["gzip", "GZIP", "x-gzip"] {
            let (_, client) = client_gets(&["--compressed"], &response(coding, &compressed), 0)?;
            client.expect_stdout_that(&predicate::str::ends_with("\n\nabcde"))?;
        }
        for broken in [&compressed[..compressed.len() - 4], b"abcde"] {
            client_gets(&["--compressed"], &response("gzip", broken), 1)?;
        }
        Ok(())
    })
}

/// proves: 9112-8-record-incomplete
#[test]
fn the_client_fails_when_octets_are_missing() -> Verdict {
    let teach = Teach {
        wrong: "an answer that broke off was taken for a whole one",
        why: "Fewer octets than Content-Length says: something went wrong on the server's side. (RFC 9112 section 8)",
        book: "While files change",
    };
    LESSON.check(teach, || {
        let (_, client) = client_gets(&[], b"HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\nabcde", 1)?;
        client.expect_error_line(&[])?;
        let port = RefusingPort::bind()?;
        let client = LESSON.client().arg(format!("http://{}/", port.addr()?)).start()?;
        client.expect_error_line(&[])?;
        client.expect_end(1).map(drop)
    })
}

#[test]
fn the_server_notices_that_a_file_is_gone() -> Verdict {
    let teach = Teach {
        wrong: "what was removed is still shown, or what took its place is not",
        why: "Every request opens the folder and looks at it as it is then: also when somebody builds it anew.",
        book: "From a path to a file",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        get(&server, "/alphabet.txt", &[])?.expect_status(200)?;
        let removed = fs::remove_file(folder.path().join("alphabet.txt"));
        removed.map_err(|error| Failure::broken("the file could not be removed", &error))?;
        get(&server, "/alphabet.txt", &[])?.expect_status(404)?;
        // What is compressed is compressed anew.
        for content in ["a".repeat(300), "b".repeat(300)] {
            folder.write("text.txt", &content)?;
            expect_content(&get(&server, "/text.txt", &[])?, &content)?;
            let coded = get(&server, "/text.txt", &[("Accept-Encoding", "gzip")])?;
            if coded.field("Content-Encoding").is_some() {
                coded.expect("the present content, compressed", gunzipped(&coded)? == content.as_bytes())?;
            }
        }
        // The whole folder is removed and built again.
        folder.write("site/a.txt", "old")?;
        let site = folder.path().join("site");
        let server = LESSON.server().arg("--root").arg(&site).listen()?;
        expect_content(&get(&server, "/a.txt", &[])?, "old")?;
        let moved = fs::rename(&site, folder.path().join("before"));
        moved.map_err(|error| Failure::broken("the folder could not be moved", &error))?;
        folder.write("site/a.txt", "new")?;
        expect_content(&get(&server, "/a.txt", &[])?, "new")
    })
}

#[cfg(not(unix))]
harness::tests_left_out! {
    the_server_follows_no_link_out_of_its_folder_and_opens_no_pipe: "not everybody may make links on this system, and no pipe has a path",
    the_server_sends_parts_of_what_is_longer_than_4_gib: "a file of 5 GiB takes 5 GiB on this system",
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
}
