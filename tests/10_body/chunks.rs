//! The server: chunks that are wrong.

use harness::test;

use super::*;

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
        why: "Whoever meets an error has to find its cause. Each kind of error has its section, so choose the kind \
              that fits. Offsets in content count from its first octet, framing included. (RFC 9110 section 15.5)",
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
