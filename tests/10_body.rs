//! Graded tests of lesson 10: the content of HTTP messages.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test reads sockets and clocks, the library does not"
)]

use std::fs;
use std::io::{self, Read};
use std::net::Shutdown;
use std::path::PathBuf;
use std::process;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use harness::{
    Failure, Lesson, Listener, Pattern, Peer, Reply, Running, Server, Teach, Verdict, common, error_line, test,
};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON);

/// The documented limits of the body crate and of its server.
const EXTENSIONS_LIMIT: usize = 16 * 1024;
const FORM_LIMIT: usize = 64 * 1024;
const SIZE_DIGITS: usize = 32;

/// How much memory a server may take, however much content goes through it.
const MOST_MEMORY: u64 = 24 * 1024 * 1024;

/// The time of a test that starts many programs, one after the other.
const MANY_STARTS: Duration = Duration::from_secs(30);

/// A request to the echo with these field lines, and what follows its head.
fn post(fields: &str, after: impl AsRef<[u8]>) -> Vec<u8> {
    let head = format!("POST /echo HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n\r\n");
    [head.as_bytes(), after.as_ref()].concat()
}

/// A request to the echo with this field line, which need not be text.
fn post_octets(line: &[u8]) -> Vec<u8> {
    [b"POST /echo HTTP/1.1\r\nHost: localhost\r\n", line, b"\r\n\r\n5\r\nHello\r\n0\r\n\r\n"].concat()
}

/// A request to the echo with Content-Length.
fn with_length(content: impl AsRef<[u8]>) -> Vec<u8> {
    post(&format!("Content-Length: {}", content.as_ref().len()), content)
}

/// A request to the echo with these octets of chunked framing.
fn chunked(body: impl AsRef<[u8]>) -> Vec<u8> {
    post("Transfer-Encoding: chunked", body)
}

/// Sends a request on a connection of its own and reads the one response.
fn response(server: &Server, request: impl AsRef<[u8]>) -> Verdict<Reply> {
    let mut client = server.connect()?;
    client.send(request)?;
    client.reply_and_close("POST")
}

/// A server that is sent each of `requests`, on a connection of its own, responds to all of them with `status`.
fn all_get<B: AsRef<[u8]>>(status: u16, requests: impl IntoIterator<Item = B>) -> Verdict {
    let server = LESSON.server().listen()?;
    for request in requests {
        response(&server, request)?.expect_status(status)?;
    }
    Ok(())
}

/// All of these octets of chunked framing are refused with 400.
fn all_chunks_get_400<B: AsRef<[u8]>>(bodies: impl IntoIterator<Item = B>) -> Verdict {
    all_get(400, bodies.into_iter().map(chunked))
}

/// The response is this content, sent back.
fn expect_echo(reply: &Reply, content: impl AsRef<[u8]>) -> Verdict {
    reply.expect_status(200)?;
    expect_content(&reply.content, content.as_ref())
}

fn expect_content(came: &[u8], expected: &[u8]) -> Verdict {
    if came == expected { Ok(()) } else { Err(Failure::differ(expected, came)) }
}

/// A server that is sent these octets of chunked framing returns this content.
fn all_chunks_become<'a>(bodies: impl IntoIterator<Item = (&'a str, &'a str)>) -> Verdict {
    let server = LESSON.server().listen()?;
    for (body, content) in bodies {
        expect_echo(&response(&server, chunked(body))?, content)?;
    }
    Ok(())
}

/// Sends a long text after what was sent already, while the test reads.
fn send_pattern(peer: &Peer, len: u64) -> Verdict<JoinHandle<()>> {
    let stream = peer.stream().try_clone().map_err(|error| Failure::broken("cannot share a socket", &error))?;
    // Why not all of it went out shows in what comes back.
    Ok(thread::spawn(move || drop(io::copy(&mut Pattern::new(len), &mut &stream))))
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: content

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
        client.send_split([&post("Content-Length: 11", "")[..], b"H", b"ello", b" ", b"World"])?;
        expect_echo(&client.reply_and_close("POST")?, "Hello World")?;
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

// ---------------------------------------------------------------------------------------------------------------------
// The server: what can be read in two ways

/// proves: 9112-6.3-bad-cl-400
/// proves: 9112-6.3-bad-cl-fatal
#[test]
fn the_server_refuses_a_length_that_is_no_number() -> Verdict {
    let teach = Teach {
        wrong: "a Content-Length that is not decimal digits alone was not refused with 400, or one that is was not taken",
        why: "What one program reads as 5, another reads as 0 or as nothing: then they see two messages. Leading zeros are digits: their number says nothing about the size. (RFC 9112 section 6.3)",
        book: "Content-Length",
    };
    LESSON.check(teach, || {
        let lengths = [
            "",
            "+5",
            "-5",
            "-0",
            "0x5",
            "5.0",
            "5 5",
            "5;a=b",
            "\"5\"",
            "abc",
            "5a",
            "a5",
            "1e1",
            "5_",
            "\u{ff15}",
            "05h",
            "\u{a0}5",
            "5\u{3000}",
            "5\u{85}",
        ];
        all_get(400, lengths.map(|length| post(&format!("Content-Length: {length}"), "Hello")))?;
        all_get(400, [post_octets(b"Content-Length: 5\xff"), post_octets(b"Content-Length: \xb2")])?;
        all_get(
            200,
            ["5", "005", "\t5 ", "00000000000000000000005", &("0".repeat(8000) + "5")]
                .map(|length| post(&format!("Content-Length:{length}"), "Hello")),
        )
    })
}

/// proves: 9112-6.3-bad-cl-400
/// proves: 9110-8.6-repeated-cl
#[test]
fn the_server_refuses_a_second_length() -> Verdict {
    let teach = Teach {
        wrong: "a request with two lengths was not refused with 400",
        why: "One program takes the first, another the last: then an attacker hides a request in the content. (RFC 9112 section 6.3)",
        book: "Content-Length",
    };
    LESSON.check(teach, || {
        let lengths = [
            "Content-Length: 5\r\nContent-Length: 6",
            "Content-Length: 6\r\nContent-Length: 5",
            "Content-Length: 5\r\nX: y\r\ncontent-length: 5",
            "Content-Length: 5, 5",
            "Content-Length: 5, 6",
            "Content-Length: 5,",
            "Content-Length: 5\r\nContent-Length:",
        ];
        all_get(400, lengths.map(|lengths| post(lengths, "Hello!")))
    })
}

/// proves: 9110-8.6-large-cl
#[test]
fn the_server_refuses_a_length_beyond_counting() -> Verdict {
    let teach = Teach {
        wrong: "a Content-Length that no counter holds was not refused, or ended the server",
        why: "2^64+5 becomes 5 in a counter that wraps around. Check each step, and refuse with 413 or 400. (RFC 9110 section 8.6)",
        book: "Content-Length",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        // 2^64+5, 2^64, and 2^128+5 are 5, 0, and 5 in counters that wrap around.
        let lengths = ["18446744073709551621", "18446744073709551616", "340282366920938463463374607431768211461"];
        let long = ["9".repeat(30), "9".repeat(8000)];
        for length in lengths.into_iter().chain(long.iter().map(String::as_str)) {
            let reply = response(&server, post(&format!("Content-Length: {length}"), "Hello"))?;
            reply.expect("status 413 or 400", matches!(reply.status, 413 | 400))?;
        }
        Ok(())
    })
}

#[test]
fn the_server_refuses_names_that_others_take_for_those_of_the_framing() -> Verdict {
    let teach = Teach {
        wrong: "a field that is named like Content-Length or Transfer-Encoding, but with an underscore, was not refused with 400",
        why: "Programs that hand fields on as variables turn hyphens into underscores, and take it for the real one. They would see the end of the request elsewhere: refusing it is our choice. (RFC 9112 section 11.2)",
        book: "Transfer-Encoding",
    };
    LESSON.check(teach, || {
        let fields = [
            "Content_Length: 5",
            "content_length: 0",
            "Transfer_Encoding: chunked",
            "TRANSFER_ENCODING: chunked\r\nContent-Length: 5",
            "Content-Length: 5\r\nContent_Length: 6",
            "Transfer-Encoding: chunked\r\nContent_Length: 5",
        ];
        all_get(400, fields.map(|fields| post(fields, "Hello")))?;
        let server = LESSON.server().listen()?;
        expect_echo(&response(&server, post("Content-Length: 5\r\nContent_Lengths: 6\r\nX_Y: z", "Hello"))?, "Hello")
    })
}

/// proves: 9112-6.1-cl-and-te
/// proves: 9112-6.1-cl-and-te-close
/// proves: 9112-6.3-te-overrides-cl
#[test]
fn the_server_refuses_transfer_encoding_beside_content_length() -> Verdict {
    let teach = Teach {
        wrong: "a request with Content-Length and Transfer-Encoding was not refused with 400",
        why: "Two programs that go by different ones see different ends: this is request smuggling. It is 400 whatever the coding is, so look at this before 501. (RFC 9112 section 11.2)",
        book: "Transfer-Encoding",
    };
    LESSON.check(teach, || {
        let fields = [
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 5",
            "content-length: 15\r\nX: y\r\ntransfer-encoding: Chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 0",
            "Transfer-Encoding: gzip, chunked\r\nContent-Length: 5",
            "Content-Length: 5\r\nTransfer-Encoding: gzip",
        ];
        all_get(400, fields.map(|fields| post(fields, "5\r\nHello\r\n0\r\n\r\n")))
    })
}

/// proves: 9112-6.1-te-in-http10
/// proves: 9112-6.1-no-te-to-http10
#[test]
fn the_server_refuses_transfer_encoding_in_http_1_0() -> Verdict {
    let teach = Teach {
        wrong: "an HTTP/1.0 request with Transfer-Encoding was not refused with 400, or one with Content-Length not answered with its content",
        why: "HTTP/1.0 does not know the field: a program in front of us may have read the content in another way. (RFC 9112 section 6.1)",
        book: "Transfer-Encoding",
    };
    LESSON.check(teach, || {
        let request = |fields: &str| format!("POST /echo HTTP/1.0\r\n{fields}\r\n\r\n5\r\nHello\r\n0\r\n\r\n");
        all_get(400, ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5"].map(request))?;
        let server = LESSON.server().listen()?;
        let reply = response(&server, "POST /echo HTTP/1.0\r\nContent-Length: 5\r\n\r\nHello")?;
        expect_echo(&reply, "Hello")?;
        reply.expect("no Transfer-Encoding in return", reply.field("Transfer-Encoding").is_none())
    })
}

/// proves: 9112-6.3-te-not-chunked-400
#[test]
fn the_server_wants_chunked_as_the_last_coding() -> Verdict {
    let teach = Teach {
        wrong: "a Transfer-Encoding whose last coding is not chunked was not refused with 400",
        why: "Only chunked says where it ends. After another coding nobody knows the end of the request. (RFC 9112 section 6.3)",
        book: "Transfer-Encoding",
    };
    LESSON.check(teach, || {
        let codings = [
            "gzip",
            "identity",
            "chunked, gzip",
            "chunked, identity",
            "chunked\r\nTransfer-Encoding: identity",
            "xchunked",
            "chunkedx",
            "chunked-",
            "\"chunked\"",
            "chunked chunked",
            "",
        ];
        all_get(400, codings.map(|coding| post(&format!("Transfer-Encoding: {coding}"), "5\r\nHello\r\n0\r\n\r\n")))
    })
}

/// proves: 9112-6.1-unknown-coding-501
#[test]
fn the_server_answers_an_unknown_coding_with_501() -> Verdict {
    let teach = Teach {
        wrong: "a transfer coding that the server does not know, in front of chunked, was not answered with 501",
        why: "The end of the content is known, what it means is not: that is 501, Not Implemented. (RFC 9112 section 6.1)",
        book: "Transfer-Encoding",
    };
    LESSON.check(teach, || {
        let codings = [
            "gzip, chunked",
            "foo, bar, chunked",
            "gzip\r\nTransfer-Encoding: chunked",
            "foo;a=\"b, c\", Chunked",
            "foo ; a=chunked, chunked",
            "identity, chunked",
        ];
        all_get(501, codings.map(|coding| post(&format!("Transfer-Encoding: {coding}"), "5\r\nHello\r\n0\r\n\r\n")))
    })
}

/// proves: 9112-7.1-no-parameters
#[test]
fn the_server_refuses_chunked_twice_and_with_parameters() -> Verdict {
    let teach = Teach {
        wrong: "chunked twice, or chunked with a parameter, was not refused with 400",
        why: "Nobody may send either of them, so whoever does wants it to be read in two ways. (RFC 9112 sections 6.1 and 7.1)",
        book: "Transfer-Encoding",
    };
    LESSON.check(teach, || {
        let codings = [
            "chunked, chunked",
            "chunked\r\nTransfer-Encoding: chunked",
            "chunked, gzip, chunked",
            "Chunked, chunked",
            "chunked, gzip, CHUNKED",
            "chunked;a=b",
            "chunked ; a",
            "chunked;",
            "CHUNKED;",
            "Chunked\t;a=\"b\"",
            "gzip, chunked;a=b",
        ];
        all_get(400, codings.map(|coding| post(&format!("Transfer-Encoding: {coding}"), "5\r\nHello\r\n0\r\n\r\n")))
    })
}

/// proves: 9112-6.3-te-not-chunked-400
#[test]
fn the_server_refuses_codings_that_are_no_names() -> Verdict {
    let teach = Teach {
        wrong: "a Transfer-Encoding with a member that is no name was not refused with 400",
        why: "The name of a coding is a token, and the white space around it is SP and HTAB. What is none is no unknown coding (501) but a malformed field, which others read otherwise. (RFC 9112 section 7)",
        book: "Transfer-Encoding",
    };
    LESSON.check(teach, || {
        let codings = [
            "\"gzip\", chunked",
            "x y, chunked",
            "x@y, chunked",
            ";a=b, chunked",
            "gzip chunked, chunked",
            "gz\u{ef}p, chunked",
            // White space for Unicode, not for HTTP.
            "chunked\u{a0}",
            "\u{3000}chunked",
            "gzip\u{a0}, chunked",
        ];
        all_get(400, codings.map(|coding| post(&format!("Transfer-Encoding: {coding}"), "5\r\nHello\r\n0\r\n\r\n")))?;
        let octets: [&[u8]; 2] = [b"Transfer-Encoding: chunked\xff", b"Transfer-Encoding: \xe9, chunked"];
        all_get(400, octets.map(post_octets))
    })
}

#[test]
fn the_server_counts_content_in_64_bits() -> Verdict {
    let teach = Teach {
        wrong: "of content with 4,294,967,301 octets, the first five were taken for all of it",
        why: "2^32+5 becomes 5 in a counter of 32 bits, and what follows is then read as the next request. Lengths and chunk sizes have 64 bits. (RFC 9110 section 8.6, RFC 9112 section 7.1)",
        book: "Content-Length",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for (case, request) in [
            ("Content-Length: 4294967301", post("Content-Length: 4294967301", "Hello")),
            ("a chunk of the size 100000005", chunked("100000005\r\nHello")),
            ("a chunk of the size 100000005, with its end", chunked("100000005\r\nHello\r\n0\r\n\r\n")),
        ] {
            let mut client = server.connect()?;
            client.send(request)?;
            client.finish()?;
            // A server may have begun its response; it may refuse so much; it may not take this for all of it.
            client.may_break_off();
            let came = client.read_to_end().unwrap_or_default();
            let is_whole = came.starts_with(b"HTTP/1.1 200")
                && (came.ends_with(b"\r\n0\r\n\r\n") || contains(&came.to_ascii_lowercase(), "content-length: 5\r\n"));
            if is_whole {
                return Err(Failure::wrong()
                    .row("case", case)
                    .row("expected", "no whole response: nearly all of the content is missing")
                    .row("came", harness::visible(&came)));
            }
        }
        response(&server, with_length("Hello"))?.expect_status(200)
    })
}

/// proves: 9112-7-coding-case
/// proves: 9110-5.1-name-case
#[test]
fn the_server_knows_chunked_however_it_is_written() -> Verdict {
    let teach = Teach {
        wrong: "chunked in another letter case was not read as chunked",
        why: "Coding names match in any letter case, as field names do. (RFC 9112 section 7)",
        book: "Transfer-Encoding",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for fields in ["Transfer-Encoding: Chunked", "transfer-encoding:CHUNKED", "TRANSFER-ENCODING: \tcHuNkEd "] {
            expect_echo(&response(&server, post(fields, "5\r\nHello\r\n0\r\n\r\n"))?, "Hello")?;
        }
        Ok(())
    })
}

#[test]
fn the_server_refuses_empty_members_of_transfer_encoding() -> Verdict {
    let teach = Teach {
        wrong: "a Transfer-Encoding with an empty member was not refused with 400",
        why: "A list may have empty members by RFC 9110 section 5.6.1.2, but not every program passes over them in this field. Where two would find different ends, we refuse: that is our choice.",
        book: "Transfer-Encoding",
    };
    LESSON.check(teach, || {
        let codings = [
            "chunked,",
            ",chunked",
            " , chunked",
            "chunked ,\t,",
            "gzip,,chunked",
            "chunked\r\nTransfer-Encoding:",
            "\r\nTransfer-Encoding: chunked",
            ",",
        ];
        all_get(400, codings.map(|coding| post(&format!("Transfer-Encoding: {coding}"), "5\r\nHello\r\n0\r\n\r\n")))
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: chunks that are wrong

/// proves: 9112-7.1-bad-framing
#[test]
fn the_server_refuses_a_chunk_without_a_size() -> Verdict {
    let teach = Teach {
        wrong: "a chunk that does not begin with a hexadecimal digit was not refused with 400",
        why: "A size is hexadecimal digits alone. Library functions take +5 too, and others do not. (RFC 9112 section 7.1)",
        book: "Chunks",
    };
    LESSON.check(teach, || {
        let sizes = ["+5", "-5", " 5", "\t5", "", "x5", "g", ";a", "\u{ff15}", "\"5\"", "\r\n5"];
        all_chunks_get_400(sizes.map(|size| format!("{size}\r\nHello\r\n0\r\n\r\n")))?;
        all_chunks_get_400([b"\xff5\r\nHello\r\n0\r\n\r\n"])?;
        all_chunks_get_400(["5\r\nHello\r\n+0\r\n\r\n", "5\r\nHello\r\n-0\r\n\r\n", "5\r\nHello\r\n\r\n\r\n"])
    })
}

/// proves: 9112-7.1-bad-framing
#[test]
fn the_server_refuses_junk_after_a_chunk_size() -> Verdict {
    let teach = Teach {
        wrong: "a chunk size followed by something that is no extension was not refused with 400",
        why: "Only ;name or ;name=value may follow. 0x5 is a 0 with junk: some programs end there, others read 5. (RFC 9112 section 7.1.1)",
        book: "Chunks",
    };
    LESSON.check(teach, || {
        let sizes = [
            "0x5",
            "5x",
            "5 ",
            "5\t",
            "5 5",
            "5,5",
            "5.0",
            "5_",
            "5h",
            "5;",
            "5;;a",
            "5;a=",
            "5;a=\"b",
            "5;a ",
            "5;a=b c",
            "5;a=\"b\"c",
            "5 a",
            "5=a",
        ];
        all_chunks_get_400(sizes.map(|size| format!("{size}\r\nHello\r\n0\r\n\r\n")))?;
        all_chunks_get_400([&b"5\xff\r\nHello\r\n0\r\n\r\n"[..], b"5;\xe9\r\nHello\r\n0\r\n\r\n"])?;
        // The line in front of the last chunk is such a line too.
        let last = ["0x", "0x5", "0 ", "0\t", "0;", "0 0", "0;a=", "0,", "00h"];
        all_chunks_get_400(last.map(|size| format!("5\r\nHello\r\n{size}\r\n\r\n")))
    })
}

/// proves: 9112-7.1-large-size
#[test]
fn the_server_refuses_a_chunk_size_beyond_counting() -> Verdict {
    let teach = Teach {
        wrong: "a chunk size that no counter holds was not refused, or ended the server",
        why: "In a counter of 64 bits 10000000000000005 becomes 5. Check each step, and refuse with 413 or 400. (RFC 9112 section 7.1)",
        book: "Chunks",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let zeros = "0".repeat(100);
        let sizes = ["10000000000000005", "FFFFFFFFFFFFFFFFF", "100000000000000000000000000000005", &zeros];
        for size in sizes {
            let reply = response(&server, chunked(format!("{size}\r\nHello\r\n0\r\n\r\n")))?;
            reply.expect("status 413 or 400", matches!(reply.status, 413 | 400))?;
        }
        Ok(())
    })
}

/// proves: 9112-7.1-large-size
#[test]
fn the_server_takes_so_many_digits_of_a_size_and_no_more() -> Verdict {
    let teach = Teach {
        wrong: "a chunk size of 32 digits was not taken, or one of 33 digits not refused with 413",
        why: "Leading zeros are allowed and count as digits: without a limit, a size may go on for ever. (RFC 9112 section 7.1)",
        book: "Trailers and limits",
    };
    LESSON.check(teach, || {
        let size = |digits: usize| chunked(format!("{:0>digits$}\r\nHello\r\n0\r\n\r\n", 5));
        let last = |digits: usize| chunked(format!("5\r\nHello\r\n{}\r\n\r\n", "0".repeat(digits)));
        let server = LESSON.server().listen()?;
        for request in [size(SIZE_DIGITS), last(SIZE_DIGITS)] {
            expect_echo(&response(&server, request)?, "Hello")?;
        }
        all_get(413, [size(SIZE_DIGITS + 1), last(SIZE_DIGITS + 1), size(16_000)])
    })
}

/// proves: 9112-7.1-bad-framing
#[test]
fn the_server_wants_a_line_end_after_the_data() -> Verdict {
    let teach = Teach {
        wrong: "a chunk whose data is not followed by CR LF at once was not refused with 400",
        why: "Size and data do not fit then. Who looks for the next line end instead reads another message. (RFC 9112 section 7.1)",
        book: "Chunks",
    };
    LESSON.check(teach, || {
        all_chunks_get_400([
            "5\r\nHello0\r\n\r\n",
            "5\r\nHello World\r\n0\r\n\r\n",
            "5\r\nHelloxx0\r\n\r\n",
            "4\r\nHello\r\n0\r\n\r\n",
            "5\r\nHello\r0\r\n\r\n",
            "5\r\nHello \r\n0\r\n\r\n",
            "6\r\nHello\r\n0\r\n\r\n",
        ])
    })
}

/// proves: 9112-2.2-bare-lf
/// proves: 9112-2.2-recv-bare-cr
/// proves: 9112-7.1-bad-framing
#[test]
fn the_server_ends_lines_of_chunks_at_cr_lf_and_nothing_else() -> Verdict {
    let teach = Teach {
        wrong: "an LF or CR alone, or another control octet, was not refused with 400 in the lines around chunks",
        why: "The lines around chunks end like those of the head: at CR LF. Anything else is read in two ways. (RFC 9112 section 7.1)",
        book: "Chunks",
    };
    LESSON.check(teach, || {
        all_chunks_get_400([
            "5\nHello\r\n0\r\n\r\n",
            "5\r\nHello\n0\r\n\r\n",
            "5\r\nHello\r\n0\n\r\n",
            "5\r\nHello\r\n0\r\n\n",
            "5\rHello\r\n0\r\n\r\n",
            "5;a\rb\r\nHello\r\n0\r\n\r\n",
            "5;a\nb\r\nHello\r\n0\r\n\r\n",
            "5;a=\"\0\"\r\nHello\r\n0\r\n\r\n",
            "5\r\nHello\r\n0\r\nX: y\n\r\n",
        ])
    })
}

/// proves: 9112-7.1.1-limit-ext
/// proves: 9110-17.5-limit-elements
#[test]
fn the_server_takes_so_many_extensions_and_no_more() -> Verdict {
    let teach = Teach {
        wrong: "chunk extensions of 16384 octets together were not taken, or longer ones not refused with 400",
        why: "They are read and thrown away: without a limit a client keeps a server busy for nothing. They begin after the digits of the size, leading zeros among these. (RFC 9112 section 7.1.1)",
        book: "Trailers and limits",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let one = |octets: usize| format!("5;{}\r\nHello\r\n0\r\n\r\n", "a".repeat(octets - 1));
        let many = |count: usize| "5;a=b\r\nHello\r\n".repeat(count) + "0\r\n\r\n";
        for zeros in [0, SIZE_DIGITS - 1] {
            expect_echo(&response(&server, chunked("0".repeat(zeros) + &one(EXTENSIONS_LIMIT)))?, "Hello")?;
        }
        expect_echo(&response(&server, chunked(many(EXTENSIONS_LIMIT / 4)))?, "Hello".repeat(EXTENSIONS_LIMIT / 4))?;
        let endless = format!("5;{}", "a".repeat(100_000));
        for body in [one(EXTENSIONS_LIMIT + 1), many(EXTENSIONS_LIMIT / 4 + 1), endless] {
            response(&server, chunked(body))?.expect_status(400)?;
        }
        Ok(())
    })
}

/// proves: 9110-5.4-too-large-4xx
/// proves: 9112-5.1-space-before-colon-400
/// proves: 9112-5.2-server-fold
#[test]
fn the_server_reads_trailers_as_strictly_as_fields() -> Verdict {
    let teach = Teach {
        wrong: "a malformed trailer section was not refused with 400, or one that is too large not with 431",
        why: "Trailers are fields like those of the head, with the same rules and limits. (RFC 9112 section 7.1.2)",
        book: "Trailers and limits",
    };
    LESSON.check(teach, || {
        let trailers = ["no field", "X : y", " X: y", "X: a\r\n b", ": y", "X: a\0b", "X y: z"];
        all_chunks_get_400(trailers.map(|lines| format!("5\r\nHello\r\n0\r\n{lines}\r\n\r\n")))?;
        let many = "X: y\r\n".repeat(101);
        let long = format!("X: {}\r\n", "y".repeat(8190));
        all_get(431, [many, long].map(|lines| chunked(format!("5\r\nHello\r\n0\r\n{lines}\r\n"))))
    })
}

/// proves: 9110-15.5-explain
#[test]
fn the_server_says_what_is_wrong_and_where() -> Verdict {
    let teach = Teach {
        wrong: "the page of a refusal does not say what is wrong, by which rule, and at which octet",
        why: "Whoever meets an error has to find its cause. Each ErrorKind has its section, so choose the kind that fits. Offsets in content count from its first octet, framing included. (RFC 9110 section 15.5)",
        book: "Where an error is",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let digits = "0".repeat(SIZE_DIGITS + 1);
        let old = b"POST /echo HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        let refused = [
            (post("Content-Length: +5", "Hello"), "not a number", "RFC 9112 section 6.3", 54),
            (post("Content-Length: 5, 5", "Hello"), "not one number alone", "RFC 9112 section 6.3", 54),
            (post("Content-Length: 18446744073709551616", "Hello"), "beyond counting", "RFC 9110 section 8.6", 54),
            (post("Content-Length: 5\r\nTransfer-Encoding: chunked", ""), "in one message", "RFC 9112 section 6.1", 54),
            (post("Transfer-Encoding: chunked,", ""), "an empty member", "RFC 9112 section 11.2", 57),
            (post("Content_Length: 5", "Hello"), "with an underscore", "RFC 9112 section 11.2", 54),
            (post("Transfer-Encoding: gzip", "Hello"), "not chunked", "RFC 9112 section 6.3", 57),
            (post("Transfer-Encoding: gzip, chunked", ""), "unknown transfer coding", "RFC 9112 section 6.1", 57),
            (post("Transfer-Encoding: \"gzip\", chunked", ""), "not a list of names", "RFC 9112 section 6.1", 57),
            (post("Transfer-Encoding: chunked;a", ""), "chunked has parameters", "RFC 9112 section 7.1", 57),
            (post("Transfer-Encoding: chunked, chunked", ""), "chunked is applied twice", "RFC 9112 section 6.1", 57),
            (chunked("5\r\nHello\r\n0x5\r\n"), "no extension", "RFC 9112 section 7.1.1", 11),
            (chunked("5\r\nHello\r\n5\r\nHello World\r\n"), "not end where", "RFC 9112 section 7.1", 18),
            (chunked("5\r\nHello\r\n+5\r\n"), "not begin with its size", "RFC 9112 section 7.1", 10),
            (
                chunked(format!("5\r\nHello\r\n{digits}\r\n")),
                "beyond counting",
                "RFC 9112 section 7.1",
                10 + SIZE_DIGITS,
            ),
            (chunked("5\r\nHello\r\n10000000000000005\r\n"), "beyond counting", "RFC 9112 section 7.1", 10),
            (chunked("5\r\nHello\r\n0\r\nX : y\r\n\r\n"), "and its colon", "RFC 9112 section 5.1", 14),
            (old, "HTTP/1.0 has no Transfer-Encoding", "RFC 9112 section 6.1", 57),
        ];
        for (request, what, section, offset) in refused {
            let reply = response(&server, request)?;
            for expected in [what, section, &format!("at octet {offset},")] {
                reply.expect(&format!("a page that says {expected}"), contains(&reply.content, expected))?;
            }
        }
        // However the data is cut.
        let mut client = server.connect()?;
        client.send_split([&chunked("5\r\nHel")[..], b"lo\r\n+5\r\n"])?;
        let reply = client.reply_and_close("POST")?;
        reply.expect("a page that says at octet 10,", contains(&reply.content, "at octet 10,"))
    })
}

/// proves: 9112-6.3-short-body
/// proves: 9112-8-incomplete-request
#[test]
fn the_server_does_not_take_a_part_for_the_whole() -> Verdict {
    let teach = Teach {
        wrong: "content that ended too early with the connection was not refused with 400",
        why: "Whoever processes half a message does what nobody asked for. It is incomplete: 400. (RFC 9112 section 8)",
        book: "Where content ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let requests = [
            post("Content-Length: 6", "Hello"),
            post("Content-Length: 1", ""),
            // The largest number that a counter of 64 bits holds is no error by itself.
            post("Content-Length: 18446744073709551615", ""),
            chunked("FFFFFFFFFFFFFFFF\r\n"),
            chunked(""),
            chunked("5"),
            chunked("5\r\nHel"),
            chunked("5\r\nHello\r\n"),
            chunked("5\r\nHello\r\n0\r\n"),
            chunked("5\r\nHello\r\n0\r\nX: y\r\n"),
        ];
        for request in requests {
            let mut client = server.connect()?;
            client.send(request)?;
            client.finish()?;
            client.reply_and_close("POST")?.expect_status(400)?;
        }
        Ok(())
    })
}

/// proves: 9112-7.1-bad-framing
/// proves: 9112-6.3-short-body
#[test]
fn the_server_does_not_end_a_response_that_went_wrong() -> Verdict {
    let teach = Teach {
        wrong: "an echo did not begin while its content came, or was not broken off when that went wrong",
        why: "Send back what has come. When the response has begun, no 400 can be sent: close without the last chunk, and it is seen to be cut short. (RFC 9112 section 8)",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        const CHUNK: usize = 200_000;
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        // The response has begun when it is read, and only then comes what is wrong.
        client.send(chunked(format!("{CHUNK:x}\r\n{}\r\n", "a".repeat(CHUNK))))?;
        client.read_head()?;
        client.send("five\r\nHello\r\n0\r\n\r\n")?;
        client.finish()?;
        // Until the connection is closed or reset.
        let came = client.read_to_end().unwrap_or_default();
        if came.ends_with(b"\r\n0\r\n\r\n") {
            return Err(Failure::wrong()
                .row("expected", "the connection is closed in the middle of the response")
                .row("came", "the last chunk, as if the response were complete"));
        }
        response(&server, with_length("Hello"))?.expect_status(200)
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: clients that wait to be asked

/// proves: 9110-10.1.1-http10-ignored
/// proves: 9110-10.1.1-may-omit-100
/// proves: 9110-10.1.1-immediate
/// proves: 9110-10.1.1-early-final
/// proves: 9110-15.2-no-1xx-http10
#[test]
fn the_server_does_not_ask_for_what_it_will_not_read() -> Verdict {
    let teach = Teach {
        wrong: "a request that needs no 100 (Continue) was not answered with its final status at once",
        why: "It is for HTTP/1.1 requests with content that will be read. A refusal is sent at once instead. (RFC 9110 section 10.1.1)",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let expect = "Expect: 100-continue";
        expect_echo(&response(&server, post(expect, ""))?, "")?;
        expect_echo(&response(&server, post(&format!("{expect}\r\nContent-Length: 0"), ""))?, "")?;
        let old = format!("POST /echo HTTP/1.0\r\n{expect}\r\nContent-Length: 5\r\n\r\n");
        let mut client = server.connect()?;
        client.send_split([&old, "Hello"])?;
        expect_echo(&client.reply_and_close("POST")?, "Hello")?;
        let large = format!("{}\r\nContent-Length: 1000000\r\n{expect}\r\n\r\n", form_head("POST"));
        response(&server, large)?.expect_status(413)?;
        let refused = format!("PUT /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n{expect}\r\n\r\n");
        response(&server, refused)?.expect_status(405)?;
        response(&server, post(&format!("{expect}\r\nContent-Length: five"), ""))?.expect_status(400)?;
        let reply = response(&server, post("Expect: the-unexpected\r\nContent-Length: 5", "Hello"))?;
        reply.expect("status 417, or 200 with the content", reply.status == 417 || reply.content == b"Hello")
    })
}

/// proves: 9110-10.1.1-immediate
/// proves: 9110-10.1.1-no-wait
/// proves: 9110-10.1.1-final-after-100
/// proves: 9110-10.1.1-case
/// proves: 9110-8.6-no-cl-1xx-204
/// proves: 9112-6.1-no-te-1xx-204
#[test]
fn the_server_asks_for_content_that_is_held_back() -> Verdict {
    let teach = Teach {
        wrong: "a client with Expect: 100-continue did not get 100 (Continue), and then the response",
        why: "The client sends its content only when it is asked to, so that it need not send what will be refused. (RFC 9110 section 10.1.1)",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let heads = [
            ("Content-Length: 5\r\nExpect: 100-continue", "Hello"),
            ("Transfer-Encoding: chunked\r\nexpect: 100-Continue", "5\r\nHello\r\n0\r\n\r\n"),
        ];
        for (fields, content) in heads {
            let mut client = server.connect()?;
            client.send(post(fields, ""))?;
            client.expect("HTTP/1.1 100 Continue\r\n\r\n")?;
            client.send(content)?;
            expect_echo(&client.reply_and_close("POST")?, "Hello")?;
        }
        Ok(())
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: pages

fn form_head(method: &str) -> String {
    format!("{method} /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded")
}

/// Whether close is among the options in Connection, in any letter case.
fn says_close(reply: &Reply) -> bool {
    let options = reply.field("Connection").unwrap_or_default();
    options.split(',').any(|option| option.trim().eq_ignore_ascii_case("close"))
}

fn contains(text: &[u8], part: &str) -> bool {
    text.windows(part.len()).any(|window| window == part.as_bytes())
}

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

// ---------------------------------------------------------------------------------------------------------------------
// The server: clients that are slow, silent, gone, or many

/// proves: 9112-8-incomplete-request
/// proves: 9112-9.5-graceful-timeout
#[test]
fn the_server_gives_up_content_that_does_not_come() -> Verdict {
    let teach = Teach {
        wrong: "a client that went silent in the middle of its content was not answered with 408 after --timeout",
        why: "Each waiting client costs a thread: after a while without an octet, give up. (RFC 9110 section 15.5.9)",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.2"]).listen()?;
        let requests = [post("Content-Length: 6", "Hello"), chunked("5\r\nHel"), chunked("5\r\nHello\r\n0\r\n")];
        let mut clients = Vec::new();
        for request in requests {
            let mut client = server.connect()?;
            client.send(request)?;
            clients.push(client);
        }
        for client in &mut clients {
            client.reply_and_close("POST")?.expect_status(408)?;
        }
        Ok(())
    })
}

/// proves: 9110-2.3-defensive
#[test]
fn the_server_outlives_clients_that_leave_or_wait() -> Verdict {
    let teach = Teach {
        wrong: "after clients that left or went silent in their content, the next one was not served, or the server still held something of them",
        why: "A connection may end at any octet, and its socket and its thread with it; and one client must not keep the others waiting.",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let before = server.kept();
        for _ in 0..100 {
            expect_echo(&response(&server, with_length("Hello"))?, "Hello")?;
        }
        server.expect_nothing_kept(before, 30)?;
        let mut silent = Vec::new();
        for _ in 0..20 {
            let mut client = server.connect()?;
            client.send(chunked("5\r\nHel"))?;
            silent.push(client);
        }
        for part in ["", "5", "5\r\nHel", "5\r\nHello\r\n0\r\n"] {
            let mut client = server.connect()?;
            client.send(chunked(part))?;
            client.reset()?;
        }
        expect_echo(&response(&server, with_length("Hello"))?, "Hello")
    })
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    common::ctrl_c_ends_the_server(LESSON, "Run", &[&[]], |_| Ok(()))
}

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    common::the_server_says_that_an_address_is_in_use(LESSON, "Run")
}

// ---------------------------------------------------------------------------------------------------------------------
// The client

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
/// proves: 9110-15.2-client-1xx
/// proves: 9112-6.3-no-extra-as-response
#[test]
fn the_client_knows_which_responses_have_no_content() -> Verdict {
    let teach = Teach {
        wrong: "the client waited for content that does not come, took something else for content, or lost content",
        why: "Responses to HEAD, those with 1xx, 204 and 304, and 2xx to CONNECT end at the empty line whatever their fields say. All others may have content, 301 too. (RFC 9112 section 6.3)",
        book: "Where content ends",
    };
    LESSON.with_time(MANY_STARTS, "it starts a client for each of thirty responses").check(teach, || {
        let fields = ["Content-Length: 100", "Transfer-Encoding: chunked", "X: y"];
        let cases = [("HEAD", "200 OK"), ("HEAD", "404 Not Found"), ("GET", "204 No Content"), ("GET", "304 Not Modified"), ("CONNECT", "200 OK"), ("CONNECT", "299 Fine")];
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
/// proves: 9112-6.3-te-response-until-close
/// proves: 9110-7.6-segmentation
#[test]
fn the_client_reads_to_the_close_what_has_no_other_end() -> Verdict {
    let teach = Teach {
        wrong: "a response without length was not printed until the server closed",
        why: "Only responses may end with the connection: without Content-Length, and without chunked as last coding. (RFC 9112 section 6.3)",
        book: "Where content ends",
    };
    LESSON.check(teach, || {
        all_shown(
            &["--data", "Hello"],
            &[
                ("HTTP/1.1 200 OK\r\n\r\nHello", "HTTP/1.1 200 OK\n\nHello"),
                ("HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\n\n"),
                ("HTTP/1.0 404 No\r\n\r\nHello", "HTTP/1.0 404 No\n\nHello"),
                (
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nHello",
                    "HTTP/1.1 200 OK\nTransfer-Encoding: gzip\n\nHello",
                ),
            ],
        )?;
        let (client, mut peer, _) = client(&[])?;
        peer.send_split(["HTTP/1.1 200 OK\r\n\r\nHel", "lo", "\n"])?;
        peer.finish()?;
        client.expect_stdout("HTTP/1.1 200 OK\n\nHello\n")?;
        client.expect_end(0)?;
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
        why: "The client itself makes the fields that frame the content. This part is given.",
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
