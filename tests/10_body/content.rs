//! The server: content.

use harness::test;

use super::*;

/// proves: 9112-6.3-request-no-length
#[test]
fn the_server_takes_a_request_without_framing_for_empty() -> Verdict {
    let teach = Teach {
        wrong: "a request with neither Content-Length nor Transfer-Encoding was not taken for one without content",
        why: "A request cannot end with the connection, for then no response could be sent. Without framing there is no content. (RFC 9112 section 6.3)",
        book: "Where content ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for after in ["", "Hello", "5\r\nHello\r\n0\r\n\r\n", "GET /nowhere HTTP/1.1\r\nHost: b\r\n\r\n"] {
            let reply = response(&server, post("Content-Type: text/plain", after))?;
            expect_echo(&reply, "")?;
            reply.expect("Content-Length: 0", reply.field("Content-Length") == Some("0"))?;
        }
        server.expect_stdout("POST /echo 200\n".repeat(4))
    })
}

/// proves: 9110-8.6-cl-when-known
/// proves: 9112-6.3-delimited-responses
/// proves: 9110-15-one-final
#[test]
fn the_server_returns_the_content_it_gets() -> Verdict {
    let teach = Teach {
        wrong: "content with a Content-Length did not come back as it was sent, with its length in front",
        why: "Exactly as many octets as Content-Length says are the content, whatever they are. (RFC 9112 section 6.2)",
        book: "Content-Length",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let all: Vec<u8> = (0..=255).collect();
        let contents: [&[u8]; 7] =
            [b"Hello", b"", b"\r\n", b"Hello\r\n", b"0\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", &all];
        for content in contents {
            let reply = response(&server, with_length(content))?;
            expect_echo(&reply, content)?;
            let length = content.len().to_string();
            reply.expect("a Content-Length, as the request had one", reply.field("Content-Length") == Some(&length))?;
            reply.expect("Connection: close, for this server closes", says_close(&reply))?;
        }
        Ok(())
    })
}

/// proves: 9110-5.1-ignore-unknown
#[test]
fn the_server_keeps_the_type_of_what_it_returns() -> Verdict {
    let teach = Teach {
        wrong: "the echo did not have the Content-Type of the request, or application/octet-stream without one",
        why: "Content-Type says what the octets are; without it, they are just octets. (RFC 9110 section 8.3)",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let kinds = [
            ("X: y\r\nContent-Length: 5", "application/octet-stream"),
            ("Content-Type: text/plain; charset=\"utf-8\"\r\nContent-Length: 5", "text/plain; charset=\"utf-8\""),
            ("content-length: 5\r\ncontent-type:image/x-nothing", "image/x-nothing"),
        ];
        for (fields, kind) in kinds {
            let reply = response(&server, post(fields, "Hello"))?;
            expect_echo(&reply, "Hello")?;
            reply.expect(&format!("Content-Type: {kind}"), reply.field("Content-Type") == Some(kind))?;
        }
        Ok(())
    })
}

/// proves: 9110-2.3-defensive
/// proves: 9110-17.5-limit-elements
#[test]
fn the_server_returns_content_of_any_length_in_constant_memory() -> Verdict {
    let teach = Teach {
        wrong: "64 MiB of content did not come back whole, or were collected in memory",
        why: "Send back what has come, then read on: content of any length then takes the same memory.",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        const LEN: u64 = 64 * 1024 * 1024;
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(post(&format!("Content-Length: {LEN}"), ""))?;
        let sending = send_pattern(&client, LEN)?;
        let result = client.read_head().and_then(|_| client.expect_pattern(LEN));
        let _ = client.stream().shutdown(Shutdown::Both);
        let _ = sending.join();
        result?;
        if let Some(memory) = server.peak_memory().filter(|memory| *memory > MOST_MEMORY) {
            return Err(Failure::wrong()
                .row("expected", format!("at most {} MiB of memory", MOST_MEMORY >> 20))
                .row("came", format!("{} MiB", memory >> 20)));
        }
        Ok(())
    })
}

/// proves: 9112-7.1-decode
/// proves: 9112-6.2-no-cl-with-te
/// proves: 9112-6.3-delimited-responses
/// proves: 9112-6.1-no-double-chunked
/// proves: 9112-6.3-require-length-411
/// proves: 9110-5.6.3-no-bws
#[test]
fn the_server_returns_chunks_in_chunks() -> Verdict {
    let teach = Teach {
        wrong: "content in chunks did not come back, or not in chunks",
        why: "Each chunk is its size in hexadecimal, CR LF, so many octets, CR LF. Size 0 is the last one. (RFC 9112 section 7.1)",
        book: "Chunks",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let bodies = [
            ("5\r\nHello\r\n0\r\n\r\n", "Hello"),
            ("6\r\nHello \r\n5\r\nWorld\r\n0\r\n\r\n", "Hello World"),
            ("b\r\nHello World\r\n0\r\n\r\n", "Hello World"),
            ("B\r\nHello World\r\n0\r\n\r\n", "Hello World"),
            ("1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n", "abcdefghijklmnopqrstuvwxyz"),
            ("0\r\n\r\n", ""),
            ("0005\r\nHello\r\n000\r\n\r\n", "Hello"),
            ("4\r\n\r\n\r\n\r\n5\r\n0\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n0\r\n\r\n"),
        ];
        for (body, content) in bodies {
            let reply = response(&server, chunked(body))?;
            expect_echo(&reply, content)?;
            reply.expect(
                "Transfer-Encoding: chunked, as the length is not known when the response begins",
                reply.field("Transfer-Encoding") == Some("chunked"),
            )?;
        }
        Ok(())
    })
}

/// proves: 9110-7.6-segmentation
/// proves: 9112-7.1-decode
#[test]
fn the_server_takes_content_that_is_cut_anywhere() -> Verdict {
    let teach = Teach {
        wrong: "content in chunks that came in two pieces was not read like content in one piece",
        why: "A read may end anywhere: within a size, within the data, between CR and LF. Remember what comes next. (RFC 9112 section 7.1)",
        book: "Chunks",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let body = b"5;a=\"b\"\r\nHello\r\n06\r\n World\r\n0\r\nX-Sum: 11\r\n\r\n";
        let request = chunked(body);
        let mut clients = Vec::new();
        for cut in request.len() - body.len()..request.len() {
            let mut client = server.connect()?;
            client.send(&request[..cut])?;
            clients.push((client, cut));
        }
        for (number, (client, cut)) in clients.iter_mut().enumerate() {
            // One pause is enough for all of the first pieces.
            if number == 0 {
                client.send_split([&b""[..], &request[*cut..]])?;
            } else {
                client.send(&request[*cut..])?;
            }
            expect_echo(&client.reply_and_close("POST")?, "Hello World")?;
        }
        Ok(())
    })
}

/// proves: 9110-7.6-segmentation
#[test]
fn the_server_takes_content_in_many_pieces() -> Verdict {
    let teach = Teach {
        wrong: "content that came in many pieces did not come back whole",
        why: "One read is not the content: go on until its end, which Content-Length or the last chunk says. (RFC 9112 section 6)",
        book: "Content-Length",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send_split([&post("Content-Length: 11", "")[..], b"S", b"low", b" ", b"motion"])?;
        expect_echo(&client.reply_and_close("POST")?, "Slow motion")?;
        let mut client = server.connect()?;
        let pieces: [&[u8]; 7] = [b"0", b"b\r", b"\nHello", b" World\r", b"\n0\r\n", b"\r", b"\n"];
        client.send(chunked(""))?;
        client.send_split(pieces)?;
        expect_echo(&client.reply_and_close("POST")?, "Hello World")
    })
}

/// proves: 9112-9.3-read-or-close
/// proves: 9112-9.6-sent-close-no-more
#[test]
fn the_server_stops_at_the_end_of_the_content() -> Verdict {
    let teach = Teach {
        wrong: "octets after the content made a difference: as a part of it, or as a request",
        why: "What follows the end of the content is the next request. Whoever counts wrongly reads it as content. (RFC 9112 section 6.3)",
        book: "Where content ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for after in ["GET /nowhere HTTP/1.1\r\nHost: b\r\n\r\n", "o World", "\r\n", "0\r\n\r\n", "\0"] {
            expect_echo(&response(&server, post("Content-Length: 4", format!("Hell{after}")))?, "Hell")?;
            expect_echo(&response(&server, chunked(format!("4\r\nHell\r\n0\r\n\r\n{after}")))?, "Hell")?;
        }
        server.expect_stdout_that(&predicate::str::contains("nowhere").not())
    })
}

/// proves: 9112-6-request-body-any-method
#[test]
fn the_server_reads_the_content_of_every_method() -> Verdict {
    let teach = Teach {
        wrong: "the content of a request was not framed by its fields alone, whatever its method",
        why: "The fields frame the content, the method does not. Whoever ignores it takes it for the next request. (RFC 9112 section 6)",
        book: "Where content ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let get = |fields: &str, after: &str| format!("GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n\r\n{after}");
        response(&server, get("Content-Length: 5", "Hello"))?.expect_status(200)?;
        response(&server, get("Transfer-Encoding: chunked", "5\r\nHello\r\n0\r\n\r\n"))?.expect_status(200)?;
        server.expect_stdout("GET / 200, content: 5 octets\nGET / 200, content: 5 octets, chunked\n")?;
        response(&server, get("Content-Length: five", "Hello"))?.expect_status(400)?;
        response(&server, get("Transfer-Encoding: chunked", "five\r\nHello\r\n0\r\n\r\n"))?.expect_status(400)?;
        for method in ["DELETE", "BREW"] {
            let mut client = server.connect()?;
            client.send(get("Content-Length: five", "Hello").replacen("GET", method, 1))?;
            client.reply_and_close(method)?.expect_status(400)?;
        }
        Ok(())
    })
}

/// proves: 9112-7.1.1-ignore-ext
/// proves: 9110-5.6.3-accept-bws
#[test]
fn the_server_skips_chunk_extensions() -> Verdict {
    let teach = Teach {
        wrong: "a chunk with an extension after its size was not read like one without",
        why: "After the size, ;name or ;name=value may stand. Nobody uses them, everybody must skip them. (RFC 9112 section 7.1.1)",
        book: "Chunks",
    };
    LESSON.check(teach, || {
        all_chunks_become([
            ("5;a\r\nHello\r\n0\r\n\r\n", "Hello"),
            ("5;a=b\r\nHello\r\n0;c=d\r\n\r\n", "Hello"),
            ("5;a=b;c;d=e\r\nHello\r\n0\r\n\r\n", "Hello"),
            ("5;a=\"b; c=d\"\r\nHello\r\n0\r\n\r\n", "Hello"),
            ("5;a=\"\\\"6\"\r\nHello\r\n0\r\n\r\n", "Hello"),
            ("5 ; a = b\t;\tc\r\nHello\r\n0\r\n\r\n", "Hello"),
        ])
    })
}

/// proves: 9112-7.1.2-store-separately
/// proves: 9112-7.1.2-no-blind-merge
/// proves: 9112-7.1.2-discard-trailers
/// proves: 9110-5.1-ignore-unknown
#[test]
fn the_server_keeps_trailers_apart_from_the_head() -> Verdict {
    let teach = Teach {
        wrong: "a trailer field was lost, or changed what the head had said",
        why: "Trailers come when all is decided, perhaps from somebody else than the head. Show them; never obey them. (RFC 9112 section 7.1.2)",
        book: "Trailers and limits",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let trailers =
            "X-Sum: 11\r\nContent-Type: text/html\r\nContent-Length: 3\r\nTransfer-Encoding: gzip\r\nHost: b";
        let reply = response(&server, chunked(format!("5\r\nHello\r\n0\r\n{trailers}\r\n\r\n")))?;
        expect_echo(&reply, "Hello")?;
        let kind = reply.field("Content-Type");
        reply.expect("Content-Type: application/octet-stream", kind == Some("application/octet-stream"))?;
        let shown = trailers.replace("\r\n", "\ntrailer: ");
        server.expect_stdout(format!("POST /echo 200, content: 5 octets, chunked\ntrailer: {shown}\n"))
    })
}
