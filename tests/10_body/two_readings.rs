//! The server: what can be read in two ways.

use harness::test;

use super::*;

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
        why: "The name of a coding is a token, and the white space around it is SP and HTAB. What is not one is no unknown coding (501) but a malformed field, which others read otherwise. (RFC 9112 section 7)",
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
