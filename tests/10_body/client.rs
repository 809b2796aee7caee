//! The client.

use harness::test;

use super::*;

/// Starts the client for a path of the test's own server, and takes its connection and the head of its request.
fn client(args: &[&str]) -> Verdict<(Running, Peer, String)> {
    let listener = Listener::bind()?;
    let client = LESSON.client().arg(format!("http://{}/echo", listener.addr())).args(args).start()?;
    let mut peer = listener.accept()?;
    let head = peer.read_head()?;
    Ok((client, peer, String::from_utf8_lossy(&head).replace(&listener.addr(), "ADDR")))
}

fn expect_head(came: &str, expected: &str) -> Verdict {
    if came == expected { Ok(()) } else { Err(Failure::differ(expected.as_bytes(), came.as_bytes())) }
}

/// The client prints this for this response, which the server sends and then closes.
fn all_shown(args: &[&str], responses: &[(&str, &str)]) -> Verdict {
    for (response, shown) in responses {
        let (client, mut peer, _) = client(args)?;
        peer.send(response)?;
        peer.finish()?;
        client.expect_stdout(shown)?;
        client.expect_end(0)?;
    }
    Ok(())
}

/// A file of the test's own, removed in the end.
struct TestFile(PathBuf);

impl TestFile {
    fn new(name: &str, content: impl AsRef<[u8]>) -> Verdict<Self> {
        let path = std::env::temp_dir().join(format!("course-08-{}-{name}", process::id()));
        fs::write(&path, content).map_err(|error| Failure::broken("cannot write a file", &error))?;
        Ok(Self(path))
    }

    fn arg(&self) -> String {
        format!("@{}", self.0.display())
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// More octets than a program reads at once.
const LONG_CONTENT: u64 = 300_000;

fn long_content() -> Verdict<Vec<u8>> {
    let mut content = Vec::new();
    let read = Pattern::new(LONG_CONTENT).read_to_end(&mut content);
    read.map(|_| content).map_err(|error| Failure::broken("cannot make a text", &error))
}

/// proves: 9110-8.6-client-sends-cl
/// proves: 9110-8.6-client-no-cl
/// proves: 9112-6.3-client-frames-body
/// proves: 9112-6.3-client-prefers-cl
/// proves: 9112-2.2-no-extra-crlf
/// proves: 9112-2.2-count-final-crlf
/// proves: 9112-6.1-client-te-version
#[test]
fn the_client_sends_content_with_its_length() -> Verdict {
    let teach = Teach {
        wrong: "the client's request did not carry its content with Content-Length in front",
        why: "Where the length is known, Content-Length says it. A POST without content has length 0, a GET has no field. (RFC 9110 section 8.6)",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        let head = |line: &str, fields: &str| {
            format!("{line} /echo HTTP/1.1\r\nHost: ADDR\r\nUser-Agent: body-client/0.1.0\r\nConnection: close\r\n{fields}\r\n")
        };
        let form = "Content-Type: application/x-www-form-urlencoded\r\n";
        let file = TestFile::new("length", b"\0Hello\xff\r\n")?;
        let file = file.arg();
        let bytes = "Content-Type: application/octet-stream\r\nContent-Length: 9\r\n";
        let commands: [(&[&str], String, &[u8]); 7] = [
            (&[], head("GET", ""), b""),
            (&["--method", "POST"], head("POST", "Content-Length: 0\r\n"), b""),
            (&["--data", ""], head("POST", &format!("{form}Content-Length: 0\r\n")), b""),
            (&["--data", "Hello W\u{f6}rld"], head("POST", &format!("{form}Content-Length: 12\r\n")), "Hello W\u{f6}rld".as_bytes()),
            (&["--data", &file], head("POST", bytes), b"\0Hello\xff\r\n"),
            (&["--data", &file, "--method", "PUT"], head("PUT", bytes), b"\0Hello\xff\r\n"),
            (
                &["--data", "Hi", "--field", "content-type: text/plain"],
                head("POST", "content-type: text/plain\r\nContent-Length: 2\r\n"),
                b"Hi",
            ),
        ];
        for (args, expected, content) in commands {
            let (_client, mut peer, request) = client(args)?;
            // In which order the fields come is for the client to choose.
            let sorted = |head: &str| {
                let mut lines: Vec<String> = head.split_inclusive("\r\n").map(str::to_lowercase).collect();
                lines[2..].sort();
                lines.concat()
            };
            expect_head(&sorted(&request), &sorted(&expected))?;
            peer.expect(content)?;
        }
        // More than one read takes.
        let content = long_content()?;
        let file = TestFile::new("long-length", &content)?;
        let (_client, mut peer, request) = client(&["--data", &file.arg()])?;
        let length = format!("Content-Length: {LONG_CONTENT}\r\n");
        if !request.contains(&length) {
            return Err(Failure::wrong().row("expected", length.trim_end()).row("came", request));
        }
        peer.expect(content)
    })
}

/// What stands in chunks, when all of them have come.
fn joined(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    loop {
        let line = chunks.windows(2).position(|window| window == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&chunks[..line]).ok()?, 16).ok()?;
        chunks = chunks.get(line + 2..)?;
        if size == 0 {
            return chunks.ends_with(b"\r\n").then_some(content);
        }
        content.extend_from_slice(chunks.get(..size)?);
        chunks = chunks.get(size + 2..)?;
    }
}

/// proves: 9112-6.1-no-double-chunked
/// proves: 9112-6.2-no-cl-with-te
/// proves: 9112-6.3-client-frames-body
/// proves: 9110-5.6.3-no-bws
#[test]
fn the_client_sends_content_in_chunks() -> Verdict {
    let teach = Teach {
        wrong: "with --chunked the client did not send its content in chunks",
        why: "Size in hexadecimal, CR LF, the octets, CR LF, and 0 at the end. Content-Length has no place there. (RFC 9112 section 7.1)",
        book: "Chunks",
    };
    LESSON.check(teach, || {
        let contents =
            [("Hello World", "b\r\nHello World\r\n0\r\n"), ("Hello\r\n", "7\r\nHello\r\n\r\n0\r\n"), ("", "0\r\n")];
        for (content, chunks) in contents {
            let (_client, mut peer, request) = client(&["--data", content, "--chunked"])?;
            let fields = request.to_lowercase();
            let expected = fields.contains("transfer-encoding: chunked\r\n") && !fields.contains("content-length");
            if !expected {
                return Err(Failure::wrong()
                    .row("expected", "Transfer-Encoding: chunked, and no Content-Length")
                    .row("came", request));
            }
            peer.expect(chunks)?;
            // The empty line, with or without trailer fields in front of it.
            let mut section = b"\r\n".to_vec();
            while !section.ends_with(b"\r\n\r\n") {
                section.extend(peer.read_while("an empty line after the last chunk", 1, |came| !came.is_empty())?);
            }
        }
        // More than one read takes.
        let content = long_content()?;
        let file = TestFile::new("long-chunks", &content)?;
        let (_client, mut peer, _) = client(&["--data", &file.arg(), "--chunked"])?;
        let came = peer.read_while("chunks and the last one", 2 * content.len(), |came| came.ends_with(b"\r\n\r\n"))?;
        expect_content(&joined(&came).unwrap_or(came), &content)
    })
}

/// proves: 9112-6.3-client-no-body
/// proves: 9110-6-client-remembers-request
#[test]
fn the_client_knows_which_responses_have_no_content() -> Verdict {
    let teach = Teach {
        wrong: "the client waited for content that does not come",
        why: "Responses to HEAD, those with 204 and 304, and 2xx to CONNECT end at the empty line whatever their fields say. (RFC 9112 section 6.3)",
        book: "Where content ends",
    };
    LESSON.with_time(MANY_STARTS, "it starts a client for each of twenty responses").check(teach, || {
        let fields = ["Content-Length: 100", "Transfer-Encoding: chunked", "X: y"];
        let cases = [
            ("HEAD", "200 OK"),
            ("HEAD", "404 Not Found"),
            ("GET", "204 No Content"),
            ("GET", "304 Not Modified"),
            ("CONNECT", "200 OK"),
            ("CONNECT", "299 Fine"),
        ];
        for (method, status) in cases {
            for field in fields {
                let (client, mut peer, _) = client(&["--method", method])?;
                peer.send(format!("HTTP/1.1 {status}\r\n{field}\r\n\r\n"))?;
                client.expect_stdout(format!("HTTP/1.1 {status}\n{field}\n\n"))?;
                client.expect_end(0)?;
            }
        }
        // Whatever the fields say, also when no content could have them.
        for (method, status, field) in [
            ("HEAD", "200 OK", "Content-Length: five"),
            ("GET", "204 No Content", "Content-Length: 5\r\nTransfer-Encoding: chunked"),
        ] {
            let (client, mut peer, _) = client(&["--method", method])?;
            peer.send(format!("HTTP/1.1 {status}\r\n{field}\r\n\r\n"))?;
            client.expect_stdout(format!("HTTP/1.1 {status}\n{}\n\n", field.replace('\r', "")))?;
            client.expect_end(0)?;
        }
        Ok(())
    })
}

/// proves: 9112-6.3-client-no-body
/// proves: 9110-6-client-remembers-request
/// proves: 9110-15.2-client-1xx
/// proves: 9112-6.3-no-extra-as-response
#[test]
fn the_client_finds_content_in_all_other_responses() -> Verdict {
    let teach = Teach {
        wrong: "the client took a response with content for one without, or an interim response for the final one",
        why: "Only responses to HEAD, those with 1xx, 204 and 304, and 2xx to CONNECT have no content. All others may have some, 301 too. (RFC 9112 section 6.3)",
        book: "Where content ends",
    };
    LESSON.check(teach, || {
        // Methods are case-sensitive: head is another one.
        let response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello";
        all_shown(&["--method", "head"], &[(response, "HTTP/1.1 200 OK\nContent-Length: 5\n\nHello")])?;
        let interim = "HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\nHTTP/1.1 103 Early Hints\r\nTransfer-Encoding: chunked\r\n\r\n";
        let last = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nHi";
        all_shown(&[], &[(&format!("{interim}{last}and more"), "HTTP/1.1 200 OK\nContent-Length: 2\n\nHi")])?;
        all_shown(&["--method", "CONNECT"], &[("HTTP/1.1 405 No\r\nContent-Length: 2\r\n\r\nNo", "HTTP/1.1 405 No\nContent-Length: 2\n\nNo")])?;
        // All others have content, those of the same class too.
        for status in ["300 Multiple Choices", "301 Moved", "303 See Other", "205 Reset", "206 Part", "404 No", "500 No"] {
            let response = format!("HTTP/1.1 {status}\r\nContent-Length: 5\r\n\r\nHello");
            all_shown(&[], &[(&response, &format!("HTTP/1.1 {status}\nContent-Length: 5\n\nHello"))])?;
        }
        Ok(())
    })
}

/// proves: 9112-9.5-client-watch
/// proves: 9112-9.5-client-stop
#[test]
fn the_client_reads_a_response_while_it_sends() -> Verdict {
    let teach = Teach {
        wrong: "a server that responds early was not heard, as the client was still sending",
        why: "A server may refuse content before it has read it all. Read while you send, and stop when the response is there. (RFC 9112 section 9.5)",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        let file = TestFile::new("early", vec![b'x'; 32 * 1024 * 1024])?;
        for framing in [&["--chunked"][..], &[]] {
            let (client, mut peer, _) = client(&[&["--data", &file.arg()], framing].concat())?;
            // The server reads nothing more of it.
            peer.send("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nNo\n")?;
            client.expect_stdout("HTTP/1.1 413 Content Too Large\nConnection: close\nContent-Length: 3\n\nNo\n")?;
            client.expect_end(0)?;
        }
        Ok(())
    })
}

/// proves: 9112-6.3-response-until-close
/// proves: 9110-7.6-segmentation
#[test]
fn the_client_reads_to_the_close_what_has_no_other_end() -> Verdict {
    let teach = Teach {
        wrong: "a response without length was not printed until the server closed",
        why: "Only responses may end with the connection: without Content-Length and Transfer-Encoding. (RFC 9112 section 6.3)",
        book: "Where content ends",
    };
    LESSON.check(teach, || {
        all_shown(
            &["--data", "Later"],
            &[
                ("HTTP/1.1 200 OK\r\n\r\nLater", "HTTP/1.1 200 OK\n\nLater"),
                ("HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\n\n"),
                ("HTTP/1.0 404 No\r\n\r\nLater", "HTTP/1.0 404 No\n\nLater"),
            ],
        )?;
        let (client, mut peer, _) = client(&[])?;
        peer.send_split(["HTTP/1.1 200 OK\r\n\r\nLat", "er", "\n"])?;
        peer.finish()?;
        client.expect_stdout("HTTP/1.1 200 OK\n\nLater\n")?;
        client.expect_end(0)?;
        Ok(())
    })
}

/// proves: 9112-6.3-te-response-until-close
#[test]
fn the_client_reads_to_the_close_what_is_not_chunked_last() -> Verdict {
    let teach = Teach {
        wrong: "a response in a transfer coding that has no end was not printed until the server closed",
        why: "Only chunked says where it ends. A response in another coding ends with the connection, and what it is is shown as it came. (RFC 9112 section 6.3)",
        book: "Transfer-Encoding",
    };
    LESSON.check(teach, || {
        for coding in ["gzip", "chunked, gzip", "xchunked"] {
            let response = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: {coding}\r\n\r\n5\r\nHello");
            let shown = format!("HTTP/1.1 200 OK\nTransfer-Encoding: {coding}\n\n5\r\nHello");
            all_shown(&[], &[(&response, &shown)])?;
        }
        Ok(())
    })
}

/// proves: 9112-7.1-decode
/// proves: 9112-7.1.1-ignore-ext
/// proves: 9112-7-coding-case
/// proves: 9110-7.6-segmentation
/// proves: 9112-7.1.2-store-separately
/// proves: 9112-7.1.2-discard-trailers
#[test]
fn the_client_prints_content_in_chunks() -> Verdict {
    let teach = Teach {
        wrong: "the client did not print the content of chunks, however they were cut, and the trailer fields",
        why: "Sizes, extensions and line ends are framing and not content. Trailers come after it. (RFC 9112 section 7.1)",
        book: "Chunks",
    };
    LESSON.check(teach, || {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n";
        let shown = "HTTP/1.1 200 OK\nTransfer-Encoding: Chunked\n\n";
        let chunks = "6;a=b\r\nHello \r\n005\r\nWorld\r\n0\r\n";
        let whole = format!("{head}{chunks}\r\n");
        let cuts: [&[&str]; 5] = [
            &[&whole],
            &[head, chunks, "\r\n"],
            &[&whole[..whole.len() - 3], "\n\r\n"],
            &[&whole[..head.len() + 8], &whole[head.len() + 8..]],
            &[&whole[..head.len() + 20], &whole[head.len() + 20..]],
        ];
        for parts in cuts {
            let (client, mut peer, _) = client(&[])?;
            peer.send_split(parts)?;
            client.expect_stdout(format!("{shown}Hello World"))?;
            client.expect_end(0)?;
        }
        // Chunked around another coding ends where chunked ends; what is in the chunks is shown as it came.
        for coding in ["gzip, chunked", "gzip\r\nTransfer-Encoding: chunked"] {
            let (client, mut peer, _) = client(&[])?;
            peer.send(format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: {coding}\r\n\r\n{chunks}\r\n"))?;
            let shown = coding.replace('\r', "");
            client.expect_stdout(format!("HTTP/1.1 200 OK\nTransfer-Encoding: {shown}\n\nHello World"))?;
            client.expect_end(0)?;
        }
        let trailers = format!("{head}{chunks}X-Sum: 11\r\nX:\r\n y\r\n\r\n");
        let (client, mut peer, _) = client(&[])?;
        peer.send(trailers)?;
        let printed = String::from_utf8_lossy(&client.expect_end(0)?.stdout).into_owned();
        let lines: Vec<_> =
            printed.trim_end().lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let expected = ["HTTP/1.1 200 OK", "Transfer-Encoding: Chunked", "", "Hello World", "X-Sum: 11", "X: y"];
        if lines == expected {
            return Ok(());
        }
        Err(Failure::differ(expected.join("\n").as_bytes(), lines.join("\n").as_bytes()))
    })
}

/// proves: 9112-8-record-incomplete
/// proves: 9112-6.3-short-body
/// proves: 9112-6.3-client-bad-cl
/// proves: 9112-7.1-bad-framing
/// proves: 9112-7.1-large-size
/// proves: 9110-8.6-large-cl
/// proves: 9112-6.3-te-overrides-cl
/// proves: 9112-6.3-bad-cl-fatal
#[test]
fn the_client_says_what_is_wrong_with_content() -> Verdict {
    let teach = Teach {
        wrong: "content that is cut short or framed wrongly did not end in one clear line and exit status 1",
        why: "Half a file that looks whole is worse than none. The line says what is wrong, where, and the section. (RFC 9112 section 8)",
        book: "Where content ends",
    };
    LESSON.with_time(MANY_STARTS, "it starts a client for each of twenty responses").check(teach, || {
        const EXPECTED: &str =
            "exit status 1, and one line `error: no good response from http://…` with the section of the RFC";
        let responses = [
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n\r\n",
            "Content-Length: 6\r\n\r\nHello",
            "Content-Length: +5\r\n\r\nHello",
            "Content-Length: 5\r\nContent-Length: 6\r\n\r\nHello",
            "Content-Length: 5, 6\r\n\r\nHello",
            "Content-Length: 18446744073709551621\r\n\r\nHello",
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked, chunked\r\n\r\n5\r\nHello\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked,\r\n\r\n5\r\nHello\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked;a=b\r\n\r\n5\r\nHello\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nHel",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n",
            "Transfer-Encoding: chunked\r\n\r\n+5\r\nHello\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n0x5\r\nHello\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n10000000000000005\r\nHello\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nHello World\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n5\nHello\n0\n\n",
        ];
        for response in responses {
            let line = if response.starts_with("HTTP/") { "" } else { "HTTP/1.1 200 OK\r\n" };
            let response = format!("{line}{response}");
            let (client, mut peer, _) = client(&[])?;
            peer.send(&response)?;
            peer.finish()?;
            let Some(ended) = client.wait_end(harness::deadline())? else {
                return Err(Failure::no_answer().row("expected", EXPECTED).row("came", "the client is still running"));
            };
            let said = String::from_utf8_lossy(&ended.stderr);
            let is_clear = said.lines().any(|line| line.starts_with("error: ") && line.contains("RFC 911"));
            if ended.status != Some(1) || !is_clear {
                let status =
                    ended.status.map_or("ended by a signal".to_owned(), |status| format!("exit status {status}"));
                let said = if said.is_empty() { "nothing" } else { said.trim_end() };
                return Err(Failure::wrong()
                    .row("expected", EXPECTED)
                    .row("sent", harness::visible(response.as_bytes()))
                    .row("came", status)
                    .row("stderr", said));
            }
        }
        Ok(())
    })
}

/// proves: 9112-6.1-client-te-version
/// proves: 9112-7.4-te-no-chunked
/// proves: 9110-10.1.1-client-needs-content
/// proves: 9112-2.2-send-no-bare-cr
#[test]
fn the_client_refuses_what_it_cannot_send() -> Verdict {
    let teach = Teach {
        wrong: "content or fields that cannot be sent did not end in one clear line",
        why: "The client itself makes the fields that frame the content.",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        let url = "http://127.0.0.1:1/";
        let folder = std::env::temp_dir().display().to_string();
        let folder_data = format!("@{folder}");
        let commands: [(&[&str], &str, i32); 8] = [
            (&["--data", "@/no/such/file"], "/no/such/file", 1),
            (&["--data", &folder_data], &folder, 1),
            (&["--data", "Hi", "--field", "Transfer-Encoding: chunked"], "", 1),
            (&["--data", "Hi", "--field", "content-length: 3"], "", 1),
            (&["--field", "TE: chunked"], "", 1),
            (&["--field", "Expect: 100-continue"], "", 1),
            (&["--field", "X: a\r\nY: b"], "", 1),
            (&["--chunked"], "--data", 2),
        ];
        for (args, said, status) in commands {
            let client = LESSON.client().arg(url).args(args).start()?;
            // The second kind of error is one of the arguments.
            match status {
                1 => client.expect_stderr_that(&error_line(&[said]).and(predicate::str::contains("refused").not()))?,
                _ => client.expect_stderr_that(&predicate::str::contains(said))?,
            }
            client.expect_end(status)?;
        }
        Ok(())
    })
}

#[test]
fn the_client_says_that_nobody_listens() -> Verdict {
    common::the_client_says_that_nobody_listens(
        LESSON,
        "Run",
        |client, addr| client.arg(format!("http://{addr}/echo")).args(["--data", "Hi"]),
        &[],
    )
}

#[cfg(not(unix))]
harness::tests_left_out! {
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
}
