//! The server: field lines.

use harness::test;

use super::*;

/// proves: 9112-2.2-bad-field-line-400
#[test]
fn the_server_refuses_a_line_that_is_no_field() -> Verdict {
    let teach = Teach {
        wrong: "a field line without colon, without name, or with a name that is no token was not refused with 400",
        why: "A field line is a token, a colon and a value. A line that is skipped here may count for somebody else. (RFC 9112 section 5)",
        book: "Field lines",
    };
    LESSON.check(teach, || {
        let lines: [&[u8]; 6] = [b"no colon", b"nocolon", b": no name", b"two words: x", b"a\xe9: x", b"\"a\": x"];
        all_get(400, with_fields(lines))?;
        let names: Vec<Vec<u8>> =
            b"\"(),/;<=>?@[\\]{}".iter().map(|sign| [b"a", &[*sign][..], b"b: x"].concat()).collect();
        all_get(400, with_fields(names.iter().map(Vec::as_slice)))
    })
}

/// proves: 9112-5.1-space-before-colon-400
#[test]
fn the_server_refuses_white_space_before_the_colon() -> Verdict {
    let teach = Teach {
        wrong: "a field with white space between name and colon was not refused with 400",
        why: "Some programs trim the name and others do not know it: a field that counts only for one of them is a weapon. (RFC 9112 section 5.1)",
        book: "Field lines",
    };
    LESSON.check(teach, || {
        all_get(400, with_fields([&b"Content-Length : 5"[..], b"X\t: y", b"X  : y", b"X :"]))?;
        all_get(400, ["GET /hello HTTP/1.1\r\nHost : localhost\r\n\r\n"])
    })
}

/// proves: 9112-5.2-server-fold
/// proves: 9112-2.2-recv-space-first
#[test]
fn the_server_refuses_a_line_that_begins_with_white_space() -> Verdict {
    let teach = Teach {
        wrong: "a folded field line, or white space in front of the first field, was not refused with 400",
        why: "Who joins such a line to the one above and who reads it as a field see two messages. (RFC 9112 section 5.2)",
        book: "Field lines",
    };
    LESSON.check(teach, || {
        all_get(400, with_fields([&b"X: a\r\n b"[..], b"X: a\r\n\tb", b"X: a\r\n ", b"X: a\r\n Host: b"]))?;
        all_get(
            400,
            ["GET /hello HTTP/1.1\r\n Host: a\r\nHost: b\r\n\r\n", "GET /hello HTTP/1.1\r\n \r\nHost: b\r\n\r\n"],
        )
    })
}

/// proves: 9110-5.1-name-case
/// proves: 9110-5.1-ignore-unknown
/// proves: 9110-5.5-trim
#[test]
fn the_server_reads_fields_however_they_are_written() -> Verdict {
    let teach = Teach {
        wrong: "a field in another letter case, or with other white space around its value, was not understood",
        why: "Field names match in any letter case, and white space around a value is no part of it. (RFC 9110 section 5.1, RFC 9112 section 5.1)",
        book: "Field lines",
    };
    LESSON.check(teach, || {
        let hosts = [
            "Host: a",
            "host: a",
            "HOST: a",
            "hOsT: a",
            "Host:a",
            "Host:\t a \t",
            "Host:  a:80   ",
            "Host:",
            "Host: \t \t",
            "Host: a\r\nX: \t y \t z\t ",
            "Host: a\r\nX:",
            "X!#$%&'*+-.^_`|~9: y\r\nHost: a",
        ];
        all_get(200, hosts.iter().map(|lines| format!("GET /hello HTTP/1.1\r\n{lines}\r\n\r\n")))
    })
}

/// proves: 9112-6.3-request-no-length
/// proves: 9110-15-one-final
/// proves: 9112-9.6-sent-close-no-more
#[test]
fn the_server_stops_at_the_end_of_the_head() -> Verdict {
    let teach = Teach {
        wrong: "octets after the head were taken for a part of it, or for a request to answer",
        why: "The empty line ends the head. What follows is content or the next request, never a field. (RFC 9112 section 2.1)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for after in ["GET /nowhere HTTP/1.1\r\nHost: b\r\n\r\n", "Host: b\r\n\r\n", "no field at all", "\0\0\0", "\n"]
        {
            answer(&server, format!("{HELLO}{after}"))?.expect_status(200)?;
        }
        server.expect_stdout("GET /hello 200\n".repeat(5))
    })
}
